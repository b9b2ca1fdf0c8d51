package dev.todoapp.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.todoapp.platform.testing.AwsCalls;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.SortedSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;

/** The committed aws-calls.txt is what the service calls, no less and no more; the task's role is compared with it. */
class AwsCallsTest {

    @Test
    void theServiceCallsWhatIsCommittedAndNothingElse() throws IOException {
        AtomicBoolean refused = new AtomicBoolean();
        Faults faults = new Faults();
        faults.set(request -> {
            // Once, so that a message is put off.
            if (request instanceof DeleteObjectsRequest && refused.compareAndSet(false, true)) {
                throw SdkClientException.create("S3 is not to be reached");
            }
        });
        SortedSet<String> seen;
        try (TestBucket bucket = TestBucket.start();
                TestQueue queue = TestQueue.create(Duration.ofSeconds(2), 10);
                TestService service = TestService.start(
                        bucket.endpoint(),
                        bucket.name(),
                        Map.of("DELETED_TODOS_QUEUE", queue.url(), "UPLOAD_EXPIRY", "10s", "LATE_SWEEP_DELAY", "10s"),
                        faults)) {
            TestService.Client alice = service.as("alice");
            String todo = UUID.randomUUID().toString();
            var begun =
                    alice.post("/files/" + todo, "{\"name\": \"a.txt\", \"size\": 5, \"contentType\": \"text/plain\"}");
            assertThat(begun.status()).isEqualTo(201);
            Map<String, String> headers = begun.json().at("/upload/headers").properties().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, header -> header.getValue().asString()));
            assertThat(Browser.put(
                                    URI.create(begun.json().at("/upload/url").asString()),
                                    headers,
                                    "hello".getBytes(StandardCharsets.UTF_8))
                            .statusCode())
                    .isEqualTo(200);
            String file = begun.json().path("id").asString();
            assertThat(alice.get("/files").status()).isEqualTo(200);
            assertThat(alice.get("/files/" + todo).status()).isEqualTo(200);
            assertThat(alice.get("/files/" + todo + "/" + file).status()).isEqualTo(200);
            assertThat(service.withAuthorization("")
                            .get("/actuator/health/dependencies")
                            .status())
                    .isEqualTo(200);

            queue.send("{\"owner\": \"alice\", \"todoId\": \"%s\"}".formatted(todo));

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> service.calls().seen().size()
                            >= AwsCalls.committed().size());
            seen = service.calls().seen();
        }
        AwsCalls.assertCommitted(seen);
    }
}
