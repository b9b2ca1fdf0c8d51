package dev.todoapp.todos.todo;

import dev.todoapp.platform.Owner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The contract in its simplest form: what the table promises, kept by a lock. */
final class InMemoryTodos implements Todos {

    private final Map<Owner, SortedMap<TodoId, Todo>> stored = new HashMap<>();
    private final Map<Owner, Set<TodoId>> deleted = new HashMap<>();

    @Override
    public synchronized Page list(Owner owner, Slice slice) {
        List<Todo> found = new ArrayList<>();
        for (Todo todo : of(owner).values()) {
            if (slice.after() != null && todo.id().compareTo(slice.after()) <= 0) {
                continue;
            }
            if (found.size() == slice.limit()) {
                return new Page(found, found.getLast().id());
            }
            found.add(todo);
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
            deleted.computeIfAbsent(owner, o -> new HashSet<>()).add(id);
        }
    }

    @Override
    public synchronized void remove(Todo read, Instant now) {
        checkIs(read.owner(), read.id(), read.version());
        remove(read.owner(), read.id(), now);
    }

    @Override
    public synchronized boolean wasDeleted(Owner owner, TodoId id) {
        return deleted.getOrDefault(owner, Set.of()).contains(id);
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
