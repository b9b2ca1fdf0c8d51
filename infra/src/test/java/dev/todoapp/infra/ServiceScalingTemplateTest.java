package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.texts;
import static dev.todoapp.infra.Environments.yaml;
import static dev.todoapp.infra.ServiceStacks.SERVICES;
import static dev.todoapp.infra.ServiceStacks.properties;
import static dev.todoapp.infra.ServiceStacks.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** How many tasks there are, and what makes them more and fewer. */
class ServiceScalingTemplateTest {

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.ServiceStacks#released")
    void leavesTheNumberOfTasksToAutoscaling(Deployment deployment, String service) {
        Stack stack = deployment.stack(service);
        JsonNode scalable = properties(stack, "ScalableTasks");

        assertThat(properties(stack, "Service").has("DesiredCount")).isFalse();
        assertThat(scalable.path("ResourceId").asString())
                .isEqualTo("service/%s/%s"
                        .formatted(deployment.stack("cluster").output("ClusterName"), stack.output("EcsServiceName")));
        assertThat(scalable.path("ScalableDimension").asString()).isEqualTo("ecs:service:DesiredCount");
        assertThat(scalable.path("MinCapacity").asInt())
                .isEqualTo(deployment == Environments.PROD ? 3 : 1)
                .isLessThan(scalable.path("MaxCapacity").asInt());
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.ServiceStacks#released")
    void doublesItsTasksOnTenErrorsWithinAMinute(Deployment deployment, String service) {
        Stack stack = deployment.stack(service);
        JsonNode policy = properties(stack, "DoubleOnErrors");
        JsonNode alarm = properties(stack, "ErrorsAlarm");

        assertThat(policy.path("PolicyType").asString()).isEqualTo("StepScaling");
        assertThat(policy.path("StepScalingPolicyConfiguration")).isEqualTo(yaml("""
                AdjustmentType: PercentChangeInCapacity
                MinAdjustmentMagnitude: 1
                MetricAggregationType: Maximum
                Cooldown: 120
                StepAdjustments: [{MetricIntervalLowerBound: 0, ScalingAdjustment: 100}]
                """));
        assertThat(texts(alarm.path("AlarmActions")))
                .contains(stack.resource("DoubleOnErrors").physicalId());
        assertThat(alarm.path("Threshold").asInt()).isEqualTo(10);
        assertThat(alarm.path("ComparisonOperator").asString()).isEqualTo("GreaterThanOrEqualToThreshold");
        assertThat(alarm.path("EvaluationPeriods").asInt()).isEqualTo(1);
        assertThat(alarm.path("TreatMissingData").asString()).isEqualTo("notBreaching");
        assertThat(alarm.path("Metrics").toString())
                .as("a late minute must not be taken for one without errors")
                .doesNotContain("FILL");
        assertThat(alarm.path("Metrics").values().stream()
                        .filter(metric -> metric.path("ReturnData").asBoolean())
                        .map(metric -> metric.path("Expression").asString("the group's own")))
                .containsExactly(
                        stack.ofType("AWS::ElasticLoadBalancingV2::TargetGroup").size() == 1
                                ? "the group's own"
                                : "SUM([primary, alternate])");
        List<JsonNode> counted = alarm.path("Metrics").values().stream()
                .filter(metric -> metric.has("MetricStat"))
                .toList();
        assertThat(counted)
                .hasSize(
                        stack.ofType("AWS::ElasticLoadBalancingV2::TargetGroup").size());
        assertThat(counted).allSatisfy(metric -> {
            assertThat(metric.at("/MetricStat/Period").asInt()).isEqualTo(60);
            assertThat(metric.at("/MetricStat/Stat").asString()).isEqualTo("Sum");
            assertThat(metric.at("/MetricStat/Metric/MetricName").asString()).isEqualTo("HTTPCode_Target_5XX_Count");
            assertThat(metric.at("/MetricStat/Metric/Dimensions/0/Value").asString())
                    .as("its own target group's")
                    .startsWith("targetgroup/" + deployment.environment() + "-" + service);
        });
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.ServiceStacks#released")
    void takesTasksAwayByCpuAlone(Deployment deployment, String service) {
        Stack stack = deployment.stack(service);
        JsonNode cpu = properties(stack, "KeepToCpu").path("TargetTrackingScalingPolicyConfiguration");
        List<String> policies = stack.ofType("AWS::ApplicationAutoScaling::ScalingPolicy").stream()
                .filter(policy ->
                        policy.properties().path("PolicyType").asString().equals("TargetTrackingScaling"))
                .filter(policy -> !policy.properties()
                        .at("/TargetTrackingScalingPolicyConfiguration/DisableScaleIn")
                        .asBoolean(false))
                .map(Resource::logicalId)
                .toList();

        assertThat(policies).containsExactly("KeepToCpu");
        assertThat(cpu.at("/PredefinedMetricSpecification/PredefinedMetricType").asString())
                .isEqualTo("ECSServiceAverageCPUUtilization");
    }

    @Test
    void countsRequestsPerTaskWhereThereIsOneTargetGroup() {
        for (String service : SERVICES) {
            Stack rolling = Environments.DEV.stack(service);
            assertThat(properties(rolling, "KeepToRequests")
                            .at("/TargetTrackingScalingPolicyConfiguration/PredefinedMetricSpecification"))
                    .isEqualTo(yaml("""
                            PredefinedMetricType: ALBRequestCountPerTarget
                            ResourceLabel: %s/%s
                            """.formatted(
                                    Environments.DEV.stack("cluster").output("LoadBalancerFullName"),
                                    rolling.output("TargetGroupFullName"))));
            assertThat(Environments.PROD.stack(service).resources()).doesNotContainKey("KeepToRequests");
        }
    }

    @Test
    void restsAtNightInDevAndNeverInProd() {
        for (String service : SERVICES) {
            assertThat(properties(Environments.DEV.stack(service), "ScalableTasks")
                            .path("ScheduledActions"))
                    .isEqualTo(yaml("""
                            - ScheduledActionName: rest
                              Schedule: cron(0 20 ? * MON-FRI *)
                              Timezone: Europe/Berlin
                              ScalableTargetAction: {MinCapacity: 0, MaxCapacity: 0}
                            - ScheduledActionName: wake
                              Schedule: cron(0 7 ? * MON-FRI *)
                              Timezone: Europe/Berlin
                              ScalableTargetAction: {MinCapacity: 1, MaxCapacity: 4}
                            """));
            assertThat(properties(Environments.PROD.stack(service), "ScalableTasks")
                            .has("ScheduledActions"))
                    .isFalse();
        }
        assertThatThrownBy(() -> with("prod", "todo-service", Map.of("RestAt", "cron(0 20 * * ? *)")))
                .hasMessageContaining("wake");
    }
}
