package dev.todoapp.bench;

import java.util.Arrays;

/** Of a sample, by nearest rank: every value that is given was measured. */
final class Percentiles {

    private final long[] sorted;

    private Percentiles(long[] sorted) {
        this.sorted = sorted;
    }

    static Percentiles of(long[] sample) {
        long[] sorted = sample.clone();
        Arrays.sort(sorted);
        return new Percentiles(sorted);
    }

    /**
     * The least value that so many percent of the sample don't exceed.
     *
     * @param percent above 0, up to 100
     * @throws IllegalStateException if nothing was measured
     */
    long at(double percent) {
        if (sorted.length == 0) {
            throw new IllegalStateException("nothing was measured");
        }
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("not a percentage: " + percent);
        }
        return sorted[Math.max(0, (int) Math.ceil(percent / 100 * sorted.length) - 1)];
    }
}
