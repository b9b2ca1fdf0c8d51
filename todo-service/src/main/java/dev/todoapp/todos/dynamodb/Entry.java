package dev.todoapp.todos.dynamodb;

import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.primaryPartitionKey;
import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.primarySortKey;
import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.secondarySortKey;

import dev.todoapp.todos.todo.Change;
import dev.todoapp.todos.todo.TodoId;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;

/** What the index by change holds of an item, a to-do or a tombstone: its keys. */
record Entry(String owner, String id, String changed) {

    static final TableSchema<Entry> SCHEMA = TableSchema.builder(Entry.class, Builder.class)
            .newItemBuilder(Builder::new, Builder::build)
            .addAttribute(
                    String.class,
                    a -> a.name("owner")
                            .getter(Entry::owner)
                            .setter((b, v) -> b.owner = v)
                            .tags(primaryPartitionKey()))
            .addAttribute(
                    String.class,
                    a -> a.name("id")
                            .getter(Entry::id)
                            .setter((b, v) -> b.id = v)
                            .tags(primarySortKey()))
            .addAttribute(
                    String.class,
                    a -> a.name("changed")
                            .getter(Entry::changed)
                            .setter((b, v) -> b.changed = v)
                            .tags(secondarySortKey(DynamoDbTodos.BY_CHANGE)))
            .build();

    Change toChange() {
        return new Change(Times.read(changed), TodoId.parse(id));
    }

    static final class Builder {

        private @Nullable String owner;
        private @Nullable String id;
        private @Nullable String changed;

        Entry build() {
            return new Entry(Stored.needed("owner", owner), Stored.needed("id", id), Stored.needed("changed", changed));
        }
    }
}
