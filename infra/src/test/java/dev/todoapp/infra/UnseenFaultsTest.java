package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Faults that deploy, or fail late, and that neither cfn-lint nor an emulator sees. Each is put into a copy, and seen there. */
class UnseenFaultsTest {

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void ourTemplatesHaveNone(Deployment deployment) {
        assertThat(faults(deployment)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            data.yaml     | BillingMode: PAY_PER_REQUEST              | BillingMode: PAY_PER_REQUESTS            | data: TodosTable: no billing mode: PAY_PER_REQUESTS
            api.yaml      | RouteKey: GET /todos$                     | RouteKey: GETS /todos                    | api: ListTodosRoute: no route key: GETS /todos
            api.yaml      | RouteKey: POST /todos$                    | RouteKey: POST todos                     | api: CreateTodoRoute: no route key: POST todos
            identity.yaml | CallbackURLs: .*$                         | CallbackURLs: ["http://todo.example.com"] | identity: WebClient: a callback that isn't https: http://todo.example.com
            """)
    void isSeenInACopy(String template, String original, String fault, String finding, @TempDir Path copy) {
        Deployment faulty = copyWith(copy, template, original, fault);

        assertThat(faults(faulty)).containsExactly(finding);
    }

    @Test
    void anAuthorizerWithoutIssuerIsSeenInACopy(@TempDir Path copy) {
        Deployment faulty = copyWith(copy, "api.yaml", "^        Issuer: .*\\n", "");

        assertThat(faults(faulty)).containsExactly("api: Authorizer: an authorizer without issuer");
    }

    @Test
    void aTaskOnFargateThatLogsAndHasNoExecutionRoleIsSeenInACopy(@TempDir Path copy) {
        Deployment faulty = copyWith(copy, "service.yaml", "^      ExecutionRoleArn: .*\\n", "");

        assertThat(faults(faulty))
                .containsExactly(
                        "todo-service: TaskDefinition: a task that logs and has no execution role",
                        "files-service: TaskDefinition: a task that logs and has no execution role");
    }

    /** Each as stack, resource, and what is wrong. */
    private static List<String> faults(Deployment deployment) {
        List<String> faults = new ArrayList<>();
        for (Stack stack : deployment.stacks()) {
            for (Resource resource : stack.resources().values()) {
                fault(resource.type(), resource.properties())
                        .map(fault -> "%s: %s: %s".formatted(stack.name(), resource.logicalId(), fault))
                        .forEach(faults::add);
            }
        }
        return faults;
    }

    private static Stream<String> fault(String type, JsonNode properties) {
        return switch (type) {
            case "AWS::DynamoDB::Table" ->
                only(
                        !BILLING_MODES.contains(text(properties, "/BillingMode")),
                        "no billing mode: " + text(properties, "/BillingMode"));
            case "AWS::ApiGatewayV2::Authorizer" ->
                only(
                        text(properties, "/AuthorizerType").equals("JWT")
                                && !URL.matcher(text(properties, "/JwtConfiguration/Issuer"))
                                        .matches(),
                        "an authorizer without issuer");
            case "AWS::ApiGatewayV2::Route" ->
                only(
                        !ROUTE_KEY.matcher(text(properties, "/RouteKey")).matches(),
                        "no route key: " + text(properties, "/RouteKey"));
            case "AWS::Cognito::UserPoolClient" ->
                Stream.of("CallbackURLs", "LogoutURLs")
                        .flatMap(list -> texts(properties.path(list)).stream())
                        .filter(url -> !URL.matcher(url).matches())
                        .map(url -> "a callback that isn't https: " + url);
            case "AWS::ECS::TaskDefinition" ->
                only(
                        texts(properties.path("RequiresCompatibilities")).contains("FARGATE")
                                && properties.path("ContainerDefinitions").values().stream()
                                        .anyMatch(container -> text(container, "/LogConfiguration/LogDriver")
                                                .equals("awslogs"))
                                && text(properties, "/ExecutionRoleArn").isEmpty(),
                        "a task that logs and has no execution role");
            default -> Stream.of();
        };
    }

    private static final Set<String> BILLING_MODES = Set.of("PAY_PER_REQUEST", "PROVISIONED");
    private static final Pattern ROUTE_KEY =
            Pattern.compile("\\$default|(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY) /[^ ]*");
    private static final Pattern URL = Pattern.compile("https://.+|http://localhost(:[0-9]+)?(/.*)?");

    private static Stream<String> only(boolean wrong, String fault) {
        return wrong ? Stream.of(fault) : Stream.of();
    }

    private static String text(JsonNode node, String path) {
        return node.at(path).asString("");
    }

    private static Deployment copyWith(Path copy, String template, String original, String fault) {
        for (String folder : List.of("templates", "parameters")) {
            try (Stream<Path> files = Files.list(Environments.INFRA.resolve(folder))) {
                Files.createDirectories(copy.resolve(folder));
                for (Path file : files.toList()) {
                    Files.copy(file, copy.resolve(folder).resolve(file.getFileName()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        Path changed = copy.resolve("templates").resolve(template);
        String before = Environments.text(changed);
        String after =
                Pattern.compile(original, Pattern.MULTILINE).matcher(before).replaceFirst(fault);
        assertThat(after).as("the fault is in the copy").isNotEqualTo(before);
        try {
            Files.writeString(changed, after);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Environments.released(copy, "prod", Map.of());
    }
}
