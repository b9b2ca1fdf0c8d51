package dev.todoapp.todos.todo;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Names a to-do among its owner's. Ids are ordered by their canonical spelling, as the table orders them; {@link
 * UUID#compareTo} compares signed numbers and would order them differently.
 *
 * @param value any UUID
 */
public record TodoId(UUID value) implements Comparable<TodoId> {

    /**
     * A new one, time-ordered (UUID version 7): milliseconds, 12 bits of what is left of the time, so that those of one
     * millisecond are in order too (RFC 9562, 6.2, method 3), and 62 random bits.
     */
    public static TodoId next(Instant now) {
        long withinMilli =
                Duration.between(now.truncatedTo(ChronoUnit.MILLIS), now).toNanos();
        long high = now.toEpochMilli() << 16 | 0x7000L | withinMilli * 4096 / 1_000_000;
        return new TodoId(new UUID(high, UUID.randomUUID().getLeastSignificantBits()));
    }

    /**
     * Reads the canonical spelling alone: two spellings of an id would be two ids in the table.
     *
     * @throws Invalid if it is anything else
     */
    public static TodoId parse(String text) {
        try {
            UUID value = UUID.fromString(text);
            if (value.toString().equals(text)) {
                return new TodoId(value);
            }
        } catch (IllegalArgumentException e) {
            // The same answer as for another spelling.
        }
        throw new Invalid("must be a UUID in its canonical, lower-case form");
    }

    @Override
    public int compareTo(TodoId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
