package dev.todoapp.todos.todo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param todos by ascending id; may be fewer than were asked for, and none, though there are more
 * @param next after which id the list goes on; null when this is its end
 */
public record Page(List<Todo> todos, @Nullable TodoId next) {

    public Page {
        todos = List.copyOf(todos);
    }
}
