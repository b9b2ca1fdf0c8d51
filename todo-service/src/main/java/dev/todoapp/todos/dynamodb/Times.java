package dev.todoapp.todos.dynamodb;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.jspecify.annotations.Nullable;

/** Instants as the table holds them: ISO 8601 in UTC, always with milliseconds, so that their texts sort as they do. */
final class Times {

    private static final DateTimeFormatter FORMAT =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private Times() {}

    static String write(Instant time) {
        return FORMAT.format(time);
    }

    static @Nullable String writeIfAny(@Nullable Instant time) {
        return time == null ? null : write(time);
    }

    static Instant read(String text) {
        return Instant.parse(text);
    }
}
