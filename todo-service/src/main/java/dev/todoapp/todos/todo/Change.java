package dev.todoapp.todos.todo;

import java.time.Instant;
import java.util.Comparator;

/**
 * That a to-do was changed, or deleted: an entry in the order of changes. A to-do has one entry, which moves on with each
 * change.
 *
 * @param at when, in whole milliseconds, by the clock of the task that did it
 */
public record Change(Instant at, TodoId id) implements Comparable<Change> {

    private static final Comparator<Change> ORDER =
            Comparator.comparing(Change::at).thenComparing(Change::id);

    @Override
    public int compareTo(Change other) {
        return ORDER.compare(this, other);
    }
}
