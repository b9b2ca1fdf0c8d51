package dev.todoapp.todos.todo;

/**
 * What is to be done, in a line.
 *
 * @param value 1 to 200 characters, no white space at its ends
 */
public record Title(String value) {

    static final int MOST = 200;

    public Title {
        value = Text.trim(value);
        if (value.isEmpty()) {
            throw new Invalid("must not be blank");
        }
        Text.checkAtMost(MOST, value);
    }
}
