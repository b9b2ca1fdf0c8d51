package dev.todoapp.todos.todo;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the order of changes is asked for.
 *
 * @param from the earliest time of a change, in whole milliseconds
 * @param after the last change that was seen; null to start at {@code from}
 * @param limit how many, at least 1
 */
public record Stretch(Instant from, @Nullable Change after, int limit) {}
