package dev.todoapp.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects, in the process that makes the load, what every request took and what the process that bears it used of the CPU
 * between the same two moments. Before the first and after the second nothing counts.
 */
final class Recording {

    private final DoubleSupplier cpuMillis;
    private final Map<String, Samples> samples = new LinkedHashMap<>();
    private boolean measuring;
    private long begun;
    private double cpuBegun;
    private @Nullable Phase phase;

    /** @param cpuMillis what the measured process has used so far */
    Recording(DoubleSupplier cpuMillis) {
        this.cpuMillis = cpuMillis;
    }

    /** Measures from the end of the warm-up on. */
    void schedule(long warmUpSeconds, long seconds) {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("recording").factory());
        var _ = clock.schedule(this::begin, warmUpSeconds, TimeUnit.SECONDS);
        var _ = clock.schedule(this::end, warmUpSeconds + seconds, TimeUnit.SECONDS);
    }

    synchronized void begin() {
        samples.clear();
        begun = System.nanoTime();
        cpuBegun = cpuMillis.getAsDouble();
        measuring = true;
    }

    /** @param nanos from asking to having the answer */
    synchronized void add(String operation, long nanos, boolean isGood) {
        if (measuring) {
            samples.computeIfAbsent(operation, name -> new Samples()).add(nanos, isGood);
        }
    }

    synchronized void end() {
        measuring = false;
        double cpu = cpuMillis.getAsDouble() - cpuBegun;
        double seconds = (System.nanoTime() - begun) / 1e9;
        List<Phase.Operation> operations = new ArrayList<>();
        Samples all = new Samples();
        samples.forEach((name, some) -> {
            operations.add(some.summary(name));
            all.addAll(some);
        });
        operations.sort((one, other) -> Long.compare(other.count(), one.count()));
        operations.addFirst(all.summary(Phase.ALL));
        phase = new Phase(seconds, cpu, operations);
    }

    /** @throws IllegalStateException if the load ended before its time */
    synchronized Phase phase() {
        if (phase == null) {
            throw new IllegalStateException("the load ended before the measurement did");
        }
        return phase;
    }

    private static final class Samples {

        private long[] nanos = new long[1024];
        private int count;
        private long errors;

        void add(long took, boolean isGood) {
            if (!isGood) {
                errors++;
                return;
            }
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = took;
        }

        void addAll(Samples others) {
            for (int i = 0; i < others.count; i++) {
                add(others.nanos[i], true);
            }
            errors += others.errors;
        }

        Phase.Operation summary(String name) {
            if (count == 0) {
                return new Phase.Operation(name, 0, errors, 0, 0, 0);
            }
            Percentiles took = Percentiles.of(Arrays.copyOf(nanos, count));
            return new Phase.Operation(name, count, errors, millis(took, 50), millis(took, 95), millis(took, 99));
        }

        private static double millis(Percentiles took, double percent) {
            return took.at(percent) / 1e6;
        }
    }
}
