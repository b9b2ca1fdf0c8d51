package dev.todoapp.localcloud.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThrottleTest {

    private final AtomicLong clock = new AtomicLong();
    private final Throttle throttle = new Throttle(10, 5, clock::get);

    @Test
    void admitsABurst() {
        assertThat(admitted(20)).isEqualTo(5);
    }

    @Test
    void admitsAtTheRateOnceTheBurstIsSpent() {
        admitted(20);

        clock.addAndGet(Duration.ofMillis(200).toNanos());

        assertThat(admitted(20)).isEqualTo(2);
    }

    @Test
    void savesNoMoreThanABurst() {
        clock.addAndGet(Duration.ofHours(1).toNanos());

        assertThat(admitted(20)).isEqualTo(5);
    }

    private long admitted(int requests) {
        return IntStream.range(0, requests).filter(i -> throttle.admits()).count();
    }
}
