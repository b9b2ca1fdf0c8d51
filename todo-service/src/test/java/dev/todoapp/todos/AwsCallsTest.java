package dev.todoapp.todos;

import dev.todoapp.platform.testing.AwsCalls;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The committed aws-calls.txt is what the service calls, no less and no more; the task's role is compared with it. */
class AwsCallsTest extends HttpTest {

    @Autowired
    AwsCalls calls;

    @Test
    void theServiceCallsWhatIsCommittedAndNothingElse() throws IOException {
        Caller alice = someone();
        String id = UUID.randomUUID().toString();
        alice.put("/todos/" + id, "{\"title\": \"Known\"}", "If-None-Match", "*")
                .hasStatus(201);
        String since =
                alice.get("/todos/changes").hasStatus(200).json().path("next").asString();
        alice.post("/todos", "{\"title\": \"New\"}").hasStatus(201);
        alice.get("/todos/changes?since=" + since).hasStatus(200);
        alice.get("/todos?q=new").hasStatus(200);
        alice.get("/todos/" + id).hasStatus(200);
        alice.patch("/todos/" + id, "{\"completed\": true}").hasStatus(200);
        alice.delete("/todos/" + id).hasStatus(204);
        alice.delete("/todos").hasStatus(204);
        nobody().get("/actuator/health/dependencies").hasStatus(200);

        AwsCalls.assertCommitted(calls.seen());
    }
}
