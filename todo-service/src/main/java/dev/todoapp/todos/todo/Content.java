package dev.todoapp.todos.todo;

import org.jspecify.annotations.Nullable;

/** What its owner says of a to-do, and may say differently at any time. */
public record Content(
        Title title,
        Description description,
        Notes notes,
        @Nullable DueDate dueDate,
        Priority priority,
        Tags tags,
        boolean completed,
        @Nullable Order order) {}
