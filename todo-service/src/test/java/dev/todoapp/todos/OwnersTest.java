package dev.todoapp.todos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.todoapp.todos.Caller.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Two owners do whatever there is to do, in turns and with each other's ids, cursors and tokens: each sees their own to-dos
 * as they left them, and nothing else. A seed is one history.
 */
class OwnersTest extends HttpTest {

    private static final int STEPS = 60;

    static IntStream histories() {
        return IntStream.range(0, Boolean.getBoolean("thorough") ? 100 : 12);
    }

    @ParameterizedTest(name = "history {0}")
    @MethodSource("histories")
    void neverSeeEachOthersTodos(int seed) {
        Random random = new Random(seed);
        List<Person> people = List.of(new Person("Alice"), new Person("Bob"));
        List<String> ids = new ArrayList<>(List.of(UUID.randomUUID().toString()));
        List<String> links = new ArrayList<>();

        for (int step = 0; step < STEPS; step++) {
            people.get(random.nextInt(2)).doSomething(random, ids, links);
            people.forEach(Person::seesTheirOwnAlone);
        }
    }

    private final class Person {

        private final String name;
        private final Caller caller = someone();
        /** Titles by id. */
        private final Map<String, String> own = new HashMap<>();

        Person(String name) {
            this.name = name;
        }

        /**
         * @param ids of both, any of which this one tries
         * @param links to next pages and further changes, of both
         */
        void doSomething(Random random, List<String> ids, List<String> links) {
            String id = ids.get(random.nextInt(ids.size()));
            String title = name + " " + random.nextInt(1_000);
            String json = "{\"title\": \"" + title + "\"}";
            switch (random.nextInt(10)) {
                case 0, 1 -> {
                    Answer created = caller.post("/todos", json).hasStatus(201);
                    own.put(created.id(), title);
                    ids.add(created.id());
                }
                case 2 -> note(caller.put("/todos/" + id, json, "If-None-Match", "*"), id, title);
                case 3 -> note(caller.put("/todos/" + id, json, "If-Match", "*"), id, title);
                case 4 -> note(caller.patch("/todos/" + id, json), id, title);
                case 5 -> {
                    caller.delete("/todos/" + id).hasStatus(204);
                    own.remove(id);
                }
                case 6 -> links.addAll(links());
                case 7, 8 -> {
                    if (!links.isEmpty()) {
                        areMine(caller.get(links.get(random.nextInt(links.size()))));
                    }
                }
                default -> {
                    if (random.nextInt(4) == 0) {
                        caller.delete("/todos").hasStatus(204);
                        own.clear();
                    } else {
                        areMine(caller.get("/todos?q=" + (name.equals("Alice") ? "bob" : "alice")));
                    }
                }
            }
        }

        private void note(Answer answer, String id, String title) {
            assertThat(answer.status()).isIn(200, 201, 404, 410, 412);
            if (answer.status() < 300) {
                own.put(id, title);
            }
        }

        private List<String> links() {
            List<String> links = new ArrayList<>();
            links.add("/todos/changes?since="
                    + caller.get("/todos/changes?limit=2").json().path("next").asString());
            @Nullable String link = caller.get("/todos?limit=1").header("Link");
            if (link != null) {
                links.add(link.substring(1 + PUBLIC_URL.length(), link.indexOf('>')));
            }
            return links;
        }

        /** A list, or a part of the feed. */
        private void areMine(Answer answer) {
            JsonNode json = answer.hasStatus(200).json();
            JsonNode todos = json.isArray() ? json : json.path("changed");
            assertThat(todos.valueStream().map(todo -> todo.path("id").asString()))
                    .isSubsetOf(own.keySet());
        }

        void seesTheirOwnAlone() {
            Map<String, String> seen = new HashMap<>();
            caller.get("/todos?limit=100")
                    .json()
                    .forEach(todo -> seen.put(
                            todo.path("id").asString(), todo.path("title").asString()));
            assertThat(seen).isEqualTo(own);
        }
    }
}
