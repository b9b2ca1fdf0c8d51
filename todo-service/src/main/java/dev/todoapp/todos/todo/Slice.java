package dev.todoapp.todos.todo;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param after the last id that was seen; null to start
 * @param limit how many, 1 to 100
 */
public record Slice(@Nullable TodoId after, int limit) {

    static final int MOST = 100;
    static final int USUAL = 50;

    public Slice {
        checkLimit(limit);
    }

    /** @throws Invalid if it is no limit */
    static int parseLimit(String text) {
        // At most 9 digits, so that it is a number before its range is looked at.
        return checkLimit(text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0);
    }

    private static int checkLimit(int limit) {
        if (limit < 1 || limit > MOST) {
            throw new Invalid("must be a number from 1 to " + MOST);
        }
        return limit;
    }
}
