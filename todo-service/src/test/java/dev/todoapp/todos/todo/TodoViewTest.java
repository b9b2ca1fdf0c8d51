package dev.todoapp.todos.todo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TodoViewTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T09:30:00.123Z",
                "2026-11-21T09:30:00Z",
                "2026-11-21T00:00:00Z",
                "2026-11-21T09:30:07Z",
                "2026-11-21T09:30:00.100Z",
                "2026-11-21T09:30:00.000001Z",
                "1969-12-31T23:59:59.999Z",
                "+12026-01-01T00:00:00Z"
            })
    void writesTimesAsIso8601(String text) {
        assertThat(TodoView.text(Instant.parse(text))).isEqualTo(text);
    }

    @Test
    void writesAnyTimeAsItWritesItself() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            Instant time = Instant.ofEpochMilli(random.nextLong(-62_000_000_000_000L, 250_000_000_000_000L));
            assertThat(TodoView.text(time)).isEqualTo(time.toString());
        }
    }
}
