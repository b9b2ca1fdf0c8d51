package dev.todoapp.todos.todo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the values of a to-do can be, and can't. */
class ValuesTest {

    private static final String CLEF = "𝄞"; // one character, two UTF-16 units

    @Test
    void aTitleIsTrimmed() {
        assertThat(new Title("\u00a0 \t Buy milk\u2003\n")).isEqualTo(new Title("Buy milk"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\t\n",
                "\u00a0\u2007\u202f",
                "\u200b",
                "\u200d\ufeff",
                "\u3164",
                "\u2800",
                "\u202e \u202c"
            })
    void aTitleIsNeverBlank(String text) {
        assertThatThrownBy(() -> new Title(text)).isInstanceOf(Invalid.class).hasMessage("must not be blank");
    }

    @Test
    void aTitleHas200CharactersAtMostHoweverTheyAreEncoded() {
        assertThat(new Title(CLEF.repeat(200)).value()).hasSize(400);

        assertThatThrownBy(() -> new Title(CLEF.repeat(201)))
                .isInstanceOf(Invalid.class)
                .hasMessage("must have at most 200 characters");
    }

    @Test
    void aDescriptionHas2000CharactersAtMostAndNotes10000() {
        new Description("x".repeat(2_000));
        new Notes("x".repeat(10_000));

        assertThatThrownBy(() -> new Description("x".repeat(2_001))).isInstanceOf(Invalid.class);
        assertThatThrownBy(() -> new Notes("x".repeat(10_001))).isInstanceOf(Invalid.class);
    }

    @Test
    void descriptionAndNotesKeepTheirWhiteSpace() {
        assertThat(new Description(" x ").value()).isEqualTo(" x ");
        assertThat(new Notes("\n  code\n").value()).isEqualTo("\n  code\n");
    }

    @Test
    void tagsAreTrimmedAndKeptOnceInTheirOrder() {
        assertThat(new Tags(List.of("work", " home ", "work", "Home")).values())
                .containsExactly("work", "home", "Home");
    }

    @Test
    void tagsAreTwentyAtMostOfFiftyCharacters() {
        List<String> twenty = IntStream.range(0, 20).mapToObj(i -> "tag" + i).toList();
        List<String> oneMore = new ArrayList<>(twenty);
        oneMore.add("another");

        assertThat(new Tags(twenty).values()).isEqualTo(twenty);
        assertThat(new Tags(List.of(CLEF.repeat(50))).values()).hasSize(1);
        assertThatThrownBy(() -> new Tags(oneMore)).isInstanceOf(Invalid.class);
        assertThatThrownBy(() -> new Tags(List.of(CLEF.repeat(51)))).isInstanceOf(Invalid.class);
        assertThatThrownBy(() -> new Tags(List.of(" "))).isInstanceOf(Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-30",
                "2026-13-01",
                "2026-1-1",
                "2026-01-01T00:00:00Z",
                "+12026-01-01",
                "-0001-01-01",
                "0000-01-01",
                "20260101",
                "today",
                "2026-1a-01",
                "2026-12-2 ",
                "٢٠٢٦-١٢-٢٤",
                ""
            })
    void aDueDateIsADayOfTheCalendar(String text) {
        assertThatThrownBy(() -> DueDate.parse(text)).isInstanceOf(Invalid.class);
    }

    @Test
    void aDueDateMayBeALeapDay() {
        assertThat(DueDate.parse("2028-02-29")).hasToString("2028-02-29");
    }

    @Test
    void aPriorityIsSpeltExactly() {
        assertThat(Priority.parse("high")).isEqualTo(Priority.HIGH);
        assertThatThrownBy(() -> Priority.parse("HIGH")).isInstanceOf(Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e16, -1e16})
    void anOrderIsANumberWithNeighbours(double number) {
        assertThatThrownBy(() -> new Order(number)).isInstanceOf(Invalid.class);
    }

    @Test
    void anOrderOfMinusZeroIsZero() {
        assertThat(new Order(-0.0)).isEqualTo(new Order(0.0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01976A3C-5D2E-7B41-9C0F-3F8E6D1A2B4C",
                "1-1-1-1-1",
                "01976a3c5d2e7b419c0f3f8e6d1a2b4c",
                "{01976a3c-5d2e-7b41-9c0f-3f8e6d1a2b4c}",
                "urn:uuid:01976a3c-5d2e-7b41-9c0f-3f8e6d1a2b4c",
                "01976a3c-5d2e-7b41-9c0f-3f8e6d1a2b4c ",
                "changes",
                ""
            })
    void anIdHasOneSpelling(String text) {
        assertThatThrownBy(() -> TodoId.parse(text)).isInstanceOf(Invalid.class);
    }

    @Test
    void aNewIdIsATimeOrderedUuid() {
        TodoId id = TodoId.next(Instant.parse("2026-11-21T09:30:00.123Z"));

        assertThat(id.value().version()).isEqualTo(7);
        assertThat(id.value().variant()).isEqualTo(2);
        assertThat(id.value().getMostSignificantBits() >>> 16)
                .isEqualTo(Instant.parse("2026-11-21T09:30:00.123Z").toEpochMilli());
        assertThat(TodoId.parse(id.toString())).isEqualTo(id);
    }

    @Test
    void newIdsAreInOrderWithinAMillisecond() {
        Instant start = Instant.parse("2026-11-21T09:30:00.123Z");
        List<TodoId> ids = IntStream.range(0, 2_000)
                .mapToObj(i -> TodoId.next(start.plusNanos(i * 500L)))
                .toList();

        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void idsAreOrderedAsTheyAreSpelt() {
        TodoId low = TodoId.parse("00000000-0000-4000-8000-000000000000");
        TodoId high = TodoId.parse("ffffffff-ffff-4fff-bfff-ffffffffffff");

        assertThat(low).isLessThan(high);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 101})
    void aSliceHasALimit(int limit) {
        assertThatThrownBy(() -> new Slice(null, limit)).isInstanceOf(Invalid.class);
    }
}
