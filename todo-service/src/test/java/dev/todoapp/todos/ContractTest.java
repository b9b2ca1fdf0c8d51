package dev.todoapp.todos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.todoapp.platform.testing.OpenApiContract;
import dev.todoapp.todos.Caller.Answer;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Every answer that openapi.yaml describes is had from the running service, and is as it is described. */
@TestPropertySource(properties = "DELETE_BUDGET=0s")
class ContractTest extends HttpTest {

    private static final String JSON = "application/json";
    private static final String TODO = """
            {"title": "Plan the party 🎉", "description": "For *all* of us", "notes": "- Zoë", "dueDate": "2026-12-24",
             "priority": "high", "tags": ["home", "été"], "completed": true, "order": -0.5}""";

    private final OpenApiContract contract = OpenApiContract.read(Path.of("openapi.yaml"));
    private final Caller alice = someone();

    @Test
    void everyAnswerIsHadAndIsAsItIsDescribed() {
        String id = call(alice, "POST", "/todos", TODO).hasStatus(201).id();
        call(alice, "POST", "/todos", "{\"title\": \"Buy milk\"}").hasStatus(201);
        String todo = "/todos/" + id;
        String other = "/todos/" + UUID.randomUUID();

        String tag = call(alice, "GET", "/todos?limit=1").hasStatus(200).eTag();
        call(alice, "GET", "/todos?limit=1", null, "If-None-Match", tag).hasStatus(304);
        call(alice, "GET", "/todos?q=party&completed=true").hasStatus(200);
        call(alice, "GET", todo).hasStatus(200);
        call(alice, "GET", todo, null, "If-None-Match", "\"1\"").hasStatus(304);
        call(alice, "GET", other).hasStatus(404);

        call(alice, "PUT", other, TODO, "If-None-Match", "*").hasStatus(201);
        call(alice, "PUT", other, TODO, "If-None-Match", "*").hasStatus(200);
        call(alice, "PUT", other, "{\"title\": \"x\"}", "If-None-Match", "*").hasStatus(412);
        call(alice, "PUT", other, TODO).hasStatus(428);
        call(alice, "PATCH", other, "{\"order\": 1e15}").hasStatus(200);
        call(alice, "PATCH", other, "{}", "If-Match", "\"7\"").hasStatus(412);
        call(alice, "DELETE", other, null, "If-Match", "\"7\"").hasStatus(412);
        String next = call(alice, "GET", "/todos/changes")
                .hasStatus(200)
                .json()
                .path("next")
                .asString();
        call(alice, "DELETE", other).hasStatus(204);
        call(alice, "PATCH", other, "{}").hasStatus(404);
        call(alice, "PUT", other, TODO).hasStatus(410);
        call(alice, "GET", "/todos/changes?since=" + next).hasStatus(200);
        call(alice, "GET", "/todos/changes?since=bgAAAAAAAAAAAAAAAAAAAAE").hasStatus(410);

        for (int i = 0; i < 110; i++) {
            alice.post("/todos", "{\"title\": \"Number %d\"}".formatted(i)).hasStatus(201);
        }
        call(alice, "DELETE", "/todos").hasStatus(200); // the budget here is a moment
        call(alice, "DELETE", "/todos?completed=true").hasStatus(204);

        for (String[] route : new String[][] {
            {"GET", "/todos", null},
            {"POST", "/todos", TODO},
            {"DELETE", "/todos", null},
            {"GET", "/todos/changes", null},
            {"GET", todo, null},
            {"PUT", todo, TODO},
            {"PATCH", todo, TODO},
            {"DELETE", todo, null}
        }) {
            refusals(route[0], route[1], route[2]);
        }

        assertThat(contract.seen()).isEqualTo(contract.answers());
    }

    /** What every route may answer. */
    private void refusals(String method, String path, @Nullable String body) {
        call(nobody(), method, path, body).hasStatus(401);
        if (body == null) {
            String wrong = path.equals("/todos") || path.endsWith("changes") ? path + "?x=1" : "/todos/x";
            call(alice, method, wrong).hasStatus(400);
        } else {
            call(alice, method, path, "{").hasStatus(400);
            call(alice, method, path, "{\"title\": \"x\"}", "Content-Type", "text/plain")
                    .hasStatus(415);
            call(alice, method, path, " ".repeat(70_000)).hasStatus(413);
        }
        network().breakDown(request -> {
            throw new ConnectException("Connection refused");
        });
        call(alice, method, path, body).hasStatus(503);
        network().repair();
    }

    private Answer call(Caller caller, String method, String path) {
        return call(caller, method, path, null);
    }

    private Answer call(Caller caller, String method, String path, @Nullable String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        if (body != null && !all.contains("Content-Type")) {
            all.addAll(List.of("Content-Type", JSON));
        }
        Answer answer = caller.send(
                method,
                path,
                body == null ? null : body.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                all.toArray(String[]::new));
        contract.check(answer.response());
        return answer;
    }
}
