package dev.todoapp.todos.todo;

import dev.todoapp.platform.Owner;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The contract in its simplest form: what the table promises, kept by a lock. */
final class InMemoryTodos implements Todos {

    private final Map<Owner, SortedMap<TodoId, Todo>> stored = new HashMap<>();
    private final Map<Owner, SortedMap<TodoId, Instant>> deleted = new HashMap<>();

    @Override
    public synchronized Page list(Owner owner, Filter filter, Slice slice) {
        List<Todo> found = new ArrayList<>();
        int looks = 0;
        for (Todo todo : of(owner).values()) {
            if (slice.after() != null && todo.id().compareTo(slice.after()) <= 0) {
                continue;
            }
            if (found.size() == slice.limit()) {
                return new Page(found, found.getLast().id());
            }
            if (filter.matches(todo.content())) {
                found.add(todo);
            }
            if (++looks == slice.limit() * LOOKS) {
                return new Page(found, todo.id());
            }
        }
        return new Page(found, null);
    }

    @Override
    public synchronized Optional<Todo> find(Owner owner, TodoId id) {
        return Optional.ofNullable(of(owner).get(id));
    }

    @Override
    public synchronized void add(Todo todo) {
        of(todo.owner()).put(todo.id(), todo);
    }

    @Override
    public synchronized void addUnlessKnown(Todo todo) {
        Todo there = of(todo.owner()).get(todo.id());
        if (there != null) {
            throw new AlreadyExists(there);
        }
        if (wasDeleted(todo.owner(), todo.id())) {
            throw new AlreadyDeleted();
        }
        add(todo);
    }

    @Override
    public synchronized void replace(Todo next, Version expected) {
        checkIs(next.owner(), next.id(), expected);
        of(next.owner()).put(next.id(), next);
    }

    @Override
    public synchronized void remove(Owner owner, TodoId id, Instant now) {
        if (of(owner).remove(id) != null) {
            deletedOf(owner).put(id, now.truncatedTo(ChronoUnit.MILLIS));
        }
    }

    @Override
    public synchronized void remove(Todo read, Instant now) {
        checkIs(read.owner(), read.id(), read.version());
        remove(read.owner(), read.id(), now);
    }

    @Override
    public synchronized boolean wasDeleted(Owner owner, TodoId id) {
        return deletedOf(owner).containsKey(id);
    }

    @Override
    public synchronized boolean removeUnchanged(List<Todo> read, InstantSource clock) {
        boolean areAllGone = true;
        for (Todo todo : read) {
            try {
                remove(todo, clock.instant());
            } catch (StaleVersion stale) {
                areAllGone &= stale.current().isEmpty();
            }
        }
        return areAllGone;
    }

    @Override
    public synchronized List<Todo> findAll(Owner owner, Collection<TodoId> ids) {
        return ids.stream().flatMap(id -> find(owner, id).stream()).toList();
    }

    @Override
    public synchronized List<Change> changes(Owner owner, Stretch stretch, Freshness freshness) {
        return part(of(owner).values().stream().map(todo -> new Change(todo.updatedAt(), todo.id())), stretch);
    }

    @Override
    public synchronized List<Change> deletions(Owner owner, Stretch stretch, Freshness freshness) {
        return part(
                deletedOf(owner).entrySet().stream().map(entry -> new Change(entry.getValue(), entry.getKey())),
                stretch);
    }

    private static List<Change> part(Stream<Change> changes, Stretch stretch) {
        return changes.sorted()
                .filter(change -> !change.at().isBefore(stretch.from()))
                .filter(change -> stretch.after() == null || change.compareTo(stretch.after()) > 0)
                .limit(stretch.limit())
                .toList();
    }

    private SortedMap<TodoId, Instant> deletedOf(Owner owner) {
        return deleted.computeIfAbsent(owner, o -> new TreeMap<>());
    }

    private void checkIs(Owner owner, TodoId id, Version expected) {
        Todo current = of(owner).get(id);
        if (current == null || !current.version().equals(expected)) {
            throw new StaleVersion(current);
        }
    }

    private SortedMap<TodoId, Todo> of(Owner owner) {
        return stored.computeIfAbsent(owner, o -> new TreeMap<>());
    }
}
