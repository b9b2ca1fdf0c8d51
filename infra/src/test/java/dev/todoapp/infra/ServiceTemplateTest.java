package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.texts;
import static dev.todoapp.infra.Environments.yaml;
import static dev.todoapp.infra.ServiceStacks.SERVICES;
import static dev.todoapp.infra.ServiceStacks.container;
import static dev.todoapp.infra.ServiceStacks.properties;
import static dev.todoapp.infra.ServiceStacks.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Where the services run, who reaches them by which name, and what tells of them when they go wrong. */
class ServiceTemplateTest {

    @Test
    void standsInPublicSubnetsWithPublicAddressesInDevAndInPrivateOnesInProd() {
        for (String service : SERVICES) {
            assertThat(network(Environments.DEV, service).path("AssignPublicIp").asString())
                    .isEqualTo("ENABLED");
            assertThat(texts(network(Environments.DEV, service).path("Subnets")))
                    .containsExactly(Environments.DEV
                            .stack("network")
                            .output("PublicSubnetIds")
                            .split(","));
            assertThat(network(Environments.PROD, service)
                            .path("AssignPublicIp")
                            .asString())
                    .isEqualTo("DISABLED");
            assertThat(texts(network(Environments.PROD, service).path("Subnets")))
                    .containsExactly(Environments.PROD
                            .stack("network")
                            .output("PrivateSubnetIds")
                            .split(","));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.ServiceStacks#released")
    void isReachedByTheLoadBalancerAlone(Deployment deployment, String service) {
        assertThat(texts(network(deployment, service).path("SecurityGroups")))
                .containsExactly(deployment.stack("cluster").output("TaskSecurityGroupId"));
    }

    @Test
    void takesSpotInDevAndNotInProd() {
        for (String service : SERVICES) {
            assertThat(properties(Environments.DEV.stack(service), "Service").path("CapacityProviderStrategy"))
                    .isEqualTo(yaml("""
                            - {CapacityProvider: FARGATE, Base: 0, Weight: 0}
                            - {CapacityProvider: FARGATE_SPOT, Weight: 1}
                            """));
            assertThat(properties(Environments.PROD.stack(service), "Service").path("CapacityProviderStrategy"))
                    .isEqualTo(yaml("[{CapacityProvider: FARGATE, Weight: 1}]"));
        }
    }

    @Test
    void onInstancesSharesThemByBridgeAndPort() {
        Deployment onEc2 = Environments.onEc2("dev");

        for (String service : SERVICES) {
            Stack stack = onEc2.stack(service);
            JsonNode ecs = properties(stack, "Service");
            JsonNode task = properties(stack, "TaskDefinition");
            assertThat(task.path("NetworkMode").asString()).isEqualTo("bridge");
            assertThat(texts(task.path("RequiresCompatibilities"))).containsExactly("EC2");
            assertThat(container(stack).at("/PortMappings/0/HostPort").asInt()).isZero();
            assertThat(texts(container(stack).path("DockerSecurityOptions"))).containsExactly("no-new-privileges");
            assertThat(properties(stack, "TargetGroup").path("TargetType").asString())
                    .isEqualTo("instance");
            assertThat(ecs.has("NetworkConfiguration")).isFalse();
            assertThat(ecs.path("PlacementStrategies")).isEqualTo(yaml("""
                    - {Type: spread, Field: "attribute:ecs.availability-zone"}
                    - {Type: binpack, Field: memory}
                    """));
            assertThat(ecs.path("CapacityProviderStrategy"))
                    .isEqualTo(yaml("[{CapacityProvider: %s, Weight: 1}]"
                            .formatted(onEc2.stack("cluster")
                                    .resource("InstanceCapacity")
                                    .physicalId())));
            assertThat(ecs.at("/ServiceRegistries/0/ContainerName").asString()).isEqualTo(service);
            assertThat(properties(stack, "Discovery")
                            .at("/DnsConfig/DnsRecords/0/Type")
                            .asString())
                    .isEqualTo("SRV");
        }
    }

    @Test
    void registersTasksInTheNamespace() {
        for (String service : SERVICES) {
            Stack stack = Environments.PROD.stack(service);
            JsonNode discovery = properties(stack, "Discovery");
            assertThat(discovery.path("NamespaceId").asString())
                    .isEqualTo(Environments.PROD.stack("cluster").output("NamespaceId"));
            assertThat(discovery.path("Name").asString()).isEqualTo(service);
            assertThat(properties(stack, "Service")
                            .at("/ServiceRegistries/0/RegistryArn")
                            .asString())
                    .endsWith(":service/" + stack.resource("Discovery").physicalId());
        }
    }

    @Test
    void answersToAHostNameIfItIsGivenOne() {
        Stack stack = with("prod", "todo-service", Map.of("HostNames", "api.example.com,*.example.org"));

        assertThat(properties(stack, "ListenerRule").path("Conditions").get(2)).isEqualTo(yaml("""
                Field: host-header
                HostHeaderConfig: {Values: [api.example.com, "*.example.org"]}
                """));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.ServiceStacks#released")
    void hasAnAlarmForEachWayInWhichItCanGoWrong(Deployment deployment, String service) {
        assertThat(deployment.stack(service).ofType("AWS::CloudWatch::Alarm"))
                .extracting(Resource::physicalId)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of("5xx", "failing", "slow", "tasks-missing", "memory", "at-the-limit")
                                .map(name -> deployment.environment() + "-" + service + "-" + name)
                                .toList());
    }

    private static JsonNode network(Deployment deployment, String service) {
        return properties(deployment.stack(service), "Service").at("/NetworkConfiguration/AwsvpcConfiguration");
    }
}
