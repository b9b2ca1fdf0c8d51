package dev.todoapp.bench;

import java.util.Locale;
import java.util.Random;

/**
 * How long a read takes whose address comes from the read before, in memory that the last level of a calm core's caches holds. It
 * tells one moment of a shared machine from another: where neighbours fill that cache, the same code takes more CPU time.
 */
final class MemoryLatency {

    /** More than a core's own caches, less than the last level that cores share. */
    static final int BYTES = 4 << 20;

    private static final int LINE = 64;
    private static final int READS = 2_000_000;

    private MemoryLatency() {}

    /** Nanoseconds per read, as a text; takes less than a second. */
    static String measure() {
        int[] next = cycle(BYTES);
        walk(next, READS); // compiled, and in the caches as far as they hold it
        long begin = System.nanoTime();
        int end = walk(next, READS);
        double each = (System.nanoTime() - begin) / (double) READS;
        if (end < 0) {
            throw new AssertionError("the walk left the cycle"); // uses its end, so that it can't be left out
        }
        return String.format(Locale.ROOT, "%.0f ns", each);
    }

    /** An int on each line of the memory names another line, so that a walk comes by all of them in no order that can be foreseen. */
    static int[] cycle(int bytes) {
        int stride = LINE / Integer.BYTES;
        int[] next = new int[bytes / Integer.BYTES];
        int[] order = new int[bytes / LINE];
        Random random = new Random(1);
        for (int i = 0; i < order.length; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        for (int i = 0; i < order.length; i++) {
            next[order[i] * stride] = order[(i + 1) % order.length] * stride;
        }
        return next;
    }

    static int walk(int[] next, int reads) {
        int at = 0;
        for (int i = 0; i < reads; i++) {
            at = next[at];
        }
        return at;
    }
}
