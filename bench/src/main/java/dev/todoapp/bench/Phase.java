package dev.todoapp.bench;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was measured in one interval.
 *
 * @param seconds how long it was
 * @param cpuMillis what the measured process used in it
 * @param operations each by name, and {@link #ALL} of them together
 */
record Phase(double seconds, double cpuMillis, List<Operation> operations) {

    static final String ALL = "all";

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * The requests of one kind; times in milliseconds, of those that were answered as they should be.
     *
     * @param count how many were answered as they should be
     * @param errors how many were not
     */
    record Operation(String name, long count, long errors, double p50, double p95, double p99) {}

    Operation operation(String name) {
        return operations.stream()
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + name + " was measured"));
    }

    Operation all() {
        return operation(ALL);
    }

    /** Requests a second. */
    double throughput() {
        return all().count() / seconds;
    }

    double cpuMillisPerRequest() {
        return cpuMillis / all().count();
    }

    /** The one in the middle by CPU time per request, of an odd number. */
    static Phase median(List<Phase> phases) {
        return phases.stream()
                .sorted(Comparator.comparingDouble(Phase::cpuMillisPerRequest))
                .toList()
                .get(phases.size() / 2);
    }

    void write(Path file) {
        JSON.writeValue(file, this);
    }

    static Phase read(Path file) {
        return JSON.readValue(file, Phase.class);
    }
}
