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
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.todoapp.platform.Owner;
import dev.todoapp.todos.todo.Todos.Freshness;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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

    static Stream<Arguments> filters() {
        return Stream.of(
                arguments(Filter.NONE, "Milk Party Later"),
                arguments(Filter.COMPLETED, "Party"),
                arguments(filter(false, null, null, null, null, ""), "Milk Later"),
                arguments(filter(null, "home", null, null, null, ""), "Party"),
                arguments(filter(null, "Home", null, null, null, ""), ""),
                arguments(filter(null, null, Priority.HIGH, null, null, ""), "Party"),
                arguments(filter(null, null, Priority.NONE, null, null, ""), "Milk Later"),
                arguments(filter(null, null, null, "2026-12-24", null, ""), "Later"),
                arguments(filter(null, null, null, "2026-12-25", null, ""), "Party Later"),
                arguments(filter(null, null, null, null, "2026-12-01", ""), "Party"),
                arguments(filter(null, null, null, null, "2026-12-24", ""), ""),
                arguments(filter(null, null, null, "2027-01-01", "2026-12-01", ""), "Party"),
                arguments(filter(null, null, null, null, null, "ZOE familie"), "Party"),
                arguments(filter(true, "home", Priority.HIGH, "2027-01-01", "2026-01-01", "guests"), "Party"),
                arguments(filter(false, "home", Priority.HIGH, "2027-01-01", "2026-01-01", "guests"), ""));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void listsThoseThatAreMeant(Filter filter, String titles) {
        added(titled("Milk"));
        added(with(party(), "Party", LocalDate.of(2026, 12, 24)));
        added(with(titled("Later"), "Later", LocalDate.of(2026, 12, 1)));

        assertThat(todos().list(alice, filter, new Slice(null, 10)).todos())
                .extracting(todo -> todo.content().title().value())
                .containsExactlyInAnyOrderElementsOf(titles.isEmpty() ? List.of() : List.of(titles.split(" ")));
    }

    @Test
    void findsTheFewThatAreMeantAmongManyPageByPage() {
        Set<TodoId> meant = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            TodoId id = added(titled(i % 17 == 3 ? "Needle" : "Hay")).id();
            if (i % 17 == 3) {
                meant.add(id);
            }
        }
        Filter needles = filter(null, null, null, null, null, "needle");

        List<Todo> found = new ArrayList<>();
        TodoId after = null;
        int pages = 0;
        do {
            Page page = todos().list(alice, needles, new Slice(after, 2));
            assertThat(page.todos()).hasSizeLessThanOrEqualTo(2);
            found.addAll(page.todos());
            after = page.next();
            pages++;
        } while (after != null);

        assertThat(found).extracting(Todo::id).containsExactlyInAnyOrderElementsOf(meant);
        assertThat(found).extracting(Todo::id).isSorted();
        assertThat(pages).isBetween(60 / (2 * Todos.LOOKS), 60 / (2 * Todos.LOOKS) + 4);
    }

    @Test
    void removesThoseThatAreAsTheyWereRead() {
        List<Todo> read = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            read.add(added(titled("Number " + i)));
        }
        Todo changed = read.get(7).change(titled("Changed"), NOON);
        todos().replace(changed, read.get(7).version());
        todos().remove(read.get(8), NOON);

        assertThat(todos().removeUnchanged(read, () -> NOON)).isFalse();

        assertThat(todos().list(alice, Filter.NONE, new Slice(null, 100)).todos())
                .containsExactly(changed);
        assertThat(read).allMatch(todo -> todo.id().equals(changed.id()) || todos().wasDeleted(alice, todo.id()));
        assertThat(todos().wasDeleted(alice, changed.id())).isFalse();
        assertThat(todos().removeUnchanged(List.of(changed), () -> NOON)).isTrue();
    }

    @Test
    void removesAllThatAreMeantAndNoOthers() {
        for (int i = 0; i < 130; i++) {
            added(i % 2 == 0 ? party() : milk());
        }
        Todo his = Todo.create(bob, TodoId.next(MORNING), party(), MORNING);
        todos().add(his);

        assertThat(todos().removeAll(alice, Filter.COMPLETED, () -> NOON, NOON.plusSeconds(1)))
                .isTrue();

        assertThat(all(alice)).hasSize(65).noneMatch(todo -> todo.content().completed());
        assertThat(todos().removeAll(alice, Filter.NONE, () -> NOON, NOON.plusSeconds(1)))
                .isTrue();
        assertThat(all(alice)).isEmpty();
        assertThat(all(bob)).containsExactly(his);
    }

    @Test
    void removesAPartWhenTheTimeIsUpAndTheRestWhenItIsAskedAgain() {
        for (int i = 0; i < 250; i++) {
            added(milk());
        }

        assertThat(todos().removeAll(alice, Filter.NONE, () -> NOON, NOON)).isFalse();
        assertThat(all(alice)).hasSize(150);
        assertThat(todos().removeAll(alice, Filter.NONE, () -> NOON, NOON)).isFalse();
        assertThat(todos().removeAll(alice, Filter.NONE, () -> NOON, NOON)).isTrue();
        assertThat(all(alice)).isEmpty();
    }

    @Test
    void leavesOneThatIsReopenedWhileTheCompletedAreRemoved() throws Exception {
        for (int round = 0; round < 5; round++) {
            Todo done = added(party());
            List<Callable<Boolean>> both = List.of(
                    () -> todos().removeAll(alice, Filter.COMPLETED, () -> NOON, NOON.plusSeconds(1)),
                    () -> todos().change(alice, done.id(), read -> read.change(milk(), NOON))
                            .isPresent());

            boolean wasReopened = allAtOnce(both).get(1);

            assertThat(todos().find(alice, done.id()).isPresent()).isEqualTo(wasReopened);
            todos().remove(alice, done.id(), NOON);
        }
    }

    @Test
    void findsThoseOfSomeIdsThatAreThere() {
        Todo one = added(milk());
        Todo two = added(huge());
        Todo gone = added(milk());
        todos().remove(gone, NOON);
        Todo his = Todo.create(bob, TodoId.next(MORNING), milk(), MORNING);
        todos().add(his);

        assertThat(todos().findAll(alice, List.of(one.id(), two.id(), gone.id(), his.id(), TodoId.next(NOON))))
                .containsExactlyInAnyOrder(one, two);
    }

    @Test
    void ordersByTheTimeOfTheLastChange() {
        Todo first = added(milk());
        Todo second = Todo.create(alice, TodoId.next(NOON), milk(), NOON);
        todos().add(second);
        assertThat(changes(MORNING, null, 10)).containsExactly(change(first), change(second));

        Todo later = first.change(party(), NOON.plusSeconds(1));
        todos().replace(later, first.version());

        assertThat(changes(MORNING, null, 10)).containsExactly(change(second), change(later));
        assertThat(changes(NOON.plusMillis(1), null, 10)).containsExactly(change(later));
        assertThat(changes(NOON.plusSeconds(1), null, 10)).containsExactly(change(later));
        assertThat(changes(NOON.plusSeconds(2), null, 10)).isEmpty();
        assertThat(todos().changes(bob, new Stretch(MORNING, null, 10), Freshness.CURRENT))
                .isEmpty();
    }

    @Test
    void goesOnInTheOrderOfChangesAlsoAfterOneThatHasMovedOn() {
        // All at one time, so that only their ids tell them apart.
        List<Todo> all = IntStream.range(0, 10)
                .mapToObj(i -> added(titled("Number " + i)))
                .toList();
        List<Change> start = changes(MORNING, null, 4);
        List<Change> rest = new ArrayList<>(changes(MORNING, start.getLast(), 100));
        assertThat(Stream.concat(start.stream(), rest.stream()))
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().map(TodosContract::change).toList());

        todos().change(alice, start.getLast().id(), todo -> todo.change(party(), NOON));
        todos().remove(alice, rest.removeFirst().id(), NOON);

        rest.add(new Change(NOON, start.getLast().id()));
        assertThat(changes(MORNING, start.getLast(), 100)).isEqualTo(rest);
        assertThat(changes(MORNING, rest.getFirst(), 2)).isEqualTo(rest.subList(1, 3));
    }

    @Test
    void losesNoChangeWhenTheyAreTooLargeToBeReadAtOnce() {
        ChangeFeed feed = new ChangeFeed(todos(), () -> NOON);
        ChangeToken token = feed.read(alice, null, 100).next();
        Set<TodoId> ids = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            Todo todo = Todo.create(alice, TodoId.next(NOON), huge(), NOON);
            todos().add(todo);
            ids.add(todo.id());
        }

        assertThat(todos().changes(alice, new Stretch(MORNING, null, 100), Freshness.CURRENT))
                .hasSize(40);
        assertThat(todos().changes(alice, new Stretch(MORNING, null, 35), Freshness.RECENT))
                .hasSize(35);
        assertThat(feed.read(alice, token, 100).changed())
                .extracting(Todo::id)
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void ordersDeletionsApartFromChanges() {
        Todo one = added(milk());
        Todo two = added(milk());
        todos().remove(two, NOON);
        todos().remove(alice, one.id(), NOON.plusMillis(5));

        assertThat(todos().deletions(alice, new Stretch(MORNING, null, 10), Freshness.CURRENT))
                .containsExactly(new Change(NOON, two.id()), new Change(NOON.plusMillis(5), one.id()));
        assertThat(todos().deletions(alice, new Stretch(MORNING, new Change(NOON, two.id()), 10), Freshness.CURRENT))
                .containsExactly(new Change(NOON.plusMillis(5), one.id()));
        assertThat(changes(MORNING, null, 10)).isEmpty();
    }

    @Test
    void giveWhoeverFollowsThemExactlyWhatThereIsWhileOthersWrite() throws Exception {
        AtomicBoolean areWriting = new AtomicBoolean(true);
        ChangeFeed feed = new ChangeFeed(todos(), Clock.systemUTC());
        List<Callable<Map<TodoId, Version>>> all = new ArrayList<>();
        for (int writer = 0; writer < 6; writer++) {
            Duration skew = Duration.ofSeconds(12L * writer - 30);
            Random random = new Random(writer);
            all.add(() -> {
                InstantSource clock = InstantSource.offset(Clock.systemUTC(), skew);
                List<TodoId> known = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    Instant now = clock.instant();
                    if (known.size() < 3 || random.nextInt(3) == 0) {
                        Todo created = Todo.create(alice, TodoId.next(now), titled("New"), now);
                        todos().add(created);
                        known.add(created.id());
                    } else if (random.nextInt(3) == 0) {
                        todos().remove(alice, known.remove(random.nextInt(known.size())), now);
                    } else {
                        String title = "Changed " + i;
                        todos().change(
                                        alice,
                                        known.get(random.nextInt(known.size())),
                                        todo -> todo.change(titled(title), clock.instant()));
                    }
                }
                return Map.of();
            });
        }
        for (int reader = 0; reader < 3; reader++) {
            int limit = 1 + 7 * reader;
            Random random = new Random(reader);
            all.add(() -> {
                Map<TodoId, Version> copy = new HashMap<>();
                List<ChangeToken> tokens = new ArrayList<>();
                ChangeToken token = null;
                boolean wasLast;
                do {
                    wasLast = !areWriting.get();
                    ChangeFeed.Part part;
                    do {
                        part = feed.read(alice, token, limit);
                        part.changed().forEach(todo -> copy.put(todo.id(), todo.version()));
                        part.deleted().forEach(copy::remove);
                        tokens.add(part.next());
                        // Now and then an answer is lost, and an older token is sent again.
                        boolean isLost = areWriting.get() && random.nextInt(10) == 0;
                        token = isLost ? tokens.get(random.nextInt(tokens.size())) : part.next();
                    } while (part.more());
                } while (!wasLast);
                return copy;
            });
        }

        List<Map<TodoId, Version>> copies = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Map<TodoId, Version>>> running =
                    all.stream().map(threads::submit).toList();
            for (var writer : running.subList(0, 6)) {
                writer.get();
            }
            areWriting.set(false);
            for (var reader : running.subList(6, running.size())) {
                copies.add(reader.get());
            }
        }

        Map<TodoId, Version> truth = new HashMap<>();
        all(alice).forEach(todo -> truth.put(todo.id(), todo.version()));
        assertThat(copies).allSatisfy(copy -> assertThat(copy).isEqualTo(truth));
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

    private List<Todo> all(Owner owner) {
        List<Todo> all = new ArrayList<>();
        TodoId after = null;
        do {
            Page page = todos().list(owner, Filter.NONE, new Slice(after, 100));
            all.addAll(page.todos());
            after = page.next();
        } while (after != null);
        return all;
    }

    private List<Change> changes(Instant from, @Nullable Change after, int limit) {
        return todos().changes(alice, new Stretch(from, after, limit), Freshness.CURRENT);
    }

    private static Change change(Todo todo) {
        return new Change(todo.updatedAt(), todo.id());
    }

    private static Filter filter(
            @Nullable Boolean completed,
            @Nullable String tag,
            @Nullable Priority priority,
            @Nullable String dueBefore,
            @Nullable String dueAfter,
            String words) {
        return new Filter(
                completed,
                tag,
                priority,
                dueBefore == null ? null : DueDate.parse(dueBefore),
                dueAfter == null ? null : DueDate.parse(dueAfter),
                words.isEmpty() ? SearchWords.NONE : SearchWords.parse(words));
    }

    private static Content with(Content content, String title, LocalDate dueDate) {
        return new Content(
                new Title(title),
                content.description(),
                content.notes(),
                new DueDate(dueDate),
                content.priority(),
                content.tags(),
                content.completed(),
                content.order());
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
