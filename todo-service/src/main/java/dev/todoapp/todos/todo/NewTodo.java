package dev.todoapp.todos.todo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A to-do as a client sends it, unchecked. What is left out or null has its default. */
record NewTodo(
        @Nullable String title,
        @Nullable String description,
        @Nullable String notes,
        @Nullable String dueDate,
        @Nullable String priority,
        @Nullable List<@Nullable String> tags,
        @Nullable Boolean completed,
        @Nullable Double order) {

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
