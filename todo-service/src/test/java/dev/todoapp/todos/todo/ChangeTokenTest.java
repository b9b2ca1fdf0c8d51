package dev.todoapp.todos.todo;

import static dev.todoapp.todos.todo.Examples.MORNING;
import static dev.todoapp.todos.todo.Examples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.todoapp.todos.todo.ChangeToken.Changes;
import dev.todoapp.todos.todo.ChangeToken.End;
import dev.todoapp.todos.todo.ChangeToken.Everything;
import dev.todoapp.todos.todo.ChangeToken.Progress;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The feed's tokens, on nothing. */
class ChangeTokenTest {

    private static final Change CHANGE = new Change(NOON, TodoId.next(MORNING));

    static Stream<ChangeToken> tokens() {
        return Stream.of(
                new Everything(MORNING, TodoId.next(NOON)),
                new Changes(MORNING, NOON, Progress.NONE, Progress.OVER, 1),
                new Changes(MORNING, NOON, new Progress(CHANGE, false), Progress.NONE, -1),
                new Changes(MORNING, NOON, Progress.OVER, new Progress(CHANGE, false), 7),
                new End(NOON, 0),
                new End(NOON, -7));
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void comeBackAsTheyWere(ChangeToken token) {
        assertThat(ChangeToken.parse(ChangeToken.write(token))).isEqualTo(token);
        assertThat(ChangeToken.write(token)).matches("[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void areRefusedWhenCutOrLengthened(ChangeToken token) {
        String text = ChangeToken.write(token);
        for (int length = 0; length < text.length(); length++) {
            refused(text.substring(0, length));
        }
        refused(text + "A");
        refused(text + "=");
        refused(" " + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "n", "e", "c", "!", "AAAA", "2026-11-21T09:30:00Z", "0", "🎉"})
    void areRefusedWhenTheyAreSomethingElse(String text) {
        refused(text);
    }

    @Test
    void areSuchAsTheDescriptionShows() {
        assertThat(ChangeToken.parse(ApiDescription.SINCE)).isInstanceOf(End.class);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void areReadOrRefusedWhateverTheyHold(int seed) {
        byte[] bytes = new byte[new Random(seed).nextInt(80)];
        new Random(seed).nextBytes(bytes);
        if (bytes.length > 0) {
            bytes[0] = (byte) "ecn".charAt(seed % 3);
        }
        String text = java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        try {
            assertThat(ChangeToken.write(ChangeToken.parse(text))).isEqualTo(text);
        } catch (Invalid refused) {
            assertThat(refused).hasMessage(ChangeToken.UNKNOWN);
        }
    }

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    private static void refused(String text) {
        assertThatThrownBy(() -> ChangeToken.parse(text)).isInstanceOf(Invalid.class);
    }
}
