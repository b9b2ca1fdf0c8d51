package dev.todoapp.todos.todo;

import java.util.Locale;

/** How much it matters. */
public enum Priority {
    NONE,
    LOW,
    MEDIUM,
    HIGH;

    private final String label = name().toLowerCase(Locale.ROOT);

    /**
     * The one with that label.
     *
     * @throws Invalid if there is none, spelt exactly so
     */
    public static Priority parse(String label) {
        return switch (label) {
            case "none" -> NONE;
            case "low" -> LOW;
            case "medium" -> MEDIUM;
            case "high" -> HIGH;
            default -> throw new Invalid("must be one of none, low, medium, high");
        };
    }

    /** As it is written everywhere outside of the code. */
    public String label() {
        return label;
    }
}
