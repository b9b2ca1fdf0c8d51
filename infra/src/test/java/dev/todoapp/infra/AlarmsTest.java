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

    private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:prod-alarms";
    private static final Pattern RUNBOOK = Pattern.compile("docs/runbook\\.md#([a-z0-9-]+)");

    @Test
    void everyAlarmTellsTheTopicThatTheEnvironmentNames() {
        Deployment heard = Deployment.read(Environments.INFRA, "prod", Map.of("ALARM_TOPIC_ARN", TOPIC));

        assertThat(alarms(heard)).isNotEmpty().allSatisfy(alarm -> {
            assertThat(texts(alarm.path("AlarmActions"))).containsExactly(TOPIC);
            assertThat(texts(alarm.path("OKActions"))).containsExactly(TOPIC);
        });
        assertThat(alarms(Environments.PROD)).allSatisfy(alarm -> {
            assertThat(alarm.has("AlarmActions")).isFalse();
            assertThat(alarm.has("OKActions")).isFalse();
        });
    }

    @Test
    void everyAlarmHasASectionInTheRunbook() {
        String runbook = text(Environments.PROJECT.resolve("docs/runbook.md"));
        List<String> sections = runbook.lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3).toLowerCase(Locale.ROOT))
                .map(title -> title.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
                .toList();

        assertThat(alarms(Environments.PROD)).allSatisfy(alarm -> {
            Matcher link = RUNBOOK.matcher(alarm.path("AlarmDescription").asString());
            assertThat(link.find()).as(alarm.path("AlarmName").asString()).isTrue();
            assertThat(sections).contains(link.group(1));
        });
    }

    @Test
    void theQueuesAndThePipeAreWatched() {
        assertThat(alarms(Environments.DEV))
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

    private static List<JsonNode> alarms(Deployment deployment) {
        return deployment.stacks().stream()
                .flatMap(stack -> stack.ofType("AWS::CloudWatch::Alarm").stream())
                .map(Resource::properties)
                .toList();
    }
}
