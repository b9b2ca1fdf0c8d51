package dev.todoapp.todos.dynamodb;

import static dev.todoapp.todos.todo.Examples.NOON;
import static dev.todoapp.todos.todo.Examples.changed;
import static dev.todoapp.todos.todo.Examples.milk;
import static dev.todoapp.todos.todo.Examples.party;
import static dev.todoapp.todos.todo.Examples.titled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.todoapp.localcloud.backends.StandIn;
import dev.todoapp.platform.Owner;
import dev.todoapp.platform.Problem;
import dev.todoapp.todos.FaultyHttp;
import dev.todoapp.todos.LocalTable;
import dev.todoapp.todos.todo.AlreadyDeleted;
import dev.todoapp.todos.todo.AlreadyExists;
import dev.todoapp.todos.todo.Examples;
import dev.todoapp.todos.todo.StaleVersion;
import dev.todoapp.todos.todo.Todo;
import dev.todoapp.todos.todo.Todos;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** What the adapter makes of lost answers and of conflicts, on DynamoDB Local behind a network that can be broken. */
class DynamoDbInTroubleTest {

    private static final String CONFLICT =
            ",\"Message\":\"cancelled\",\"CancellationReasons\":[{\"Code\":\"TransactionConflict\"},{\"Code\":\"None\"}]";

    private static final LocalTable TABLE = LocalTable.get();
    private static final FaultyHttp HTTP = new FaultyHttp();
    private static final DynamoDbClient DYNAMO_DB = DynamoDbClient.builder()
            .endpointOverride(TABLE.endpoint())
            .region(StandIn.REGION)
            .credentialsProvider(StandIn.credentials())
            .httpClient(HTTP)
            .build();

    private final Todos todos = new DynamoDbTodos(
            DynamoDbEnhancedClient.builder()
                    .dynamoDbClient(DYNAMO_DB)
                    .extensions()
                    .build(),
            TABLE.name());
    private final Owner alice = Examples.someone();

    @AfterEach
    void repair() {
        HTTP.repair();
    }

    @AfterAll
    static void close() {
        DYNAMO_DB.close();
        HTTP.close();
    }

    @Test
    void addsOnceThoughTheAnswerIsLost() {
        Todo todo = Examples.todo(alice, milk());
        HTTP.next(1, FaultyHttp::loseTheAnswer);

        todos.add(todo);

        assertThat(todos.find(alice, todo.id())).contains(todo);
    }

    @Test
    void addsOnceThoughTheAnswerIsLostAndSomeoneChangesItBeforeItIsRepeated() {
        Todo todo = Examples.todo(alice, milk());
        Todo changed = changed(todo, party(), NOON);
        HTTP.next(1, request -> {
            request.call().responseBody().ifPresent(AbortableInputStream::abort);
            onAnotherNetwork().replace(changed, todo.version());
            throw new java.io.IOException("the answer is lost");
        });

        todos.add(todo);

        assertThat(todos.find(alice, todo.id())).contains(changed);
    }

    @Test
    void addsUnderAClientsIdOnceThoughTheAnswerIsLost() {
        Todo todo = Examples.todo(alice, milk());
        HTTP.next(1, FaultyHttp::loseTheAnswer);

        todos.addUnlessKnown(todo);

        assertThat(todos.find(alice, todo.id())).contains(todo);
    }

    @Test
    void replacesOnceThoughTheAnswerIsLost() {
        Todo todo = added();
        Todo next = changed(todo, party(), NOON);
        HTTP.next(1, FaultyHttp::loseTheAnswer);

        todos.replace(next, todo.version());

        assertThat(todos.find(alice, todo.id())).contains(next);
    }

    @Test
    void removesOnceThoughTheAnswerIsLost() {
        Todo todo = added();
        HTTP.next(1, FaultyHttp::loseTheAnswer);

        todos.remove(todo, NOON);

        assertThat(todos.wasDeleted(alice, todo.id())).isTrue();
    }

    @Test
    void takesNoOneElsesWriteForItsOwnAfterARepetition() {
        Todo todo = added();
        todos.replace(changed(todo, titled("Someone else's"), NOON), todo.version());
        HTTP.next(1, request -> {
            throw new java.io.IOException("the request is lost");
        });

        assertThatThrownBy(() -> todos.replace(changed(todo, party(), NOON), todo.version()))
                .isInstanceOf(StaleVersion.class);
    }

    @Test
    void takesAnEqualWriteOfSomeoneElseForStaleWhenNothingWasRepeated() {
        Todo todo = added();
        Todo next = changed(todo, party(), NOON);
        todos.replace(next, todo.version());

        assertThatThrownBy(() -> todos.replace(next, todo.version())).isInstanceOf(StaleVersion.class);
    }

    @Test
    void triesAgainWhenTwoTransactionsMeet() {
        Todo todo = added();
        Todo next = changed(todo, party(), NOON);

        HTTP.next(2, FaultyHttp.refuse(400, "TransactionConflictException", ",\"message\":\"conflict\""));
        todos.replace(next, todo.version());
        HTTP.next(2, FaultyHttp.refuse(400, "TransactionCanceledException", CONFLICT));
        todos.remove(alice, todo.id(), NOON);

        assertThat(todos.find(alice, todo.id())).isEmpty();
        assertThat(todos.wasDeleted(alice, todo.id())).isTrue();
    }

    @Test
    void givesUpWhenTransactionsMeetAgainAndAgain() {
        Todo todo = added();
        HTTP.breakDown(FaultyHttp.refuse(400, "TransactionCanceledException", CONFLICT));

        assertThatThrownBy(() -> todos.remove(alice, todo.id(), NOON))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.status().value()).isEqualTo(503));

        HTTP.repair();
        assertThat(todos.find(alice, todo.id())).contains(todo);
    }

    @Test
    void tellsACancellationThatIsNoConflictFromARefusal() {
        Todo todo = Examples.todo(alice, milk());
        HTTP.breakDown(FaultyHttp.refuse(
                400,
                "TransactionCanceledException",
                ",\"CancellationReasons\":[{\"Code\":\"ThrottlingError\"},{\"Code\":\"None\"}]"));

        assertThatThrownBy(() -> todos.addUnlessKnown(todo))
                .isInstanceOf(DynamoDbException.class)
                .isNotInstanceOfAny(AlreadyExists.class, AlreadyDeleted.class);
    }

    private static Todos onAnotherNetwork() {
        return new DynamoDbTodos(
                DynamoDbEnhancedClient.builder()
                        .dynamoDbClient(TABLE.client())
                        .extensions()
                        .build(),
                TABLE.name());
    }

    private Todo added() {
        Todo todo = Examples.todo(alice, milk());
        todos.add(todo);
        return todo;
    }
}
