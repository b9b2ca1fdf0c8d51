package dev.todoapp.todos.todo;

import dev.todoapp.platform.Owner;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Everyone's to-dos. No call sees or touches more than one owner's, and what a call has acknowledged is kept: every write
 * says which state it follows, and is refused when that is not the state any more.
 */
public interface Todos {

    /** How long a deleted id is remembered. */
    Duration DELETIONS_KEPT = Duration.ofDays(30);

    /** How many to-dos a filtered page looks at for each that it may hold. */
    int LOOKS = 5;

    /**
     * Nothing is written later than this after the time that it says of itself: repetitions, retries and pauses included.
     */
    Duration LONGEST_WRITE = Duration.ofSeconds(60);

    /**
     * Those that are meant, by ascending id. To find them it looks at up to {@value #LOOKS} times as many as are asked for,
     * and no further, so a page may hold few or none though there are more.
     */
    Page list(Owner owner, Filter filter, Slice slice);

    Optional<Todo> find(Owner owner, TodoId id);

    /** Adds one with an id that {@link TodoId#next} made, which nobody can have used before. */
    void add(Todo todo);

    /**
     * Adds one with an id that came from elsewhere.
     *
     * @throws AlreadyExists if its owner has one with that id
     * @throws AlreadyDeleted if its owner has deleted one with that id
     */
    void addUnlessKnown(Todo todo);

    /**
     * Puts the next state in the place of the one that it follows.
     *
     * @throws StaleVersion if what is stored is not {@code expected} any more
     */
    void replace(Todo next, Version expected);

    /** Deletes it and remembers its id. It need not exist. */
    void remove(Owner owner, TodoId id, Instant now);

    /**
     * Deletes it as it was read and remembers its id.
     *
     * @throws StaleVersion if it has changed since or is gone
     */
    void remove(Todo read, Instant now);

    /**
     * Deletes those that are still as they were read, each of them or not, and remembers their ids.
     *
     * @param read of one owner
     * @return whether all of them are gone; otherwise some have changed since they were read
     */
    boolean removeUnchanged(List<Todo> read, InstantSource clock);

    /** Whether there was one with that id which was deleted. */
    boolean wasDeleted(Owner owner, TodoId id);

    /** Those that are there of the ones with these ids, at most 100, in no order. */
    List<Todo> findAll(Owner owner, Collection<TodoId> ids);

    /**
     * Those that exist, in the order of their last change; of one time in some order that stays. Fewer than the stretch may
     * hold are all that there are.
     */
    List<Change> changes(Owner owner, Stretch stretch, Freshness freshness);

    /** Those that were deleted less than {@link #DELETIONS_KEPT} ago, in the order of their deletion; the same holds. */
    List<Change> deletions(Owner owner, Stretch stretch, Freshness freshness);

    /** How much a read of the order of changes may cost. */
    enum Freshness {
        /** Sees whatever was acknowledged before. */
        CURRENT,
        /** Costs half as much and may miss what is quite new. */
        RECENT
    }

    /**
     * Applies a change to what is stored, and again to what is stored then if someone else was faster: nobody's change is
     * lost, and each is applied to a state that it has seen.
     *
     * @param change gives the next state, or the same for none; what it throws ends the attempt
     * @return the state that is stored now; empty when there is no such to-do
     * @throws StaleVersion if others were faster time after time
     */
    default Optional<Todo> change(Owner owner, TodoId id, UnaryOperator<Todo> change) {
        Optional<Todo> current = find(owner, id);
        for (int attempt = 1; current.isPresent(); attempt++) {
            Todo read = current.get();
            Todo next = change.apply(read);
            if (next.equals(read)) {
                return current;
            }
            try {
                replace(next, read.version());
                return Optional.of(next);
            } catch (StaleVersion stale) {
                if (attempt == 64) {
                    throw stale;
                }
                current = stale.current();
                // Spreads those who compete over more time the more of them there seem to be, up to 50 ms.
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_000_000L * Math.min(attempt, 50)));
            }
        }
        return current;
    }

    /**
     * Deletes those that are meant, until all are gone or the time is up, of which there is always enough for some. One that
     * changes meanwhile is deleted only if it still is one of those that are meant.
     *
     * @return whether all are gone
     */
    default boolean removeAll(Owner owner, Filter filter, InstantSource clock, Instant end) {
        boolean someHaveChanged;
        do {
            someHaveChanged = false;
            @Nullable TodoId after = null;
            do {
                Page page = list(owner, filter, new Slice(after, Slice.MOST));
                someHaveChanged |= !page.todos().isEmpty() && !removeUnchanged(page.todos(), clock);
                after = page.next();
                if ((after != null || someHaveChanged) && !clock.instant().isBefore(end)) {
                    return false;
                }
            } while (after != null);
        } while (someHaveChanged);
        return true;
    }
}
