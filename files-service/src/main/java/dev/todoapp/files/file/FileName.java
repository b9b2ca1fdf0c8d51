package dev.todoapp.files.file;

import java.nio.charset.StandardCharsets;

/**
 * A file's name as its owner knows it, kept to the letter: not trimmed, not normalised, and never part of a path.
 *
 * @param value 1 to 255 bytes of UTF-8, no control characters and no path separators
 */
public record FileName(String value) {

    static final int MOST_BYTES = 255;

    public FileName {
        if (value.isEmpty()) {
            throw new Invalid("must not be empty");
        }
        if (value.codePoints().anyMatch(FileName::isControlOrHalf)) {
            throw new Invalid("must not contain control characters");
        }
        if (value.indexOf('/') >= 0 || value.indexOf('\\') >= 0) {
            throw new Invalid("must not contain / or \\");
        }
        if (value.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw new Invalid("must have at most " + MOST_BYTES + " bytes of UTF-8");
        }
    }

    /** Half of a surrogate pair is no character at all: UTF-8 can't express it. */
    private static boolean isControlOrHalf(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL || type == Character.SURROGATE;
    }

    @Override
    public String toString() {
        return value;
    }
}
