package dev.todoapp.deploy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code ./dev logs}: what a service writes, as it writes it. */
final class Logs {

    /** CloudWatch shows an event some seconds late, and not always in order. */
    private static final Duration OVERLAP = Duration.ofSeconds(30);

    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([smhd])");

    private final Target target;
    private final CloudFormation cloudFormation;
    private final Screen screen;
    private final Clock clock;

    Logs(Target target, CloudFormation cloudFormation, Screen screen, Clock clock) {
        this.target = target;
        this.cloudFormation = cloudFormation;
        this.screen = screen;
        this.clock = clock;
    }

    /**
     * @param since how far back it begins
     * @param follow whether it goes on until it is interrupted
     */
    void show(String service, Duration since, boolean follow) {
        DeployedStack stack = new Services(target, cloudFormation, screen, false).deployed(service);
        String group = stack.outputs().get("LogGroupName");
        if (group == null) {
            throw new Refusal("%s has no log group: %s".formatted(stack.name(), stack.deployCommand()));
        }
        Instant from = clock.instant().minus(since);
        // Those that may come again, and when they came last.
        Map<String, Instant> shown = new HashMap<>();
        do {
            Instant asked = clock.instant();
            ObjectNode input =
                    Aws.JSON.createObjectNode().put("logGroupName", group).put("startTime", from.toEpochMilli());
            for (JsonNode event : target.aws(stack.region())
                    .call("logs", "filter-log-events", input)
                    .path("events")
                    .values()) {
                if (shown.put(event.path("eventId").asString(""), asked) == null) {
                    screen.say("%s  %s"
                            .formatted(
                                    Instant.ofEpochMilli(event.path("timestamp").asLong(0))
                                            .truncatedTo(ChronoUnit.MILLIS),
                                    event.path("message").asString("").stripTrailing()));
                }
            }
            Instant next = asked.minus(OVERLAP);
            if (next.isAfter(from)) {
                from = next;
                shown.values().removeIf(came -> came.isBefore(next));
            }
            if (follow) {
                cloudFormation.pause();
            }
        } while (follow);
    }

    /** @param text such as {@code 10m}: s, m, h or d */
    static Duration span(String text) {
        Matcher span = SPAN.matcher(text);
        if (!span.matches()) {
            throw new Refusal("--since takes a number and s, m, h or d, such as 10m, not '%s'".formatted(text));
        }
        long number = Long.parseLong(span.group(1));
        return switch (span.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
