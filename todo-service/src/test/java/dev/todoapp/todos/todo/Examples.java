package dev.todoapp.todos.todo;

import dev.todoapp.platform.Owner;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** To-dos to test with. */
public final class Examples {

    public static final Instant MORNING = Instant.parse("2026-11-21T09:30:00.123Z");
    public static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private Examples() {}

    /** An owner that no other test has. */
    public static Owner someone() {
        return new Owner(UUID.randomUUID().toString());
    }

    public static Content milk() {
        return titled("Buy milk");
    }

    public static Content titled(String title) {
        return new Content(new Title(title), Description.NONE, Notes.NONE, null, Priority.NONE, Tags.NONE, false, null);
    }

    /** Every field filled. */
    public static Content party() {
        return new Content(
                new Title("Plan the party 🎉"),
                new Description("For *all* of us"),
                new Notes("# Guests\n- Zoë\n- 龍"),
                new DueDate(LocalDate.of(2026, 12, 24)),
                Priority.HIGH,
                new Tags(List.of("home", "Familie", "été")),
                true,
                new Order(-0.1));
    }

    /** As large as a to-do can get: every character takes four bytes. */
    public static Content huge() {
        String wide = "𝄞";
        return new Content(
                new Title(wide.repeat(Title.MOST)),
                new Description(wide.repeat(Description.MOST)),
                new Notes(wide.repeat(Notes.MOST)),
                new DueDate(LocalDate.of(9999, 12, 31)),
                Priority.MEDIUM,
                new Tags(java.util.stream.IntStream.range(0, Tags.MOST)
                        .mapToObj(i -> wide.repeat(Tags.LONGEST - 2) + (10 + i))
                        .toList()),
                true,
                new Order(0.1 + 0.2));
    }

    public static Todo todo(Owner owner, Content content) {
        return Todo.create(owner, TodoId.next(MORNING), content, MORNING);
    }

    public static Todo changed(Todo todo, Content content, Instant now) {
        return todo.change(content, now);
    }
}
