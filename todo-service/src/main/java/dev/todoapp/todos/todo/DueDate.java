package dev.todoapp.todos.todo;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/**
 * The day by which it should be done, wherever its owner is then.
 *
 * @param value in a year of four digits
 */
public record DueDate(LocalDate value) {

    private static final String FORM = "must be a date such as 2026-12-24";

    public DueDate {
        if (value.getYear() < 1 || value.getYear() > 9999) {
            throw new Invalid(FORM);
        }
    }

    /**
     * Reads a date as {@link #toString} writes it.
     *
     * @throws Invalid if it isn't a date of the calendar, written as {@code 2026-12-24}
     */
    public static DueDate parse(String text) {
        try {
            return new DueDate(LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            throw new Invalid(FORM);
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
