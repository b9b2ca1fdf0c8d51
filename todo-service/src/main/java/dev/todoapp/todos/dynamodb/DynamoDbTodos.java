package dev.todoapp.todos.dynamodb;

import dev.todoapp.platform.Owner;
import dev.todoapp.platform.Problem;
import dev.todoapp.todos.todo.AlreadyDeleted;
import dev.todoapp.todos.todo.AlreadyExists;
import dev.todoapp.todos.todo.Change;
import dev.todoapp.todos.todo.Filter;
import dev.todoapp.todos.todo.Page;
import dev.todoapp.todos.todo.Slice;
import dev.todoapp.todos.todo.StaleVersion;
import dev.todoapp.todos.todo.Stretch;
import dev.todoapp.todos.todo.Todo;
import dev.todoapp.todos.todo.TodoId;
import dev.todoapp.todos.todo.Todos;
import dev.todoapp.todos.todo.Version;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbIndex;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.model.BatchGetItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.enhanced.dynamodb.model.PutItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryConditional;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.ReadBatch;
import software.amazon.awssdk.enhanced.dynamodb.model.TransactDeleteItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.TransactPutItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.TransactWriteItemsEnhancedRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/**
 * The to-dos in a DynamoDB table. Reads are strongly consistent, so that people see what they have just done; every write
 * carries a condition; what belongs together is one transaction.
 */
final class DynamoDbTodos implements Todos {

    /** The local secondary index, keys only, by time of change. */
    static final String BY_CHANGE = "by-change";

    private static final Expression IS_NEW = Expression.builder()
            .expression("attribute_not_exists(#id)")
            .putExpressionName("#id", "id")
            .build();
    private static final Expression EXISTS = Expression.builder()
            .expression("attribute_exists(#id)")
            .putExpressionName("#id", "id")
            .build();

    static final int MOST_ATTEMPTS = 10;

    /** How many to-dos are deleted in one transaction: each is two of the hundred items that one can have. */
    private static final int AT_ONCE = 50;

    private final DynamoDbEnhancedClient dynamoDb;
    private final DynamoDbTable<Todo> table;
    private final DynamoDbTable<Tombstone> tombstones;
    private final DynamoDbIndex<Entry> byChange;

    DynamoDbTodos(DynamoDbEnhancedClient dynamoDb, String tableName) {
        this.dynamoDb = dynamoDb;
        this.table = dynamoDb.table(tableName, Stored.TODO);
        this.tombstones = dynamoDb.table(tableName, Tombstone.SCHEMA);
        this.byChange = dynamoDb.table(tableName, Entry.SCHEMA).index(BY_CHANGE);
    }

    @Override
    public Page list(Owner owner, Filter filter, Slice slice) {
        var read = table.query(QueryEnhancedRequest.builder()
                        .queryConditional(after(Partition.of(owner), slice.after()))
                        .consistentRead(true)
                        // One more than asked for tells whether there is a next page; DynamoDB alone leaves us
                        // guessing.
                        .limit(filter.isNone() ? slice.limit() + 1 : slice.limit() * LOOKS)
                        .build())
                .iterator()
                .next();
        List<Todo> found = new ArrayList<>();
        for (Todo todo : read.items()) {
            if (filter.matches(todo.content())) {
                if (found.size() == slice.limit()) {
                    return new Page(found, found.getLast().id());
                }
                found.add(todo);
            }
        }
        // It looked no further: at as many as it may look at, or at as much as DynamoDB reads at once, 1 MB.
        return new Page(found, read.lastEvaluatedKey() == null ? null : id(read.lastEvaluatedKey()));
    }

    @Override
    public Optional<Todo> find(Owner owner, TodoId id) {
        return Optional.ofNullable(
                table.getItem(get -> get.key(key(Partition.of(owner), id)).consistentRead(true)));
    }

    @Override
    public void add(Todo todo) {
        try {
            put(todo, IS_NEW);
        } catch (StaleVersion taken) {
            // An attempt whose answer was lost may have been the one that wrote it, and somebody may have changed it
            // since.
            boolean isOurs = taken.current()
                    .map(current -> current.createdAt().equals(todo.createdAt()))
                    .orElse(false);
            if (!isOurs) {
                // 62 random bits were drawn twice within a millisecond.
                throw new IllegalStateException("a fresh id is in use", taken);
            }
        }
    }

    @Override
    public void addUnlessKnown(Todo todo) {
        var write = TransactWriteItemsEnhancedRequest.builder()
                .addPutItem(
                        table,
                        TransactPutItemEnhancedRequest.builder(Todo.class)
                                .item(todo)
                                .conditionExpression(IS_NEW)
                                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                                .build())
                .addConditionCheck(
                        tombstones,
                        ConditionCheck.builder()
                                .key(key(Partition.ofDeleted(todo.owner()), todo.id()))
                                .conditionExpression(IS_NEW)
                                .build());
        List<CancellationReason> refusals = transact(write);
        if (failed(refusals, 0)) {
            throw new AlreadyExists(Stored.TODO.mapToItem(refusals.getFirst().item()));
        }
        if (failed(refusals, 1)) {
            throw new AlreadyDeleted();
        }
    }

    @Override
    public void replace(Todo next, Version expected) {
        put(next, is(expected));
    }

    @Override
    public void remove(Owner owner, TodoId id, Instant now) {
        // When the condition fails there is nothing to delete, and nothing to remember either.
        bury(owner, id, EXISTS, now);
    }

    @Override
    public void remove(Todo read, Instant now) {
        List<CancellationReason> refusals = bury(read.owner(), read.id(), is(read.version()), now);
        if (failed(refusals, 0)) {
            throw new StaleVersion(found(refusals.getFirst().item()));
        }
    }

    @Override
    public boolean removeUnchanged(List<Todo> read, InstantSource clock) {
        boolean areAllGone = true;
        for (int from = 0; from < read.size(); from += AT_ONCE) {
            areAllGone &= buryUnchanged(read.subList(from, Math.min(read.size(), from + AT_ONCE)), clock);
        }
        return areAllGone;
    }

    @Override
    public boolean wasDeleted(Owner owner, TodoId id) {
        return tombstones.getItem(
                        get -> get.key(key(Partition.ofDeleted(owner), id)).consistentRead(true))
                != null;
    }

    @Override
    public List<Todo> findAll(Owner owner, Collection<TodoId> ids) {
        List<Todo> found = new ArrayList<>();
        List<Key> wanted = ids.stream().map(id -> key(Partition.of(owner), id)).toList();
        for (int attempt = 1; !wanted.isEmpty(); attempt++) {
            ReadBatch.Builder<Todo> batch = ReadBatch.builder(Todo.class).mappedTableResource(table);
            wanted.forEach(key -> batch.addGetItem(get -> get.key(key).consistentRead(true)));
            var answer = dynamoDb.batchGetItem(BatchGetItemEnhancedRequest.builder()
                            .readBatches(batch.build())
                            .build())
                    .iterator()
                    .next();
            found.addAll(answer.resultsForTable(table));
            wanted = answer.unprocessedKeysForTable(table);
            if (!wanted.isEmpty()) {
                pauseAfter(attempt, "The table is too busy");
            }
        }
        return found;
    }

    @Override
    public List<Change> changes(Owner owner, Stretch stretch, Freshness freshness) {
        return byChange(Partition.of(owner), stretch, freshness);
    }

    @Override
    public List<Change> deletions(Owner owner, Stretch stretch, Freshness freshness) {
        return byChange(Partition.ofDeleted(owner), stretch, freshness);
    }

    private List<Change> byChange(String partition, Stretch stretch, Freshness freshness) {
        var query = QueryEnhancedRequest.builder()
                .queryConditional(QueryConditional.sortGreaterThanOrEqualTo(Key.builder()
                        .partitionValue(partition)
                        .sortValue(Times.write(stretch.from()))
                        .build()))
                .consistentRead(freshness == Freshness.CURRENT)
                .limit(stretch.limit());
        if (stretch.after() != null) {
            query.exclusiveStartKey(Map.of(
                    "owner", AttributeValue.fromS(partition),
                    "changed", AttributeValue.fromS(Times.write(stretch.after().at())),
                    "id", AttributeValue.fromS(stretch.after().id().toString())));
        }
        // A page may hold fewer than asked for and not be the last: DynamoDB ends it at 1 MB, of which each to-do
        // counts
        // with more than its entry at times.
        return byChange.query(query.build()).stream()
                .flatMap(page -> page.items().stream())
                .limit(stretch.limit())
                .map(Entry::toChange)
                .toList();
    }

    private boolean buryUnchanged(List<Todo> read, InstantSource clock) {
        boolean areAllGone = true;
        List<Todo> left = new ArrayList<>(read);
        while (!left.isEmpty()) {
            var write = TransactWriteItemsEnhancedRequest.builder();
            Instant now = clock.instant();
            left.forEach(todo -> addBurial(write, todo.owner(), todo.id(), is(todo.version()), now));
            List<CancellationReason> refusals = transact(write);
            if (refusals.isEmpty()) {
                return areAllGone;
            }
            // Nothing was done, because of some. Those stay out of the next attempt.
            List<Todo> unchanged = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                if (!failed(refusals, 2 * i)) {
                    unchanged.add(left.get(i));
                } else if (!refusals.get(2 * i).item().isEmpty()) {
                    areAllGone = false; // it is still there, as another version
                }
            }
            left = unchanged;
        }
        return areAllGone;
    }

    private List<CancellationReason> bury(Owner owner, TodoId id, Expression condition, Instant now) {
        var write = TransactWriteItemsEnhancedRequest.builder();
        addBurial(write, owner, id, condition, now);
        return transact(write);
    }

    /** Two items to the transaction: the to-do, which goes, and its tombstone, which comes. */
    private void addBurial(
            TransactWriteItemsEnhancedRequest.Builder write,
            Owner owner,
            TodoId id,
            Expression condition,
            Instant now) {
        write.addDeleteItem(
                        table,
                        TransactDeleteItemEnhancedRequest.builder()
                                .key(key(Partition.of(owner), id))
                                .conditionExpression(condition)
                                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                                .build())
                .addPutItem(tombstones, Tombstone.of(owner, id, now));
    }

    private void put(Todo todo, Expression condition) {
        var write = PutItemEnhancedRequest.builder(Todo.class)
                .item(todo)
                .conditionExpression(condition)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        for (int attempt = 1; ; attempt++) {
            try {
                table.putItem(write);
                return;
            } catch (ConditionalCheckFailedException refused) {
                Todo current = found(refused.item());
                // An attempt whose answer was lost may have been the one that wrote it.
                boolean ours = attempts(refused) > 1 && todo.equals(current);
                if (ours) {
                    return;
                }
                throw new StaleVersion(current);
            } catch (TransactionConflictException conflict) {
                // Two transactions met on an item: neither is wrong, one must wait.
                pauseAfter(attempt, "Too many are changing this at once");
            }
        }
    }

    /**
     * Does all or nothing. The SDK gives the request a token, so that a repetition after a lost answer is the same
     * transaction.
     *
     * @return nothing when it was done; else why not, an entry for each item, at least one of which failed its condition
     */
    private List<CancellationReason> transact(TransactWriteItemsEnhancedRequest.Builder write) {
        for (int attempt = 1; ; attempt++) {
            try {
                dynamoDb.transactWriteItems(write.build());
                return List.of();
            } catch (TransactionCanceledException cancelled) {
                List<CancellationReason> reasons = cancelled.cancellationReasons();
                if (reasons.stream().anyMatch(reason -> "ConditionalCheckFailed".equals(reason.code()))) {
                    return reasons;
                }
                if (reasons.stream().noneMatch(reason -> "TransactionConflict".equals(reason.code()))) {
                    throw cancelled;
                }
                // Two transactions met on an item: neither is wrong, one must wait.
                pauseAfter(attempt, "Too many are changing this at once");
            }
        }
    }

    /** Waits before the next attempt at what the SDK doesn't repeat by itself, longer each time. */
    private static void pauseAfter(int attempt, String trouble) {
        if (attempt == MOST_ATTEMPTS) {
            throw Problem.unavailable(trouble + ". Nothing was done");
        }
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(5_000_000L << Math.min(attempt, 4)));
    }

    private static int attempts(ConditionalCheckFailedException refused) {
        Integer attempts = refused.numAttempts();
        return attempts == null ? 1 : attempts;
    }

    private static boolean failed(List<CancellationReason> refusals, int item) {
        return !refusals.isEmpty()
                && "ConditionalCheckFailed".equals(refusals.get(item).code());
    }

    private static @Nullable Todo found(Map<String, AttributeValue> item) {
        return item.isEmpty() ? null : Stored.TODO.mapToItem(item);
    }

    private static Expression is(Version expected) {
        return Expression.builder()
                .expression("#version = :expected")
                .putExpressionName("#version", "version")
                .putExpressionValue(":expected", AttributeValue.fromN(Long.toString(expected.number())))
                .build();
    }

    private static QueryConditional after(String partition, @Nullable TodoId id) {
        return id == null
                ? QueryConditional.keyEqualTo(
                        Key.builder().partitionValue(partition).build())
                : QueryConditional.sortGreaterThan(key(partition, id));
    }

    private static TodoId id(Map<String, AttributeValue> key) {
        return TodoId.parse(Stored.needed("id", key.get("id")).s());
    }

    private static Key key(String partition, TodoId id) {
        return Key.builder().partitionValue(partition).sortValue(id.toString()).build();
    }
}
