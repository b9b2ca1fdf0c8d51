package dev.todoapp.todos.todo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.todoapp.todos.Caller;
import dev.todoapp.todos.Caller.Answer;
import dev.todoapp.todos.HttpTest;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, the answer is a 2xx or a 4xx problem, never a 500; and what was refused has left nothing behind. */
class BadInputTest extends HttpTest {

    private final Caller alice = someone();

    /** A document, and the field that its problem must name. */
    static Stream<Arguments> badDocuments() {
        return Stream.of(
                // Not a JSON object
                Arguments.of("", ""),
                Arguments.of(" ", ""),
                Arguments.of("null", ""),
                Arguments.of("[]", ""),
                Arguments.of("1", ""),
                Arguments.of("\"title\"", ""),
                Arguments.of("{", ""),
                Arguments.of("{\"title\": \"x\"", ""),
                Arguments.of("{\"title\": \"x\",}", ""),
                Arguments.of("{'title': 'x'}", ""),
                Arguments.of("{\"title\": \"x\"} {}", ""),
                Arguments.of("{\"title\": \"x\"} x", ""),
                Arguments.of("{\"title\": \"x\" /* why */}", ""),
                Arguments.of("{\"title\": \"a\nb\"}", ""),
                Arguments.of("{\"title\": \"\\x\"}", ""),
                Arguments.of("title=x", ""),
                Arguments.of("<title>x</title>", ""),
                // Said twice
                Arguments.of("{\"title\": \"x\", \"title\": \"y\"}", ""),
                Arguments.of("{\"title\": \"x\", \"tags\": [], \"tags\": []}", ""),
                // Wrong types
                Arguments.of("{\"title\": 1}", "title"),
                Arguments.of("{\"title\": true}", "title"),
                Arguments.of("{\"title\": {}}", "title"),
                Arguments.of("{\"title\": [\"x\"]}", "title"),
                Arguments.of("{\"title\": \"x\", \"description\": 1}", "description"),
                Arguments.of("{\"title\": \"x\", \"notes\": []}", "notes"),
                Arguments.of("{\"title\": \"x\", \"dueDate\": 20261224}", "dueDate"),
                Arguments.of("{\"title\": \"x\", \"dueDate\": [2026, 12, 24]}", "dueDate"),
                Arguments.of("{\"title\": \"x\", \"priority\": 1}", "priority"),
                Arguments.of("{\"title\": \"x\", \"tags\": \"home\"}", "tags"),
                Arguments.of("{\"title\": \"x\", \"tags\": {}}", "tags"),
                Arguments.of("{\"title\": \"x\", \"tags\": [\"home\", 1]}", "tags[1]"),
                Arguments.of("{\"title\": \"x\", \"tags\": [[\"home\"]]}", "tags[0]"),
                Arguments.of("{\"title\": \"x\", \"tags\": [null]}", "tags"),
                Arguments.of("{\"title\": \"x\", \"completed\": \"true\"}", "completed"),
                Arguments.of("{\"title\": \"x\", \"completed\": 1}", "completed"),
                Arguments.of("{\"title\": \"x\", \"completed\": \"\"}", "completed"),
                Arguments.of("{\"title\": \"x\", \"completed\": \" \\t\"}", "completed"),
                Arguments.of("{\"title\": \"x\", \"completed\": \"\\u0000\"}", "completed"),
                Arguments.of("{\"title\": \"x\", \"order\": \"\"}", "order"),
                Arguments.of("{\"title\": \"x\", \"order\": \" \"}", "order"),
                Arguments.of("{\"title\": \"x\", \"tags\": \"\"}", "tags"),
                Arguments.of("{\"title\": \"x\", \"order\": \"1\"}", "order"),
                Arguments.of("{\"title\": \"x\", \"order\": true}", "order"),
                Arguments.of("{\"title\": \"x\", \"order\": \"NaN\"}", "order"),
                Arguments.of("{\"title\": \"x\", \"order\": \"Infinity\"}", "order"),
                // Unknown
                Arguments.of("{\"title\": \"x\", \"colour\": \"red\"}", "colour"),
                Arguments.of("{\"title\": \"x\", \"\": 1}", ""),
                Arguments.of("{\"title\": \"x\", \"__proto__\": {}}", "__proto__"),
                // Out of range
                Arguments.of("{\"title\": \"\"}", "title"),
                Arguments.of("{\"title\": \"" + "x".repeat(201) + "\"}", "title"),
                Arguments.of("{\"title\": \"x\", \"description\": \"" + "x".repeat(2_001) + "\"}", "description"),
                Arguments.of("{\"title\": \"x\", \"notes\": \"" + "x".repeat(10_001) + "\"}", "notes"),
                Arguments.of("{\"title\": \"x\", \"dueDate\": \"2026-02-30\"}", "dueDate"),
                Arguments.of("{\"title\": \"x\", \"dueDate\": \"\"}", "dueDate"),
                Arguments.of("{\"title\": \"x\", \"dueDate\": \"2026-12-24T10:00:00Z\"}", "dueDate"),
                Arguments.of("{\"title\": \"x\", \"dueDate\": \"+999999999-12-31\"}", "dueDate"),
                Arguments.of("{\"title\": \"x\", \"priority\": \"HIGH\"}", "priority"),
                Arguments.of("{\"title\": \"x\", \"priority\": \"\"}", "priority"),
                Arguments.of("{\"title\": \"x\", \"tags\": [\"" + "x".repeat(51) + "\"]}", "tags"),
                Arguments.of("{\"title\": \"x\", \"tags\": [" + numbered(21) + "]}", "tags"),
                Arguments.of("{\"title\": \"x\", \"order\": 1e400}", "order"),
                Arguments.of("{\"title\": \"x\", \"order\": -1e400}", "order"),
                Arguments.of("{\"title\": \"x\", \"order\": 1e16}", "order"),
                Arguments.of("{\"title\": \"x\", \"order\": 4.9e-324}", "order"),
                Arguments.of("{\"title\": \"x\", \"order\": -1e-131}", "order"),
                Arguments.of("{\"title\": \"x\", \"order\": 123456789012345678901234567890}", "order"),
                Arguments.of("{\"title\": \"x\", \"order\": 1e999999999}", "order"),
                Arguments.of("{\"title\": \"x\", \"order\": NaN}", ""),
                Arguments.of("{\"title\": \"x\", \"order\": 01}", ""),
                // Text that can't be carried
                Arguments.of("{\"title\": \"x\\u0000\"}", "title"),
                Arguments.of("{\"title\": \"x\", \"tags\": [\"home\\u0000\"]}", "tags[0]"),
                Arguments.of("{\"title\": \"x\\ud83d\"}", "title"),
                Arguments.of("{\"title\": \"\\udf89\\ud83c\"}", "title"),
                Arguments.of("{\"title\": \"x\", \"notes\": \"\\udc00\"}", "notes"));
    }

    @ParameterizedTest
    @MethodSource("badDocuments")
    void refusesADocumentAndNamesTheFieldAtFault(String document, String field) {
        Answer created = alice.post("/todos", "{\"title\": \"Buy milk\"}");
        String path = "/todos/" + created.id();

        alice.post("/todos", document).names(field);
        alice.put("/todos/" + UUID.randomUUID(), document, "If-None-Match", "*").names(field);
        alice.put(path, document, "If-Match", "*").names(field);
        alice.patch(path, document).names(field);

        assertThat(alice.get("/todos").body()).isEqualTo("[" + created.body() + "]");
    }

    static Stream<byte[]> badBytes() {
        return Stream.of(
                new byte[] {(byte) 0xff, (byte) 0xfe},
                new byte[] {0},
                new byte[] {'{', '"', 't', 'i', 't', 'l', 'e', '"', ':', '"', (byte) 0xc3, (byte) 0x28, '"', '}'},
                new byte[] {
                    '{', '"', 't', 'i', 't', 'l', 'e', '"', ':', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', '}'
                },
                "[".repeat(30_000).getBytes(UTF_8),
                "{\"title\":".repeat(5_000).getBytes(UTF_8),
                ("{\"order\":" + "9".repeat(10_000) + "}").getBytes(UTF_8),
                ("{\"" + "x".repeat(60_000) + "\":1}").getBytes(UTF_8));
    }

    @ParameterizedTest
    @MethodSource("badBytes")
    void refusesBytesThatAreNoDocument(byte[] bytes) {
        Answer answer = alice.send("POST", "/todos", bytes, "Content-Type", "application/json");

        answer.isProblem(400, "bad-input");
        assertThat(alice.get("/todos").body()).isEqualTo("[]");
    }

    @Test
    void refusesABodyOfMoreThan64KiB() {
        String path =
                "/todos/" + alice.post("/todos", "{\"title\": \"Buy milk\"}").id();
        String large = "{\"title\": \"x\"" + " ".repeat(64 * 1024) + "}";

        alice.post("/todos", large).isProblem(413, "too-large");
        alice.put(path, large, "If-Match", "*").isProblem(413, "too-large");
        alice.patch(path, large).isProblem(413, "too-large");
    }

    @Test
    void takesTheLargestTodoThatThereCanBe() {
        String notes = "龍".repeat(Notes.MOST);

        assertThat(alice.post("/todos", "{\"title\": \"x\", \"notes\": \"%s\"}".formatted(notes))
                        .hasStatus(201)
                        .json()
                        .path("notes")
                        .asString())
                .isEqualTo(notes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x", "*/*"})
    void refusesABodyOfAnotherType(String type) {
        String path =
                "/todos/" + alice.post("/todos", "{\"title\": \"Buy milk\"}").id();
        byte[] body = "{\"title\": \"x\"}".getBytes(UTF_8);

        for (Answer answer : List.of(
                alice.send("POST", "/todos", body, "Content-Type", type),
                alice.send("PUT", path, body, "Content-Type", type, "If-Match", "*"),
                alice.send("PATCH", path, body, "Content-Type", type))) {
            assertThat(answer.status()).as(answer.body()).isIn(400, 415);
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        }
        alice.send("POST", "/todos", body).hasStatus(415);
    }

    @ParameterizedTest
    @CsvSource({
        "text/html,406",
        "image/*,406",
        "///,406",
        "application/problem+json,406",
        "*/*,200",
        "application/*,200"
    })
    void refusesToAnswerInAnotherType(String accept, int status) {
        assertThat(alice.get("/todos", "Accept", accept).hasStatus(status).body())
                .doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/todos?limit=%",
                "/todos?%",
                "/todos?limit=%zz",
                "/todos?cursor=%FF",
                "/todos?%00=1",
                "/todos/%2e%2e",
                "/todos/%2f",
                "/todos/%00",
                "/todos//",
                "/todos/;a=b",
                "/todos/x/../y"
            })
    void refusesPathsAndQueriesThatMakeNoSense(String path) throws Exception {
        assertThat(raw("GET " + path + " HTTP/1.1"))
                .matches("HTTP/1.1 4[0-9][0-9] (?s).*")
                .contains("problem+json");
    }

    @Test
    void refusesARequestWithTooMuchBeforeItsBody() throws Exception {
        assertThat(raw("GET /todos?cursor=" + "x".repeat(20_000) + " HTTP/1.1")).startsWith("HTTP/1.1 4");
        assertThat(raw("GET /todos HTTP/1.1\r\nIf-Match: " + "\"1\",".repeat(5_000)))
                .startsWith("HTTP/1.1 4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FOO", "TRACE", "CONNECT", "PROPFIND"})
    void refusesMethodsThatNobodyHas(String method) throws Exception {
        assertThat(raw(method + " /todos HTTP/1.1")).matches("HTTP/1.1 (4[0-9][0-9]|501) (?s).*");
    }

    private static String numbered(int count) {
        return Stream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> "\"tag%d\"".formatted(i))
                .reduce((one, other) -> one + "," + other)
                .orElseThrow();
    }
}
