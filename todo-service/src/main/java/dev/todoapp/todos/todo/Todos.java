package dev.todoapp.todos.todo;

import dev.todoapp.platform.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * Everyone's to-dos. No call sees or touches more than one owner's, and what a call has acknowledged is kept: every write
 * says which state it follows, and is refused when that is not the state any more.
 */
public interface Todos {

    /** How long a deleted id is remembered. */
    Duration DELETIONS_KEPT = Duration.ofDays(30);

    /** By ascending id. */
    Page list(Owner owner, Slice slice);

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

    /** Whether there was one with that id which was deleted. */
    boolean wasDeleted(Owner owner, TodoId id);

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
}
