package dev.todoapp.todos.todo;

import dev.todoapp.platform.Owner;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A to-do as its owner sees it. Immutable: every change is a new value.
 *
 * @param completedAt when it was last completed; null while it is not
 * @param updatedAt when it became what it is; always later than the state before, even where clocks differ, so that an id and
 *     a time name one state
 * @param version goes up by one with every change, so that a writer can say which state it has seen
 */
public record Todo(
        Owner owner,
        TodoId id,
        Content content,
        @Nullable Instant completedAt,
        Instant createdAt,
        Instant updatedAt,
        Version version) {

    public Todo {
        if (content.completed() != (completedAt != null)) {
            throw new IllegalArgumentException("a to-do has a time of completion if, and only if, it is completed");
        }
    }

    static Todo create(Owner owner, TodoId id, Content content, Instant now) {
        Instant time = toMillis(now);
        return new Todo(owner, id, content, content.completed() ? time : null, time, time, Version.FIRST);
    }

    /** The next state, or this one if it says the same already: what changes nothing is no change. */
    Todo change(Content next, Instant now) {
        if (next.equals(content)) {
            return this;
        }
        Instant time = toMillis(now).isAfter(updatedAt) ? toMillis(now) : updatedAt.plusMillis(1);
        return new Todo(owner, id, next, completion(next, time), createdAt, time, version.next());
    }

    private @Nullable Instant completion(Content next, Instant time) {
        if (!next.completed()) {
            return null;
        }
        return completedAt == null ? time : completedAt;
    }

    /** What a browser's clock, a JSON document and the table all carry without loss. */
    private static Instant toMillis(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }
}
