package dev.todoapp.todos.dynamodb;

import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.primaryPartitionKey;
import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.primarySortKey;
import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.secondarySortKey;

import dev.todoapp.platform.Owner;
import dev.todoapp.todos.todo.TodoId;
import dev.todoapp.todos.todo.Todos;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;

/**
 * What is left of a deleted to-do: its id, so that it isn't used again and that those who keep a copy hear of it. The table's
 * TTL removes it.
 *
 * @param changed when it was deleted, the sort key of the index by change
 * @param expiresAt in seconds since 1970, as TTL wants it
 */
record Tombstone(String owner, String id, String changed, long expiresAt) {

    static final TableSchema<Tombstone> SCHEMA = TableSchema.builder(Tombstone.class, Builder.class)
            .newItemBuilder(Builder::new, Builder::build)
            .addAttribute(
                    String.class,
                    a -> a.name("owner")
                            .getter(Tombstone::owner)
                            .setter((b, v) -> b.owner = v)
                            .tags(primaryPartitionKey()))
            .addAttribute(
                    String.class,
                    a -> a.name("id")
                            .getter(Tombstone::id)
                            .setter((b, v) -> b.id = v)
                            .tags(primarySortKey()))
            .addAttribute(
                    String.class,
                    a -> a.name("changed")
                            .getter(Tombstone::changed)
                            .setter((b, v) -> b.changed = v)
                            .tags(secondarySortKey(DynamoDbTodos.BY_CHANGE)))
            .addAttribute(
                    Long.class,
                    a -> a.name("expiresAt").getter(Tombstone::expiresAt).setter((b, v) -> b.expiresAt = v))
            .build();

    static Tombstone of(Owner owner, TodoId id, Instant now) {
        return new Tombstone(
                Partition.ofDeleted(owner),
                id.toString(),
                Times.write(now),
                now.plus(Todos.DELETIONS_KEPT).getEpochSecond());
    }

    static final class Builder {

        private @Nullable String owner;
        private @Nullable String id;
        private @Nullable String changed;
        private long expiresAt;

        Tombstone build() {
            return new Tombstone(
                    Stored.needed("owner", owner),
                    Stored.needed("id", id),
                    Stored.needed("changed", changed),
                    expiresAt);
        }
    }
}
