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
        Map<String, String> watched = alarms(Environments.DEV).stream()
                .collect(Collectors.toMap(
                        alarm -> alarm.path("AlarmName").asString(),
                        alarm -> "%s of %s > %s"
                                .formatted(
                                        alarm.path("MetricName").asString(),
                                        alarm.at("/Dimensions/0/Value").asString(),
                                        alarm.path("Threshold").asString())));

        assertThat(watched)
                .isEqualTo(Map.of(
                        "dev-deleted-todos-dead", "ApproximateNumberOfMessagesVisible of dev-deleted-todos-dlq > 0",
                        "dev-deleted-todos-late", "ApproximateAgeOfOldestMessage of dev-deleted-todos > 3600",
                        "dev-deleted-todos-pipe-fails", "ExecutionFailed of dev-deleted-todos > 0",
                        "dev-deleted-todos-pipe-dead",
                                "ApproximateNumberOfMessagesVisible of dev-deleted-todos-pipe-dlq > 0"));
    }

    private static List<JsonNode> alarms(Deployment deployment) {
        return deployment.stacks().stream()
                .flatMap(stack -> stack.ofType("AWS::CloudWatch::Alarm").stream())
                .map(Resource::properties)
                .toList();
    }
}
