package dev.todoapp.localcloud.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What of a pipe's template is played, and what is refused rather than left out. */
class PipeTest {

    private static final String PIPE = """
            {"Name": "p", "Source": "arn:aws:dynamodb:us-east-1:000000000000:table/notes/stream/2026-01-01T00:00:00.000",
             "SourceParameters": {
               "DynamoDBStreamParameters": {"StartingPosition": "TRIM_HORIZON", "BatchSize": 100},
               "FilterCriteria": {"Filters": [{"Pattern": "{\\"eventName\\": [\\"REMOVE\\"]}"}]}},
             "Target": "arn:aws:sqs:us-east-1:000000000000:work",
             "TargetParameters": {"InputTemplate": "{\\"id\\": \\"<$.dynamodb.Keys.id.S>\\"}"}}""";

    @Test
    void readsSourceFilterShapeAndTarget() {
        Pipe pipe = pipe(PIPE);

        assertThat(pipe.table()).isEqualTo("notes");
        assertThat(pipe.queue()).isEqualTo("work");
        assertThat(pipe.batch()).as("what SQS takes at once").isEqualTo(10);
        assertThat(pipe.lets(json("{\"eventName\": \"REMOVE\"}"))).isTrue();
        assertThat(pipe.lets(json("{\"eventName\": \"INSERT\"}"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "Name": "p"                      | "Enrichment": "arn:x"                   | has Enrichment, which local pipes don't play
            "BatchSize": 100                 | "ParallelizationFactor": 2              | has ParallelizationFactor
            TRIM_HORIZON                     | LATEST                                  | doesn't start at TRIM_HORIZON
            arn:aws:sqs                      | arn:aws:lambda                          | where local pipes know a queue only
            table/notes/                     | table/others/                           | reads the stream of others, which isn't in
            000000000000:work                | 000000000000:play                       | sends to play, which isn't in
            [\\"REMOVE\\"]                   | \\"REMOVE\\"                            | has a pattern that isn't one
            <$.dynamodb.Keys.id.S>           | <aws.pipes.pipe-arn>                    | which isn't played here
            {\\"id\\": \\"<$.dynamodb.Keys.id.S>\\"} | {\\"id\\"                       | makes no JSON
            """)
    void refusesWhatItDoesNotPlay(String instead, String given, String message) {
        assertThat(PIPE).contains(instead);

        assertThatThrownBy(() -> pipe(PIPE.replace(instead, given)))
                .isInstanceOf(StandInFailure.class)
                .hasMessageContaining(message);
    }

    @Test
    void putsTextBetweenQuotationMarksAndJsonOutside() {
        InputTemplate template = new InputTemplate("""
                {"text": "<$.a.S>", "object": <$.a>, "item": <$.l[1]>, "missing": "<$.x.y>", "none": <$.x>}""");

        assertThat(json(template.render(json("{\"a\": {\"S\": \"a \\\"b\\\" <c> $1\"}, \"l\": [1, 2]}"))))
                .isEqualTo(json("""
                {"text": "a \\"b\\" <c> $1", "object": {"S": "a \\"b\\" <c> $1"}, "item": 2, "missing": "", "none": null}"""));
    }

    private static Pipe pipe(String properties) {
        Map<String, Resource> resources = new LinkedHashMap<>();
        resources.put("Notes", new Resource("Notes", "AWS::DynamoDB::Table", "notes", json("{}")));
        resources.put(
                "Work", new Resource("Work", "AWS::SQS::Queue", "http://work", json("{\"QueueName\": \"work\"}")));
        Stack stack = new Stack("data", "data.yaml", "us-east-1", Map.of(), resources, Map.of());
        return Pipe.of(new Resource("ThePipe", Pipe.TYPE, "p", json(properties)), stack);
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
