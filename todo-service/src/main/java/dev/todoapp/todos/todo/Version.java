package dev.todoapp.todos.todo;

/**
 * Which state of a to-do: 1 when it is created, one more with every change.
 *
 * @param number 1 or more
 */
public record Version(long number) {

    public static final Version FIRST = new Version(1);

    public Version {
        if (number < 1) {
            throw new Invalid("must be 1 or more");
        }
    }

    Version next() {
        return new Version(number + 1);
    }
}
