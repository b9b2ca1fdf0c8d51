package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.texts;
import static dev.todoapp.infra.Environments.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who hears of what, and what is looked at. */
class MonitoringTemplateTest {

    private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:dev-alarms";

    @Test
    void alarmsBudgetsAndEventRulesMayPublishAndNobodyElse() {
        assertThat(topicPolicy()).isEqualTo(yaml("""
                        - Sid: AlarmsOfThisAccount
                          Effect: Allow
                          Principal: {Service: cloudwatch.amazonaws.com}
                          Action: sns:Publish
                          Resource: arn:aws:sns:us-east-1:000000000000:dev-alarms
                          Condition:
                            StringEquals: {"aws:SourceAccount": "000000000000"}
                            ArnLike: {"aws:SourceArn": "arn:aws:cloudwatch:us-east-1:000000000000:alarm:*"}
                        - Sid: BudgetsOfThisAccount
                          Effect: Allow
                          Principal: {Service: budgets.amazonaws.com}
                          Action: sns:Publish
                          Resource: arn:aws:sns:us-east-1:000000000000:dev-alarms
                          Condition:
                            StringEquals: {"aws:SourceAccount": "000000000000"}
                            ArnLike: {"aws:SourceArn": "arn:aws:budgets::000000000000:*"}
                        - Sid: EventRules
                          Effect: Allow
                          Principal: {Service: events.amazonaws.com}
                          Action: sns:Publish
                          Resource: arn:aws:sns:us-east-1:000000000000:dev-alarms
                        - Sid: OnlyOverTls
                          Effect: Deny
                          Principal: "*"
                          Action: sns:Publish
                          Resource: arn:aws:sns:us-east-1:000000000000:dev-alarms
                          Condition:
                            Bool: {"aws:SecureTransport": "false"}
                        """));
    }

    /** AWS's own key for SNS lets none of its services publish: every alarm would be lost without a sign. */
    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void theTopicIsNotEncryptedWithAKeyThatShutsAlarmsOut(Deployment deployment) {
        assertThat(deployment.stack("monitoring").ofType("AWS::SNS::Topic"))
                .singleElement()
                .satisfies(topic ->
                        assertThat(topic.properties().has("KmsMasterKeyId")).isFalse());
    }

    @Test
    void mailAndSlackHearOfAlarmsWhereTheyAreNamed(@TempDir Path folder) {
        Stack monitoring = with(folder, """
                AlarmEmail: ada@example.org
                SlackWorkspaceId: T0123456789
                SlackChannelId: C0123456789
                """);

        assertThat(monitoring.resource("AlarmMail").properties())
                .isEqualTo(yaml("{TopicArn: \"" + TOPIC + "\", Protocol: email, Endpoint: ada@example.org}"));
        JsonNode channel = monitoring.resource("AlarmChannel").properties();
        assertThat(texts(channel.path("SnsTopicArns"))).containsExactly(TOPIC);
        assertThat(channel.path("SlackChannelId").asString()).isEqualTo("C0123456789");
        assertThat(texts(channel.path("GuardrailPolicies")))
                .as("left out, it would be AdministratorAccess")
                .containsExactly("arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{SlackWorkspaceId: T0123456789}", "{SlackChannelId: C0123456789}"})
    void slackHearsNothingUntilBothWorkspaceAndChannelAreNamed(String parameters, @TempDir Path folder) {
        Stack monitoring = with(folder, parameters);

        assertThat(monitoring.ofType("AWS::Chatbot::SlackChannelConfiguration")).isEmpty();
        assertThat(monitoring.resources()).doesNotContainKey("AlarmChannelRole");
    }

    @Test
    void theBudgetTellsTheTopicBeforeAndWhenItIsSpent() {
        JsonNode budget =
                Environments.DEV.stack("monitoring").resource("Budget").properties();

        assertThat(budget.at("/Budget/BudgetType").asString()).isEqualTo("COST");
        assertThat(budget.at("/Budget/TimeUnit").asString()).isEqualTo("MONTHLY");
        assertThat(budget.path("NotificationsWithSubscribers").values())
                .allSatisfy(notification -> assertThat(notification.path("Subscribers"))
                        .isEqualTo(yaml("[{SubscriptionType: SNS, Address: \"" + TOPIC + "\"}]")))
                .extracting(notification -> "%s %s %s %s"
                        .formatted(
                                notification
                                        .at("/Notification/NotificationType")
                                        .asString(),
                                notification
                                        .at("/Notification/ComparisonOperator")
                                        .asString(),
                                notification.at("/Notification/Threshold").asString(),
                                notification.at("/Notification/ThresholdType").asString()))
                .containsExactly(
                        "ACTUAL GREATER_THAN 80 PERCENTAGE",
                        "ACTUAL GREATER_THAN 100 PERCENTAGE",
                        "FORECASTED GREATER_THAN 100 PERCENTAGE");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void theDashboardShowsWhatThereIsOfThisEnvironment(Deployment deployment) {
        Stack data = deployment.stack("data");
        String environment = deployment.environment();
        Set<String> shown = metrics(deployment).stream()
                .map(metric -> metric.get(0) + " " + metric.get(metric.size() - 1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(shown)
                .contains(
                        "AWS/ApiGateway " + deployment.stack("api").output("ApiId"),
                        "AWS/CloudFront " + deployment.stack("website").output("DistributionId"),
                        "AWS/ApplicationELB " + deployment.stack("cluster").output("LoadBalancerFullName"),
                        "AWS/S3 StandardStorage",
                        "AWS/SQS " + data.output("DeletedTodosQueueName"),
                        "AWS/SQS " + environment + "-deleted-todos-dlq",
                        "AWS/SQS " + environment + "-deleted-todos-pipe-dlq",
                        "AWS/DynamoDB " + data.output("TodosTableName"),
                        "AWS/Billing USD",
                        "CloudWatchSynthetics " + environment + "-adds-a-todo");
    }

    /** The four golden signals, of each service by itself. */
    @ParameterizedTest
    @ValueSource(strings = {"todo-service", "files-service"})
    void theDashboardShowsTrafficLatencyErrorsAndSaturationOfEachService(String service) {
        String targetGroup = Environments.PROD.stack(service).output("TargetGroupFullName");

        assertThat(widgets(Environments.PROD))
                .extracting(widget -> widget.at("/properties/title").asString())
                .contains(
                        service + ": requests a minute",
                        service + ": latency (s)",
                        service + ": errors",
                        service + ": saturation");
        assertThat(metrics(Environments.PROD).stream()
                        .filter(metric -> metric.contains(targetGroup))
                        .map(metric -> metric.get(1)))
                .contains(
                        "RequestCount",
                        "TargetResponseTime",
                        "HTTPCode_Target_5XX_Count",
                        "HealthyHostCount",
                        "UnHealthyHostCount");
        assertThat(metrics(Environments.PROD))
                .contains(
                        List.of("AWS/ECS", "CPUUtilization", "ClusterName", "prod-todo", "ServiceName", service),
                        List.of("AWS/ECS", "MemoryUtilization", "ClusterName", "prod-todo", "ServiceName", service));
    }

    /** A release by canary moves the requests from one target group to the other, and the next one back. */
    @ParameterizedTest
    @ValueSource(strings = {"todo-service", "files-service"})
    void theDashboardShowsBothTargetGroupsWhereThereAreTwo(String service) {
        String alternate = Environments.PROD.stack(service).output("AlternateTargetGroupFullName");

        assertThat(metrics(Environments.PROD).stream()
                        .filter(metric -> metric.contains(alternate))
                        .map(metric -> metric.get(1)))
                .containsExactly("RequestCount", "TargetResponseTime", "HTTPCode_Target_5XX_Count", "HealthyHostCount");
        assertThat(metrics(Environments.DEV)).noneMatch(metric -> metric.contains("${"));
    }

    @Test
    void prodCanBeSwitchedFromCanariesToRollingAndBackByOneParameter(@TempDir Path folder) throws IOException {
        Sandbox.copyOfOurs(folder)
                .change("parameters/prod.yaml", "DeploymentStrategy: CANARY", "DeploymentStrategy: ROLLING");

        Deployment rolling = Deployment.read(folder, "prod", Map.of());

        assertThat(rolling.stack("todo-service").output("AlternateTargetGroupFullName"))
                .isEmpty();
        assertThat(rolling.stack("monitoring").parameters())
                .containsEntry("TodoServiceAlternateTargetGroup", "")
                .containsEntry("FilesServiceAlternateTargetGroup", "");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void noTwoWidgetsOfTheDashboardLieUponEachOther(Deployment deployment) {
        Set<String> taken = new TreeSet<>();
        for (JsonNode widget : widgets(deployment)) {
            int x = widget.path("x").asInt();
            int y = widget.path("y").asInt();
            assertThat(x + widget.path("width").asInt()).isLessThanOrEqualTo(24);
            for (int column = x; column < x + widget.path("width").asInt(); column++) {
                for (int row = y; row < y + widget.path("height").asInt(); row++) {
                    assertThat(taken.add(column + " " + row))
                            .as("%s at %d, %d", widget.at("/properties/title").asString("text"), column, row)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void theCanaryMayReadOnePasswordSignInAtOnePoolAndReport(@TempDir Path folder) {
        JsonNode statements =
                canary(folder).resource("CanaryRole").properties().at("/Policies/0/PolicyDocument/Statement");

        assertThat(statements.values().stream()
                        .collect(Collectors.toMap(
                                statement -> statement.path("Action").isArray()
                                        ? String.join(" ", texts(statement.path("Action")))
                                        : statement.path("Action").asString(),
                                statement -> statement.path("Resource").asString())))
                .isEqualTo(Map.of(
                        "secretsmanager:GetSecretValue", SECRET,
                        "cognito-idp:AdminInitiateAuth",
                                "arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_abcdefghi",
                        "s3:GetObject s3:PutObject", "arn:aws:s3:::some-artifacts/canary/*",
                        "s3:GetBucketLocation", "arn:aws:s3:::some-artifacts",
                        "logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents",
                                "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/cwsyn-dev-adds-a-todo-*",
                        "cloudwatch:PutMetricData", "*",
                        "s3:ListAllMyBuckets", "*"));
        assertThat(statements.values())
                .filteredOn(statement -> statement.path("Action").asString("").equals("cloudwatch:PutMetricData"))
                .singleElement()
                .satisfies(statement -> assertThat(statement.path("Condition"))
                        .isEqualTo(yaml("StringEquals: {\"cloudwatch:namespace\": CloudWatchSynthetics}")));
    }

    @Test
    void theCanarysPasswordIsNowhereButInTheSecret(@TempDir Path folder) {
        assertThat(canary(folder)
                        .resource("Canary")
                        .properties()
                        .at("/RunConfig/EnvironmentVariables")
                        .propertyNames())
                .containsExactlyInAnyOrder("SITE_URL", "USER_POOL_ID", "CLIENT_ID", "SECRET_ARN");
    }

    @Test
    void withoutAUserThereIsNoCanary(@TempDir Path folder) {
        Stack monitoring = with(folder, "{}");

        assertThat(monitoring.resources()).doesNotContainKeys("Canary", "CanaryRole", "CanaryAlarm");
    }

    /** Where it runs day and night, silence is no good sign. */
    @Test
    void aCanaryThatDoesNotRunIsAnAlarmUnlessItMayRest(@TempDir Path day, @TempDir Path night) {
        assertThat(canary(day)
                        .resource("CanaryAlarm")
                        .properties()
                        .path("TreatMissingData")
                        .asString())
                .isEqualTo("breaching");
        assertThat(with(night, CANARY + "CanaryRests: true\n")
                        .resource("CanaryAlarm")
                        .properties()
                        .path("TreatMissingData")
                        .asString())
                .isEqualTo("notBreaching");
    }

    @Test
    void theCanaryBelongsToWhatPeopleFeel(@TempDir Path folder) {
        assertThat(with(folder, CANARY + "PeopleAlarms: [dev-one, dev-two]\n")
                        .resource("PeopleAffectedAlarm")
                        .properties()
                        .path("AlarmRule")
                        .asString())
                .isEqualTo("ALARM(\"dev-canary\") OR ALARM(\"dev-one\") OR ALARM(\"dev-two\")");
    }

    private static final String SECRET = "arn:aws:secretsmanager:us-east-1:000000000000:secret:dev/todo/smoke-AbCdEf";

    private static final String CANARY = """
            SmokeTestClientId: client
            SmokeTestSecretArn: %s
            """.formatted(SECRET);

    private static Stack canary(Path folder) {
        return with(folder, CANARY);
    }

    /** The stack by itself, with what it is given beyond the least. */
    private static Stack with(Path folder, String parameters) {
        String given = parameters.strip().equals("{}")
                ? ""
                : parameters.strip().startsWith("{")
                        ? parameters.replace("{", "").replace("}", "")
                        : parameters;
        return new Sandbox(folder)
                .template("monitoring.yaml", Environments.text(Environments.INFRA.resolve("templates/monitoring.yaml")))
                .common("stacks: {monitoring: {template: monitoring.yaml}}")
                .environment("parameters:\n  monitoring:\n" + (LEAST + given).indent(4))
                .read()
                .stack("monitoring");
    }

    private static final String LEAST = """
            Environment: dev
            MonthlyBudget: 10
            ApiId: abcdefghij
            DistributionId: EABCDEFGHIJKLM
            LoadBalancerFullName: app/dev-todo/0123456789abcdef
            ClusterName: dev-todo
            TodoServiceName: todo-service
            FilesServiceName: files-service
            TodoServiceTargetGroup: targetgroup/dev-todo-service/0123456789abcdef
            FilesServiceTargetGroup: targetgroup/dev-files-service/0123456789abcdef
            TodosTableName: dev-todos
            FilesBucketName: some-files
            DeletedTodosQueueName: dev-deleted-todos
            SiteUrl: https://todo.example.com
            UserPoolId: us-east-1_abcdefghi
            ArtifactBucketName: some-artifacts
            """;

    private static JsonNode topicPolicy() {
        return Environments.DEV
                .stack("monitoring")
                .resource("AlarmTopicPolicy")
                .properties()
                .at("/PolicyDocument/Statement");
    }

    private static List<JsonNode> widgets(Deployment deployment) {
        String body = deployment
                .stack("monitoring")
                .resource("Dashboard")
                .properties()
                .path("DashboardBody")
                .asString();
        assertThat(Pattern.compile("\\$\\{").matcher(body).find()).isFalse();
        return JsonMapper.shared().readTree(body).path("widgets").values().stream()
                .toList();
    }

    /** Each metric as namespace, name and dimensions, without how it is drawn. */
    private static List<List<String>> metrics(Deployment deployment) {
        return widgets(deployment).stream()
                .flatMap(widget -> widget.at("/properties/metrics").values().stream())
                .map(metric -> metric.values().stream()
                        .filter(JsonNode::isString)
                        .map(JsonNode::asString)
                        .toList())
                .flatMap(Stream::of)
                .toList();
    }
}
