package dev.todoapp.localcloud.frontdoor;

import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The project's own templates as the laptop resolves them, and changes to them that only a test wants. */
final class Templates {

    static final Path INFRA = Path.of("../../infra");

    private final Map<String, Stack> stacks = new LinkedHashMap<>();

    private Templates(List<Stack> stacks) {
        stacks.forEach(stack -> this.stacks.put(stack.name(), stack));
    }

    static Templates local() {
        return of(Deployment.read(INFRA, "local", Map.of("PORT", "8080")));
    }

    static Templates of(Deployment deployment) {
        return new Templates(deployment.stacks());
    }

    List<Stack> stacks() {
        return List.copyOf(stacks.values());
    }

    Stack stack(String name) {
        return Objects.requireNonNull(stacks.get(name), name);
    }

    /**
     * Puts a value in a resource's properties.
     *
     * @param pointer such as {@code /Conditions/0/Field}; {@code -} for the end of a list
     * @param json the value, or null to take it out
     */
    Templates with(String stack, String logicalId, String pointer, @Nullable String json) {
        Resource resource = stack(stack).resource(logicalId);
        JsonNode properties = resource.properties().deepCopy();
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = properties.at(pointer.substring(0, slash));
        String name = pointer.substring(slash + 1);
        JsonNode value = json == null ? null : JsonMapper.shared().readTree(json);
        switch (parent) {
            case ObjectNode object when value == null -> object.remove(name);
            case ObjectNode object -> object.set(name, value);
            case ArrayNode array when name.equals("-") -> array.add(value);
            case ArrayNode array when value == null -> array.remove(Integer.parseInt(name));
            case ArrayNode array -> array.set(Integer.parseInt(name), value);
            default -> throw new IllegalArgumentException(logicalId + " has no " + pointer);
        }
        return with(stack, new Resource(logicalId, resource.type(), resource.physicalId(), properties));
    }

    /** Adds a resource, or puts one in the place of another. */
    Templates with(String stack, Resource resource) {
        Stack old = stack(stack);
        Map<String, Resource> resources = new LinkedHashMap<>(old.resources());
        resources.put(resource.logicalId(), resource);
        stacks.put(
                stack, new Stack(old.name(), old.template(), old.region(), old.parameters(), resources, old.outputs()));
        return this;
    }

    /** Health checks that a test needn't wait for. */
    Templates withQuickHealthChecks() {
        for (String service : List.of("todo-service", "files-service")) {
            with(service, "TargetGroup", "/HealthCheckIntervalSeconds", "0.05");
            with(service, "TargetGroup", "/HealthCheckTimeoutSeconds", "5");
        }
        return this;
    }
}
