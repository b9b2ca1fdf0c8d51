package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.attribute;
import static dev.todoapp.infra.Environments.texts;
import static dev.todoapp.infra.Environments.yaml;
import static dev.todoapp.infra.ServiceStacks.container;
import static dev.todoapp.infra.ServiceStacks.environment;
import static dev.todoapp.infra.ServiceStacks.properties;
import static dev.todoapp.infra.ServiceStacks.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The services' tasks: how they are held, what they start from and work with, and where their logs go. */
class ServiceTaskTemplateTest {

    private final JsonNode platform = configuration("platform/src/main/resources/platform.yaml");

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.ServiceStacks#released")
    void listensWhereTheLoadBalancerLooks(Deployment deployment, String service) {
        Stack stack = deployment.stack(service);
        JsonNode container = container(stack);
        int port = Integer.parseInt(platform.at("/server/port").asString().replaceAll("\\$\\{PORT:([0-9]+)}", "$1"));

        assertThat(environment(stack)).containsEntry("PORT", String.valueOf(port));
        assertThat(container.path("PortMappings"))
                .isEqualTo(yaml("[{ContainerPort: %d, HostPort: %d, Protocol: tcp}]".formatted(port, port)));
        JsonNode balancer = properties(stack, "Service").path("LoadBalancers").get(0);
        assertThat(balancer.path("ContainerPort").asInt()).isEqualTo(port);
        assertThat(balancer.path("ContainerName").asString())
                .isEqualTo(container.path("Name").asString());
        assertThat(balancer.path("TargetGroupArn").asString())
                .isEqualTo(stack.resource("TargetGroup").physicalId());
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.ServiceStacks#released")
    void holdsItsContainerTightly(Deployment deployment, String service) {
        JsonNode container = container(deployment.stack(service));

        assertThat(container.path("ReadonlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.path("Privileged").asBoolean(true)).isFalse();
        assertThat(container.path("User").asString()).isEqualTo("10001:10001");
        assertThat(container.path("LinuxParameters")).isEqualTo(yaml("""
                InitProcessEnabled: true
                Capabilities: {Drop: [ALL]}
                Tmpfs:
                  - ContainerPath: /tmp
                    Size: 64
                    MountOptions: [uid=10001, gid=10001, mode=0700, nosuid, nodev, noexec]
                """));
        assertThat(container.path("HealthCheck").path("Command").get(0).asString())
                .as("without a shell")
                .isEqualTo("CMD");
    }

    /** Drain, then finish the requests under way, then what was taken from the queue. */
    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.ServiceStacks#released")
    void givesATaskTheTimeThatItTakesToStop(Deployment deployment, String service) {
        JsonNode container = container(deployment.stack(service));
        Duration drain = seconds(defaultOf(platform.at("/platform/drain-delay").asString()));
        Duration phase = seconds(
                platform.at("/spring/lifecycle/timeout-per-shutdown-phase").asString());

        assertThat(Duration.ofSeconds(container.path("StopTimeout").asInt()))
                .isGreaterThanOrEqualTo(drain.plus(phase).plusSeconds(10))
                .isLessThanOrEqualTo(Duration.ofSeconds(120));
    }

    /** No linter looks for it: without the role neither image nor log can be reached. */
    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.ServiceStacks#released")
    void hasARoleToStartWithAndOneToWorkWith(Deployment deployment, String service) {
        JsonNode task = properties(deployment.stack(service), "TaskDefinition");
        Stack roles = deployment.stack("roles");
        String prefix = service.equals("todo-service") ? "TodoService" : "FilesService";

        assertThat(task.path("ExecutionRoleArn").asString()).isEqualTo(arn(roles.resource(prefix + "ExecutionRole")));
        assertThat(task.path("TaskRoleArn").asString()).isEqualTo(arn(roles.resource(prefix + "TaskRole")));
        JsonNode log = container(deployment.stack(service)).path("LogConfiguration");
        assertThat(log.path("LogDriver").asString()).isEqualTo("awslogs");
        assertThat(log.at("/Options/awslogs-group").asString())
                .isEqualTo(deployment.stack(service).output("LogGroupName"));
        assertThat(log.at("/Options/mode").asString()).isEqualTo("non-blocking");
    }

    /** Fargate has steps: another pair is refused only when a task starts. */
    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.ServiceStacks#released")
    void asksForASizeThatFargateHas(Deployment deployment, String service) {
        Map<String, List<String>> sizes = Map.of(
                "256", List.of("512", "1024", "2048"),
                "512", List.of("1024", "2048", "3072", "4096"),
                "1024", List.of("2048", "3072", "4096"),
                "2048", List.of("4096"));
        JsonNode task = properties(deployment.stack(service), "TaskDefinition");

        assertThat(sizes.get(task.path("Cpu").asString()))
                .contains(task.path("Memory").asString());
        assertThat(texts(task.path("RequiresCompatibilities"))).containsExactly("FARGATE");
        assertThat(task.path("NetworkMode").asString()).isEqualTo("awsvpc");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.ServiceStacks#released")
    void takesTheImageThatWasReleased(Deployment deployment, String service) {
        assertThat(container(deployment.stack(service)).path("Image").asString())
                .isEqualTo(Environments.image(deployment.environment(), service));
        assertThat(attribute(
                        properties(deployment.stack(service), "TargetGroup").path("TargetGroupAttributes"),
                        "load_balancing.algorithm.type"))
                .isEqualTo("least_outstanding_requests");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.ServiceStacks#released")
    void keepsItsLogForAWhile(Deployment deployment, String service) {
        JsonNode logs = properties(deployment.stack(service), "Logs");

        assertThat(logs.path("LogGroupName").asString()).isEqualTo("/" + deployment.environment() + "/" + service);
        assertThat(logs.path("RetentionInDays").asInt()).isEqualTo(deployment == Environments.PROD ? 90 : 7);
    }

    @ParameterizedTest
    @CsvSource({"opensearch, opensearch", "logstash, http"})
    void sendsLogsToAnEndpointOfItsOwn(String destination, String output) {
        String secret = "arn:aws:secretsmanager:us-east-1:000000000000:secret:prod/logs/x-AbCdEf";
        Stack stack = with(
                "prod",
                "files-service",
                Map.of(
                        "LogDestination",
                        destination,
                        "LogHost",
                        "logs.example.com",
                        "LogPort",
                        "9200",
                        "LogCredentialsArn",
                        secret));
        JsonNode log = container(stack).path("LogConfiguration");
        JsonNode router =
                properties(stack, "TaskDefinition").path("ContainerDefinitions").get(1);

        assertThat(log.path("LogDriver").asString()).isEqualTo("awsfirelens");
        assertThat(log.at("/Options/Name").asString()).isEqualTo(output);
        assertThat(log.at("/Options/Host").asString()).isEqualTo("logs.example.com");
        assertThat(log.at("/Options/Port").asString()).isEqualTo("9200");
        assertThat(log.at("/Options/tls").asString()).isEqualTo("On");
        assertThat(log.path("SecretOptions")).isEqualTo(yaml("""
                - {Name: HTTP_User, ValueFrom: "%s:username::"}
                - {Name: HTTP_Passwd, ValueFrom: "%s:password::"}
                """.formatted(secret, secret)));
        JsonNode plain = container(Environments.PROD.stack("files-service"));
        plain.propertyNames().stream()
                .filter(name -> !Set.of("LogConfiguration", "Image").contains(name))
                .forEach(
                        name -> assertThat(container(stack).path(name)).as(name).isEqualTo(plain.path(name)));
        assertThat(router.at("/FirelensConfiguration/Type").asString()).isEqualTo("fluentbit");
        assertThat(router.path("ReadonlyRootFilesystem").asBoolean()).isTrue();
        assertThat(router.path("Image").asString()).matches(".*:[0-9]+\\.[0-9]+\\.[0-9]+");
        assertThatThrownBy(() -> with("prod", "files-service", Map.of("LogDestination", destination)))
                .hasMessageContaining("LogHost");
    }

    private static String arn(Resource role) {
        return "arn:aws:iam::000000000000:role/" + role.physicalId();
    }

    private static JsonNode configuration(String file) {
        return YamlFile.read(
                Environments.PROJECT.resolve(file), Path.of(file).getFileName().toString());
    }

    private static String defaultOf(String placeholder) {
        return placeholder.replaceAll("\\$\\{[A-Z_]+:([^}]*)}", "$1");
    }

    private static Duration seconds(String text) {
        return Duration.parse("PT" + text);
    }
}
