package dev.todoapp.todos.todo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.todoapp.todos.Caller;
import dev.todoapp.todos.Caller.Answer;
import dev.todoapp.todos.FaultyHttp;
import dev.todoapp.todos.FaultyHttp.Fault;
import dev.todoapp.todos.HttpTest;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** DynamoDB down, slow, throttling or refusing: a 503 that says when to come back, and all is well again when it is. */
class TableInTroubleTest extends HttpTest {

    private static final String TITLE = "{\"title\": \"Changed\"}";

    private final Caller alice = someone();

    static Stream<Arguments> troubles() {
        return Stream.of(
                trouble("refuses connections", request -> {
                    throw new ConnectException("Connection refused");
                }),
                trouble("never answers", request -> neverAnswer()),
                trouble("is slow", FaultyHttp.answerAfter(Duration.ofSeconds(5))),
                trouble("throttles", FaultyHttp.refuse(400, "ProvisionedThroughputExceededException", "")),
                trouble("throttles the account", FaultyHttp.refuse(400, "ThrottlingException", "")),
                trouble("is broken", FaultyHttp.refuse(500, "InternalServerError", "")),
                trouble("is unavailable", FaultyHttp.refuse(503, "ServiceUnavailable", "")),
                trouble("has no such table", FaultyHttp.refuse(400, "ResourceNotFoundException", "")),
                trouble("doesn't let us in", FaultyHttp.refuse(400, "AccessDeniedException", "")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("troubles")
    void saysWhenToComeBackAndChangesNothing(String name, Fault fault) {
        Answer created = alice.post("/todos", "{\"title\": \"Buy milk\"}");
        String path = "/todos/" + created.id();

        network().breakDown(fault);
        // A read, a write and a transaction; at once, since each may take as long as the service waits for DynamoDB.
        atOnce(() -> alice.patch(path, TITLE), () -> alice.post("/todos", TITLE), () -> alice.delete(path))
                .forEach(TableInTroubleTest::comeBackLater);
        network().repair();

        assertThat(alice.get("/todos").hasStatus(200).body()).isEqualTo("[" + created.body() + "]");
        alice.patch(path, TITLE).hasStatus(200);
    }

    @Test
    void saysSoOnEveryRoute() {
        Answer created = alice.post("/todos", "{\"title\": \"Buy milk\"}");
        String path = "/todos/" + created.id();

        network().breakDown(request -> {
            throw new ConnectException("Connection refused");
        });
        comeBackLater(alice.get("/todos"));
        comeBackLater(alice.post("/todos", TITLE));
        comeBackLater(alice.get(path));
        comeBackLater(alice.put(path, TITLE, "If-Match", "*"));
        comeBackLater(alice.put("/todos/" + UUID.randomUUID(), TITLE, "If-None-Match", "*"));
        comeBackLater(alice.patch(path, TITLE));
        comeBackLater(alice.delete(path));
        comeBackLater(alice.delete(path, "If-Match", "\"1\""));
        comeBackLater(alice.get("/todos?q=milk"));
        comeBackLater(alice.delete("/todos"));
        comeBackLater(alice.delete("/todos?completed=true"));
        comeBackLater(alice.get("/todos/changes"));
        network().repair();

        assertThat(alice.get("/todos").hasStatus(200).body()).isEqualTo("[" + created.body() + "]");
    }

    @Test
    void passesOverATroubleThatIsShort() {
        network().next(1, request -> {
            throw new ConnectException("Connection refused");
        });
        Answer created = alice.post("/todos", "{\"title\": \"Buy milk\"}").hasStatus(201);

        network().next(1, FaultyHttp::loseTheAnswer);
        alice.patch("/todos/" + created.id(), TITLE).hasStatus(200);
        network().next(1, FaultyHttp.refuse(400, "ProvisionedThroughputExceededException", ""));
        alice.get("/todos").hasStatus(200);
    }

    @Test
    void repeatsAPutWhoseAnswerWasLostWithoutHarm() {
        String path = "/todos/" + UUID.randomUUID();
        network().breakDown(FaultyHttp::loseTheAnswer);
        comeBackLater(alice.put(path, TITLE, "If-None-Match", "*"));
        network().repair();

        Answer repeated = alice.put(path, TITLE, "If-None-Match", "*").hasStatus(200);

        assertThat(repeated.eTag()).isEqualTo("\"1\"");
        assertThat(alice.get("/todos").json()).hasSize(1);
    }

    @Test
    void losesNothingThatWasNotAskedForWhenADeletionOfAllIsInterrupted() {
        for (int i = 0; i < 120; i++) {
            alice.post("/todos", "{\"title\": \"Number %d\", \"completed\": %b}".formatted(i, i % 12 > 0));
        }

        AtomicInteger calls = new AtomicInteger();
        network().breakDown(request -> {
            if (calls.incrementAndGet() > 3) {
                throw new ConnectException("Connection refused");
            }
            return request.call();
        });
        comeBackLater(alice.delete("/todos?completed=true"));
        network().repair();

        JsonNode left = alice.get("/todos?limit=100").hasStatus(200).json();
        assertThat(left.size()).isBetween(11, 99);
        alice.delete("/todos?completed=true").hasStatus(204);
        assertThat(alice.get("/todos?limit=100").json())
                .hasSize(10)
                .noneMatch(todo -> todo.path("completed").asBoolean());
    }

    @Test
    void readsThePartOfABatchThatWasLeftOut() {
        List<String> ids = IntStream.range(0, 10)
                .mapToObj(i -> alice.post("/todos", TITLE).id())
                .toList();
        String since = ChangeToken.write(
                new ChangeToken.End(Instant.now().minusSeconds(600).truncatedTo(ChronoUnit.MILLIS), 0));

        batches().readOneOf(2);
        Answer part = alice.get("/todos/changes?limit=100&since=" + since).hasStatus(200);

        assertThat(part.json()
                        .path("changed")
                        .valueStream()
                        .map(todo -> todo.path("id").asString()))
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void saysWhenToComeBackWhenABatchIsNeverRead() {
        alice.post("/todos", TITLE);
        String since = ChangeToken.write(
                new ChangeToken.End(Instant.now().minusSeconds(600).truncatedTo(ChronoUnit.MILLIS), 0));

        batches().readNothing();
        comeBackLater(alice.get("/todos/changes?since=" + since));
        batches().readOneOf(1);

        alice.get("/todos/changes?since=" + since).hasStatus(200);
    }

    @Test
    void staysReadyAndTellsTheTruthAboutTheTable() {
        network().breakDown(request -> {
            throw new ConnectException("Connection refused");
        });

        // Asked at most every few seconds, so the truth takes a moment.
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            Answer dependencies = nobody().get("/actuator/health/dependencies");
            assertThat(dependencies.status()).isEqualTo(503);
            assertThat(dependencies.body()).contains("table local-todos").contains("SdkClientException");
        });
        nobody().get("/actuator/health/readiness").hasStatus(200);
        nobody().get("/actuator/health/liveness").hasStatus(200);

        network().repair();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                nobody().get("/actuator/health/dependencies").status())
                        .isEqualTo(200));
    }

    @SafeVarargs
    private static List<Answer> atOnce(Supplier<Answer>... requests) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return Stream.of(requests).map(request -> CompletableFuture.supplyAsync(request, threads)).toList().stream()
                    .map(CompletableFuture::join)
                    .toList();
        }
    }

    private static Arguments trouble(String name, Fault fault) {
        return Arguments.of(name, fault);
    }

    private static void comeBackLater(Answer answer) {
        answer.isProblem(503, "unavailable");
        assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
    }

    private static software.amazon.awssdk.http.HttpExecuteResponse neverAnswer() throws InterruptedIOException {
        try {
            new CountDownLatch(1).await();
            throw new AssertionError("nobody counts down");
        } catch (InterruptedException timeout) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("given up");
        }
    }
}
