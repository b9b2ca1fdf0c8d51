package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.text;
import static dev.todoapp.infra.Environments.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** An alarm tells somebody, and says what to do. */
class AlarmsTest {

    private static final Pattern RUNBOOK = Pattern.compile("docs/runbook\\.md#([a-z0-9-]+)");
    private static final Pattern NAMED = Pattern.compile("ALARM\\(\"([^\"]*)\"\\)");
    private static final Pattern ANNOUNCED =
            Pattern.compile("^Alarms? ((?:(?:, | and |\\n)?`[^`]+`)+)", Pattern.MULTILINE);
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    /** An alarm can tell a topic of its own region alone. */
    @Test
    void everyAlarmTellsATopicThatTheEnvironmentHasInItsRegion() {
        assertThat(every())
                .allSatisfy(deployment -> deployment.stacks().forEach(stack -> {
                    List<String> topics = topics(deployment, stack.region());
                    assertThat(allAlarms(stack)).allSatisfy(alarm -> {
                        assertThat(topics).as("topics in " + stack.region()).hasSize(1);
                        assertThat(texts(alarm.path("AlarmActions"))).containsAll(topics);
                        assertThat(texts(alarm.path("OKActions"))).containsAll(topics);
                    });
                }));
    }

    /** Where the environment isn't in us-east-1, what is there has a topic of its own, and the same people hear of it. */
    @Test
    void whatIsInUsEast1IsToldThereToTheSamePeople() {
        Deployment europe = Environments.released("prod", Map.of("AWS_REGION", "eu-central-1"));
        Stack edge = europe.stack("edge");

        assertThat(topics(europe, "us-east-1")).containsExactly("arn:aws:sns:us-east-1:000000000000:prod-alarms");
        assertThat(topics(europe, "eu-central-1")).containsExactly("arn:aws:sns:eu-central-1:000000000000:prod-alarms");
        assertThat(edge.resource("AlarmMail").properties().path("Endpoint").asString())
                .isEqualTo(europe.stack("monitoring")
                        .resource("AlarmMail")
                        .properties()
                        .path("Endpoint")
                        .asString())
                .isEqualTo("alarms@todo.example.com");
        assertThat(edge.resource("AlarmTopicPolicy").properties().at("/PolicyDocument/Statement/0"))
                .isEqualTo(Environments.yaml("""
                        Sid: AlarmsOfThisAccount
                        Effect: Allow
                        Principal: {Service: cloudwatch.amazonaws.com}
                        Action: sns:Publish
                        Resource: arn:aws:sns:us-east-1:000000000000:prod-alarms
                        Condition:
                          StringEquals: {"aws:SourceAccount": "000000000000"}
                          ArnLike: {"aws:SourceArn": "arn:aws:cloudwatch:us-east-1:000000000000:alarm:*"}
                        """));
        assertThat(Environments.PROD.stack("edge").resources())
                .as("in us-east-1 monitoring has the topic")
                .doesNotContainKeys("AlarmTopic", "AlarmTopicPolicy", "AlarmMail");
    }

    @Test
    void slackHearsOfBothTopics() {
        Map<String, Map<String, String>> slack =
                Map.of("monitoring", Map.of("SlackWorkspaceId", "T0123456789", "SlackChannelId", "C0123456789"));

        for (String region : List.of("us-east-1", "eu-central-1")) {
            Deployment deployment = Deployment.read(Environments.INFRA, "prod", Map.of("AWS_REGION", region), slack);
            assertThat(texts(deployment
                            .stack("monitoring")
                            .resource("AlarmChannel")
                            .properties()
                            .path("SnsTopicArns")))
                    .containsExactlyInAnyOrderElementsOf(deployment.stacks().stream()
                            .flatMap(stack -> stack.ofType("AWS::SNS::Topic").stream())
                            .map(Resource::physicalId)
                            .toList());
        }
    }

    @Test
    void thatInstancesAreMissingIsShownWhereThereAreInstances() {
        assertThat(every()).allSatisfy(deployment -> {
            String name = deployment.environment() + "-instances-missing";
            boolean onEc2 = deployment.stack("cluster").output("Capacity").equals("EC2");
            assertThat(alarms(deployment))
                    .extracting(alarm -> alarm.path("AlarmName").asString())
                    .filteredOn(name::equals)
                    .hasSize(onEc2 ? 1 : 0);
            assertThat(deployment
                            .stack("monitoring")
                            .resource("Dashboard")
                            .properties()
                            .path("DashboardBody")
                            .asString()
                            .contains(":alarm:" + name + "\""))
                    .isEqualTo(onEc2);
        });
    }

    /** The stacks that have alarms come before the one that has the topic. */
    @Test
    void theTopicHasTheArnThatTheParameterFilesWrite() {
        assertThat(Environments.onAws())
                .allSatisfy(deployment -> assertThat(deployment.stack("data").parameters())
                        .containsEntry(
                                "AlarmTopicArn", deployment.stack("monitoring").output("AlarmTopicArn")));
    }

    @Test
    void withoutATopicAlarmsTellNobody() {
        Deployment silent = Environments.released("prod", Map.of("ALARM_TOPIC_ARN", ""));

        for (String stack : List.of("data", "network", "cluster", "todo-service", "files-service")) {
            assertThat(alarms(silent.stack(stack))).isNotEmpty().allSatisfy(alarm -> {
                assertThat(texts(alarm.path("AlarmActions"))).allMatch(AlarmsTest::isScaling);
                assertThat(alarm.has("OKActions")).isFalse();
            });
        }
    }

    @Test
    void everyAlarmIsSummedUpInOneOfTheCompositeAlarmsAndTheyNameNoOther() {
        assertThat(every()).allSatisfy(deployment -> {
            Stack monitoring = deployment.stack("monitoring");
            List<String> summedUp = monitoring.ofType("AWS::CloudWatch::CompositeAlarm").stream()
                    .flatMap(composite -> NAMED.matcher(
                                    composite.properties().path("AlarmRule").asString())
                            .results())
                    .map(match -> match.group(1))
                    .toList();

            assertThat(summedUp)
                    .as("PeopleAlarms and LaterAlarms of monitoring in parameters/%s.yaml", deployment.environment())
                    // A composite alarm sees alarms of its own region alone.
                    .containsExactlyInAnyOrderElementsOf(deployment.stacks().stream()
                            .filter(stack -> stack.region().equals(monitoring.region()))
                            .flatMap(stack -> stack.ofType("AWS::CloudWatch::Alarm").stream())
                            .map(alarm -> alarm.properties().path("AlarmName").asString())
                            .toList());
        });
    }

    @Test
    void everyAlarmHasASectionInTheRunbookThatNamesIt() {
        Map<String, String> sections = runbook();

        assertThat(every().stream().flatMap(deployment -> allAlarms(deployment).stream()))
                .allSatisfy(alarm -> {
                    Matcher link =
                            RUNBOOK.matcher(alarm.path("AlarmDescription").asString());
                    assertThat(link.find())
                            .as(alarm.path("AlarmName").asString())
                            .isTrue();
                    assertThat(sections).containsKey(link.group(1));
                    assertThat(announced(sections.getOrDefault(link.group(1), "")))
                            .anyMatch(name -> matches(name, alarm));
                });
    }

    @Test
    void everyAlarmThatTheRunbookNamesIsThere() {
        List<JsonNode> alarms = every().stream()
                .flatMap(deployment -> allAlarms(deployment).stream())
                .toList();

        assertThat(runbook().values().stream().flatMap(section -> announced(section).stream()))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(alarms).as(name).anyMatch(alarm -> matches(name, alarm)));
    }

    @Test
    void theQueuesAndThePipeAreWatched() {
        assertThat(alarms(Environments.DEV.stack("data")))
                .extracting(alarm -> alarm.path("AlarmName").asString())
                .containsExactlyInAnyOrder(
                        "dev-deleted-todos-dead",
                        "dev-deleted-todos-late",
                        "dev-deleted-todos-pipe-fails",
                        "dev-deleted-todos-pipe-dead");
    }

    @ParameterizedTest
    @CsvSource({
        "dev-deleted-todos-dead, dev-deleted-todos-dlq",
        "dev-deleted-todos-pipe-dead, dev-deleted-todos-pipe-dlq"
    })
    void oneDeadLetterIsEnough(String name, String queue) {
        JsonNode alarm = alarm(name);

        assertThat(watched(alarm)).isEqualTo("AWS/SQS ApproximateNumberOfMessagesVisible of " + queue);
        assertThat(rule(alarm)).isEqualTo("GreaterThanThreshold 0, 1 of 1, notBreaching");
        assertThat(alarm.path("Statistic").asString()).isEqualTo("Maximum");
    }

    @Test
    void aMessageThatKeepsFailingIsSeenWhetherItWaitsOrIsInFlight() {
        JsonNode alarm = alarm("dev-deleted-todos-late");

        assertThat(expressions(alarm)).containsExactly("SUM([FILL(visible, 0), FILL(hidden, 0)])");
        assertThat(metrics(alarm))
                .isEqualTo(Map.of(
                        "visible", "AWS/SQS ApproximateNumberOfMessagesVisible of dev-deleted-todos, Maximum of 60",
                        "hidden", "AWS/SQS ApproximateNumberOfMessagesNotVisible of dev-deleted-todos, Maximum of 60"));
        assertThat(rule(alarm)).isEqualTo("GreaterThanThreshold 0, 55 of 60, notBreaching");
    }

    @Test
    void aPipeThatFailsInPartIsThrottledOrTooSlowIsSeenToo() {
        JsonNode alarm = alarm("dev-deleted-todos-pipe-fails");

        assertThat(expressions(alarm)).containsExactly("SUM([failed, partly, throttled, late])");
        assertThat(metrics(alarm))
                .isEqualTo(Map.of(
                        "failed", "AWS/EventBridge/Pipes ExecutionFailed of dev-deleted-todos, Sum of 60",
                        "partly", "AWS/EventBridge/Pipes ExecutionPartiallyFailed of dev-deleted-todos, Sum of 60",
                        "throttled", "AWS/EventBridge/Pipes ExecutionThrottled of dev-deleted-todos, Sum of 60",
                        "late", "AWS/EventBridge/Pipes ExecutionTimeout of dev-deleted-todos, Sum of 60"));
    }

    /** A pipe that AWS stopped after too many refusals reports nothing, like one that has nothing to do. */
    @Test
    void aPipeThatFailedAndWasStoppedDoesNotLookMended() {
        JsonNode alarm = alarm("dev-deleted-todos-pipe-fails");

        assertThat(rule(alarm)).isEqualTo("GreaterThanThreshold 0, 3 of 5, ignore");
        assertThat(expressions(alarm)).noneMatch(expression -> expression.contains("FILL"));
    }

    private static boolean isScaling(String action) {
        return action.contains(":scalingPolicy:");
    }

    private static JsonNode alarm(String name) {
        return alarms(Environments.DEV).stream()
                .filter(alarm -> alarm.path("AlarmName").asString().equals(name))
                .findAny()
                .orElseThrow();
    }

    private static String rule(JsonNode alarm) {
        int periods = alarm.path("EvaluationPeriods").asInt();
        return "%s %s, %d of %d, %s"
                .formatted(
                        alarm.path("ComparisonOperator").asString(),
                        alarm.path("Threshold").asString(),
                        alarm.path("DatapointsToAlarm").asInt(periods),
                        periods,
                        alarm.path("TreatMissingData").asString());
    }

    /** What the alarm goes by: the one metric that it returns. */
    private static List<String> expressions(JsonNode alarm) {
        return alarm.path("Metrics").values().stream()
                .filter(metric -> metric.path("ReturnData").asBoolean(true))
                .map(metric -> metric.path("Expression").asString())
                .toList();
    }

    private static Map<String, String> metrics(JsonNode alarm) {
        return alarm.path("Metrics").values().stream()
                .filter(metric -> metric.has("MetricStat"))
                .collect(Collectors.toMap(
                        metric -> metric.path("Id").asString(),
                        metric -> "%s, %s of %s"
                                .formatted(
                                        watched(metric.at("/MetricStat/Metric")),
                                        metric.at("/MetricStat/Stat").asString(),
                                        metric.at("/MetricStat/Period").asString())));
    }

    private static String watched(JsonNode metric) {
        return "%s %s of %s"
                .formatted(
                        metric.path("Namespace").asString(),
                        metric.path("MetricName").asString(),
                        metric.at("/Dimensions/0/Value").asString());
    }

    private static List<JsonNode> alarms(Stack stack) {
        return stack.ofType("AWS::CloudWatch::Alarm").stream()
                .map(Resource::properties)
                .toList();
    }

    private static List<JsonNode> alarms(Deployment deployment) {
        return deployment.stacks().stream()
                .flatMap(stack -> alarms(stack).stream())
                .toList();
    }

    /** As the parameter files have it, on EC2, and in a region that isn't CloudFront's. */
    private static List<Deployment> every() {
        return List.of(
                Environments.DEV,
                Environments.PROD,
                Environments.onEc2("dev"),
                Environments.onEc2("prod"),
                Environments.released(
                        "dev", Map.of("AWS_REGION", "eu-central-1", "SITE_ORIGIN", "https://todo.example.com")),
                Environments.released("prod", Map.of("AWS_REGION", "eu-central-1")));
    }

    private static List<String> topics(Deployment deployment, String region) {
        return deployment.stacks().stream()
                .filter(stack -> stack.region().equals(region))
                .flatMap(stack -> stack.ofType("AWS::SNS::Topic").stream())
                .map(Resource::physicalId)
                .toList();
    }

    private static List<JsonNode> allAlarms(Deployment deployment) {
        return deployment.stacks().stream()
                .flatMap(stack -> allAlarms(stack).stream())
                .toList();
    }

    /** The composite ones, too. */
    private static List<JsonNode> allAlarms(Stack stack) {
        return stack.resources().values().stream()
                .filter(resource -> resource.type().equals("AWS::CloudWatch::Alarm")
                        || resource.type().equals("AWS::CloudWatch::CompositeAlarm"))
                .map(Resource::properties)
                .toList();
    }

    /** The text of each section by its anchor. */
    private static Map<String, String> runbook() {
        return Pattern.compile("^## ", Pattern.MULTILINE)
                .splitAsStream(text(Environments.PROJECT.resolve("docs/runbook.md")))
                .skip(1)
                .collect(Collectors.toMap(
                        section -> section.lines()
                                .findFirst()
                                .orElseThrow()
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^a-z0-9 -]", "")
                                .replace(' ', '-'),
                        section -> section));
    }

    /** The names of alarms by which a section begins: {@code Alarm `<environment>-nat-<1, 2, 3>-ports`}. */
    private static List<String> announced(String section) {
        return ANNOUNCED
                .matcher(section)
                .results()
                .flatMap(match -> QUOTED.matcher(match.group(1)).results())
                .map(match -> match.group(1))
                .toList();
    }

    /** Whether the alarm has that name, in which the environment and other parts may stand in brackets. */
    private static boolean matches(String name, JsonNode alarm) {
        String pattern = Pattern.compile("<[^>]+>|[^<]+")
                .matcher(name)
                .results()
                .map(match -> match.group().startsWith("<") ? "[a-z0-9-]+" : Pattern.quote(match.group()))
                .collect(Collectors.joining());
        return alarm.path("AlarmName").asString().matches(pattern);
    }
}
