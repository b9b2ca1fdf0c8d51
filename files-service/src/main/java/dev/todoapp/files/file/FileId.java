package dev.todoapp.files.file;

import java.time.Instant;
import java.util.UUID;

/**
 * Names a file among those of its to-do. Ascending ids are in the order in which the uploads were begun.
 *
 * @param value any UUID
 */
public record FileId(UUID value) {

    /** A new one, time-ordered (UUID version 7, RFC 9562): 48 bits of milliseconds, and 74 random ones. */
    public static FileId next(Instant now) {
        UUID random = UUID.randomUUID();
        long high = (now.toEpochMilli() << 16) | 0x7000L | (random.getMostSignificantBits() & 0x0FFFL);
        return new FileId(new UUID(high, random.getLeastSignificantBits()));
    }

    /** @throws Invalid if it isn't a UUID in its canonical spelling */
    public static FileId parse(String text) {
        return new FileId(Ids.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
