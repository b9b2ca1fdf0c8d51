package dev.todoapp.todos.todo;

import static dev.todoapp.todos.todo.Examples.MORNING;
import static dev.todoapp.todos.todo.Examples.NOON;
import static dev.todoapp.todos.todo.Examples.huge;
import static dev.todoapp.todos.todo.Examples.milk;
import static dev.todoapp.todos.todo.Examples.party;
import static dev.todoapp.todos.todo.Examples.someone;
import static dev.todoapp.todos.todo.Examples.titled;
import static dev.todoapp.todos.todo.Examples.todo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.todoapp.platform.Owner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link Todos} promises, wherever they are kept. Each back end has a class that says which it is. */
public abstract class TodosContract {

    private final Owner alice = someone();
    private final Owner bob = someone();

    /** The collection under test. It may hold other owners' to-dos. */
    protected abstract Todos todos();

    static Stream<Content> contents() {
        return Stream.of(milk(), party(), huge());
    }

    @ParameterizedTest
    @MethodSource("contents")
    void givesBackWhatWasAdded(Content content) {
        Todo todo = todo(alice, content);

        todos().add(todo);

        assertThat(todos().find(alice, todo.id())).contains(todo);
        assertThat(todos().list(alice, Filter.NONE, new Slice(null, 10)).todos())
                .containsExactly(todo);
    }

    @ParameterizedTest
    @MethodSource("contents")
    void givesBackWhatReplacedIt(Content content) {
        Todo todo = added(titled("Something else"));
        Todo next = todo.change(content, NOON);

        todos().replace(next, todo.version());

        assertThat(todos().find(alice, todo.id())).contains(next);
    }

    @Test
    void findsNothingThatWasNeverAdded() {
        assertThat(todos().find(alice, TodoId.next(MORNING))).isEmpty();
        assertThat(todos().list(alice, Filter.NONE, new Slice(null, 10))).isEqualTo(new Page(List.of(), null));
    }

    @Test
    void listsByAscendingIdAndGoesOnWhereAPageEnded() {
        List<TodoId> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Todo todo = Todo.create(alice, new TodoId(UUID.randomUUID()), titled("Number " + i), MORNING);
            todos().add(todo);
            ids.add(todo.id());
        }
        Collections.sort(ids);

        Page first = todos().list(alice, Filter.NONE, new Slice(null, 4));
        Page second = todos().list(alice, Filter.NONE, new Slice(first.next(), 4));
        Page third = todos().list(alice, Filter.NONE, new Slice(second.next(), 4));

        assertThat(Stream.of(first, second, third)
                        .flatMap(page -> page.todos().stream())
                        .map(Todo::id))
                .containsExactlyElementsOf(ids);
        assertThat(first.todos()).hasSize(4);
        assertThat(third.next()).isNull();
    }

    @Test
    void announcesNoFurtherPageWhenTheLastOneIsJustFull() {
        added(titled("One"));
        added(titled("Two"));

        assertThat(todos().list(alice, Filter.NONE, new Slice(null, 2)).next()).isNull();
    }

    @Test
    void goesOnAfterAnIdThatIsGone() {
        added(titled("One"));
        added(titled("Two"));
        Page both = todos().list(alice, Filter.NONE, new Slice(null, 10));
        TodoId first = both.todos().getFirst().id();
        todos().remove(alice, first, NOON);

        assertThat(todos().list(alice, Filter.NONE, new Slice(first, 10)).todos())
                .containsExactly(both.todos().getLast());
    }

    @Test
    void losesNothingWhenAPageIsTooLargeToBeReadAtOnce() {
        Set<TodoId> ids = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            ids.add(added(huge()).id());
        }

        Set<TodoId> listed = new HashSet<>();
        Page page = todos().list(alice, Filter.NONE, new Slice(null, 100));
        page.todos().forEach(todo -> listed.add(todo.id()));
        while (page.next() != null) {
            page = todos().list(alice, Filter.NONE, new Slice(page.next(), 100));
            page.todos().forEach(todo -> listed.add(todo.id()));
        }

        assertThat(listed).isEqualTo(ids);
    }

    @Test
    void neverShowsOrTouchesAnothersTodos() {
        Todo todo = added(milk());

        assertThat(todos().find(bob, todo.id())).isEmpty();
        assertThat(todos().list(bob, Filter.NONE, new Slice(null, 10)).todos()).isEmpty();
        todos().remove(bob, todo.id(), NOON);
        assertThat(todos().change(bob, todo.id(), stolen -> stolen.change(party(), NOON)))
                .isEmpty();
        assertThatThrownBy(() -> todos().remove(
                                new Todo(bob, todo.id(), todo.content(), null, MORNING, MORNING, todo.version()), NOON))
                .isInstanceOf(StaleVersion.class);

        assertThat(todos().find(alice, todo.id())).contains(todo);
        assertThat(todos().wasDeleted(bob, todo.id())).isFalse();
    }

    @Test
    void letsTwoOwnersUseTheSameId() {
        Todo hers = added(milk());
        Todo his = Todo.create(bob, hers.id(), party(), NOON);

        todos().addUnlessKnown(his);

        assertThat(todos().find(alice, hers.id())).contains(hers);
        assertThat(todos().find(bob, hers.id())).contains(his);
    }

    @Test
    void keepsAnOwnerApartFromWhatIsLeftOfAnothersDeletedOnes() {
        Owner odd = new Owner(alice.value() + "#deleted");
        Todo todo = added(milk());
        todos().remove(alice, todo.id(), NOON);
        Todo theirs = Todo.create(odd, todo.id(), milk(), NOON);

        assertThat(todos().list(odd, Filter.NONE, new Slice(null, 10)).todos()).isEmpty();
        todos().addUnlessKnown(theirs);
        assertThat(todos().find(odd, todo.id())).contains(theirs);
        assertThat(todos().wasDeleted(alice, todo.id())).isTrue();
    }

    @Test
    void refusesAnIdThatIsInUseAndSaysWhatHasIt() {
        Todo todo = added(milk());

        assertThatExceptionOfType(AlreadyExists.class)
                .isThrownBy(() -> todos().addUnlessKnown(Todo.create(alice, todo.id(), party(), NOON)))
                .satisfies(refusal -> assertThat(refusal.current()).isEqualTo(todo));

        assertThat(todos().find(alice, todo.id())).contains(todo);
    }

    @Test
    void refusesAnIdThatWasDeleted() {
        Todo todo = added(milk());
        todos().remove(alice, todo.id(), NOON);

        assertThatThrownBy(() -> todos().addUnlessKnown(todo)).isInstanceOf(AlreadyDeleted.class);

        assertThat(todos().find(alice, todo.id())).isEmpty();
    }

    @Test
    void refusesAStaleVersionAndSaysWhatIsStored() {
        Todo read = added(milk());
        Todo written = read.change(titled("Buy oat milk"), NOON);
        todos().replace(written, read.version());

        assertThatExceptionOfType(StaleVersion.class)
                .isThrownBy(() -> todos().replace(read.change(party(), NOON), read.version()))
                .satisfies(refusal -> assertThat(refusal.current()).contains(written));
        assertThatThrownBy(() -> todos().remove(read, NOON)).isInstanceOf(StaleVersion.class);

        assertThat(todos().find(alice, read.id())).contains(written);
        assertThat(todos().wasDeleted(alice, read.id())).isFalse();
    }

    @Test
    void doesNotBringBackWhatWasDeleted() {
        Todo todo = added(milk());
        todos().remove(alice, todo.id(), NOON);

        assertThatExceptionOfType(StaleVersion.class)
                .isThrownBy(() -> todos().replace(todo.change(party(), NOON), todo.version()))
                .satisfies(refusal -> assertThat(refusal.current()).isEmpty());

        assertThat(todos().find(alice, todo.id())).isEmpty();
    }

    @Test
    void removesForGoodAndRemembersTheId() {
        Todo todo = added(milk());
        Todo other = added(party());

        todos().remove(alice, todo.id(), NOON);
        todos().remove(other, NOON);

        assertThat(todos().find(alice, todo.id())).isEmpty();
        assertThat(todos().list(alice, Filter.NONE, new Slice(null, 10)).todos())
                .isEmpty();
        assertThat(todos().wasDeleted(alice, todo.id())).isTrue();
        assertThat(todos().wasDeleted(alice, other.id())).isTrue();
    }

    @Test
    void removesWhatIsGoneWithoutComplaint() {
        Todo todo = added(milk());
        TodoId never = TodoId.next(MORNING);

        todos().remove(alice, todo.id(), NOON);
        todos().remove(alice, todo.id(), NOON);
        todos().remove(alice, never, NOON);

        assertThat(todos().wasDeleted(alice, todo.id())).isTrue();
        assertThat(todos().wasDeleted(alice, never)).isFalse();
    }

    @Test
    void writesNothingWhenNothingChanges() {
        Todo todo = added(party());

        assertThat(todos().change(alice, todo.id(), read -> read.change(party(), NOON)))
                .contains(todo);

        assertThat(todos().find(alice, todo.id())).contains(todo);
    }

    @Test
    void keepsTheAcknowledgedChangesOf32Writers() throws Exception {
        Todo todo = added(milk());
        Set<String> tags = new HashSet<>();
        List<Callable<Todo>> writers = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            String tag = "tag" + i;
            tags.add(tag);
            // Twenty tags fit on a to-do; the others go into its notes.
            writers.add(() -> todos().change(alice, todo.id(), read -> read.change(noting(read.content(), tag), NOON))
                    .orElseThrow());
        }

        List<Todo> answers = allAtOnce(writers);

        Todo stored = todos().find(alice, todo.id()).orElseThrow();
        assertThat(stored.content().notes().value().split(" ")).containsExactlyInAnyOrderElementsOf(tags);
        assertThat(stored.version()).isEqualTo(new Version(33));
        assertThat(answers)
                .extracting(Todo::version)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(2, 33).mapToObj(Version::new).toList());
    }

    @Test
    void addsAnIdOnceThoughManyAddIt() throws Exception {
        TodoId id = TodoId.next(MORNING);
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String title = "Number " + i;
            writers.add(() -> {
                try {
                    todos().addUnlessKnown(Todo.create(alice, id, titled(title), MORNING));
                    return true;
                } catch (AlreadyExists exists) {
                    return false;
                }
            });
        }

        assertThat(allAtOnce(writers)).containsOnlyOnce(true);
    }

    @Test
    void neitherLosesNorRevivesATodoThatIsChangedWhileItIsDeleted() throws Exception {
        for (int round = 0; round < 10; round++) {
            Todo todo = added(milk());
            List<Callable<Boolean>> both = List.of(
                    () -> {
                        todos().remove(alice, todo.id(), NOON);
                        return true;
                    },
                    () -> todos().change(alice, todo.id(), read -> read.change(party(), NOON))
                            .isPresent());

            allAtOnce(both);

            assertThat(todos().find(alice, todo.id())).isEmpty();
            assertThat(todos().wasDeleted(alice, todo.id())).isTrue();
        }
    }

    private Todo added(Content content) {
        Todo todo = todo(alice, content);
        todos().add(todo);
        return todo;
    }

    private static Content noting(Content content, String word) {
        return new Content(
                content.title(),
                content.description(),
                new Notes((content.notes().value() + " " + word).strip()),
                content.dueDate(),
                content.priority(),
                content.tags(),
                content.completed(),
                content.order());
    }

    private static <T> List<T> allAtOnce(List<Callable<T>> tasks) throws InterruptedException, ExecutionException {
        List<T> results = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
        }
        return results;
    }
}
