package dev.todoapp.todos.todo;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A change was refused because someone else's came first. */
public final class StaleVersion extends RuntimeException {

    private final transient @Nullable Todo current;

    /** @param current what is stored now; null when it was deleted */
    public StaleVersion(@Nullable Todo current) {
        super("someone else changed it first", null, false, false);
        this.current = current;
    }

    public Optional<Todo> current() {
        return Optional.ofNullable(current);
    }
}
