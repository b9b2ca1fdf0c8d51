package dev.todoapp.images;

import static dev.todoapp.images.Docker.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code docker-compose.yml} against the templates and against what every container of ours must be. */
class ComposeTest {

    private static final List<String> SERVICES = List.of("todo-service", "files-service");

    private final Deployment laptop =
            Deployment.read(Docker.ROOT.resolve("infra"), "local", Map.of("S3_PORT", "4566", "SQS_PORT", "4566"));
    private final JsonNode services;
    private final JsonNode networks;

    ComposeTest() throws IOException {
        // Ports are published where a variable says; the tests look at the defaults.
        String file = Files.readString(Docker.ROOT.resolve("docker-compose.yml"))
                .replaceAll("\\$\\{[A-Z0-9_]+:-([^}]*)}", "$1");
        JsonNode compose = JsonMapper.shared().valueToTree(new Yaml().<Map<String, Object>>load(file));
        services = compose.path("services");
        networks = compose.path("networks");
    }

    @Test
    void everyContainerOfOursIsHardenedAndLimited() {
        services.properties().forEach(service -> {
            JsonNode container = service.getValue();
            assertThat(texts(container.path("security_opt")))
                    .as(service.getKey())
                    .contains("no-new-privileges:true");
            assertThat(container.has("mem_limit") && container.has("cpus"))
                    .as(service.getKey())
                    .isTrue();
            if (container.path("image").asString().startsWith("todo-app/")) {
                assertThat(container.path("read_only").asBoolean())
                        .as(service.getKey())
                        .isTrue();
                assertThat(texts(container.path("cap_drop")))
                        .as(service.getKey())
                        .containsExactly("ALL");
            }
        });
    }

    @Test
    void everyContainerThatGoesOnSaysWhetherItIsWellAndStartsOnlyWhenWhatItNeedsIs() {
        services.properties().stream()
                .filter(service -> !service.getKey().equals("provision"))
                .forEach(service -> assertThat(service.getValue().at("/healthcheck/test"))
                        .as(service.getKey())
                        .isNotEmpty());
        assertThat(conditions("provision")).isEqualTo(Map.of("localstack", "service_healthy"));
        for (String service : List.of("todo-service", "files-service", "pipes")) {
            assertThat(conditions(service)).isEqualTo(Map.of("provision", "service_completed_successfully"));
        }
        assertThat(conditions("front-door"))
                .isEqualTo(Map.of(
                        "cognito", "service_healthy",
                        "todo-service", "service_healthy",
                        "files-service", "service_healthy"));
    }

    /** Else a replica that is stopped would be gone while the front door still sends it requests. */
    @Test
    void aServiceThatStopsWaitsUntilTheFrontDoorHasSeenIt() {
        for (String service : SERVICES) {
            JsonNode group = laptop.stack(service).ofType("AWS::ElasticLoadBalancingV2::TargetGroup").stream()
                    .findFirst()
                    .orElseThrow()
                    .properties();
            int found = group.path("HealthCheckIntervalSeconds").asInt()
                    * group.path("UnhealthyThresholdCount").asInt();
            int drain = Integer.parseInt(services.path(service)
                    .at("/environment/DRAIN_DELAY")
                    .asString("0s")
                    .replace("s", ""));
            int grace = Integer.parseInt(
                    services.path(service).path("stop_grace_period").asString().replace("s", ""));

            assertThat(found).as(service).isPositive();
            assertThat(drain).as(service).isGreaterThan(found).isLessThan(grace / 2);
        }
    }

    @Test
    void everyImageIsOursOrPinnedAndNoneIsDynamoDbLocal() {
        services.properties()
                .forEach(service -> assertThat(service.getValue().path("image").asString())
                        .matches(
                                "todo-app/[a-z-]+:\\$\\{IMAGE_VERSION.*|localstack/localstack:4\\.14\\.0@sha256:[0-9a-f]{64}")
                        .doesNotContain("latest", "dynamodb"));
    }

    @Test
    void runsTheLocalStackThatIsHeldToTheContracts() throws IOException {
        assertThat(Files.readString(
                        Docker.ROOT.resolve("platform/src/test/java/dev/todoapp/platform/testing/LocalStack.java")))
                .contains("\"" + services.path("localstack").path("image").asString() + "\"");
    }

    @Test
    void nothingIsPublishedBeyondThisMachine() {
        services.properties()
                .forEach(service -> assertThat(texts(service.getValue().path("ports")))
                        .as(service.getKey())
                        .allMatch(port -> port.startsWith("127.0.0.1:")));
        // A replica can't publish a port that another one has.
        SERVICES.forEach(
                service -> assertThat(services.path(service).has("ports")).isFalse());
    }

    @Test
    void theServicesAreToldWhatTheTemplatesSay() {
        Stack data = laptop.stack("data");
        JsonNode todos = services.path("todo-service").path("environment");
        JsonNode files = services.path("files-service").path("environment");

        assertThat(todos.path("TODOS_TABLE").asString()).isEqualTo(data.output("TodosTableName"));
        assertThat(files.path("FILES_BUCKET").asString()).isEqualTo(data.output("FilesBucketName"));
        assertThat(files.path("DELETED_TODOS_QUEUE").asString().replace("localstack", "127.0.0.1"))
                .isEqualTo(data.output("DeletedTodosQueueUrl"));
        // The website's content security policy lets a browser talk to this origin.
        assertThat(files.path("PRESIGN_ENDPOINT").asString()).isEqualTo(data.output("FilesOrigin"));
        for (JsonNode service : List.of(todos, files)) {
            assertThat(service.path("ISSUER").asString())
                    .isEqualTo(laptop.stack("identity").output("Issuer"));
            assertThat(service.path("CLIENT_IDS").asString().split(","))
                    .containsExactlyInAnyOrder(
                            laptop.stack("identity").output("ClientIds").split(","));
            assertThat(service.path("JWKS_URI").asString().replace("//cognito:", "//localhost:"))
                    .isEqualTo(service.path("ISSUER").asString() + "/.well-known/jwks.json");
        }
    }

    @Test
    void theServicesAreAsLargeAndStopAsSlowlyAsTasksDo() {
        for (String service : SERVICES) {
            JsonNode container = services.path(service);
            assertThat(container.path("mem_limit").asString())
                    .isEqualTo(TaskDefinition.of(service).memory() + "m");
            assertThat(container.path("stop_grace_period").asString())
                    .isEqualTo(TaskDefinition.of(service)
                                    .container()
                                    .path("StopTimeout")
                                    .asString() + "s");
            assertThat(texts(container.at("/healthcheck/test")))
                    .isEqualTo(TaskDefinition.of(service).healthCheck());
        }
    }

    /** Who is started first would get it, and LocalStack none. */
    @Test
    void addressesThatAreGivenByNameAreHandedOutToNobodyElse() {
        assertThat(networks.propertyNames()).containsExactly("default");
        JsonNode network = networks.at("/default/ipam/config/0");
        List<String> fixed = services.values().stream()
                .map(service -> service.at("/networks/default/ipv4_address").asString(""))
                .filter(address -> !address.isEmpty())
                .toList();

        assertThat(fixed).isNotEmpty().doesNotHaveDuplicates().doesNotContain(text(network, "gateway"));
        assertThat(fixed).allSatisfy(address -> {
            assertThat(within(address, text(network, "subnet"))).as(address).isTrue();
            assertThat(within(address, text(network, "ip_range"))).as(address).isFalse();
        });
        assertThat(within(text(network, "ip_range").replaceAll("/.*", ""), text(network, "subnet")))
                .isTrue();
    }

    private static String text(JsonNode network, String name) {
        return network.path(name).asString();
    }

    private static boolean within(String address, String block) {
        String[] parts = block.split("/");
        int bits = 32 - Integer.parseInt(parts[1]);
        return number(address) >> bits == number(parts[0]) >> bits;
    }

    private static long number(String address) {
        return Stream.of(address.split("\\.")).mapToLong(Long::parseLong).reduce(0, (sum, part) -> sum * 256 + part);
    }

    private Map<String, String> conditions(String service) {
        return services.path(service).path("depends_on").properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        other -> other.getValue().path("condition").asString()));
    }
}
