package dev.todoapp.deploy;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * One event of a stack.
 *
 * @param time as AWS writes it, such as {@code 2026-11-21T13:07:55.792Z}
 */
record Event(String id, String time, String logicalId, String type, String status, String reason) {

    private static final Pattern HANDLER =
            Pattern.compile("Resource handler returned message: \"(.*)\" \\(RequestToken.*", Pattern.DOTALL);
    private static final Pattern CLOCK = Pattern.compile("T(\\d\\d:\\d\\d:\\d\\d)");

    static Event of(JsonNode event) {
        return new Event(
                event.path("EventId").asString(""),
                event.path("Timestamp").asString(""),
                event.path("LogicalResourceId").asString(""),
                event.path("ResourceType").asString(""),
                event.path("ResourceStatus").asString(""),
                event.path("ResourceStatusReason").asString(""));
    }

    /** What a person is told of it; nothing where it was just told. */
    Optional<String> line(String stack) {
        if (reason.equals("Resource creation Initiated")) {
            return Optional.empty();
        }
        String what = logicalId.equals(stack) ? stack : "%s (%s)".formatted(logicalId, type);
        String why = reason.isEmpty() || reason.equals("User Initiated") ? "" : ": " + Refusal.oneLine(reason);
        return Optional.of("  %s  %-22s %s%s".formatted(clock(), words(), what, why));
    }

    /** Whether something went wrong here, and not merely because something else did before. */
    boolean isFirstCause(String stack) {
        return status.endsWith("_FAILED")
                && !logicalId.equals(stack)
                && !reason.toLowerCase(Locale.ROOT).matches("resource (creation|update|deletion) cancelled.*");
    }

    /** In one line. */
    String cause() {
        Matcher handler = HANDLER.matcher(reason);
        String why = handler.matches() ? String.valueOf(handler.group(1)) : reason;
        return "%s (%s): %s: %s".formatted(logicalId, type, words(), Refusal.oneLine(why));
    }

    private String words() {
        return status.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private String clock() {
        Matcher clock = CLOCK.matcher(time);
        return clock.find() ? clock.group(1) : "";
    }
}
