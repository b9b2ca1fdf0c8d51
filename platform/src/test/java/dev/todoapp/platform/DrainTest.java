package dev.todoapp.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;

/** What a stopping service says of itself. */
class DrainTest {

    private final List<Object> said = new ArrayList<>();
    private final Drain drain =
            new Drain(Duration.ZERO, event -> said.add(((AvailabilityChangeEvent<?>) event).getState()));

    @Test
    void isNotReadyFromTheMomentThatItStops() {
        drain.start();
        drain.stop();

        assertThat(said).containsExactly(ReadinessState.REFUSING_TRAFFIC);
    }

    @Test
    void isReadyAgainWhenItIsStartedAnew() {
        drain.start();
        drain.stop();
        drain.start();

        assertThat(said).containsExactly(ReadinessState.REFUSING_TRAFFIC, ReadinessState.ACCEPTING_TRAFFIC);
    }
}
