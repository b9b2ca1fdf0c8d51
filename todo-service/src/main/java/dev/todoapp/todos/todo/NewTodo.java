package dev.todoapp.todos.todo;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A to-do as a client sends it, unchecked. What is left out or null has its default. */
@Schema(
        description =
                "What a client may say of a to-do. What is left out or null has its default: an empty text, no date, "
                        + "no tags, the priority `none`, not completed, no order",
        additionalProperties = Schema.AdditionalPropertiesValue.FALSE,
        requiredProperties = "title")
record NewTodo(
        @Schema(
                minLength = 1,
                maxLength = Title.MOST,
                description = "White space at its ends is removed",
                example = "Buy milk")
        @Nullable
        String title,

        @Schema(
                types = {"string", "null"},
                maxLength = Description.MOST)
        @Nullable
        String description,

        @Schema(
                types = {"string", "null"},
                maxLength = Notes.MOST,
                description = "Markdown")
        @Nullable
        String notes,

        @Schema(
                types = {"string", "null"},
                format = "date",
                example = "2026-12-24")
        @Nullable
        String dueDate,

        @Schema(ref = "Priority") @Nullable String priority,

        @ArraySchema(
                maxItems = Tags.MOST,
                arraySchema =
                        @Schema(description = "White space at their ends is removed, and a repeated tag is kept once"),
                schema = @Schema(minLength = 1, maxLength = Tags.LONGEST, example = "home"))
        @Nullable
        List<@Nullable String> tags,

        @Schema(types = {"boolean", "null"}) @Nullable Boolean completed,

        @Schema(
                types = {"number", "null"},
                format = "double",
                minimum = "-1e15",
                maximum = "1e15",
                description = "For ordering by hand",
                example = "10")
        @Nullable
        Double order) {

    /** @throws dev.todoapp.platform.Problem naming every field that can't be */
    Content toContent() {
        Fields fields = new Fields();
        Title title = fields.readNeeded("title", this.title, Title::new);
        Description description = fields.read("description", this.description, Description::new, Description.NONE);
        Notes notes = fields.read("notes", this.notes, Notes::new, Notes.NONE);
        DueDate dueDate = fields.<String, @Nullable DueDate>read("dueDate", this.dueDate, DueDate::parse, null);
        Priority priority = fields.read("priority", this.priority, Priority::parse, Priority.NONE);
        Tags tags = fields.read("tags", this.tags, Tags::of, Tags.NONE);
        Order order = fields.<Double, @Nullable Order>read("order", this.order, Order::new, null);
        if (title == null || fields.anyWrong()) {
            throw fields.problem();
        }
        return new Content(title, description, notes, dueDate, priority, tags, completed != null && completed, order);
    }
}
