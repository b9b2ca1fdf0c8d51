package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.oneOrMany;
import static dev.todoapp.infra.Environments.texts;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What each role of {@code bootstrap.yaml} may do, by its own policies and those that are attached to it. */
final class BootstrapRoles {

    private BootstrapRoles() {}

    /** With stacks in two regions. */
    static Stream<Deployment> inEurope() {
        return Stream.of("dev", "prod")
                .map(environment -> Environments.released(
                        environment, Map.of("AWS_REGION", "eu-west-1", "SITE_ORIGIN", "https://todo.example.com")));
    }

    /** Of the role's own policies, and of those that are attached to it. */
    static List<JsonNode> statements(Deployment deployment, String role) {
        Stack bootstrap = deployment.stack("bootstrap");
        Resource found = bootstrap.resource(role);
        return Stream.concat(
                        found.properties().path("Policies").values().stream(),
                        bootstrap.ofType("AWS::IAM::ManagedPolicy").stream()
                                .map(Resource::properties)
                                .filter(policy -> texts(policy.path("Roles")).contains(found.physicalId())))
                .flatMap(policy -> policy.at("/PolicyDocument/Statement").values().stream())
                .toList();
    }

    static JsonNode statement(Deployment deployment, String role, String sid) {
        return statements(deployment, role).stream()
                .filter(statement -> statement.path("Sid").asString().equals(sid))
                .findFirst()
                .orElseThrow();
    }

    static Set<String> resources(Deployment deployment, String role) {
        return statements(deployment, role).stream()
                .flatMap(statement -> oneOrMany(statement.path("Resource")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Set<String> actions(Deployment deployment, String role) {
        return statements(deployment, role).stream()
                .filter(statement -> statement.path("Effect").asString().equals("Allow"))
                .flatMap(statement -> oneOrMany(statement.path("Action")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Set<String> actionsOnEverything(Deployment deployment, String role) {
        return statements(deployment, role).stream()
                .filter(statement -> oneOrMany(statement.path("Resource")).contains("*"))
                .flatMap(statement -> oneOrMany(statement.path("Action")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static boolean allows(Deployment deployment, String role, String action, String arn) {
        return statements(deployment, role).stream()
                .filter(statement -> statement.path("Effect").asString().equals("Allow"))
                .filter(statement -> oneOrMany(statement.path("Action")).stream()
                        .anyMatch(allowed -> glob(allowed).matcher(action).matches()))
                .flatMap(statement -> oneOrMany(statement.path("Resource")).stream())
                .anyMatch(allowed -> !(allowed.equals("*") && !arn.equals("*"))
                        && glob(allowed).matcher(arn).matches());
    }

    /** The same with conditions and with what is denied, as IAM decides when a request says this of itself. */
    static boolean allows(Deployment deployment, String role, String action, String arn, Map<String, String> context) {
        return applies(deployment, role, "Allow", action, arn, context)
                && !applies(deployment, role, "Deny", action, arn, context);
    }

    private static boolean applies(
            Deployment deployment, String role, String effect, String action, String arn, Map<String, String> context) {
        return statements(deployment, role).stream()
                .filter(statement -> statement.path("Effect").asString().equals(effect))
                .filter(statement -> matches(statement.path("Action"), action))
                .filter(statement -> matches(statement.path("Resource"), arn))
                .anyMatch(statement -> statement.path("Condition").properties().stream()
                        .allMatch(condition -> holds(condition.getKey(), condition.getValue(), context)));
    }

    static boolean matches(JsonNode patterns, String text) {
        return oneOrMany(patterns).stream()
                .anyMatch(pattern -> glob(pattern).matcher(text).matches());
    }

    /** What the request doesn't say equals nothing, and so is not equal to anything. */
    private static boolean holds(String operator, JsonNode keys, Map<String, String> context) {
        return keys.properties().stream().allMatch(key -> {
            boolean equal = oneOrMany(key.getValue()).contains(context.getOrDefault(key.getKey(), ""));
            return switch (operator) {
                case "Null" -> oneOrMany(key.getValue()).contains(String.valueOf(!context.containsKey(key.getKey())));
                case "StringEquals" -> equal;
                case "StringNotEquals" -> !equal;
                default -> throw new AssertionError("how does IAM decide by " + operator + "?");
            };
        });
    }

    /** What IAM takes an asterisk for. */
    static Pattern glob(String pattern) {
        return Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    }
}
