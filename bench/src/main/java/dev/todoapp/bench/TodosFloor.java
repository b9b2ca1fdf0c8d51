package dev.todoapp.bench;

import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.primaryPartitionKey;
import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.primarySortKey;

import dev.todoapp.bench.TodosData.Person;
import dev.todoapp.localcloud.backends.StandIn;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;
import software.amazon.awssdk.enhanced.dynamodb.model.PutItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryConditional;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryEnhancedRequest;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The floor of the to-do service: the calls that its adapter makes for the same mix, with the same client and mapper, and
 * nothing before or after them. When the adapter's calls change, these must change with them.
 */
public final class TodosFloor {

    private static final Expression IS_NEW = Expression.builder()
            .expression("attribute_not_exists(#id)")
            .putExpressionName("#id", "id")
            .build();

    private final DynamoDbTable<Item> table;
    private final TodosData data;

    private TodosFloor(DynamoDbTable<Item> table, TodosData data) {
        this.table = table;
        this.data = data;
    }

    public static void main(String[] args) {
        Load load = Load.given();
        try (PlatformsCalls calls = new PlatformsCalls();
                DynamoDbClient dynamoDb = DynamoDbClient.builder()
                        .endpointOverride(Loopback.require(load.target()))
                        .region(StandIn.REGION)
                        .credentialsProvider(StandIn.credentials())
                        .httpClient(calls.http())
                        .overrideConfiguration(calls.settings())
                        .build()) {
            DynamoDbEnhancedClient enhanced = DynamoDbEnhancedClient.builder()
                    .dynamoDbClient(dynamoDb)
                    .extensions()
                    .build();
            TodosFloor floor = new TodosFloor(enhanced.table(args[0], Item.SCHEMA), TodosData.read(load.data()));
            new Floor(load).run(floor::draw);
        }
    }

    private Floor.Drawn draw(int percent) {
        Person person = TodosData.any(data.direct());
        if (percent < 70) {
            int page = ThreadLocalRandom.current().nextBoolean()
                    ? 0
                    : ThreadLocalRandom.current().nextInt(person.pages().size());
            return new Floor.Drawn(TodosLoad.LIST, () -> list(person, page));
        }
        if (percent < 85) {
            return new Floor.Drawn(TodosLoad.GET, () -> get(person, person.anyId()));
        }
        if (percent < 95) {
            return new Floor.Drawn(TodosLoad.PATCH, () -> change(person, person.anyId()));
        }
        return new Floor.Drawn(TodosLoad.CREATE, () -> create(person));
    }

    private void list(Person person, int page) {
        Key.Builder key = Key.builder().partitionValue(person.owner());
        var query = QueryEnhancedRequest.builder()
                .queryConditional(
                        page == 0
                                ? QueryConditional.keyEqualTo(key.build())
                                : QueryConditional.sortGreaterThan(
                                        key.sortValue(person.ids().get(page * TodosData.PAGE - 1))
                                                .build()))
                .consistentRead(true)
                .limit(TodosData.PAGE + 1);
        List<Item> read = table.query(query.build()).iterator().next().items();
        if (read.size() < TodosData.PAGE) {
            throw new IllegalStateException("a page of " + read.size());
        }
    }

    private Item get(Person person, String id) {
        Item read = table.getItem(get ->
                get.key(key -> key.partitionValue(person.owner()).sortValue(id)).consistentRead(true));
        if (read == null) {
            throw new IllegalStateException("a to-do is gone");
        }
        return read;
    }

    private void change(Person person, String id) {
        while (true) {
            Item item = get(person, id);
            long read = item.version;
            item.title = TodosData.title();
            item.changed = Instant.now().toString();
            item.version = read + 1;
            try {
                put(
                        item,
                        Expression.builder()
                                .expression("#version = :expected")
                                .putExpressionName("#version", "version")
                                .putExpressionValue(":expected", AttributeValue.fromN(Long.toString(read)))
                                .build());
                return;
            } catch (ConditionalCheckFailedException stale) {
                // Someone else was faster: the service too would do it again.
            }
        }
    }

    private void create(Person person) {
        Item item = new Item();
        String now = Instant.now().toString();
        item.owner = person.owner();
        item.id = UUID.randomUUID().toString();
        item.changed = now;
        item.createdAt = now;
        item.version = 1;
        item.title = TodosData.title();
        item.description = "Two litres, and bread if there is some left of yesterday's; not the one with seeds";
        item.dueDate = "2026-12-24";
        item.priority = "medium";
        item.tags = List.of("home", "errands");
        put(item, IS_NEW);
    }

    private void put(Item item, Expression condition) {
        table.putItem(PutItemEnhancedRequest.builder(Item.class)
                .item(item)
                .conditionExpression(condition)
                .build());
    }

    /** A to-do as the table holds it; the to-do service's README describes it. */
    private static final class Item {

        private @Nullable String owner;
        private @Nullable String id;
        private @Nullable String changed;
        private @Nullable String createdAt;
        private long version;
        private @Nullable String title;
        private @Nullable String description;
        private @Nullable String notes;
        private @Nullable String dueDate;
        private @Nullable String priority;
        private @Nullable List<String> tags;
        private @Nullable String completedAt;
        private @Nullable Double order;

        static final TableSchema<Item> SCHEMA = StaticTableSchema.builder(Item.class)
                .newItemSupplier(Item::new)
                .addAttribute(
                        String.class,
                        a -> a.name("owner")
                                .getter(item -> item.owner)
                                .setter((item, value) -> item.owner = value)
                                .tags(primaryPartitionKey()))
                .addAttribute(
                        String.class,
                        a -> a.name("id")
                                .getter(item -> item.id)
                                .setter((item, value) -> item.id = value)
                                .tags(primarySortKey()))
                .addAttribute(
                        String.class,
                        a -> a.name("changed")
                                .getter(item -> item.changed)
                                .setter((item, value) -> item.changed = value))
                .addAttribute(
                        String.class,
                        a -> a.name("createdAt")
                                .getter(item -> item.createdAt)
                                .setter((item, value) -> item.createdAt = value))
                .addAttribute(
                        Long.class,
                        a -> a.name("version")
                                .getter(item -> item.version)
                                .setter((item, value) -> item.version = value))
                .addAttribute(
                        String.class,
                        a -> a.name("title").getter(item -> item.title).setter((item, value) -> item.title = value))
                .addAttribute(
                        String.class,
                        a -> a.name("description")
                                .getter(item -> item.description)
                                .setter((item, value) -> item.description = value))
                .addAttribute(
                        String.class,
                        a -> a.name("notes").getter(item -> item.notes).setter((item, value) -> item.notes = value))
                .addAttribute(
                        String.class,
                        a -> a.name("dueDate")
                                .getter(item -> item.dueDate)
                                .setter((item, value) -> item.dueDate = value))
                .addAttribute(
                        String.class,
                        a -> a.name("priority")
                                .getter(item -> item.priority)
                                .setter((item, value) -> item.priority = value))
                .addAttribute(
                        EnhancedType.listOf(String.class),
                        a -> a.name("tags").getter(item -> item.tags).setter((item, value) -> item.tags = value))
                .addAttribute(
                        String.class,
                        a -> a.name("completedAt")
                                .getter(item -> item.completedAt)
                                .setter((item, value) -> item.completedAt = value))
                .addAttribute(
                        Double.class,
                        a -> a.name("order").getter(item -> item.order).setter((item, value) -> item.order = value))
                .build();
    }
}
