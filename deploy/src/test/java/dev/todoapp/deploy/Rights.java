package dev.todoapp.deploy;

import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What a role of the stack bootstrap may do, as IAM decides by actions and resources. Conditions aren't looked at: what is denied
 * under one, counts as not denied. Infra's BootstrapTemplateTest looks at those.
 */
final class Rights {

    private final List<JsonNode> statements;

    private Rights(List<JsonNode> statements) {
        this.statements = statements;
    }

    static Rights of(Deployment deployment, String role) {
        Stack bootstrap = deployment.stack("bootstrap");
        Resource found = bootstrap.resource(role);
        return new Rights(Stream.concat(
                        found.properties().path("Policies").values().stream(),
                        bootstrap.ofType("AWS::IAM::ManagedPolicy").stream()
                                .map(Resource::properties)
                                .filter(policy -> texts(policy.path("Roles")).contains(found.physicalId())))
                .flatMap(policy -> policy.at("/PolicyDocument/Statement").values().stream())
                .toList());
    }

    boolean allow(String action, String arn) {
        return isNamed("Allow", action, arn) && !isNamed("Deny", action, arn);
    }

    private boolean isNamed(String effect, String action, String arn) {
        return statements.stream()
                .filter(statement -> statement.path("Effect").asString().equals(effect))
                .filter(statement -> effect.equals("Allow") || !statement.has("Condition"))
                .filter(statement -> matches(statement.path("Action"), action))
                .anyMatch(statement -> matches(statement.path("Resource"), arn));
    }

    private static boolean matches(JsonNode patterns, String text) {
        return texts(patterns).stream()
                .anyMatch(pattern -> Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"))
                        .matcher(text)
                        .matches());
    }

    private static List<String> texts(JsonNode oneOrMany) {
        return oneOrMany.isArray()
                ? oneOrMany.values().stream().map(JsonNode::asString).toList()
                : List.of(oneOrMany.asString());
    }
}
