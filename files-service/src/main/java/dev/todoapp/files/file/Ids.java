package dev.todoapp.files.file;

import java.util.UUID;

/** How ids are spelled: one way only, since they are parts of an object's key and two spellings would be two files. */
final class Ids {

    private Ids() {}

    static UUID parse(String text) {
        try {
            UUID value = UUID.fromString(text);
            if (value.toString().equals(text)) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            // The same answer as for another spelling.
        }
        throw new Invalid("must be a UUID in its canonical, lower-case form");
    }
}
