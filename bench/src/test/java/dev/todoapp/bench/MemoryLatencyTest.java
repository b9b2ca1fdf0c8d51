package dev.todoapp.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryLatencyTest {

    @Test
    void comesByEveryLineOnceBeforeItComesBack() {
        int lines = 1_000;
        int[] next = MemoryLatency.cycle(lines * 64);

        for (int reads = 1; reads < lines; reads++) {
            assertThat(MemoryLatency.walk(next, reads))
                    .as("after %d reads", reads)
                    .isNotZero();
        }
        assertThat(MemoryLatency.walk(next, lines)).isZero();
    }

    @Test
    void saysHowLongAReadTakes() {
        assertThat(MemoryLatency.measure()).matches("\\d+ ns");
    }
}
