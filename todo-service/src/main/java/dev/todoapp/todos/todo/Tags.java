package dev.todoapp.todos.todo;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Words to find it by, in the order in which they were given, each once.
 *
 * @param values at most 20, each of 1 to 50 characters without white space at its ends
 */
public record Tags(List<String> values) {

    static final int MOST = 20;
    static final int LONGEST = 50;
    public static final Tags NONE = new Tags(List.of());

    public Tags {
        List<String> distinct = new ArrayList<>();
        for (String value : values) {
            String tag = tag(value);
            if (!distinct.contains(tag)) {
                distinct.add(tag);
            }
            if (distinct.size() > MOST) {
                throw new Invalid("must be at most " + MOST);
            }
        }
        values = List.copyOf(distinct);
    }

    /** @throws Invalid if one of them is missing or can't be a tag */
    static Tags of(List<@Nullable String> values) {
        List<String> present = new ArrayList<>();
        for (String value : values) {
            if (value == null) {
                throw new Invalid("must be strings");
            }
            present.add(value);
        }
        return new Tags(present);
    }

    private static String tag(String value) {
        String tag = Text.trim(value);
        if (tag.isEmpty() || Text.isLongerThan(LONGEST, tag)) {
            throw new Invalid("must each have 1 to " + LONGEST + " characters");
        }
        return tag;
    }
}
