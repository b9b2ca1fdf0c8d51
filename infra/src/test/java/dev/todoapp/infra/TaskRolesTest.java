package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * A task's role allows what its service calls, and nothing more. What it calls stands in the service's {@code aws-calls.txt},
 * which its own tests hold equal to what they see at the SDK's hook.
 */
class TaskRolesTest {

    /** Where IAM's action isn't called as the SDK's operation is. */
    private static final Map<String, String> ACTIONS = Map.of(
            "s3:DeleteObjects", "s3:DeleteObject",
            "s3:HeadObject", "s3:GetObject",
            "s3:HeadBucket", "s3:ListBucket",
            "s3:ListObjectsV2", "s3:ListBucket");

    @ParameterizedTest
    @ValueSource(strings = {"todo-service", "files-service"})
    void allowsWhatTheServiceCallsAndNothingMore(String service) {
        assertThat(Environments.onAws())
                .allSatisfy(
                        deployment -> assertThat(allowed(deployment, service)).isEqualTo(called(service)));
    }

    /** Action and kind of thing, as {@code s3:GetObject object}. */
    private static Set<String> called(String service) {
        return Environments.text(Environments.PROJECT.resolve(service).resolve("aws-calls.txt"))
                .lines()
                .map(call -> {
                    String[] parts = call.split(" ", 2);
                    return ACTIONS.getOrDefault(parts[0], parts[0]) + " " + parts[1];
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> allowed(Deployment deployment, String service) {
        String name = deployment.environment() + "-" + service + "-task";
        return deployment.stacks().stream()
                .flatMap(stack -> stack.ofType("AWS::IAM::Role").stream())
                .filter(role -> role.properties().path("RoleName").asString("").equals(name))
                .findAny()
                .orElseThrow(() -> new AssertionError("no role " + name))
                .properties()
                .path("Policies")
                .values()
                .stream()
                .flatMap(policy -> policy.at("/PolicyDocument/Statement").values().stream())
                .filter(statement -> statement.path("Effect").asString().equals("Allow"))
                .flatMap(statement -> list(statement.path("Resource")).stream()
                        .flatMap(resource ->
                                list(statement.path("Action")).stream().map(action -> action + " " + kind(resource))))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> list(JsonNode oneOrMore) {
        return oneOrMore.isArray() ? texts(oneOrMore) : List.of(oneOrMore.asString());
    }

    private static String kind(String arn) {
        String[] parts = arn.split(":", 6);
        String resource = parts[parts.length - 1];
        return switch (parts.length < 6 ? arn : parts[2]) {
            case "dynamodb" -> resource.contains("/index/") ? "index" : "table";
            case "s3" -> resource.contains("/") ? "object" : "bucket";
            case "sqs" -> "queue";
            default -> arn;
        };
    }
}
