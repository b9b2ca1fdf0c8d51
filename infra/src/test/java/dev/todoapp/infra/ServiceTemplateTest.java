package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.attribute;
import static dev.todoapp.infra.Environments.texts;
import static dev.todoapp.infra.Environments.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The services' tasks: what they are told, how they are held, how many there are, and how a new image comes in. */
class ServiceTemplateTest {

    private static final List<String> SERVICES = List.of("todo-service", "files-service");

    /** Spring's own and the AWS SDK's, which our configuration doesn't name. Each is in the service's README. */
    private static final Set<String> READ_BY_OTHERS = Set.of(
            "AWS_REGION",
            "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT",
            "LOGGING_LEVEL_DEV_TODOAPP",
            "LOGGING_STRUCTURED_FORMAT_CONSOLE");

    private final JsonNode platform = configuration("platform/src/main/resources/platform.yaml");

    static Stream<Arguments> released() {
        return Environments.onAws().flatMap(deployment -> SERVICES.stream().map(s -> Arguments.of(deployment, s)));
    }

    @ParameterizedTest
    @MethodSource("released")
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
    @MethodSource("released")
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
    @MethodSource("released")
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
                optional.stream().collect(Collectors.toMap(ServiceTemplateTest::parameter, ServiceTemplateTest::some)));
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
    @CsvSource({"todo-service, MaxFileSize, 5MB", "todo-service, LateSweeps, 2", "files-service, DeleteBudget, 5s"})
    void refusesASettingOfTheOtherService(String service, String parameter, String value) {
        assertThatThrownBy(() -> with("prod", service, Map.of(parameter, value)))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessageContaining(
                        parameter.startsWith("Max")
                                ? "Max…"
                                : "Late".equals(parameter.substring(0, 4)) ? "LateSweep" : parameter);
    }

    @ParameterizedTest
    @MethodSource("released")
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
    @MethodSource("released")
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
    @MethodSource("released")
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
    @MethodSource("released")
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
    @MethodSource("released")
    void isReachedByTheLoadBalancerAlone(Deployment deployment, String service) {
        assertThat(texts(network(deployment, service).path("SecurityGroups")))
                .containsExactly(deployment.stack("cluster").output("TaskSecurityGroupId"));
    }

    @ParameterizedTest
    @MethodSource("released")
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
    @MethodSource("released")
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
    @MethodSource("released")
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
        Deployment onEc2 = onEc2();

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
    void sendsNoCanaryOnInstances() {
        assertThatThrownBy(() -> with("prod", "todo-service", Map.of("Capacity", "EC2")))
                .hasMessageContaining("a canary needs");
    }

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

    @Test
    void readsASecretFromWhereItIsKept() {
        String secret = "arn:aws:secretsmanager:us-east-1:000000000000:secret:prod/todo-service/x-AbCdEf";
        Stack stack = with("prod", "todo-service", Map.of("SecretVariable", "X_KEY", "SecretArn", secret));

        assertThat(container(stack).path("Secrets"))
                .isEqualTo(yaml("[{Name: X_KEY, ValueFrom: \"%s\"}]".formatted(secret)));
        assertThat(container(Environments.PROD.stack("todo-service")).has("Secrets"))
                .isFalse();
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

    @ParameterizedTest
    @MethodSource("released")
    void keepsItsLogForAWhile(Deployment deployment, String service) {
        JsonNode logs = properties(deployment.stack(service), "Logs");

        assertThat(logs.path("LogGroupName").asString()).isEqualTo("/" + deployment.environment() + "/" + service);
        assertThat(logs.path("RetentionInDays").asInt()).isEqualTo(deployment == Environments.PROD ? 90 : 7);
    }

    @ParameterizedTest
    @MethodSource("released")
    void hasAnAlarmForEachWayInWhichItCanGoWrong(Deployment deployment, String service) {
        assertThat(deployment.stack(service).ofType("AWS::CloudWatch::Alarm"))
                .extracting(Resource::physicalId)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of("5xx", "failing", "slow", "tasks-missing", "memory", "at-the-limit")
                                .map(name -> deployment.environment() + "-" + service + "-" + name)
                                .toList());
    }

    /** Fargate has steps: another pair is refused only when a task starts. */
    @ParameterizedTest
    @MethodSource("released")
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
    @MethodSource("released")
    void takesTheImageThatWasReleased(Deployment deployment, String service) {
        assertThat(container(deployment.stack(service)).path("Image").asString())
                .isEqualTo(Environments.image(deployment.environment(), service));
        assertThat(attribute(
                        properties(deployment.stack(service), "TargetGroup").path("TargetGroupAttributes"),
                        "load_balancing.algorithm.type"))
                .isEqualTo("least_outstanding_requests");
    }

    /** Dev, whose releases roll: on EC2 there are no canaries. */
    private static Deployment onEc2() {
        Map<String, String> released = Map.of("Image", "example:1");
        return Deployment.read(
                Environments.INFRA,
                "dev",
                Map.of(),
                Map.of("cluster", Map.of("Capacity", "EC2"), "todo-service", released, "files-service", released));
    }

    private static Stack with(String environment, String service, Map<String, String> parameters) {
        Map<String, String> given = new LinkedHashMap<>(parameters);
        given.put("Image", "example:1");
        return Deployment.read(Environments.INFRA, environment, Map.of(), Map.of(service, given))
                .stack(service);
    }

    private static JsonNode properties(Stack stack, String id) {
        return stack.resource(id).properties();
    }

    private static JsonNode network(Deployment deployment, String service) {
        return properties(deployment.stack(service), "Service").at("/NetworkConfiguration/AwsvpcConfiguration");
    }

    private static JsonNode container(Stack stack) {
        return properties(stack, "TaskDefinition").path("ContainerDefinitions").get(0);
    }

    private static Map<String, String> environment(Stack stack) {
        return container(stack).path("Environment").values().stream()
                .collect(Collectors.toMap(
                        variable -> variable.path("Name").asString(),
                        variable -> variable.path("Value").asString()));
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
