package dev.todoapp.files.file;

import java.util.UUID;

/**
 * The to-do that a file belongs to. Whether there is one is not known here.
 *
 * @param value any UUID
 */
public record TodoId(UUID value) {

    /** @throws Invalid if it isn't a UUID in its canonical spelling */
    public static TodoId parse(String text) {
        return new TodoId(Ids.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
