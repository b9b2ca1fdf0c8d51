package dev.todoapp.localcloud.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.Stack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** The pipe of our own template, between DynamoDB Local and ElasticMQ. */
class PipePlayerTest {

    private static final Stack DATA = Deployment.read(
                    Path.of("../../infra").toAbsolutePath().normalize(), "local", Map.of())
            .stack("data");
    private static final String TABLE = "local-todos";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final int dynamoDbPort = freePort();
    private final int sqsPort = freePort();
    private DynamoDbLocal dynamoDb;
    private DynamoDbClient todos;
    private SqsStandIn sqs;
    private List<PipePlayer> players = List.of();

    @BeforeEach
    void start() {
        startDynamoDb();
        Provisioning.createTables(DATA, todos);
        sqs = startSqs();
        play();
    }

    @AfterEach
    void stop() {
        players.forEach(PipePlayer::close);
        sqs.close();
        todos.close();
        dynamoDb.close();
    }

    @Test
    void tellsOfEachTodoThatWasDeletedAndOfNothingElse() {
        put(todo("alice", "1"));
        put(todo("alice", "2"));
        put(todo("bob \"the\" builder", "3"));
        delete("alice", "1");
        delete("bob \"the\" builder", "3");
        remove("alice#deleted", "1"); // as TTL does a month later
        put(todo("alice", "last"));
        delete("alice", "last");

        assertThat(receiveUntil("1", "3", "last"))
                .containsExactlyInAnyOrder(
                        message("alice", "1"), message("bob \\\"the\\\" builder", "3"), message("alice", "last"));
    }

    @Test
    void goesOnWhereItWasAfterARestart() {
        deleteNew("1");
        assertThat(receiveUntil("1")).containsExactly(message("alice", "1"));
        stopPlaying();

        deleteNew("2");
        play();
        deleteNew("3");

        assertThat(receiveUntil("2", "3")).containsExactlyInAnyOrder(message("alice", "2"), message("alice", "3"));
    }

    @Test
    void startsAtTheBeginningWhenItsCheckpointCannotBeRead() throws Exception {
        deleteNew("1");
        receiveUntil("1");
        stopPlaying();
        Files.writeString(folder.resolve("pipes/local-deleted-todos.json"), "{\"str");

        play();

        assertThat(receiveUntil("1")).containsExactly(message("alice", "1"));
    }

    @Test
    void missesNothingWhileTheQueueIsAway() {
        sqs.close();
        String[] todos =
                IntStream.rangeClosed(1, 25).mapToObj(Integer::toString).toArray(String[]::new);
        for (String todo : todos) {
            deleteNew(todo);
        }
        sqs = startSqs();

        assertThat(receiveUntil(todos)).hasSize(25);
    }

    @Test
    void missesNothingWhenTheDatabaseIsKilled() {
        deleteNew("1");
        // DynamoDB Local answers a transaction before it is in its file; with the answer to the next write it is.
        put(todo("alice", "next"));
        dynamoDb.process().destroyForcibly();
        await().until(() -> !dynamoDb.process().isAlive());
        todos.close();
        startDynamoDb();
        deleteNew("2");

        assertThat(receiveUntil("1", "2")).contains(message("alice", "1"), message("alice", "2"));
    }

    @Test
    void followsTheTableThatTakesThePlaceOfALostOne() {
        deleteNew("1");
        receiveUntil("1");
        dynamoDb.close();
        todos.close();
        dynamoDb = DynamoDbLocal.start(dynamoDbPort, folder.resolve("another"));
        todos = dynamoDb.client();
        Provisioning.createTables(DATA, todos);
        deleteNew("2");

        assertThat(receiveUntil("2")).containsExactly(message("alice", "2"));
    }

    private void play() {
        players = PipePlayer.start(
                DATA,
                URI.create("http://127.0.0.1:" + dynamoDbPort),
                URI.create("http://127.0.0.1:" + sqsPort),
                folder.resolve("pipes"));
    }

    private void stopPlaying() {
        players.forEach(PipePlayer::close);
        players = List.of();
    }

    /**
     * Receives until the messages of all these to-dos have come, and what comes within a second after; deletes what it
     * received. A queue doesn't keep the order, not even of what was sent at once.
     */
    private List<String> receiveUntil(String... todos) {
        List<String> bodies = new ArrayList<>();
        String url = sqs.queueUrl("local-deleted-todos");
        try (SqsClient client = sqs.client()) {
            await().atMost(PATIENCE).until(() -> {
                boolean all = Arrays.stream(todos)
                        .allMatch(todo ->
                                bodies.stream().anyMatch(body -> body.contains("\"todoId\": \"" + todo + "\"")));
                List<Message> received = client.receiveMessage(request ->
                                request.queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(1))
                        .messages();
                for (Message message : received) {
                    bodies.add(message.body());
                    client.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
                }
                return all && received.isEmpty();
            });
        }
        return bodies;
    }

    private void deleteNew(String id) {
        put(todo("alice", id));
        delete("alice", id);
    }

    private void put(Map<String, AttributeValue> item) {
        todos.putItem(request -> request.tableName(TABLE).item(item));
    }

    /** As todo-service does it: to-do out, tombstone in, one transaction. */
    private void delete(String owner, String id) {
        Map<String, AttributeValue> tombstone = new HashMap<>(todo(owner + "#deleted", id));
        tombstone.put("expiresAt", AttributeValue.fromN("1798000000"));
        todos.transactWriteItems(request -> request.transactItems(
                TransactWriteItem.builder()
                        .delete(delete -> delete.tableName(TABLE).key(key(owner, id)))
                        .build(),
                TransactWriteItem.builder()
                        .put(Put.builder().tableName(TABLE).item(tombstone).build())
                        .build()));
    }

    private void remove(String owner, String id) {
        todos.deleteItem(request -> request.tableName(TABLE).key(key(owner, id)));
    }

    private static Map<String, AttributeValue> todo(String owner, String id) {
        Map<String, AttributeValue> todo = new HashMap<>(key(owner, id));
        todo.put("changed", AttributeValue.fromS("2026-11-21T09:30:00.123Z"));
        todo.put("title", AttributeValue.fromS("Buy milk"));
        todo.put("tags", AttributeValue.fromL(List.of(AttributeValue.fromS("home"))));
        return todo;
    }

    private static Map<String, AttributeValue> key(String owner, String id) {
        return Map.of("owner", AttributeValue.fromS(owner), "id", AttributeValue.fromS(id));
    }

    private static String message(String owner, String todo) {
        return "{\"owner\": \"%s\", \"todoId\": \"%s\"}".formatted(owner, todo);
    }

    private void startDynamoDb() {
        dynamoDb = DynamoDbLocal.start(dynamoDbPort, folder.resolve("dynamodb"));
        todos = dynamoDb.client();
    }

    private SqsStandIn startSqs() {
        return SqsStandIn.start(sqsPort, folder.resolve("sqs"), Provisioning.queues(DATA));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
