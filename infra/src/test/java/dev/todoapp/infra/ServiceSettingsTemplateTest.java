package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.texts;
import static dev.todoapp.infra.Environments.yaml;
import static dev.todoapp.infra.ServiceStacks.container;
import static dev.todoapp.infra.ServiceStacks.environment;
import static dev.todoapp.infra.ServiceStacks.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What the services are told: by variables, each of which they read, and which a person may change. */
class ServiceSettingsTemplateTest {

    /** Spring's own and the AWS SDK's, which our configuration doesn't name. Each is in the service's README. */
    private static final Set<String> READ_BY_OTHERS = Set.of(
            "AWS_REGION",
            "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT",
            "LOGGING_LEVEL_DEV_TODOAPP",
            "LOGGING_STRUCTURED_FORMAT_CONSOLE");

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.ServiceStacks#released")
    void isToldWhatItNeedsAndNothingThatItDoesNotRead(Deployment deployment, String service) {
        Map<String, String> environment = environment(deployment.stack(service));
        Map<String, Boolean> read = variables(service);

        assertThat(environment.keySet())
                .allSatisfy(name -> assertThat(read.containsKey(name) || READ_BY_OTHERS.contains(name))
                        .as(name)
                        .isTrue());
        read.forEach((name, needed) -> {
            if (needed) {
                assertThat(environment).containsKey(name);
            }
        });
        assertThat(environment.values()).noneMatch(String::isBlank);
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.ServiceStacks#released")
    void isToldOfTheOtherStacksWhatTheyAreCalled(Deployment deployment, String service) {
        Map<String, String> environment = environment(deployment.stack(service));
        Stack data = deployment.stack("data");

        assertThat(environment)
                .containsEntry("ISSUER", deployment.stack("identity").output("Issuer"))
                .containsEntry("CLIENT_IDS", deployment.stack("identity").output("ClientIds"))
                .containsEntry("PUBLIC_URL", deployment.stack("website").output("SiteUrl"))
                .containsEntry("LOGGING_STRUCTURED_FORMAT_CONSOLE", "ecs")
                .containsEntry("AWS_REGION", "us-east-1");
        if (service.equals("todo-service")) {
            assertThat(environment).containsEntry("TODOS_TABLE", data.output("TodosTableName"));
        } else {
            assertThat(environment)
                    .containsEntry("FILES_BUCKET", data.output("FilesBucketName"))
                    .containsEntry("DELETED_TODOS_QUEUE", data.output("DeletedTodosQueueUrl"))
                    .as("the origin that the content security policy lets through")
                    .containsEntry("AWS_S3_US_EAST_1_REGIONAL_ENDPOINT", "regional");
        }
    }

    /** Each setting that a README lists can be changed while the service runs, but those that say where it is. */
    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.ServiceStacks#released")
    void whatMayVaryIsAParameterThatAPersonMayChange(Deployment deployment, String service) {
        Set<String> fixed = Set.of("PORT", "JWKS_URI", "PRESIGN_ENDPOINT");
        Set<String> optional = variables(service).entrySet().stream()
                .filter(variable -> !variable.getValue() && !fixed.contains(variable.getKey()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(optional)
                .isNotEmpty()
                .allSatisfy(variable -> assertThat(operational()).contains(parameter(variable)));
        Stack changed = with(
                deployment.environment(),
                service,
                optional.stream()
                        .collect(Collectors.toMap(
                                ServiceSettingsTemplateTest::parameter, ServiceSettingsTemplateTest::some)));
        optional.forEach(variable -> assertThat(environment(changed)).containsEntry(variable, some(variable)));
    }

    @Test
    void whatMayBeChangedIsDeclaredWithADefault() {
        JsonNode parameters = Environments.raw("service.yaml").path("Parameters");

        assertThat(operational())
                .contains("MinTasks", "LogLevel")
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(parameters.path(name).has("Default"))
                        .as(name)
                        .isTrue());
        assertThat(operational()).doesNotContain("Image");
    }

    @ParameterizedTest
    @CsvSource({
        "todo-service, MaxFileSize, 5MB, Max…",
        "todo-service, LateSweeps, 2, LateSweep",
        "files-service, DeleteBudget, 5s, DeleteBudget"
    })
    void refusesASettingOfTheOtherService(String service, String parameter, String value, String said) {
        assertThatThrownBy(() -> with("prod", service, Map.of(parameter, value)))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessageContaining(said);
    }

    @Test
    void readsASecretFromWhereItIsKept() {
        String secret = "arn:aws:secretsmanager:us-east-1:000000000000:secret:prod/todo-service/x-AbCdEf";
        Stack stack = with("prod", "todo-service", Map.of("SecretVariable", "X_KEY", "SecretArn", secret));

        assertThat(container(stack).path("Secrets"))
                .isEqualTo(yaml("[{Name: X_KEY, ValueFrom: \"%s\"}]".formatted(secret)));
        assertThat(container(Environments.PROD.stack("todo-service")).has("Secrets"))
                .isFalse();
    }

    private static List<String> operational() {
        return texts(Environments.raw("service.yaml").at("/Metadata/Operational"));
    }

    /** The variables that the service's configuration reads, and whether it can't do without. */
    private static Map<String, Boolean> variables(String service) {
        Map<String, Boolean> variables = new LinkedHashMap<>();
        Stream.of("platform/src/main/resources/platform.yaml", service + "/src/main/resources/application.yaml")
                .map(file -> Environments.text(Environments.PROJECT.resolve(file)))
                .flatMap(text -> Pattern.compile("\\$\\{([A-Z0-9_]+):([^}]*)}")
                        .matcher(text)
                        .results())
                .forEach(match -> variables.put(match.group(1), isNeeded(match)));
        return variables;
    }

    private static boolean isNeeded(MatchResult variable) {
        return variable.group(2).isEmpty()
                && !Set.of("JWKS_URI", "PRESIGN_ENDPOINT").contains(variable.group(1));
    }

    /** DELETE_BUDGET is DeleteBudget. */
    private static String parameter(String variable) {
        return Stream.of(variable.split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    private static String some(String variable) {
        return switch (variable) {
            case "MAX_FILE_SIZE", "MAX_SIZE_PER_OWNER" -> "7MB";
            case "MAX_FILES_PER_TODO", "MAX_FILES_PER_OWNER", "LATE_SWEEPS" -> "7";
            default -> "7s";
        };
    }
}
