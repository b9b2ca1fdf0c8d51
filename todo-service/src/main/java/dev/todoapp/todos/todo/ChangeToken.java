package dev.todoapp.todos.todo;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a client's copy goes, as the client carries it. Like a cursor it names no owner: it is about times and ids, and
 * whose they are comes from the access token.
 */
sealed interface ChangeToken {

    String UNKNOWN = "is not one that was given as next";

    /** The time up to which the client has every change, once it has come to the end of the walk that it is on. */
    Instant since();

    /**
     * Walking through all to-dos, by id, for a client that has none yet.
     *
     * @param since what was changed later comes after the walk, in the order of changes
     * @param after the last id that it was given
     */
    record Everything(Instant since, TodoId after) implements ChangeToken {}

    /**
     * Walking through the order of changes.
     *
     * @param since where the walk has begun
     * @param next up to which time the client has every change when the walk is over
     * @param changes how far it got in the order of changes
     * @param deletions how far it got in the order of deletions
     * @param delivered a digest of what it has given so far of the changes after {@code next}
     */
    record Changes(Instant since, Instant next, Progress changes, Progress deletions, long delivered)
            implements ChangeToken {}

    /**
     * At the end, until there is news.
     *
     * @param delivered a digest of the changes after {@code since} that the client has already; 0 when that isn't known
     */
    record End(Instant since, long delivered) implements ChangeToken {}

    /**
     * How far a walk got.
     *
     * @param last the last change that the client was given, null before the first
     */
    record Progress(@Nullable Change last, boolean isOver) {

        static final Progress NONE = new Progress(null, false);
        static final Progress OVER = new Progress(null, true);
    }

    /** @throws Invalid if it is none that a page of changes named */
    static ChangeToken parse(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
                ChangeToken token = read(in);
                if (write(token).equals(text)) {
                    return token;
                }
            }
        } catch (IllegalArgumentException | IOException | DateTimeException e) {
            // The same answer as for one that reads as something else.
        }
        throw new Invalid(UNKNOWN);
    }

    static String write(ChangeToken token) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            switch (token) {
                case Everything(Instant since, TodoId after) -> {
                    out.writeByte('e');
                    out.writeLong(since.toEpochMilli());
                    write(out, after);
                }
                case Changes(Instant since, Instant next, Progress changes, Progress deletions, long delivered) -> {
                    out.writeByte('c');
                    out.writeLong(since.toEpochMilli());
                    out.writeLong(next.toEpochMilli());
                    write(out, changes);
                    write(out, deletions);
                    out.writeLong(delivered);
                }
                case End(Instant since, long delivered) -> {
                    out.writeByte('n');
                    out.writeLong(since.toEpochMilli());
                    out.writeLong(delivered);
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    private static ChangeToken read(DataInputStream in) throws IOException {
        return switch (in.readByte()) {
            case 'e' -> new Everything(readTime(in), readId(in));
            case 'c' -> new Changes(readTime(in), readTime(in), readProgress(in), readProgress(in), in.readLong());
            case 'n' -> new End(readTime(in), in.readLong());
            default -> throw new IOException("there is no such token");
        };
    }

    private static void write(DataOutputStream out, Progress progress) throws IOException {
        if (progress.last() != null) {
            out.writeByte('l');
            out.writeLong(progress.last().at().toEpochMilli());
            write(out, progress.last().id());
        } else {
            out.writeByte(progress.isOver() ? 'o' : 'b');
        }
    }

    private static Progress readProgress(DataInputStream in) throws IOException {
        return switch (in.readByte()) {
            case 'l' -> new Progress(new Change(readTime(in), readId(in)), false);
            case 'o' -> Progress.OVER;
            case 'b' -> Progress.NONE;
            default -> throw new IOException("there is no such progress");
        };
    }

    private static void write(DataOutputStream out, TodoId id) throws IOException {
        out.writeLong(id.value().getMostSignificantBits());
        out.writeLong(id.value().getLeastSignificantBits());
    }

    private static TodoId readId(DataInputStream in) throws IOException {
        return new TodoId(new UUID(in.readLong(), in.readLong()));
    }

    private static Instant readTime(DataInputStream in) throws IOException {
        return Instant.ofEpochMilli(in.readLong());
    }
}
