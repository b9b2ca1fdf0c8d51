package dev.todoapp.todos.todo;

/** A value that can't be. Its message follows on from a field's name: "must have at most 200 characters". */
final class Invalid extends IllegalArgumentException {

    Invalid(String message) {
        super(message);
    }
}
