package dev.todoapp.todos.dynamodb;

import static dev.todoapp.todos.todo.Examples.MORNING;
import static dev.todoapp.todos.todo.Examples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.todoapp.platform.Owner;
import dev.todoapp.todos.LocalTable;
import dev.todoapp.todos.todo.Examples;
import dev.todoapp.todos.todo.Todo;
import dev.todoapp.todos.todo.Todos;
import dev.todoapp.todos.todo.TodosContract;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The contract, on DynamoDB Local with the table of the template; and what the table holds then. */
class DynamoDbLocalTodosTest extends TodosContract {

    private static final LocalTable TABLE = LocalTable.get();

    private final Todos todos = new DynamoDbTodos(
            DynamoDbEnhancedClient.builder()
                    .dynamoDbClient(TABLE.client())
                    .extensions()
                    .build(),
            TABLE.name());
    private final Owner alice = Examples.someone();

    @Override
    protected Todos todos() {
        return todos;
    }

    @Test
    void leavesOutWhatHasItsDefault() {
        Todo todo = Examples.todo(alice, Examples.milk());

        todos.add(todo);

        assertThat(item(alice.value(), todo))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "owner", AttributeValue.fromS(alice.value()),
                        "id", AttributeValue.fromS(todo.id().toString()),
                        "changed", AttributeValue.fromS("2026-11-21T09:30:00.123Z"),
                        "createdAt", AttributeValue.fromS("2026-11-21T09:30:00.123Z"),
                        "version", AttributeValue.fromN("1"),
                        "title", AttributeValue.fromS("Buy milk")));
    }

    @Test
    void holdsEveryFieldUnderItsName() {
        Todo todo = Examples.todo(alice, Examples.party());

        todos.add(todo);

        assertThat(item(alice.value(), todo))
                .containsOnlyKeys(
                        "owner",
                        "id",
                        "changed",
                        "createdAt",
                        "version",
                        "title",
                        "description",
                        "notes",
                        "dueDate",
                        "priority",
                        "tags",
                        "completedAt",
                        "order")
                .containsEntry("dueDate", AttributeValue.fromS("2026-12-24"))
                .containsEntry("priority", AttributeValue.fromS("high"))
                .containsEntry("order", AttributeValue.fromN("-0.1"))
                .containsEntry("completedAt", AttributeValue.fromS("2026-11-21T09:30:00.123Z"));
    }

    @Test
    void leavesATombstoneThatExpiresAndNothingElseOfADeletedTodo() {
        Todo todo = Examples.todo(alice, Examples.party());
        todos.add(todo);

        todos.remove(alice, todo.id(), NOON);

        assertThat(item(alice.value(), todo)).isEmpty();
        assertThat(item(alice.value() + "#deleted", todo))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "owner", AttributeValue.fromS(alice.value() + "#deleted"),
                        "id", AttributeValue.fromS(todo.id().toString()),
                        "changed", AttributeValue.fromS("2026-11-21T12:00:00.000Z"),
                        "expiresAt",
                                AttributeValue.fromN(Long.toString(
                                        NOON.plus(Duration.ofDays(30)).getEpochSecond()))));
    }

    @Test
    void indexesTodosAndTombstonesByTheTimeOfTheirChange() {
        Todo todo = Examples.todo(alice, Examples.milk());
        Todo other = Examples.todo(alice, Examples.party());
        todos.add(todo);
        todos.add(other);
        todos.replace(Examples.changed(todo, Examples.party(), NOON), todo.version());
        todos.remove(alice, other.id(), NOON);

        assertThat(keysByChange(alice.value(), "2026-11-21T12:00:00.000Z"))
                .containsExactly(todo.id().toString());
        assertThat(keysByChange(alice.value(), "2026-11-21T12:00:00.001Z")).isEmpty();
        assertThat(keysByChange(alice.value() + "#deleted", "2026-11-21T12:00:00.000Z"))
                .containsExactly(other.id().toString());
    }

    /** The README's sizes, as DynamoDB counts them: names and values in UTF-8. */
    @Test
    void hasItemsOfTheDocumentedSizes() {
        Todo small = Examples.todo(alice, Examples.milk());
        Todo huge = Examples.todo(alice, Examples.huge());
        todos.add(small);
        todos.add(huge);
        todos.remove(alice, small.id(), MORNING);

        assertThat(size(item(alice.value() + "#deleted", small))).isEqualTo(133);
        assertThat(size(item(alice.value(), huge))).isBetween(52_000, 54_000);
        todos.add(small);
        assertThat(size(item(alice.value(), small))).isEqualTo(165);
    }

    private Map<String, AttributeValue> item(String partition, Todo todo) {
        return TABLE.client()
                .getItem(get -> get.tableName(TABLE.name())
                        .consistentRead(true)
                        .key(Map.of(
                                "owner",
                                AttributeValue.fromS(partition),
                                "id",
                                AttributeValue.fromS(todo.id().toString()))))
                .item();
    }

    private Iterable<String> keysByChange(String partition, String since) {
        return TABLE
                .client()
                .query(query -> query.tableName(TABLE.name())
                        .indexName(DynamoDbTodos.BY_CHANGE)
                        .consistentRead(true)
                        .keyConditionExpression("#owner = :owner AND changed >= :since")
                        .expressionAttributeNames(Map.of("#owner", "owner"))
                        .expressionAttributeValues(Map.of(
                                ":owner", AttributeValue.fromS(partition), ":since", AttributeValue.fromS(since))))
                .items()
                .stream()
                .map(item -> item.get("id"))
                .map(AttributeValue::s)
                .toList();
    }

    private static int size(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .mapToInt(attribute -> utf8(attribute.getKey()) + size(attribute.getValue()))
                .sum();
    }

    private static int size(AttributeValue value) {
        return switch (value.type()) {
            case S -> utf8(value.s());
            // Two digits to a byte, and one more.
            case N -> (value.n().replaceAll("[^0-9]", "").length() + 1) / 2 + 1;
            case L ->
                3 + value.l().stream().mapToInt(element -> 1 + size(element)).sum();
            default -> throw new IllegalArgumentException("no attribute of ours is a " + value.type());
        };
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
