package dev.todoapp.todos.todo;

import static dev.todoapp.todos.todo.Examples.MORNING;
import static dev.todoapp.todos.todo.Examples.NOON;
import static dev.todoapp.todos.todo.Examples.milk;
import static dev.todoapp.todos.todo.Examples.party;
import static dev.todoapp.todos.todo.Examples.titled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.todoapp.platform.Owner;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TodoTest {

    private final Owner alice = new Owner("alice");
    private final TodoId id = TodoId.next(MORNING);

    @Test
    void beginsWithTheFirstVersion() {
        Todo todo = Todo.create(alice, id, milk(), MORNING);

        assertThat(todo.version()).isEqualTo(Version.FIRST);
        assertThat(todo.createdAt()).isEqualTo(todo.updatedAt()).isEqualTo(MORNING);
        assertThat(todo.completedAt()).isNull();
    }

    @Test
    void isCompletedWhenItIsCreatedSo() {
        assertThat(Todo.create(alice, id, party(), MORNING).completedAt()).isEqualTo(MORNING);
    }

    @Test
    void hasANextVersionAfterAChange() {
        Todo todo = Todo.create(alice, id, milk(), MORNING);

        Todo next = todo.change(titled("Buy oat milk"), NOON);

        assertThat(next.content()).isEqualTo(titled("Buy oat milk"));
        assertThat(next.version()).isEqualTo(new Version(2));
        assertThat(next.updatedAt()).isEqualTo(NOON);
        assertThat(next.createdAt()).isEqualTo(MORNING);
    }

    @Test
    void staysAsItIsWhenNothingChanges() {
        Todo todo = Todo.create(alice, id, party(), MORNING);

        assertThat(todo.change(party(), NOON)).isSameAs(todo);
    }

    @Test
    void remembersWhenItWasCompletedUntilItIsReopened() {
        Todo done = Todo.create(alice, id, party(), MORNING);

        Todo renamed = done.change(completed(titled("Renamed")), NOON);
        Todo reopened = renamed.change(titled("Renamed"), NOON);
        Todo again = reopened.change(completed(titled("Renamed")), NOON.plusSeconds(1));

        assertThat(renamed.completedAt()).isEqualTo(MORNING);
        assertThat(reopened.completedAt()).isNull();
        assertThat(again.completedAt()).isEqualTo(NOON.plusSeconds(1));
    }

    @Test
    void neverGoesBackInTimeNorStandsStillThoughAClockDoes() {
        Todo todo = Todo.create(alice, id, milk(), NOON);

        assertThat(todo.change(party(), MORNING).updatedAt()).isEqualTo(NOON.plusMillis(1));
        assertThat(todo.change(party(), NOON).updatedAt()).isEqualTo(NOON.plusMillis(1));
    }

    @Test
    void hasTimesThatSurviveABrowser() {
        Todo todo = Todo.create(alice, id, milk(), Instant.parse("2026-11-21T09:30:00.123456789Z"));

        assertThat(todo.createdAt()).isEqualTo(MORNING);
    }

    @Test
    void cannotBeCompletedWithoutATime() {
        assertThatThrownBy(() -> new Todo(alice, id, party(), null, MORNING, MORNING, Version.FIRST))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Content completed(Content content) {
        return new Content(
                content.title(),
                content.description(),
                content.notes(),
                content.dueDate(),
                content.priority(),
                content.tags(),
                true,
                content.order());
    }
}
