package dev.todoapp.files.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class OutageTest {

    private final Outage outage = new Outage("The moon", Duration.ofSeconds(1), Duration.ofSeconds(30));

    @Test
    void isToldOfOnceHoweverOftenItFails(CapturedOutput output) {
        outage.failed(new IllegalStateException("new moon"));
        outage.failed(new IllegalStateException("cloudy"));
        outage.failed(new IllegalStateException("cloudy"));

        assertThat(output.getOut()).containsOnlyOnce("The moon fails").contains("new moon");
        assertThat(outage.failure()).hasMessage("cloudy");
    }

    @Test
    void beginsAgainAfterItWasOver(CapturedOutput output) {
        outage.failed(new IllegalStateException("new moon"));
        outage.pause();
        outage.pause();
        outage.pause();

        outage.worked();

        assertThat(outage.goesOn()).isFalse();
        assertThat(outage.failure()).isNull();
        assertThat(outage.pause()).isZero();
        outage.failed(new IllegalStateException("cloudy"));
        assertThat(outage.pause()).isBetween(Duration.ofMillis(500), Duration.ofMillis(1_500));
        assertThat(output.getOut()).contains("new moon", "cloudy");
    }

    @Test
    void pausesLongerEachTimeUpToALimit() {
        outage.failed(new IllegalStateException());

        long before = 0;
        for (int second = 1; second <= 16; second *= 2) {
            long pause = outage.pause().toMillis();
            assertThat(pause).isBetween(second * 500L, second * 1_500L).isGreaterThanOrEqualTo(before / 3);
            before = pause;
        }
        for (int i = 0; i < 20; i++) {
            assertThat(outage.pause()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
        }
    }
}
