package dev.todoapp.todos.todo;

import dev.todoapp.platform.Owner;
import dev.todoapp.todos.todo.ChangeToken.Changes;
import dev.todoapp.todos.todo.ChangeToken.End;
import dev.todoapp.todos.todo.ChangeToken.Everything;
import dev.todoapp.todos.todo.ChangeToken.Progress;
import dev.todoapp.todos.todo.Todos.Freshness;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What has changed, for clients that keep a copy. Whoever starts without a token, and then follows it, has exactly what its
 * owner has, as of the last answer whose {@code more} is false.
 *
 * <p>Changes are ordered by the clocks of the tasks that made them, so one may be written into a past that a reader has
 * passed already. How far into the past is bounded ({@link #OVERLAP}), and a client is never told that it has everything up
 * to a time which isn't that long ago. What is more recent it is given again until nothing can come in between any more;
 * repetitions are left out when a digest shows that they would be all there is. docs/decisions/009-change-feed.md has the
 * whole argument.
 */
final class ChangeFeed {

    /** How far the clock of a task may be from the true time, either way. */
    static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    /**
     * What a task can still write lies less than this before what any task takes for now: the writer's clock may be late, the
     * reader's may be early, and between looking at the clock and the write there may be retries.
     */
    static final Duration OVERLAP = CLOCK_SKEW.multipliedBy(2).plus(Todos.LONGEST_WRITE);

    /** So often, at least, a client that hears no news gets a new token, so that its token doesn't become too old. */
    static final Duration RENEWAL = Duration.ofHours(1);

    /** More entries than these, in the time that is looked at again, are worth a new token as soon as there can be one. */
    private static final int FEW = 30;

    /**
     * How many entries are compared with what a client has been given already: about a megabyte of them. Where an
     * owner has more in the time that is looked at again, a client is given them again until that time is over.
     */
    private static final int WINDOW = 9_000;

    /** The digest of no change at all; 0 stands for one that isn't known. */
    private static final long NOTHING = 1;

    private final Todos todos;
    private final InstantSource clock;

    ChangeFeed(Todos todos, InstantSource clock) {
        this.todos = todos;
        this.clock = clock;
    }

    /**
     * A part of what there is to know. To be applied in this order: first what was changed, then what was deleted.
     *
     * @param changed to-dos as they are now
     * @param deleted ids of those that are gone, whether or not the client has heard of them
     * @param next the token to go on with
     * @param more whether there is more to be had at once; otherwise the client asks again when it likes to
     */
    record Part(List<Todo> changed, List<TodoId> deleted, ChangeToken next, boolean more) {

        Part {
            changed = List.copyOf(changed);
            deleted = List.copyOf(deleted);
        }
    }

    /**
     * @param token null to start with nothing
     * @param limit how many to-dos, and how many ids of deleted ones, a part may hold; at most 100
     * @throws Invalid if the token is none of ours
     * @throws TooOld if deletions since then may have been forgotten
     */
    Part read(Owner owner, @Nullable ChangeToken token, int limit) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (token != null && !isPossible(token, now)) {
            throw new Invalid(ChangeToken.UNKNOWN);
        }
        if (token != null
                && token.since().isBefore(now.minus(Todos.DELETIONS_KEPT).plus(OVERLAP))) {
            throw new TooOld();
        }
        return switch (token) {
            case null -> everything(owner, settled(now), null, limit);
            case Everything(Instant since, TodoId after) -> everything(owner, since, after, limit);
            case Changes walk -> walk(owner, walk, limit);
            case End end -> news(owner, end, now, limit);
        };
    }

    /** Whether it is one that we can have given by now; a client may have made it up. */
    private static boolean isPossible(ChangeToken token, Instant now) {
        return switch (token) {
            case Everything(Instant since, TodoId after) -> !since.isAfter(now);
            case End(Instant since, long delivered) -> !since.isAfter(now);
            case Changes(Instant since, Instant next, Progress changes, Progress deletions, long delivered) ->
                !since.isAfter(next)
                        && !next.isAfter(now)
                        && isPossible(changes, since, now)
                        && isPossible(deletions, since, now);
        };
    }

    private static boolean isPossible(Progress progress, Instant since, Instant now) {
        return progress.last() == null
                || (!progress.last().at().isBefore(since)
                        && progress.last().at().isBefore(now.plus(OVERLAP)));
    }

    /** Deletions since the token was given may have been forgotten. */
    static final class TooOld extends RuntimeException {}

    /** The time up to which nothing can be written any more. */
    private static Instant settled(Instant now) {
        return now.minus(OVERLAP);
    }

    private Part everything(Owner owner, Instant since, @Nullable TodoId after, int limit) {
        Page page = todos.list(owner, Filter.NONE, new Slice(after, limit));
        if (page.next() != null) {
            return new Part(page.todos(), List.of(), new Everything(since, page.next()), true);
        }
        // What was read before the last page may have changed since.
        return new Part(page.todos(), List.of(), new End(since, 0), after != null);
    }

    private Part news(Owner owner, End end, Instant now, int limit) {
        Instant next = latest(end.since(), settled(now));
        Changes walk = new Changes(end.since(), next, Progress.NONE, Progress.NONE, NOTHING);
        Window recent = window(owner, walk, WINDOW, Freshness.RECENT);
        // In most cases this is all that is read.
        if (recent.isDelivered(end) && !recent.isWorthRenewal(end, now)) {
            return new Part(List.of(), List.of(), end, false);
        }
        Window current = window(owner, walk, WINDOW, Freshness.CURRENT);
        if (current.isDelivered(end)) {
            return new Part(List.of(), List.of(), new End(next, current.digestSince(next)), false);
        }
        return part(owner, walk, current, limit);
    }

    private Part walk(Owner owner, Changes walk, int limit) {
        // One more than may be given tells whether there is more.
        return part(owner, walk, window(owner, walk, limit + 1, Freshness.CURRENT), limit);
    }

    private Window window(Owner owner, Changes walk, int limit, Freshness freshness) {
        Progress changes = walk.changes();
        Progress deletions = walk.deletions();
        return new Window(
                changes.isOver()
                        ? List.of()
                        : todos.changes(owner, new Stretch(walk.since(), changes.last(), limit), freshness),
                deletions.isOver()
                        ? List.of()
                        : todos.deletions(owner, new Stretch(walk.since(), deletions.last(), limit), freshness));
    }

    private Part part(Owner owner, Changes walk, Window window, int limit) {
        Window given = window.first(limit);
        // One that isn't there any more was deleted just now, and its deletion is still to come.
        List<Todo> changed = given.changes().isEmpty() ? List.of() : todos.findAll(owner, ids(given.changes()));
        Progress changes = progress(window.changes(), limit);
        Progress deletions = progress(window.deletions(), limit);
        long delivered = walk.delivered() + given.digestSince(walk.next()) - NOTHING;
        if (!changes.isOver() || !deletions.isOver()) {
            var on = new Changes(walk.since(), walk.next(), changes, deletions, delivered);
            return new Part(changed, ids(given.deletions()), on, true);
        }
        // What was given before this part may have changed since.
        boolean wasInParts =
                !walk.changes().equals(Progress.NONE) || !walk.deletions().equals(Progress.NONE);
        return new Part(changed, ids(given.deletions()), new End(walk.next(), delivered), wasInParts);
    }

    private static List<TodoId> ids(List<Change> changes) {
        return changes.stream().map(Change::id).distinct().toList();
    }

    private static Progress progress(List<Change> changes, int limit) {
        return changes.size() > limit ? new Progress(changes.get(limit - 1), false) : Progress.OVER;
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** What the order of changes and that of deletions hold from some place on, or the beginning of it. */
    private record Window(List<Change> changes, List<Change> deletions) {

        Window first(int limit) {
            return new Window(
                    changes.stream().limit(limit).toList(),
                    deletions.stream().limit(limit).toList());
        }

        /** Whether it is what the client has been given already, and nothing else. */
        boolean isDelivered(End end) {
            return changes.size() < WINDOW && deletions.size() < WINDOW && digestSince(end.since()) == end.delivered();
        }

        boolean isWorthRenewal(End end, Instant now) {
            boolean isManySettled = changes.size() + deletions.size() > FEW
                    && Stream.concat(changes.stream(), deletions.stream())
                            .allMatch(change -> change.at().isBefore(settled(now)));
            return isManySettled || end.since().isBefore(now.minus(RENEWAL));
        }

        /** The same for the same changes, in whatever parts they were given: the sum of a digest of each. */
        long digestSince(Instant since) {
            return NOTHING + sum(changes, since, 'c') + sum(deletions, since, 'd');
        }

        private static long sum(List<Change> changes, Instant since, char kind) {
            return changes.stream()
                    .filter(change -> !change.at().isBefore(since))
                    .mapToLong(change -> digest(change, kind))
                    .sum();
        }

        /** A to-do and a time name one state. By an early and a late clock, it can be deleted at the same time. */
        private static long digest(Change change, char kind) {
            byte[] bytes = ByteBuffer.allocate(26)
                    .putChar(kind)
                    .putLong(change.at().toEpochMilli())
                    .putLong(change.id().value().getMostSignificantBits())
                    .putLong(change.id().value().getLeastSignificantBits())
                    .array();
            return ByteBuffer.wrap(ETags.sha256().digest(bytes)).getLong();
        }
    }
}
