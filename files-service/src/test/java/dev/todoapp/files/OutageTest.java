package dev.todoapp.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.todoapp.files.TestService.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** S3 in trouble: nobody waits for ever, everybody is told when to come back, and nothing needs a restart. */
class OutageTest {

    private static final String SOME_FILE = "{\"name\": \"a\", \"size\": 1, \"contentType\": \"text/plain\"}";

    private final String todo = UUID.randomUUID().toString();

    @Test
    void comesBackByItselfWhenS3Does() {
        try (TestBucket bucket = TestBucket.start();
                TestService service = TestService.start(bucket)) {
            assertThat(service.as("alice").get("/files").status()).isEqualTo(200);
            assertThat(dependencies(service).status()).isEqualTo(200);

            bucket.whileDown(() -> {
                everyRoute(service).forEach(OutageTest::assertUnavailable);
                // The process itself is well: replacing it would help nobody.
                assertThat(service.withAuthorization("")
                                .get("/actuator/health/readiness")
                                .status())
                        .isEqualTo(200);
                assertThat(service.withAuthorization("")
                                .get("/actuator/health/liveness")
                                .status())
                        .isEqualTo(200);
                await().untilAsserted(
                                () -> assertThat(dependencies(service).status()).isEqualTo(503));
            });

            assertThat(service.as("alice").get("/files").status()).isEqualTo(200);
            assertThat(service.as("alice").post("/files/" + todo, SOME_FILE).status())
                    .isEqualTo(201);
            await().untilAsserted(() -> assertThat(dependencies(service).toString())
                    .startsWith("200")
                    .contains("bucket " + bucket.name()));
        }
    }

    @Test
    void startsWithoutS3() throws IOException {
        int nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = free.getLocalPort();
        }
        try (TestService service = TestService.start(URI.create("http://127.0.0.1:" + nobody), "files", Map.of())) {
            assertThat(service.withAuthorization("")
                            .get("/actuator/health/readiness")
                            .status())
                    .isEqualTo(200);
            assertUnavailable(service.as("alice").get("/files"));
        }
    }

    @Test
    void waitsForNobodyWhoNeverAnswers() throws IOException {
        // Connections are taken by the system; nobody ever reads what comes.
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
                TestService service =
                        TestService.start(URI.create("http://127.0.0.1:" + silent.getLocalPort()), "files", Map.of())) {
            assertUnavailable(service.as("alice").get("/files"));
        }
    }

    @Test
    void waitsForNobodyWhoStopsInTheMiddleOfAnAnswer() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        HttpServer s3 = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        s3.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        s3.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write("<ListBucketResult>".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            await().forever().until(() -> over.getCount() == 0);
            exchange.close();
        });
        s3.start();
        URI endpoint = URI.create("http://127.0.0.1:" + s3.getAddress().getPort());
        try (TestService service = TestService.start(endpoint, "files", Map.of())) {
            assertUnavailable(service.as("alice").get("/files"));
        } finally {
            over.countDown();
            s3.stop(0);
        }
    }

    /** More than there are connections to S3: who waits for one doesn't wait for ever either. */
    @Test
    void aCrowdIsToldToComeBackToo() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 500, InetAddress.getByName("127.0.0.1"));
                TestService service =
                        TestService.start(URI.create("http://127.0.0.1:" + silent.getLocalPort()), "files", Map.of());
                ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            TestService.Client alice = service.as("alice");

            List<Future<Answer>> answers = Stream.generate(() -> crowd.submit(() -> alice.get("/files")))
                    .limit(150)
                    .toList();

            for (Future<Answer> answer : answers) {
                assertUnavailable(answer.get());
            }
            assertThat(service.withAuthorization("")
                            .get("/actuator/health/readiness")
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "503, SlowDown",
        "500, InternalError",
        "403, AccessDenied",
        "403, InvalidAccessKeyId",
        "404, NoSuchBucket",
        "400, ExpiredToken",
        "301, PermanentRedirect",
        "502, <html>Bad Gateway</html>"
    })
    void whateverS3AnswersIsNoFaultOfTheCaller(int status, String code) throws IOException {
        byte[] body = "<Error><Code>%s</Code><Message>secret</Message></Error>"
                .formatted(code)
                .getBytes(StandardCharsets.UTF_8);
        HttpServer s3 = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        s3.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        s3.start();
        URI endpoint = URI.create("http://127.0.0.1:" + s3.getAddress().getPort());
        try (TestService service = TestService.start(endpoint, "files", Map.of())) {
            everyRoute(service).forEach(OutageTest::assertUnavailable);
            assertThat(dependencies(service).status()).isEqualTo(503);
        } finally {
            s3.stop(0);
        }
    }

    @Test
    void aDeletionThatS3DidNotFinishIsNoSuccess() throws IOException {
        String key = "alice/" + todo + "/readme";
        Map<String, String> answers = Map.of(
                "GET",
                "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>" + key
                        + "</Key><Size>1</Size></Contents></ListBucketResult>",
                "POST",
                "<DeleteResult><Error><Key>" + key + "</Key><Code>AccessDenied</Code></Error></DeleteResult>");
        HttpServer s3 = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        s3.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] body = answers.getOrDefault(exchange.getRequestMethod(), "").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        s3.start();
        URI endpoint = URI.create("http://127.0.0.1:" + s3.getAddress().getPort());
        try (TestService service = TestService.start(endpoint, "files", Map.of())) {
            assertUnavailable(service.as("alice").delete("/files/" + todo));
        } finally {
            s3.stop(0);
        }
    }

    private Stream<Answer> everyRoute(TestService service) {
        TestService.Client alice = service.as("alice");
        String file = "/files/" + todo + "/" + UUID.randomUUID();
        return List.of(
                alice.get("/files"),
                alice.get("/files/" + todo),
                alice.post("/files/" + todo, SOME_FILE),
                alice.get(file),
                alice.delete(file),
                alice.delete("/files/" + todo))
                .stream();
    }

    private static Answer dependencies(TestService service) {
        return service.withAuthorization("").get("/actuator/health/dependencies");
    }

    private static void assertUnavailable(Answer answer) {
        assertThat(answer.status()).as(answer::toString).isEqualTo(503);
        assertThat(answer.problem()).isEqualTo("unavailable");
        assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
        assertThat(answer.toString()).doesNotContain("secret").doesNotContain("Exception");
    }
}
