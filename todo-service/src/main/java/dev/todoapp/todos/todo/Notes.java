package dev.todoapp.todos.todo;

/**
 * Whatever else its owner wants to remember, in Markdown.
 *
 * @param value at most 10,000 characters; empty when there are none
 */
public record Notes(String value) {

    static final int MOST = 10_000;
    public static final Notes NONE = new Notes("");

    public Notes {
        Text.checkAtMost(MOST, value);
    }
}
