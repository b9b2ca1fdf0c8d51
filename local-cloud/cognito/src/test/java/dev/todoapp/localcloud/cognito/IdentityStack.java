package dev.todoapp.localcloud.cognito;

import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** The project's own identity stack, and what becomes of it when the template says something else. */
final class IdentityStack {

    static final String POOL = "UserPool";
    static final String WEB = "WebClient";
    static final String CLI = "CliClient";

    private IdentityStack() {}

    static Deployment deployment() {
        return Deployment.read(Path.of("..", "..", "infra"), "local", Map.of());
    }

    static Stack asItIs() {
        return deployment().stack("identity");
    }

    static Stack with(String logicalId, Consumer<ObjectNode> change) {
        return with(asItIs(), logicalId, change);
    }

    static Stack with(Stack stack, String logicalId, Consumer<ObjectNode> change) {
        Resource resource = stack.resource(logicalId);
        ObjectNode properties = (ObjectNode) resource.properties().deepCopy();
        change.accept(properties);
        Map<String, Resource> resources = new LinkedHashMap<>(stack.resources());
        resources.put(logicalId, new Resource(logicalId, resource.type(), resource.physicalId(), properties));
        return new Stack(
                stack.name(), stack.template(), stack.region(), stack.parameters(), resources, stack.outputs());
    }

    static Stack without(Stack stack, String logicalId) {
        Map<String, Resource> resources = new LinkedHashMap<>(stack.resources());
        resources.remove(logicalId);
        return new Stack(
                stack.name(), stack.template(), stack.region(), stack.parameters(), resources, stack.outputs());
    }

    static void passwordPolicy(ObjectNode pool, int length, boolean everything) {
        ObjectNode policy = pool.putObject("Policies").putObject("PasswordPolicy");
        policy.put("MinimumLength", length);
        for (String rule : new String[] {"RequireLowercase", "RequireUppercase", "RequireNumbers", "RequireSymbols"}) {
            policy.put(rule, everything);
        }
    }
}
