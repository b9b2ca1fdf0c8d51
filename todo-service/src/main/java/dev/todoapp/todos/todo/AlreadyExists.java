package dev.todoapp.todos.todo;

/** A to-do was not added because its owner has one with that id. */
public final class AlreadyExists extends RuntimeException {

    private final transient Todo current;

    public AlreadyExists(Todo current) {
        super("a to-do with this id exists", null, false, false);
        this.current = current;
    }

    Todo current() {
        return current;
    }
}
