package dev.todoapp.todos.todo;

/** A to-do was not added because its owner had one with that id and deleted it: an id is not used twice. */
public final class AlreadyDeleted extends RuntimeException {

    public AlreadyDeleted() {
        super("a to-do with this id was deleted", null, false, false);
    }
}
