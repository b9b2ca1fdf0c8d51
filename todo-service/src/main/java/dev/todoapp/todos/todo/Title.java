package dev.todoapp.todos.todo;

/**
 * What is to be done, in a line.
 *
 * @param value 1 to 200 characters, one of which can be seen, and no white space at its ends
 */
public record Title(String value) {

    static final int MOST = 200;

    public Title {
        value = Text.trim(value);
        if (!Text.isVisible(value)) {
            throw new Invalid("must not be blank");
        }
        Text.checkAtMost(MOST, value);
    }
}
