package dev.todoapp.todos.todo;

import io.swagger.v3.oas.annotations.media.Schema;

/** Says that the time was up before everything was deleted. */
@Schema(name = "Remaining", description = "The time was up; the same request goes on")
record RemainingView(boolean remaining) {}
