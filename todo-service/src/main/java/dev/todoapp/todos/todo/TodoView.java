package dev.todoapp.todos.todo;

import dev.todoapp.platform.PublicUrl;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A to-do as clients see it. */
@Schema(name = "Todo", description = "A to-do of the signed-in user")
record TodoView(
        @Schema(example = ApiDescription.ID) UUID id,

        @Schema(format = "uri", description = "Where the to-do is, absolute", example = ApiDescription.URL)
        String url,

        @Schema(minLength = 1, maxLength = Title.MOST, example = "Buy milk")
        String title,

        @Schema(maxLength = Description.MOST, description = "Empty when there is none", example = "Two litres")
        String description,

        @Schema(maxLength = Notes.MOST, description = "Markdown; empty when there are none")
        String notes,

        @Schema(
                types = {"string", "null"},
                example = "2026-12-24")
        @Nullable
        LocalDate dueDate,

        @Schema(ref = "Priority") String priority,

        @ArraySchema(
                maxItems = Tags.MOST,
                uniqueItems = true,
                schema = @Schema(minLength = 1, maxLength = Tags.LONGEST, example = "home"))
        List<String> tags,

        boolean completed,

        @Schema(
                types = {"string", "null"},
                format = "date-time",
                description = "When it was completed; null while it is not")
        @Nullable
        String completedAt,

        @Schema(
                types = {"number", "null"},
                format = "double",
                minimum = "-1e15",
                maximum = "1e15",
                description = "For ordering by hand",
                example = "10")
        @Nullable
        Number order,

        @Schema(format = "date-time", example = "2026-11-21T09:30:00.123Z")
        String createdAt,

        @Schema(format = "date-time", example = "2026-11-21T09:30:00.123Z")
        String updatedAt,

        @Schema(minimum = "1", description = "Goes up by one with every change; the ETag", example = "7")
        long version) {

    static TodoView of(Todo todo, PublicUrl publicUrl) {
        Content content = todo.content();
        return new TodoView(
                todo.id().value(),
                publicUrl.origin() + "/todos/" + todo.id(),
                content.title().value(),
                content.description().value(),
                content.notes().value(),
                content.dueDate() == null ? null : content.dueDate().value(),
                content.priority().label(),
                content.tags().values(),
                content.completed(),
                todo.completedAt() == null ? null : text(todo.completedAt()),
                content.order() == null ? null : plain(content.order().value()),
                text(todo.createdAt()),
                text(todo.updatedAt()),
                todo.version().number());
    }

    /** As {@link Instant#toString} writes it, without the formatter that this takes: a page has forty. */
    static String text(Instant time) {
        String local = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC)
                .toString();
        boolean hasSeconds = local.indexOf(':') < local.lastIndexOf(':');
        return local + (hasSeconds ? "Z" : ":00Z");
    }

    /** 10 rather than 10.0: the same number, as whoever sent it wrote it. */
    private static Number plain(double number) {
        if (number == Math.rint(number)) {
            return (long) number;
        }
        return number;
    }
}
