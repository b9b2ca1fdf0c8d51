package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.oneOrMany;
import static dev.todoapp.infra.Environments.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Who the services are to AWS. */
class RolesTemplateTest {

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void todoServiceMayKeepTodosInItsTableAndNothingElse(Deployment deployment) {
        String table = deployment.stack("data").output("TodosTableArn");

        assertThat(allowed(deployment, "TodoServiceTaskRole"))
                .isEqualTo(Map.of(
                        table,
                        Set.of(
                                "dynamodb:BatchGetItem",
                                "dynamodb:ConditionCheckItem",
                                "dynamodb:DeleteItem",
                                "dynamodb:GetItem",
                                "dynamodb:PutItem",
                                "dynamodb:Query"),
                        table + "/index/" + index(deployment),
                        Set.of("dynamodb:Query")));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void filesServiceMayKeepFilesAndHearOfDeletedTodosAndNothingElse(Deployment deployment) {
        Stack data = deployment.stack("data");

        assertThat(allowed(deployment, "FilesServiceTaskRole"))
                .isEqualTo(Map.of(
                        data.output("FilesBucketArn"),
                        Set.of("s3:ListBucket"),
                        data.output("FilesBucketArn") + "/*",
                        Set.of("s3:DeleteObject", "s3:GetObject", "s3:PutObject"),
                        data.output("DeletedTodosQueueArn"),
                        Set.of(
                                "sqs:ChangeMessageVisibility",
                                "sqs:DeleteMessage",
                                "sqs:ReceiveMessage",
                                "sqs:SendMessage")));
    }

    /** An action for each call in the adapters, by the names of the SDK's methods; and a call for each action. */
    @ParameterizedTest
    @CsvSource({
        "TodoServiceTaskRole, todo-service/src/main/java/dev/todoapp/todos/dynamodb",
        "FilesServiceTaskRole, files-service/src/main/java/dev/todoapp/files"
    })
    void mayDoWhatTheCodeCalls(String role, String code) throws Exception {
        Map<String, List<String>> actions = Map.ofEntries(
                Map.entry("\\.batchGetItem\\(", List.of("dynamodb:BatchGetItem")),
                Map.entry("\\.addConditionCheck\\(", List.of("dynamodb:ConditionCheckItem")),
                Map.entry("\\.addDeleteItem\\(", List.of("dynamodb:DeleteItem")),
                Map.entry("\\.(add)?[pP]utItem\\(", List.of("dynamodb:PutItem")),
                Map.entry("\\.getItem\\(", List.of("dynamodb:GetItem")),
                Map.entry("(table|byChange)\\.query\\(", List.of("dynamodb:Query")),
                Map.entry("\\.(updateItem|addUpdateItem)\\(", List.of("dynamodb:UpdateItem")),
                Map.entry("\\.scan\\(", List.of("dynamodb:Scan")),
                Map.entry("\\.batchWriteItem\\(", List.of("dynamodb:BatchWriteItem")),
                Map.entry("\\.describeTable\\(", List.of("dynamodb:DescribeTable")),
                Map.entry("\\.(listObjectsV2(Paginator)?|headBucket)\\(", List.of("s3:ListBucket")),
                Map.entry("\\.(presignPutObject|putObject)\\(", List.of("s3:PutObject")),
                Map.entry("\\.(presignGetObject|getObject|headObject)\\(", List.of("s3:GetObject")),
                Map.entry("\\.deleteObjects?\\(", List.of("s3:DeleteObject")),
                Map.entry("sqs\\.receiveMessage\\(", List.of("sqs:ReceiveMessage")),
                Map.entry("sqs\\.deleteMessage\\(", List.of("sqs:DeleteMessage")),
                Map.entry("sqs\\.changeMessageVisibility\\(", List.of("sqs:ChangeMessageVisibility")),
                Map.entry("sqs\\.sendMessage\\(", List.of("sqs:SendMessage")),
                Map.entry("sqs\\.getQueueAttributes\\(", List.of("sqs:GetQueueAttributes")));
        String text;
        try (Stream<Path> files = Files.walk(Environments.PROJECT.resolve(code))) {
            text = files.filter(file -> file.toString().endsWith(".java"))
                    .map(Environments::text)
                    .collect(Collectors.joining("\n"));
        }
        Set<String> called = actions.entrySet().stream()
                .filter(action -> Pattern.compile(action.getKey()).matcher(text).find())
                .flatMap(action -> action.getValue().stream())
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> allowed = allowed(Environments.PROD, role).values().stream()
                .flatMap(Set::stream)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(allowed).isEqualTo(called);
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void ecsAloneIsGivenThemForThisAccount(Deployment deployment) {
        assertThat(deployment.stack("roles").ofType("AWS::IAM::Role"))
                .hasSize(6)
                .allSatisfy(role -> {
                    JsonNode statements = role.properties().at("/AssumeRolePolicyDocument/Statement");
                    assertThat(statements).hasSize(1);
                    assertThat(statements.get(0).at("/Principal/Service").asString())
                            .isEqualTo(
                                    role.physicalId().endsWith("-traffic")
                                            ? "ecs.amazonaws.com"
                                            : "ecs-tasks.amazonaws.com");
                    assertThat(statements
                                    .get(0)
                                    .at("/Condition/StringEquals/aws:SourceAccount")
                                    .asString())
                            .isEqualTo("000000000000");
                });
    }

    /** The queue's policy names it. */
    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void filesServiceIsCalledAsTheQueueCallsIt(Deployment deployment) {
        assertThat(deployment.stack("roles").resource("FilesServiceTaskRole").physicalId())
                .isEqualTo(deployment.environment() + "-files-service-task");
        assertThat(Environments.text(Environments.INFRA.resolve("templates/data.yaml")))
                .contains("role/${Environment}-files-service-task");
    }

    @ParameterizedTest
    @CsvSource({"TodoServiceExecutionRole, todo-service", "FilesServiceExecutionRole, files-service"})
    void ecsReachesTheImageTheLogAndTheSecretsOfThatServiceAlone(String role, String service) {
        assertThat(allowed(Environments.PROD, role).keySet())
                .containsExactlyInAnyOrder(
                        "*",
                        Environments.PROD
                                .stack("registry")
                                .output(
                                        service.equals("todo-service")
                                                ? "TodoServiceRepositoryArn"
                                                : "FilesServiceRepositoryArn"),
                        "arn:aws:logs:us-east-1:000000000000:log-group:%s:*"
                                .formatted(Environments.PROD.stack(service).output("LogGroupName")),
                        "arn:aws:secretsmanager:us-east-1:000000000000:secret:prod/%s/*".formatted(service),
                        "arn:aws:secretsmanager:us-east-1:000000000000:secret:prod/logs/*",
                        "arn:aws:ssm:us-east-1:000000000000:parameter/prod/%s/*".formatted(service));
        assertThat(allowed(Environments.PROD, role).get("*")).containsExactly("ecr:GetAuthorizationToken");
    }

    @Test
    void ecsMovesRequestsBetweenTheGroupsOfOneService() {
        for (String service : List.of("todo-service", "files-service")) {
            String role = service.equals("todo-service") ? "TodoServiceTrafficRole" : "FilesServiceTrafficRole";
            Stack stack = Environments.PROD.stack(service);
            Map<String, Set<String>> allowed = allowed(Environments.PROD, role);

            for (String group : List.of("TargetGroup", "AlternateTargetGroup")) {
                String arn = stack.resource(group).physicalId();
                assertThat(allowed)
                        .containsEntry(
                                arn.substring(0, arn.lastIndexOf('/')) + "/*",
                                Set.of(
                                        "elasticloadbalancing:DeregisterTargets",
                                        "elasticloadbalancing:RegisterTargets"));
            }
            assertThat(allowed.get("*")).allMatch(action -> action.startsWith("elasticloadbalancing:Describe"));
        }
    }

    @Test
    void aWildcardInAnAllowIsAResourceThatHasNoNameYet() {
        JsonNode everything = yaml("'*'");
        for (Resource role : Environments.PROD.stack("roles").ofType("AWS::IAM::Role")) {
            assertThat(statements(role)).allSatisfy(statement -> {
                assertThat(oneOrMany(statement.path("Action"))).noneMatch(action -> action.contains("*"));
                assertThat(statement.path("NotAction").isMissingNode()).isTrue();
                if (statement.path("Resource").equals(everything)) {
                    assertThat(oneOrMany(statement.path("Action")))
                            .allMatch(action -> action.equals("ecr:GetAuthorizationToken")
                                    || action.startsWith("elasticloadbalancing:Describe"));
                }
            });
        }
    }

    private static String index(Deployment deployment) {
        return deployment
                .stack("data")
                .resource("TodosTable")
                .properties()
                .at("/LocalSecondaryIndexes/0/IndexName")
                .asString();
    }

    /** What a role may do, by resource. */
    private static Map<String, Set<String>> allowed(Deployment deployment, String role) {
        Map<String, Set<String>> allowed = new TreeMap<>();
        statements(deployment.stack("roles").resource(role)).forEach(statement -> {
            assertThat(statement.path("Effect").asString()).isEqualTo("Allow");
            oneOrMany(statement.path("Resource"))
                    .forEach(resource -> allowed.computeIfAbsent(resource, any -> new TreeSet<>())
                            .addAll(oneOrMany(statement.path("Action"))));
        });
        return allowed;
    }

    private static List<JsonNode> statements(Resource role) {
        return role.properties().path("Policies").values().stream()
                .flatMap(policy -> policy.at("/PolicyDocument/Statement").values().stream())
                .toList();
    }
}
