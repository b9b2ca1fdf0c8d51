package dev.todoapp.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.todoapp.files.TestService.Answer;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** SQS in trouble, at the start and later: everything else goes on, and nothing needs a restart. */
@ExtendWith(OutputCaptureExtension.class)
class QueueOutageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void comesBackByItselfWhenTheQueueDoes(CapturedOutput output) throws IOException {
        int port = freePort();
        try (TestBucket bucket = TestBucket.start();
                TestService service = TestService.start(
                        bucket,
                        Map.of("DELETED_TODOS_QUEUE", "http://127.0.0.1:" + port + "/000000000000/deleted-todos"))) {
            assertDownButReady(service);

            assertThatItWorks(port, bucket, service);
            assertDownButReady(service);
            assertThatItWorks(port, bucket, service);

            assertThat(output.getOut().split("The queue of deleted to-dos fails", -1))
                    .hasSize(1 + 2);
        }
    }

    private static void assertDownButReady(TestService service) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(dependencies(service).toString())
                        .startsWith("503")
                        .contains("\"queue deleted-todos\":\"SdkClientException\""));
        assertThat(service.withAuthorization("")
                        .get("/actuator/health/readiness")
                        .status())
                .isEqualTo(200);
        assertThat(service.withAuthorization("")
                        .get("/actuator/health/liveness")
                        .status())
                .isEqualTo(200);
        assertThat(service.as("alice").get("/files").status()).isEqualTo(200);
    }

    private static void assertThatItWorks(int port, TestBucket bucket, TestService service) {
        String todo = UUID.randomUUID().toString();
        try (TestQueue queue = TestQueue.start(port);
                S3Client s3 = bucket.client()) {
            s3.putObject(put -> put.bucket(bucket.name()).key("alice/" + todo + "/x"), RequestBody.fromString("hello"));

            queue.send("{\"owner\":\"alice\",\"todoId\":\"%s\"}".formatted(todo));

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(s3.listObjectsV2(list -> list.bucket(bucket.name()))
                                    .contents())
                            .isEmpty());
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(dependencies(service).status()).isEqualTo(200));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static Answer dependencies(TestService service) {
        return service.withAuthorization("").get("/actuator/health/dependencies");
    }
}
