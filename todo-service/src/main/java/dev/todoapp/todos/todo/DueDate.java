package dev.todoapp.todos.todo;

import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * The day by which it should be done, wherever its owner is then.
 *
 * @param value in a year of four digits
 */
public record DueDate(LocalDate value) {

    private static final int FORM_LENGTH = 10;
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
        // By hand: a page reads many, and a formatter takes ten times as long.
        if (text.length() != FORM_LENGTH || text.charAt(4) != '-' || text.charAt(7) != '-') {
            throw new Invalid(FORM);
        }
        try {
            return new DueDate(LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, FORM_LENGTH)));
        } catch (DateTimeException e) {
            throw new Invalid(FORM);
        }
    }

    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                throw new Invalid(FORM);
            }
            number = 10 * number + digit - '0';
        }
        return number;
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
