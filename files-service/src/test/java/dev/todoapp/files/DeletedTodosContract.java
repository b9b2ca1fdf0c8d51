package dev.todoapp.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.todoapp.files.file.ContentType;
import dev.todoapp.files.file.FileId;
import dev.todoapp.files.file.FileName;
import dev.todoapp.files.file.Files;
import dev.todoapp.files.file.NewFile;
import dev.todoapp.files.file.TodoId;
import dev.todoapp.files.file.Upload;
import dev.todoapp.platform.Owner;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** A deleted to-do takes its files along, whatever happens: the whole service. Each back end has a class that says which it is. */
abstract class DeletedTodosContract {

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    /** Long enough to begin an upload in, short enough to wait for the sweep that follows. */
    private static final String EXPIRY = "5s";

    final Faults faults = new Faults();
    final TestQueue queue = queue(Duration.ofSeconds(2), 3);
    final Owner alice = someone();
    final Owner bob = someone();
    final TodoId todo = new TodoId(UUID.randomUUID());

    /** The bucket under test. It may hold other owners' files. */
    abstract String bucket();

    abstract S3Client s3();

    abstract URI endpoint();

    /** A new queue under test, with dead letters. */
    abstract TestQueue queue(Duration visibility, int most);

    @BeforeAll
    static void crashesAreNoFailures() {
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }

    @AfterEach
    void closeTheQueue() {
        queue.close();
    }

    @AfterAll
    static void crashesAreFailuresAgain() {
        Awaitility.reset();
    }

    @Test
    void takesTheFilesOfADeletedTodoAndNoOthers() {
        try (TestService service = start()) {
            TodoId other = new TodoId(UUID.randomUUID());
            put(alice, todo);
            put(alice, todo);
            put(alice, other);
            put(bob, todo);

            queue.send(deleted(alice, todo));

            await().untilAsserted(() -> assertThat(files(alice, todo)).isZero());
            settled();
            assertThat(files(alice, other)).isOne();
            assertThat(files(bob, todo)).isOne();
        }
    }

    @Test
    void takesRepeatedMessagesInWhateverOrderForWhatTheyAre() {
        List<TodoId> todos =
                Stream.generate(() -> new TodoId(UUID.randomUUID())).limit(8).toList();
        try (TestService service = start()) {
            todos.forEach(each -> put(alice, each));
            put(bob, todos.getFirst());
            List<String> messages = new ArrayList<>();
            for (TodoId each : todos) {
                messages.addAll(List.of(deleted(alice, each), deleted(alice, each), sweep(alice, each, 2)));
            }
            Collections.shuffle(messages, new Random(4));

            queue.send(messages.stream());

            settled();
            todos.forEach(each -> assertThat(files(alice, each)).isZero());
            assertThat(files(bob, todos.getFirst())).isOne();
            assertThat(queue.takeDeadLetters()).isEmpty();
        }
    }

    @Test
    void takesWhatGatheredWhileItWasDown() {
        List<TodoId> todos =
                Stream.generate(() -> new TodoId(UUID.randomUUID())).limit(40).toList();
        todos.forEach(each -> put(alice, each));
        put(bob, todo);
        queue.send(todos.stream().map(each -> deleted(alice, each)));

        try (TestService service = start()) {
            settled();

            assertThat(service.as(alice.value()).get("/files").toString()).isEqualTo("200 []");
            assertThat(files(bob, todo)).isOne();
        }
    }

    @Test
    void sweepsAgainForAnUploadThatLandsAfterTheFirstSweep() {
        try (TestService service = start()) {
            TodoId other = new TodoId(UUID.randomUUID());
            put(alice, todo);
            Upload late = begin(service, alice, todo);
            Upload others = begin(service, alice, other);
            queue.send(deleted(alice, todo));
            await().untilAsserted(() -> assertThat(files(alice, todo)).isZero());

            assertThat(put(late)).isEqualTo(200);
            assertThat(put(others)).isEqualTo(200);

            assertThat(files(alice, todo)).isOne();
            settled();
            assertThat(files(alice, todo)).isZero();
            assertThat(files(alice, other)).isOne();
        }
    }

    @Test
    void sweepsAsOftenAsItIsTold() {
        AtomicInteger sweeps = new AtomicInteger();
        faults.set(request -> {
            if (request instanceof ListObjectsV2Request) {
                sweeps.incrementAndGet();
            }
        });
        try (TestService service = start("1s", 3)) {
            queue.send(deleted(alice, todo));

            settled();

            assertThat(sweeps).hasValue(1 + 3);
            assertThat(service).isNotNull();
        }
    }

    @Test
    void leavesPoisonedMessagesToTheDeadLettersAndEverythingElseWhereItIs() {
        String id = todo.toString();
        String owner = alice.value();
        List<String> poisoned = List.of(
                "garbage",
                "{",
                "[]",
                "null",
                "\"" + id + "\"",
                "{}",
                "{\"owner\": \"%s\"}".formatted(owner),
                "{\"todoId\": \"%s\"}".formatted(id),
                "{\"owner\": null, \"todoId\": \"%s\"}".formatted(id),
                "{\"owner\": 1, \"todoId\": \"%s\"}".formatted(id),
                "{\"owner\": [\"%s\"], \"todoId\": \"%s\"}".formatted(owner, id),
                "{\"owner\": \"%s\", \"todoId\": \"%s\", \"fileId\": \"%s\"}".formatted(owner, id, id),
                "{\"owner\": \"%s\", \"owner\": \"%s\", \"todoId\": \"%s\"}".formatted(bob, owner, id),
                "{\"owner\": \"%s\", \"todoId\": \"%s\"} {}".formatted(owner, id),
                "{\"owner\": \"%s\", \"todoId\": \"%s\", \"sweep\": 0}".formatted(owner, id),
                "{\"owner\": \"%s\", \"todoId\": \"%s\", \"sweep\": \"2\"}".formatted(owner, id),
                "{\"owner\": \"%s\", \"todoId\": \"%s\", \"sweep\": 1e9}".formatted(owner, id),
                message("", id),
                message(" ", id),
                message("..", id),
                message(".", id),
                message("/", id),
                message("#", id),
                message("%", id + "/"),
                message(owner + "/", id),
                message(owner + "/..", id),
                message(owner + "#deleted", id),
                message(owner + "\\u0000", id),
                message(owner, ""),
                message(owner, "/"),
                message(owner, ".."),
                message(owner, id + "/"),
                message(owner, id.substring(0, 18)),
                message(owner, id.toUpperCase(Locale.ROOT)),
                message(owner, " " + id));
        List<String> dead = new ArrayList<>();
        try (TestService service = start()) {
            put(alice, todo);
            put(bob, todo);

            queue.send(poisoned.stream());

            patiently().untilAsserted(() -> {
                dead.addAll(queue.takeDeadLetters());
                assertThat(dead).containsExactlyInAnyOrderElementsOf(poisoned);
            });
            assertThat(queue.size()).isZero();
            assertThat(files(alice, todo)).isOne();
            assertThat(files(bob, todo)).isOne();
        }
    }

    @Test
    void goesOnWhereACrashCutItOffInTheMiddleOfAThousandObjects() {
        IntStream.range(0, 1_001).forEach(i -> put(alice, todo));
        put(bob, todo);
        AtomicInteger deletions = new AtomicInteger();
        faults.set(request -> {
            if (request instanceof DeleteObjectsRequest && deletions.incrementAndGet() == 2) {
                throw new Faults.Crash();
            }
        });
        try (TestService service = start()) {
            queue.send(deleted(alice, todo));

            await().until(() -> deletions.get() >= 2);

            patiently().untilAsserted(() -> assertThat(files(alice, todo)).isZero());
            settled();
            assertThat(files(bob, todo)).isOne();
            assertThat(service).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {DeleteObjectsRequest.class, SendMessageRequest.class, DeleteMessageRequest.class})
    void losesNoSweepWhereverItCrashes(Class<? extends SdkRequest> call) {
        faults.crashOnceAt(call);
        try (TestService service = start()) {
            put(alice, todo);
            Upload late = begin(service, alice, todo);
            queue.send(deleted(alice, todo));
            await().untilAsserted(() -> assertThat(files(alice, todo)).isZero());

            put(late);

            settled();
            assertThat(files(alice, todo)).isZero();
            assertThat(queue.takeDeadLetters()).isEmpty();
        }
    }

    @Test
    void takesNoMoreThanTenAtOnce() {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        faults.set(request -> {
            if (request instanceof ListObjectsV2Request) {
                atOnce.incrementAndGet();
                await().until(() -> go.getCount() == 0);
            }
        });
        try (TestService service = start()) {
            queue.send(Stream.generate(() -> deleted(alice, new TodoId(UUID.randomUUID())))
                    .limit(25));

            await().untilAtomic(atOnce, value -> assertThat(value).isEqualTo(10));
            assertThat(ready(service)).isTrue();
            assertThat(atOnce).hasValue(10);
            faults.set(request -> {});
            go.countDown();
            settled();
        }
    }

    @Test
    void finishesWhatIsInHandAndTakesNoMoreWhenItIsStopped() {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch inHand = new CountDownLatch(1);
        faults.set(request -> {
            if (request instanceof DeleteObjectsRequest) {
                inHand.countDown();
                await().until(() -> go.getCount() == 0);
            }
        });
        TodoId next = new TodoId(UUID.randomUUID());
        put(alice, next);
        put(alice, todo);
        TestService service = start();
        queue.send(deleted(alice, todo));
        await().until(() -> inHand.getCount() == 0);

        ApplicationAvailability availability = service.bean(ApplicationAvailability.class);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(service::close);
        await().until(() -> availability.getReadinessState() == ReadinessState.REFUSING_TRAFFIC);
        queue.send(deleted(alice, next));
        go.countDown();

        await().until(stopped::isDone);
        assertThat(files(alice, todo)).isZero();
        assertThat(files(alice, next)).isOne();
        // The next one's first message, and the late sweep of the first.
        assertThat(queue.size()).isEqualTo(2);
    }

    final TestService start() {
        return start(EXPIRY, 1);
    }

    private TestService start(String expiry, int lateSweeps) {
        return TestService.start(
                endpoint(),
                bucket(),
                Map.of(
                        "UPLOAD_EXPIRY",
                        expiry,
                        "LATE_SWEEP_DELAY",
                        expiry,
                        "LATE_SWEEPS",
                        String.valueOf(lateSweeps),
                        "DELETED_TODOS_QUEUE",
                        queue.url()),
                faults);
    }

    /** Until nothing is left to do, late sweeps included. */
    final void settled() {
        patiently().untilAsserted(() -> assertThat(queue.size()).isZero());
    }

    static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(40));
    }

    static String deleted(Owner owner, TodoId todo) {
        return message(owner.value(), todo.toString());
    }

    private static String sweep(Owner owner, TodoId todo, int sweep) {
        return "{\"owner\":\"%s\",\"todoId\":\"%s\",\"sweep\":%d}".formatted(owner, todo, sweep);
    }

    private static String message(String owner, String todo) {
        return "{\"owner\":\"%s\",\"todoId\":\"%s\"}".formatted(owner, todo);
    }

    private static Upload begin(TestService service, Owner owner, TodoId todo) {
        NewFile file = new NewFile(new FileName("a"), HELLO.length, new ContentType("text/plain"), null);
        return service.bean(Files.class).upload(owner, todo, FileId.next(Instant.now()), file);
    }

    private static int put(Upload upload) {
        return Browser.put(upload.url(), upload.headers(), HELLO).statusCode();
    }

    /** As if it had been uploaded, without a service. */
    final void put(Owner owner, TodoId todo) {
        s3().putObject(
                        put -> put.bucket(bucket()).key(owner + "/" + todo + "/" + UUID.randomUUID() + "/x"),
                        RequestBody.fromBytes(HELLO));
    }

    final long files(Owner owner, TodoId todo) {
        return s3()
                .listObjectsV2Paginator(list -> list.bucket(bucket()).prefix(owner + "/" + todo + "/"))
                .contents()
                .stream()
                .count();
    }

    static boolean ready(TestService service) {
        return service.withAuthorization("").get("/actuator/health/readiness").status() == 200;
    }

    private static Owner someone() {
        return new Owner(UUID.randomUUID().toString());
    }
}
