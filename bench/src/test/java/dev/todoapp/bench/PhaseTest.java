package dev.todoapp.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PhaseTest {

    @Test
    void takesTheOneInTheMiddleByCpuTimePerRequest() {
        Phase cheap = phase(50, 100);
        Phase middle = phase(120, 200);
        Phase dear = phase(90, 100);

        assertThat(Phase.median(List.of(dear, cheap, middle))).isSameAs(middle);
    }

    private static Phase phase(double cpuMillis, long requests) {
        return new Phase(20, cpuMillis, List.of(new Phase.Operation(Phase.ALL, requests, 0, 1, 2, 3)));
    }
}
