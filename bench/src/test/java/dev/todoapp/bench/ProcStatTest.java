package dev.todoapp.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcStatTest {

    @Test
    void countsUserAndSystemTime() {
        String stat =
                "4242 (java) S 1 4242 4242 0 -1 4194560 90210 0 12 0 1234 66 7 8 20 0 41 0 100200 3221225472 65000";

        assertThat(ProcStat.cpuMillis(stat)).isEqualTo(13_000);
    }

    @Test
    void readsPastANameWithSpacesAndBrackets() {
        String stat =
                "4242 (a (b) c) S 1 4242 4242 0 -1 4194560 90210 0 12 0 5 2 7 8 20 0 41 0 100200 3221225472 65000";

        assertThat(ProcStat.cpuMillis(stat)).isEqualTo(70);
    }

    @Test
    void readsResidentMemoryInBytes() {
        assertThat(ProcStat.residentBytes("VmPeak:\t  900000 kB\nVmRSS:\t  262144 kB\nThreads:\t41\n"))
                .isEqualTo(256 * 1024 * 1024);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void readsThisVeryProcess() {
        ProcStat self = ProcStat.of(ProcessHandle.current().pid());

        assertThat(self.cpuMillis()).isPositive();
        assertThat(self.residentBytes()).isGreaterThan(1024 * 1024);
    }

    @Test
    void saysThatTheMeasuredProcessHasEnded() {
        assertThatThrownBy(() -> ProcStat.of(0).cpuMillis())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("has ended");
    }
}
