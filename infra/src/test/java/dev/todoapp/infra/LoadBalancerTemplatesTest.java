package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.attribute;
import static dev.todoapp.infra.Environments.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The load balancer and the services' places behind it, against what the services themselves are set to. */
class LoadBalancerTemplatesTest {

    private static final List<String> SERVICES = List.of("todo-service", "files-service");

    private final JsonNode platform =
            YamlFile.read(Environments.PROJECT.resolve("platform/src/main/resources/platform.yaml"), "platform.yaml");

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void isReachedFromTheInsideOnly(Deployment deployment) {
        JsonNode loadBalancer =
                deployment.stack("cluster").resource("LoadBalancer").properties();

        assertThat(loadBalancer.path("Scheme").asString()).isEqualTo("internal");
        assertThat(loadBalancer.path("Subnets").size()).isGreaterThanOrEqualTo(2);
        assertThat(loadBalancer.path("SecurityGroups"))
                .isEqualTo(yaml("[%s]".formatted(deployment.stack("cluster").output("LoadBalancerSecurityGroupId"))));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void answersWhatNobodyClaimsWithA404(Deployment deployment) {
        JsonNode listener = deployment.stack("cluster").resource("Listener").properties();

        assertThat(listener.path("DefaultActions")).isEqualTo(yaml("""
                - Type: fixed-response
                  FixedResponseConfig: {StatusCode: "404", ContentType: text/plain, MessageBody: Not found}
                """));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void servicesKeepConnectionsLongerThanTheLoadBalancerDoes(Deployment deployment) {
        JsonNode loadBalancer =
                deployment.stack("cluster").resource("LoadBalancer").properties();
        String idle = attribute(loadBalancer.path("LoadBalancerAttributes"), "idle_timeout.timeout_seconds");

        Duration keepAlive =
                seconds(platform.at("/server/tomcat/keep-alive-timeout").asString());

        assertThat(keepAlive).isGreaterThan(Duration.ofSeconds(Integer.parseInt(idle)));
        assertThat(platform.at("/server/tomcat/max-keep-alive-requests").asInt())
                .as("a limit of requests per connection closes it just as suddenly")
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void theLoadBalancerOutlastsTheApi(Deployment deployment) {
        JsonNode loadBalancer =
                deployment.stack("cluster").resource("LoadBalancer").properties();
        String idle = attribute(loadBalancer.path("LoadBalancerAttributes"), "idle_timeout.timeout_seconds");
        JsonNode integration = deployment.stack("api").resource("Integration").properties();

        assertThat(Integer.parseInt(idle) * 1000)
                .isGreaterThan(integration.path("TimeoutInMillis").asInt());
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void looksForServicesWhereTheyListen(Deployment deployment) {
        int port = Integer.parseInt(platform.at("/server/port").asString().replaceAll("\\$\\{PORT:([0-9]+)}", "$1"));

        for (String service : SERVICES) {
            JsonNode targets = deployment.stack(service).resource("TargetGroup").properties();
            assertThat(targets.path("TargetType").asString()).isEqualTo("ip");
            assertThat(targets.path("Protocol").asString()).isEqualTo("HTTP");
            assertThat(targets.path("Port").asInt()).isEqualTo(port);
            assertThat(targets.path("HealthCheckPort").asString()).isEqualTo("traffic-port");
        }
        JsonNode egress = deployment
                .stack("cluster")
                .resource("LoadBalancerSecurityGroup")
                .properties()
                .path("SecurityGroupEgress");
        assertThat(egress).hasSize(1);
        assertThat(egress.get(0).path("FromPort").asInt()).isEqualTo(port);
        assertThat(egress.get(0).path("ToPort").asInt()).isEqualTo(port);
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void asksAServiceForItsReadinessNotForItsDependencies(Deployment deployment) {
        for (String service : SERVICES) {
            JsonNode targets = deployment.stack(service).resource("TargetGroup").properties();
            assertThat(targets.path("HealthCheckEnabled").asBoolean()).isTrue();
            assertThat(targets.path("HealthCheckPath").asString()).isEqualTo("/actuator/health/readiness");
            assertThat(targets.path("Matcher")).isEqualTo(yaml("{HttpCode: \"200\"}"));
            assertThat(targets.path("HealthCheckTimeoutSeconds").asInt())
                    .isLessThan(targets.path("HealthCheckIntervalSeconds").asInt());
        }
        assertThat(platform.at("/management/endpoint/health/group/readiness/include")
                        .asString())
                .isEqualTo("readinessState");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void givesRequestsUnderWayAsLongAsTheServicesDo(Deployment deployment) {
        Duration shutdown = seconds(
                platform.at("/spring/lifecycle/timeout-per-shutdown-phase").asString());

        for (String service : SERVICES) {
            JsonNode targets = deployment.stack(service).resource("TargetGroup").properties();
            String delay = attribute(targets.path("TargetGroupAttributes"), "deregistration_delay.timeout_seconds");
            assertThat(Duration.ofSeconds(Integer.parseInt(delay))).isGreaterThanOrEqualTo(shutdown);
        }
    }

    @Test
    void noticesAServiceThatIsGoneWithinSecondsOnALaptop() {
        for (String service : SERVICES) {
            JsonNode targets =
                    Environments.LOCAL.stack(service).resource("TargetGroup").properties();
            assertThat(targets.path("HealthCheckIntervalSeconds").asInt()).isEqualTo(5);
            assertThat(targets.path("UnhealthyThresholdCount").asInt()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void isOpenToTheApisLinkAlone(Deployment deployment) {
        Stack cluster = deployment.stack("cluster");
        Stack api = deployment.stack("api");
        String link = api.resource("VpcLinkSecurityGroup").physicalId();
        int port = cluster.resource("Listener").properties().path("Port").asInt();

        assertThat(cluster.resource("LoadBalancerSecurityGroup").properties().has("SecurityGroupIngress"))
                .isFalse();
        List<Resource> ingress = deployment.stacks().stream()
                .flatMap(stack -> stack.ofType("AWS::EC2::SecurityGroupIngress").stream())
                .toList();
        assertThat(ingress).hasSize(1);
        JsonNode rule = ingress.getFirst().properties();
        assertThat(rule.path("GroupId").asString()).isEqualTo(cluster.output("LoadBalancerSecurityGroupId"));
        assertThat(rule.path("SourceSecurityGroupId").asString()).isEqualTo(link);
        assertThat(rule.path("FromPort").asInt()).isEqualTo(port);
        assertThat(rule.path("ToPort").asInt()).isEqualTo(port);

        JsonNode egress = api.resource("VpcLinkSecurityGroup").properties().path("SecurityGroupEgress");
        assertThat(egress).hasSize(1);
        assertThat(egress.get(0).path("FromPort").asInt()).isEqualTo(port);
        assertThat(egress.get(0).path("DestinationSecurityGroupId").asString())
                .isEqualTo(cluster.output("LoadBalancerSecurityGroupId"));
    }

    private static Duration seconds(String text) {
        return Duration.parse("PT" + text);
    }
}
