package dev.todoapp.todos.todo;

import dev.todoapp.platform.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a request into the domain's types and remembers what is wrong, to say all of it at once. */
final class Fields {

    private final List<Problem.FieldError> errors = new ArrayList<>();

    /** {@return what the field holds, or {@code otherwise} when it is absent or wrong} */
    <V, T extends @Nullable Object> T read(
            String field, @Nullable V value, Function<V, ? extends T> parse, T otherwise) {
        if (value == null) {
            return otherwise;
        }
        try {
            return parse.apply(value);
        } catch (Invalid invalid) {
            errors.add(new Problem.FieldError(field, String.valueOf(invalid.getMessage())));
            return otherwise;
        }
    }

    /** {@return what the field holds, or null when it is absent or wrong, which is remembered} */
    <V, T> @Nullable T readNeeded(String field, @Nullable V value, Function<V, ? extends T> parse) {
        if (value == null) {
            errors.add(new Problem.FieldError(field, "is needed"));
        }
        return this.<V, @Nullable T>read(field, value, parse, null);
    }

    boolean anyWrong() {
        return !errors.isEmpty();
    }

    Problem problem() {
        return Problem.badInput(errors);
    }
}
