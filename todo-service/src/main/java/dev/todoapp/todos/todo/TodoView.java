package dev.todoapp.todos.todo;

import dev.todoapp.platform.PublicUrl;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A to-do as clients see it. */
record TodoView(
        UUID id,
        URI url,
        String title,
        String description,
        String notes,
        @Nullable LocalDate dueDate,
        String priority,
        List<String> tags,
        boolean completed,
        @Nullable Instant completedAt,
        @Nullable Number order,
        Instant createdAt,
        Instant updatedAt,
        long version) {

    static TodoView of(Todo todo, PublicUrl publicUrl) {
        Content content = todo.content();
        return new TodoView(
                todo.id().value(),
                publicUrl.resolve("/todos/" + todo.id()),
                content.title().value(),
                content.description().value(),
                content.notes().value(),
                content.dueDate() == null ? null : content.dueDate().value(),
                content.priority().label(),
                content.tags().values(),
                content.completed(),
                todo.completedAt(),
                content.order() == null ? null : plain(content.order().value()),
                todo.createdAt(),
                todo.updatedAt(),
                todo.version().number());
    }

    /** 10 rather than 10.0: the same number, as whoever sent it wrote it. */
    private static Number plain(double number) {
        if (number == Math.rint(number)) {
            return (long) number;
        }
        return number;
    }
}
