package dev.todoapp.todos.todo;

/**
 * A to-do in a few sentences.
 *
 * @param value at most 2,000 characters; empty when there is none
 */
public record Description(String value) {

    static final int MOST = 2_000;
    public static final Description NONE = new Description("");

    public Description {
        Text.checkAtMost(MOST, value);
    }
}
