package dev.todoapp.localcloud.backends;

import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.event.ruler.RuleCompiler;
import software.amazon.event.ruler.Ruler;
import tools.jackson.databind.JsonNode;

/**
 * An {@code AWS::Pipes::Pipe} from a table's stream to a queue, as its template describes it.
 *
 * @param name its own
 * @param table whose stream it reads
 * @param patterns a record that matches one of them passes; with none, each passes
 * @param template what a message looks like
 * @param queue the name of the queue that it sends to
 * @param batch how many records it sends at once, 10 at most
 */
record Pipe(String name, String table, List<String> patterns, InputTemplate template, String queue, int batch) {

    static final String TYPE = "AWS::Pipes::Pipe";

    private static final Pattern STREAM = Pattern.compile("arn:[a-z-]+:dynamodb:[^:]*:[^:]*:table/([^/]+)/stream/.+");
    private static final Pattern QUEUE = Pattern.compile("arn:[a-z-]+:sqs:[^:]*:[^:]*:([^:]+)");

    /** What SQS takes in one call. */
    private static final int LARGEST_BATCH = 10;

    // What is played, and what a laptop has no use for: roles, logs, tags, and what happens to records that can't be
    // sent
    // for hours. Here they are sent again for as long as it takes.
    private static final Set<String> KNOWN = Set.of(
            "Name",
            "Description",
            "RoleArn",
            "Source",
            "SourceParameters",
            "Target",
            "TargetParameters",
            "LogConfiguration",
            "Tags");
    private static final Set<String> KNOWN_OF_THE_SOURCE = Set.of("DynamoDBStreamParameters", "FilterCriteria");
    private static final Set<String> KNOWN_OF_THE_STREAM = Set.of(
            "StartingPosition",
            "BatchSize",
            "OnPartialBatchItemFailure",
            "MaximumRetryAttempts",
            "MaximumRecordAgeInSeconds",
            "DeadLetterConfig");
    private static final Set<String> KNOWN_OF_THE_TARGET = Set.of("InputTemplate");

    /** @throws StandInFailure if it is none that can be played here */
    static Pipe of(Resource pipe, Stack stack) {
        JsonNode properties = pipe.properties();
        JsonNode source = properties.path("SourceParameters");
        JsonNode stream = source.path("DynamoDBStreamParameters");
        JsonNode target = properties.path("TargetParameters");
        requireKnown(pipe, properties, KNOWN);
        requireKnown(pipe, source, KNOWN_OF_THE_SOURCE);
        requireKnown(pipe, stream, KNOWN_OF_THE_STREAM);
        requireKnown(pipe, target, KNOWN_OF_THE_TARGET);
        if (!stream.path("StartingPosition").asString("").equals("TRIM_HORIZON")) {
            throw new StandInFailure(
                    pipe.logicalId() + " doesn't start at TRIM_HORIZON; another start isn't played here");
        }
        if (!target.has("InputTemplate")) {
            throw new StandInFailure(pipe.logicalId() + " has no InputTemplate; whole records aren't played here");
        }
        String table = named(pipe, properties.path("Source"), STREAM, "a table's stream");
        if (stack.ofType("AWS::DynamoDB::Table").stream()
                .noneMatch(resource -> resource.physicalId().equals(table))) {
            throw new StandInFailure(
                    pipe.logicalId() + " reads the stream of " + table + ", which isn't in the stack " + stack.name());
        }
        String queue = named(pipe, properties.path("Target"), QUEUE, "a queue");
        if (Provisioning.queues(stack).stream().noneMatch(other -> other.name().equals(queue))) {
            throw new StandInFailure(
                    pipe.logicalId() + " sends to " + queue + ", which isn't in the stack " + stack.name());
        }
        List<String> patterns = new ArrayList<>();
        source.path("FilterCriteria")
                .path("Filters")
                .forEach(filter ->
                        patterns.add(checked(pipe, filter.path("Pattern").asString(""))));
        return new Pipe(
                pipe.physicalId(),
                table,
                List.copyOf(patterns),
                new InputTemplate(target.get("InputTemplate").asString()),
                queue,
                Math.min(stream.path("BatchSize").asInt(1), LARGEST_BATCH));
    }

    /** @param event a record of the stream, as a pipe sees it */
    boolean lets(JsonNode event) {
        String text = event.toString();
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> matches(text, pattern));
    }

    private static boolean matches(String event, String pattern) {
        try {
            return Ruler.matchesRule(event, pattern);
        } catch (IOException e) {
            throw new IllegalStateException("checked when the pipe was read", e);
        } catch (Exception e) { // what Ruler declares
            throw new IllegalStateException("the record can't be matched: " + event, e);
        }
    }

    private static String checked(Resource pipe, String pattern) {
        String wrong = RuleCompiler.check(pattern);
        if (wrong != null) {
            throw new StandInFailure(pipe.logicalId() + " has a pattern that isn't one: " + wrong.strip());
        }
        return pattern;
    }

    private static void requireKnown(Resource pipe, JsonNode of, Set<String> known) {
        for (String name : of.propertyNames()) {
            if (!known.contains(name)) {
                throw new StandInFailure(
                        pipe.logicalId() + " has " + name + ", which local pipes don't play yet: add it to Pipe");
            }
        }
    }

    private static String named(Resource pipe, JsonNode arn, Pattern pattern, String what) {
        Matcher matcher = pattern.matcher(arn.asString(""));
        if (!matcher.matches()) {
            throw new StandInFailure(pipe.logicalId() + " has " + arn + " where local pipes know " + what + " only");
        }
        return matcher.group(1);
    }
}
