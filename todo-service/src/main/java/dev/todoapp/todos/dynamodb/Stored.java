package dev.todoapp.todos.dynamodb;

import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.primaryPartitionKey;
import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.primarySortKey;
import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.secondarySortKey;

import dev.todoapp.todos.todo.Content;
import dev.todoapp.todos.todo.Description;
import dev.todoapp.todos.todo.DueDate;
import dev.todoapp.todos.todo.Notes;
import dev.todoapp.todos.todo.Order;
import dev.todoapp.todos.todo.Priority;
import dev.todoapp.todos.todo.Tags;
import dev.todoapp.todos.todo.Title;
import dev.todoapp.todos.todo.Todo;
import dev.todoapp.todos.todo.TodoId;
import dev.todoapp.todos.todo.Version;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;

/**
 * How a to-do is stored. What has its default takes no room: such an attribute is left out. {@code completed} is not stored,
 * {@code completedAt} says it; {@code changed} is {@code updatedAt}, named for the index that it sorts.
 */
final class Stored {

    static final TableSchema<Todo> TODO = TableSchema.builder(Todo.class, Builder.class)
            .newItemBuilder(Builder::new, Builder::build)
            .addAttribute(
                    String.class,
                    a -> a.name("owner")
                            .getter(todo -> Partition.of(todo.owner()))
                            .setter((b, v) -> b.owner = v)
                            .tags(primaryPartitionKey()))
            .addAttribute(
                    String.class,
                    a -> a.name("id")
                            .getter(todo -> todo.id().toString())
                            .setter((b, v) -> b.id = v)
                            .tags(primarySortKey()))
            .addAttribute(
                    String.class,
                    a -> a.name("changed")
                            .getter(todo -> Times.write(todo.updatedAt()))
                            .setter((b, v) -> b.changed = v)
                            .tags(secondarySortKey(DynamoDbTodos.BY_CHANGE)))
            .addAttribute(
                    String.class,
                    a -> a.name("createdAt")
                            .getter(todo -> Times.write(todo.createdAt()))
                            .setter((b, v) -> b.createdAt = v))
            .addAttribute(
                    Long.class,
                    a -> a.name("version")
                            .getter(todo -> todo.version().number())
                            .setter((b, v) -> b.version = v))
            .addAttribute(
                    String.class,
                    a -> a.name("title")
                            .getter(todo -> todo.content().title().value())
                            .setter((b, v) -> b.title = v))
            .addAttribute(
                    String.class,
                    a -> a.name("description")
                            .getter(todo ->
                                    unlessEmpty(todo.content().description().value()))
                            .setter((b, v) -> b.description = v))
            .addAttribute(
                    String.class,
                    a -> a.name("notes")
                            .getter(todo -> unlessEmpty(todo.content().notes().value()))
                            .setter((b, v) -> b.notes = v))
            .addAttribute(
                    String.class,
                    a -> a.name("dueDate")
                            .getter(todo -> text(todo.content().dueDate()))
                            .setter((b, v) -> b.dueDate = v))
            .addAttribute(
                    String.class,
                    a -> a.name("priority")
                            .getter(todo -> unlessNone(todo.content().priority()))
                            .setter((b, v) -> b.priority = v))
            .addAttribute(
                    EnhancedType.listOf(String.class),
                    a -> a.name("tags")
                            .getter(todo -> unlessEmpty(todo.content().tags().values()))
                            .setter((b, v) -> b.tags = v))
            .addAttribute(
                    String.class,
                    a -> a.name("completedAt")
                            .getter(todo -> Times.writeIfAny(todo.completedAt()))
                            .setter((b, v) -> b.completedAt = v))
            .addAttribute(
                    Double.class,
                    a -> a.name("order")
                            .getter(todo -> number(todo.content().order()))
                            .setter((b, v) -> b.order = v))
            .build();

    private Stored() {}

    private static @Nullable String unlessEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable List<String> unlessEmpty(List<String> texts) {
        return texts.isEmpty() ? null : texts;
    }

    private static @Nullable String unlessNone(Priority priority) {
        return priority == Priority.NONE ? null : priority.label();
    }

    private static @Nullable String text(@Nullable DueDate date) {
        return date == null ? null : date.toString();
    }

    private static @Nullable Double number(@Nullable Order order) {
        return order == null ? null : order.value();
    }

    static <T> T needed(String attribute, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("an item of the table has no attribute " + attribute);
        }
        return value;
    }

    /** Collects an item's attributes; the Enhanced Client sets those that are there. */
    static final class Builder {

        private @Nullable String owner;
        private @Nullable String id;
        private @Nullable String changed;
        private @Nullable String createdAt;
        private @Nullable Long version;
        private @Nullable String title;
        private @Nullable String description;
        private @Nullable String notes;
        private @Nullable String dueDate;
        private @Nullable String priority;
        private @Nullable List<String> tags;
        private @Nullable String completedAt;
        private @Nullable Double order;

        Todo build() {
            Instant done = completedAt == null ? null : Times.read(completedAt);
            Content content = new Content(
                    new Title(needed("title", title)),
                    description == null ? Description.NONE : new Description(description),
                    notes == null ? Notes.NONE : new Notes(notes),
                    dueDate == null ? null : DueDate.parse(dueDate),
                    priority == null ? Priority.NONE : Priority.parse(priority),
                    tags == null ? Tags.NONE : new Tags(tags),
                    done != null,
                    order == null ? null : new Order(order));
            return new Todo(
                    Partition.owner(needed("owner", owner)),
                    TodoId.parse(needed("id", id)),
                    content,
                    done,
                    Times.read(needed("createdAt", createdAt)),
                    Times.read(needed("changed", changed)),
                    new Version(needed("version", version)));
        }
    }
}
