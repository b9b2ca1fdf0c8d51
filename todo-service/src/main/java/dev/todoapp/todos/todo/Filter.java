package dev.todoapp.todos.todo;

import org.jspecify.annotations.Nullable;

/**
 * Which to-dos are meant: those to which all of this applies. Null makes no difference.
 *
 * @param tag one that it has, spelt exactly so
 * @param dueBefore the day before which it is due; that day itself is not. A to-do without a date is neither before nor after
 * @param dueAfter the day after which it is due; that day itself is not
 */
public record Filter(
        @Nullable Boolean completed,
        @Nullable String tag,
        @Nullable Priority priority,
        @Nullable DueDate dueBefore,
        @Nullable DueDate dueAfter,
        SearchWords words) {

    /** All of them. */
    public static final Filter NONE = new Filter(null, null, null, null, null, SearchWords.NONE);

    /** Those that are done. */
    public static final Filter COMPLETED = new Filter(true, null, null, null, null, SearchWords.NONE);

    /** Whether it is every to-do that is meant. */
    public boolean isNone() {
        return equals(NONE);
    }

    public boolean matches(Content content) {
        return (completed == null || completed == content.completed())
                && (tag == null || content.tags().values().contains(tag))
                && (priority == null || priority == content.priority())
                && (dueBefore == null || isBefore(content.dueDate(), dueBefore))
                && (dueAfter == null || isBefore(dueAfter, content.dueDate()))
                && words.areIn(content);
    }

    private static boolean isBefore(@Nullable DueDate one, @Nullable DueDate other) {
        return one != null && other != null && one.value().isBefore(other.value());
    }
}
