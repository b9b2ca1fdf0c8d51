package dev.todoapp.files.file;

import dev.todoapp.platform.Problem;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads what a request says into values of the domain; what can't be one is refused under its field's name. */
final class Fields {

    private Fields() {}

    static <T> T read(String field, Supplier<T> value) {
        try {
            return value.get();
        } catch (Invalid invalid) {
            throw Problem.badInput(field, String.valueOf(invalid.getMessage()));
        }
    }

    static <T, R> R required(String field, @Nullable T value, Function<T, R> read) {
        if (value == null) {
            throw Problem.badInput(field, "is needed");
        }
        return read(field, () -> read.apply(value));
    }

    static <T, R> @Nullable R optional(String field, @Nullable T value, Function<T, R> read) {
        return value == null ? null : required(field, value, read);
    }
}
