package dev.todoapp.todos.todo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.todoapp.todos.Caller;
import dev.todoapp.todos.Caller.Answer;
import dev.todoapp.todos.HttpTest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Thousands of documents, near to what is right and far from it: each is stored as it was sent or refused with a reason.
 * The same documents on every run, since they come from a seed.
 */
class RandomDocumentsTest extends HttpTest {

    private static final int DOCUMENTS = Boolean.getBoolean("thorough") ? 10_000 : 2_000;

    private final Caller alice = someone();

    @Test
    void areStoredAsTheyWereSentOrRefusedWithAReason() {
        Random random = new Random(20261121);
        String path = "/todos/" + alice.post("/todos", "{\"title\": \"Start\"}").id();
        int accepted = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            String document = document(random);
            Answer answer = random.nextBoolean() ? alice.post("/todos", document) : alice.patch(path, document);
            assertThat(answer.status()).as("%s: %s", document, answer.body()).isIn(200, 201, 400);
            if (answer.status() < 400) {
                accepted++;
                JsonNode stored =
                        alice.get("/todos/" + answer.id()).hasStatus(200).json();
                assertThat(stored).isEqualTo(answer.json());
                saysTheSame(stored, JsonMapper.shared().readTree(document));
            } else {
                assertThat(answer.json().path("errors").size())
                        .as(answer.body())
                        .isPositive();
            }
        }
        assertThat(accepted).isBetween(DOCUMENTS / 10, DOCUMENTS * 9 / 10);
    }

    private static void saysTheSame(JsonNode stored, JsonNode sent) {
        sent.forEachEntry((field, value) -> {
            JsonNode there = stored.path(field);
            switch (field) {
                case "title" -> assertThat(there.asString()).isEqualTo(Text.trim(value.asString()));
                case "description", "notes" ->
                    assertThat(there.asString()).isEqualTo(value.isNull() ? "" : value.asString());
                case "tags" ->
                    assertThat(there.valueStream().map(JsonNode::asString))
                            .isEqualTo(value.valueStream()
                                    .map(tag -> Text.trim(tag.asString()))
                                    .distinct()
                                    .toList());
                case "order" -> {
                    assertThat(there.isNull()).isEqualTo(value.isNull());
                    if (!value.isNull()) {
                        assertThat(there.asDouble()).isEqualTo(value.asDouble());
                    }
                }
                case "completed" -> assertThat(there.asBoolean()).isEqualTo(!value.isNull() && value.asBoolean());
                case "priority" -> assertThat(there.asString()).isEqualTo(value.isNull() ? "none" : value.asString());
                default -> assertThat(there).isEqualTo(value);
            }
        });
    }

    private static String document(Random random) {
        StringBuilder document = new StringBuilder("{");
        for (String field :
                List.of("title", "description", "notes", "dueDate", "priority", "tags", "completed", "order", "x")) {
            if (random.nextInt(field.equals("x") ? 50 : 3) == 0 || (field.equals("title") && random.nextInt(10) > 0)) {
                document.append(document.length() > 1 ? "," : "")
                        .append("\"" + field + "\":"
                                + (random.nextInt(12) == 0 ? any(random) : fitting(field, random)));
            }
        }
        return document.append("}").toString();
    }

    private static String fitting(String field, Random random) {
        return switch (field) {
            case "title", "description", "notes" -> text(random);
            case "dueDate" ->
                "\"%04d-%02d-%02d\"".formatted(random.nextInt(10_000), 1 + random.nextInt(12), 1 + random.nextInt(31));
            case "priority" ->
                List.of("\"none\"", "\"low\"", "\"high\"", "null").get(random.nextInt(4));
            case "tags" -> "[" + text(random) + "," + text(random) + "]";
            case "completed" -> String.valueOf(random.nextBoolean());
            default -> String.valueOf(random.nextGaussian() * Math.pow(10, random.nextInt(30) - 15));
        };
    }

    private static String any(Random random) {
        return List.of(
                        "null",
                        "[]",
                        "{}",
                        "\"\"",
                        "0",
                        "-0",
                        "1e400",
                        "true",
                        "[[[]]]",
                        "\"\\u0000\"",
                        "\"\\ud800\"",
                        "0.1e-9")
                .get(random.nextInt(12));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder("\"");
        for (int length = random.nextInt(60); length > 0; length--) {
            int character = random.nextInt(4) == 0 ? random.nextInt(0x10ffff) : 'a' + random.nextInt(26);
            for (char unit : Character.toChars(character)) {
                text.append("\\u%04x".formatted((int) unit));
            }
        }
        return text.append("\"").toString();
    }
}
