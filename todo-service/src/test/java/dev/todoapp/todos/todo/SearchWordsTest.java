package dev.todoapp.todos.todo;

import static dev.todoapp.todos.todo.Examples.party;
import static dev.todoapp.todos.todo.Examples.titled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a search finds, on nothing. */
class SearchWordsTest {

    @ParameterizedTest
    @CsvSource({
        "cafe, Im Café",
        "CAFÉ, cafe",
        "café, CAFE\u0301",
        "STRASSE, Lange straße 3",
        "straße, LANGE STRASSE",
        "STRAẞE, strasse",
        "ΟΔΟΣ, η οδός",
        "οδος, ΟΔΟΣ",
        "istanbul, İSTANBUL",
        "naive, naïve",
        "ﬁnd, find",
        "ＦＵＬＬ, full",
        "елка, Ёлка",
        "שלום, שָׁלוֹם",
        "milk, Buy MILK!",
        "龍, 恐龍を買う",
        "가방, 가방",
        "🎉, Party 🎉🎉"
    })
    void findsAWordHoweverItIsWritten(String query, String title) {
        assertThat(SearchWords.parse(query).areIn(titled(title))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"か, がくせい", "ᄀ, 가방", "milk, Buy oats", "milk, mil k", "dark, mark", "(a+)+$, aaaa", ".*, anything"})
    void doesNotFindWhatIsAnotherWord(String query, String title) {
        assertThat(SearchWords.parse(query).areIn(titled(title))).isFalse();
    }

    @Test
    void findsEveryWordInWhicheverFieldItStands() {
        assertThat(SearchWords.parse("party all zoe ete").areIn(party())).isTrue();
        assertThat(SearchWords.parse("party ghosts").areIn(party())).isFalse();
    }

    @Test
    void findsNoWordAcrossTwoFields() {
        assertThat(SearchWords.parse("homeFamilie").areIn(party())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00a0\u2003", "\u0301", "\u200d"})
    void refusesASearchForNothing(String query) {
        assertThatThrownBy(() -> SearchWords.parse(query)).isInstanceOf(Invalid.class);
    }

    @Test
    void refusesASearchThatIsTooLong() {
        SearchWords.parse("x".repeat(200));
        assertThatThrownBy(() -> SearchWords.parse("x".repeat(201))).isInstanceOf(Invalid.class);
    }
}
