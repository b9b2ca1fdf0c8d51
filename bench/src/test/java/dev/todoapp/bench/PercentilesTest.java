package dev.todoapp.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {

    @Test
    void givesTheLeastValueThatSoManyDontExceed() {
        Percentiles hundred =
                Percentiles.of(LongStream.rangeClosed(1, 100).map(n -> 101 - n).toArray());

        assertThat(hundred.at(50)).isEqualTo(50);
        assertThat(hundred.at(95)).isEqualTo(95);
        assertThat(hundred.at(99)).isEqualTo(99);
        assertThat(hundred.at(100)).isEqualTo(100);
        assertThat(hundred.at(0.1)).isEqualTo(1);
    }

    @Test
    void givesTheOnlyValueForEveryPercentage() {
        assertThat(Percentiles.of(new long[] {7}).at(50)).isEqualTo(7);
        assertThat(Percentiles.of(new long[] {7}).at(99)).isEqualTo(7);
    }

    @Test
    void roundsTheRankUp() {
        assertThat(Percentiles.of(new long[] {1, 2, 3}).at(50)).isEqualTo(2);
        assertThat(Percentiles.of(new long[] {1, 2, 3, 4}).at(51)).isEqualTo(3);
    }

    @Test
    void leavesTheSampleAsItIs() {
        long[] sample = {3, 1, 2};
        assertThat(Percentiles.of(sample).at(50)).isEqualTo(2);
        assertThat(sample).containsExactly(3, 1, 2);
    }

    @Test
    void makesNothingUp() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Percentiles.of(new long[0]).at(50));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Percentiles.of(new long[] {1}).at(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Percentiles.of(new long[] {1}).at(101));
    }
}
