package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.yaml;
import static dev.todoapp.infra.ServiceStacks.SERVICES;
import static dev.todoapp.infra.ServiceStacks.properties;
import static dev.todoapp.infra.ServiceStacks.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** How a new image comes in, and how it goes back. */
class ServiceRolloutTemplateTest {

    @ParameterizedTest
    @CsvSource({"dev", "prod"})
    void withoutAnImageEverythingIsThereButTasks(String environment) {
        Deployment unreleased = Deployment.read(Environments.INFRA, environment, Map.of());

        for (String service : SERVICES) {
            Stack stack = unreleased.stack(service);
            assertThat(stack.resources())
                    .containsKeys("TargetGroup", "ListenerRule", "Logs", "Discovery")
                    .doesNotContainKeys("Service", "TaskDefinition", "ScalableTasks", "DoubleOnErrors", "KeepToCpu");
            assertThat(stack.ofType("AWS::CloudWatch::Alarm"))
                    .as("others sum them up")
                    .hasSameSizeAs(Environments.PROD.stack(service).ofType("AWS::CloudWatch::Alarm"));
            assertThat(stack.output("EcsServiceName")).isEqualTo(service);
        }
    }

    @Test
    void rollsInDevAndGoesBackWhenTasksDoNotGetWell() {
        for (String service : SERVICES) {
            assertThat(properties(Environments.DEV.stack(service), "Service").path("DeploymentConfiguration"))
                    .isEqualTo(yaml("""
                            Strategy: ROLLING
                            MinimumHealthyPercent: 100
                            MaximumPercent: 200
                            DeploymentCircuitBreaker: {Enable: true, Rollback: true}
                            """));
        }
    }

    @Test
    void sendsACanaryFirstInProdAndGoesBackWhenAnAlarmGoesOff() {
        for (String service : SERVICES) {
            Stack stack = Environments.PROD.stack(service);
            JsonNode ecs = properties(stack, "Service");

            assertThat(ecs.path("DeploymentConfiguration")).isEqualTo(yaml("""
                    Strategy: CANARY
                    MinimumHealthyPercent: 100
                    MaximumPercent: 200
                    DeploymentCircuitBreaker: {Enable: true, Rollback: true}
                    CanaryConfiguration: {CanaryPercent: 10, CanaryBakeTimeInMinutes: 10}
                    BakeTimeInMinutes: 10
                    Alarms:
                      Enable: true
                      Rollback: true
                      AlarmNames: [prod-%s-failing, prod-%s-slow]
                    """.formatted(service, service)));
            assertThat(ecs.at("/LoadBalancers/0/AdvancedConfiguration")).isEqualTo(yaml("""
                            AlternateTargetGroupArn: %s
                            ProductionListenerRule: %s
                            RoleArn: arn:aws:iam::000000000000:role/prod-%s-traffic
                            """.formatted(
                            stack.resource("AlternateTargetGroup").physicalId(),
                            stack.resource("ListenerRule").physicalId(),
                            service)));
            JsonNode one = properties(stack, "TargetGroup");
            JsonNode other = properties(stack, "AlternateTargetGroup");
            one.propertyNames().stream()
                    .filter(name -> !name.equals("Name"))
                    .forEach(name -> assertThat(other.path(name)).as(name).isEqualTo(one.path(name)));
        }
    }

    /** What runs is bad then: alarms ring because of it, and waiting only keeps it running. */
    @Test
    void goesBackAtOnceInProdWhateverAlarmsSay() {
        for (String service : SERVICES) {
            JsonNode back = properties(with("prod", service, Map.of("AtOnce", "true")), "Service")
                    .path("DeploymentConfiguration");

            assertThat(back).isEqualTo(yaml("""
                    Strategy: CANARY
                    MinimumHealthyPercent: 100
                    MaximumPercent: 200
                    DeploymentCircuitBreaker: {Enable: true, Rollback: true}
                    CanaryConfiguration: {CanaryPercent: 10, CanaryBakeTimeInMinutes: 0}
                    BakeTimeInMinutes: 0
                    Alarms:
                      Enable: false
                      Rollback: true
                      AlarmNames: [prod-%s-failing, prod-%s-slow]
                    """.formatted(service, service)));
        }
    }

    /** A tenth of the requests must be enough to be noticed. */
    @Test
    void seesACanaryThatFailsAlthoughTheOthersAreWell() {
        JsonNode failing = properties(Environments.PROD.stack("todo-service"), "FailingAlarm");

        assertThat(failing.at("/Metrics/0/Expression").asString())
                .isEqualTo("100 * MAX([IF(FILL(requests, 0) > 9, FILL(errors, 0) / requests, 0),"
                        + " IF(FILL(requests2, 0) > 9, FILL(errors2, 0) / requests2, 0)])");
        assertThat(failing.path("Metrics")).hasSize(5);
    }

    @Test
    void sendsRequestsToTheGroupThatServesWhenARuleChanges() {
        Stack stack = with("prod", "todo-service", Map.of("LiveTargetGroup", "alternate"));

        assertThat(properties(stack, "ListenerRule").at("/Actions/0/ForwardConfig/TargetGroups"))
                .isEqualTo(yaml("""
                        - {TargetGroupArn: "%s", Weight: 0}
                        - {TargetGroupArn: "%s", Weight: 100}
                        """.formatted(
                                stack.resource("TargetGroup").physicalId(),
                                stack.resource("AlternateTargetGroup").physicalId())));
    }

    @Test
    void sendsNoCanaryOnInstances() {
        assertThatThrownBy(() -> with("prod", "todo-service", Map.of("Capacity", "EC2")))
                .hasMessageContaining("a canary needs");
    }
}
