package dev.todoapp.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.PrimitiveIterator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {

    private final PrimitiveIterator.OfDouble cpu = DoubleStream.of(500, 800).iterator();
    private final Recording recording = new Recording(cpu::nextDouble);

    @TempDir
    Path folder;

    @Test
    void countsOnlyWhatEndsWhileItMeasures() {
        recording.add("get", 1, true);
        recording.begin();
        recording.add("get", 2_000_000, true);
        recording.add("list", 4_000_000, true);
        recording.end();
        recording.add("get", 3, true);

        Phase phase = recording.phase();
        assertThat(phase.all().count()).isEqualTo(2);
        assertThat(phase.operation("get").p50()).isEqualTo(2);
        assertThat(phase.operation("list").p99()).isEqualTo(4);
        assertThat(phase.all().p99()).isEqualTo(4);
    }

    @Test
    void dividesTheCpuTimeOfTheIntervalByItsRequests() {
        recording.begin();
        for (int i = 0; i < 300; i++) {
            recording.add("get", 1, true);
        }
        recording.end();

        assertThat(recording.phase().cpuMillis()).isEqualTo(300);
        assertThat(recording.phase().cpuMillisPerRequest()).isEqualTo(1);
    }

    @Test
    void countsFailuresApartAndTimesThemNot() {
        recording.begin();
        recording.add("get", 2_000_000, true);
        recording.add("get", 900_000_000, false);
        recording.add("patch", 900_000_000, false);
        recording.end();

        assertThat(recording.phase().all().errors()).isEqualTo(2);
        assertThat(recording.phase().all().count()).isEqualTo(1);
        assertThat(recording.phase().operation("get").p99()).isEqualTo(2);
        assertThat(recording.phase().operation("patch").errors()).isEqualTo(1);
    }

    @Test
    void saysWhenTheLoadEndedTooSoon() {
        recording.begin();

        assertThatIllegalStateException().isThrownBy(recording::phase);
    }

    @Test
    void handsOverWhatItMeasured() {
        recording.begin();
        recording.add("get", 2_000_000, true);
        recording.end();
        Path file = folder.resolve("phase.json");

        recording.phase().write(file);

        assertThat(Phase.read(file)).isEqualTo(recording.phase());
    }
}
