package dev.todoapp.todos.todo;

import static dev.todoapp.todos.todo.Examples.NOON;
import static dev.todoapp.todos.todo.Examples.someone;
import static dev.todoapp.todos.todo.Examples.titled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.todoapp.platform.Owner;
import dev.todoapp.todos.todo.ChangeToken.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The feed of changes on a map, in a time that the tests make. */
class ChangeFeedTest {

    private final Owner alice = someone();
    private final InMemoryTodos todos = new InMemoryTodos();
    private Instant now = NOON;
    private final ChangeFeed feed = new ChangeFeed(todos, () -> now);
    private final Copy copy = new Copy();

    @Test
    void givesEverythingThenWhatChangesThenWhatIsDeleted() {
        Todo milk = added("Milk");
        Todo bread = added("Bread");
        copy.catchUp(10);
        assertThat(copy.todos).containsOnlyKeys(milk.id(), bread.id());

        tick(Duration.ofMinutes(5));
        todos.change(alice, milk.id(), todo -> todo.change(titled("Oat milk"), now));
        todos.remove(alice, bread.id(), now);
        copy.catchUp(10);

        copy.isTrue();
        assertThat(copy.todos).containsOnlyKeys(milk.id());
    }

    @Test
    void saysNothingAndGivesTheSameTokenAsLongAsNothingChanges() {
        added("Milk");
        copy.catchUp(10);
        tick(Duration.ofMinutes(5));
        copy.catchUp(10);
        ChangeToken settled = copy.token();

        tick(Duration.ofMinutes(5));
        ChangeFeed.Part part = feed.read(alice, settled, 10);

        assertThat(part).isEqualTo(new ChangeFeed.Part(List.of(), List.of(), settled, false));
    }

    @Test
    void repeatsNothingThatIsRecentMoreThanOnce() {
        copy.catchUp(10);
        Todo milk = added("Milk");
        assertThat(feed.read(alice, copy.token(), 10).changed()).containsExactly(milk);
        copy.catchUp(10);

        tick(Duration.ofSeconds(1));

        assertThat(feed.read(alice, copy.token(), 10).changed()).isEmpty();
    }

    @Test
    void givesAChangeThatFollowsAnotherWithinTheSameMillisecond() {
        Todo milk = added("Milk");
        copy.catchUp(10);
        copy.catchUp(10);

        todos.change(alice, milk.id(), todo -> todo.change(titled("Oat milk"), now));
        copy.catchUp(10);
        todos.change(alice, milk.id(), todo -> todo.change(titled("Soy milk"), now));
        copy.catchUp(10);

        copy.isTrue();
    }

    @Test
    void givesWhatALateClockWritesBehindWhatWasRead() {
        copy.catchUp(10);
        now = now.plusSeconds(30); // a task whose clock is early
        added("Early");
        now = now.minusSeconds(30);
        copy.catchUp(10);

        now = now.minusSeconds(30); // one whose clock is late
        added("Late");
        now = now.plusSeconds(30);
        copy.catchUp(10);

        copy.isTrue();
        assertThat(copy.todos).hasSize(2);
    }

    @Test
    void givesWhatChangesWhileEverythingIsWalkedThrough() {
        List<Todo> all =
                IntStream.range(0, 10).mapToObj(i -> added("Number " + i)).toList();
        copy.read(3);
        todos.change(alice, all.get(0).id(), todo -> todo.change(titled("Changed"), now));
        todos.remove(alice, all.get(1).id(), now);
        tick(Duration.ofHours(1)); // a client that rests on its way

        copy.catchUp(3);

        copy.isTrue();
    }

    @Test
    void goesOnWithAWalkThatRested() {
        copy.catchUp(10);
        tick(Duration.ofMinutes(5));
        IntStream.range(0, 9).forEach(i -> added("Number " + i));
        copy.read(2);
        copy.read(2);
        now = now.minusSeconds(30);
        added("By a late clock");
        now = now.plusSeconds(30);
        tick(Duration.ofHours(2));
        added("Later");

        copy.catchUp(2);

        copy.isTrue();
    }

    @Test
    void renewsATokenSoThatAClientWithoutNewsIsNeverTooOld() {
        added("Milk");
        for (int day = 0; day < 60; day++) {
            copy.catchUp(10);
            tick(Duration.ofDays(1));
        }
        copy.catchUp(10);

        copy.isTrue();
    }

    @Test
    void refusesATokenFromBeforeTheTimeThatDeletionsAreRemembered() {
        Todo milk = added("Milk");
        copy.catchUp(10);
        copy.catchUp(10);
        todos.remove(alice, milk.id(), now);

        tick(Duration.ofDays(30).minusHours(1));
        assertThat(feed.read(alice, copy.token(), 10).deleted()).containsExactly(milk.id());
        tick(Duration.ofHours(2));
        assertThatThrownBy(() -> feed.read(alice, copy.token(), 10)).isInstanceOf(ChangeFeed.TooOld.class);
    }

    @Test
    void refusesATokenFromTheFuture() {
        assertThatThrownBy(() -> feed.read(alice, new ChangeToken.End(now.plusSeconds(1), 1), 10))
                .isInstanceOf(Invalid.class);
    }

    static Stream<ChangeToken> impossible() {
        Instant since = NOON.minusSeconds(600);
        Progress none = Progress.NONE;
        return Stream.of(
                new ChangeToken.Everything(NOON.plusSeconds(1), TodoId.next(NOON)),
                new ChangeToken.Changes(since, since.minusSeconds(1), none, none, 1),
                new ChangeToken.Changes(since, NOON.plusSeconds(1), none, none, 1),
                new ChangeToken.Changes(since, Instant.ofEpochMilli(Long.MAX_VALUE), none, none, 1),
                new ChangeToken.Changes(since, NOON, reached(since.minusSeconds(1)), none, 1),
                new ChangeToken.Changes(since, NOON, none, reached(since.minusSeconds(1)), 1),
                new ChangeToken.Changes(since, NOON, reached(Instant.ofEpochMilli(Long.MIN_VALUE)), none, 1),
                new ChangeToken.Changes(since, NOON, none, reached(Instant.ofEpochMilli(Long.MAX_VALUE)), 1));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void refusesATokenThatWasNeverGiven(ChangeToken token) {
        assertThatThrownBy(() -> feed.read(alice, token, 10)).isInstanceOf(Invalid.class);
    }

    private static Progress reached(Instant at) {
        return new Progress(new Change(at, TodoId.next(NOON)), false);
    }

    @Test
    void showsNothingOfAnotherOwnerWhoseTokenIsUsed() {
        added("Milk");
        copy.catchUp(10);

        ChangeFeed.Part part = feed.read(someone(), copy.token(), 10);

        assertThat(part.changed()).isEmpty();
        assertThat(part.deleted()).isEmpty();
    }

    static IntStream histories() {
        return IntStream.range(0, Boolean.getBoolean("thorough") ? 20_000 : 500);
    }

    /**
     * Tasks whose clocks are up to 30 s off either way write, each some time after it has looked at its clock; readers of
     * such clocks follow, with pages of any size, and send old tokens again. In the end every reader has what there is. Each
     * seed is one history; it plays the same way each time.
     */
    @ParameterizedTest(name = "history {0}")
    @MethodSource("histories")
    void whoeverFollowsHasExactlyWhatThereIs(int seed) {
        new History(new Random(seed)).play();
    }

    private final class History {

        private final Random random;
        private final List<Runnable> writes = new ArrayList<>();
        private final List<Instant> deadlines = new ArrayList<>();
        private final List<Copy> readers = new ArrayList<>();

        History(Random random) {
            this.random = random;
            for (int i = 0; i < 3; i++) {
                readers.add(new Copy());
            }
        }

        void play() {
            Instant truth = NOON;
            for (int step = 0; step < 200; step++) {
                truth = truth.plusMillis(pause());
                doOverdueWrites(truth);
                now = truth.plusMillis(skew());
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3 -> beginWrite(truth);
                    case 4, 5, 6 -> finishAWrite();
                    default -> readSomething();
                }
            }
            while (!writes.isEmpty()) {
                finishAWrite();
            }
            for (Copy reader : readers) {
                now = truth.plusMillis(skew());
                reader.catchUp(1 + random.nextInt(7));
                reader.isTrue();
            }
        }

        private long pause() {
            return switch (random.nextInt(20)) {
                case 0 -> random.nextLong(Duration.ofMinutes(10).toMillis());
                case 1, 2, 3 -> random.nextLong(Duration.ofSeconds(60).toMillis());
                default -> random.nextLong(3);
            };
        }

        private long skew() {
            long most = ChangeFeed.CLOCK_SKEW.toMillis();
            return random.nextLong(-most, most + 1);
        }

        /** Looks at the clock now, and writes later, though not too late. */
        private void beginWrite(Instant truth) {
            Instant looked = now;
            List<Todo> there =
                    todos.list(alice, Filter.NONE, new Slice(null, 100)).todos();
            if (there.size() < 3 || random.nextInt(3) == 0) {
                Todo created = Todo.create(alice, TodoId.next(looked), titled("New"), looked);
                writes.add(() -> todos.add(created));
            } else {
                Todo some = there.get(random.nextInt(there.size()));
                if (random.nextInt(3) == 0) {
                    writes.add(() -> todos.remove(alice, some.id(), looked));
                } else {
                    Todo next = some.change(titled("Changed " + random.nextInt()), looked);
                    writes.add(() -> {
                        try {
                            todos.replace(next, some.version());
                        } catch (StaleVersion lost) {
                            // Someone else was faster, and this writer hears of it.
                        }
                    });
                }
            }
            deadlines.add(truth.plus(Todos.LONGEST_WRITE));
        }

        private void doOverdueWrites(Instant truth) {
            for (int i = writes.size() - 1; i >= 0; i--) {
                if (!deadlines.get(i).isAfter(truth)) {
                    deadlines.remove(i);
                    writes.remove(i).run();
                }
            }
        }

        private void finishAWrite() {
            if (!writes.isEmpty()) {
                int some = random.nextInt(writes.size());
                deadlines.remove(some);
                writes.remove(some).run();
            }
        }

        private void readSomething() {
            Copy reader = readers.get(random.nextInt(readers.size()));
            if (random.nextInt(8) == 0) {
                reader.loseLastAnswers(random);
            }
            reader.read(1 + random.nextInt(5));
        }
    }

    private void tick(Duration time) {
        now = now.plus(time);
    }

    private Todo added(String title) {
        Todo todo = Todo.create(alice, TodoId.next(now), titled(title), now);
        todos.add(todo);
        return todo;
    }

    /** A client that keeps a copy of alice's to-dos. */
    private final class Copy {

        private final Map<TodoId, Todo> todos = new HashMap<>();
        private final List<ChangeToken> tokens = new ArrayList<>();
        private @Nullable ChangeToken token;

        /** {@return whether there is more} */
        boolean read(int limit) {
            ChangeFeed.Part part = feed.read(alice, token, limit);
            part.changed().forEach(todo -> todos.put(todo.id(), todo));
            part.deleted().forEach(todos::remove);
            // What is sent is what is read back.
            token = ChangeToken.parse(ChangeToken.write(part.next()));
            tokens.add(token);
            return part.more();
        }

        void catchUp(int limit) {
            int answers = 0;
            while (read(limit)) {
                assertThat(++answers).as("answers until there is no more").isLessThan(1_000);
            }
        }

        /** Goes on with a token that it has used already. */
        void loseLastAnswers(Random random) {
            if (!tokens.isEmpty()) {
                token = tokens.get(random.nextInt(tokens.size()));
            }
        }

        ChangeToken token() {
            return Objects.requireNonNull(token);
        }

        private static Map<TodoId, Version> states(Map<TodoId, Todo> todos) {
            Map<TodoId, Version> states = new TreeMap<>();
            todos.forEach((id, todo) -> states.put(id, todo.version()));
            return states;
        }

        void isTrue() {
            Map<TodoId, Todo> truth = new HashMap<>();
            Page page = ChangeFeedTest.this.todos.list(alice, Filter.NONE, new Slice(null, 100));
            page.todos().forEach(todo -> truth.put(todo.id(), todo));
            assertThat(page.next()).isNull();
            assertThat(states(todos)).isEqualTo(states(truth));
        }
    }
}
