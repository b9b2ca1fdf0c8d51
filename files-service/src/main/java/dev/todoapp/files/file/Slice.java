package dev.todoapp.files.file;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param after the last id that was seen; null to start
 * @param limit how many, 1 to 1,000
 */
public record Slice(@Nullable FileId after, int limit) {

    static final int MOST = 1_000;

    /** As many as a to-do may have, unless configured otherwise: most lists are one page. */
    static final int USUAL = 100;

    public Slice {
        if (limit < 1 || limit > MOST) {
            throw new Invalid("must be a number from 1 to " + MOST);
        }
    }
}
