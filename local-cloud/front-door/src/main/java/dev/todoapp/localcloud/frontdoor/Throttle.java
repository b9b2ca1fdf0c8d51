package dev.todoapp.localcloud.frontdoor;

import java.util.function.LongSupplier;

/** API Gateway's token bucket: it holds up to a burst of requests and is filled again at the rate. */
final class Throttle {

    private static final double NANOS = 1e9;

    private final double rate;
    private final int burst;
    private final LongSupplier clock;
    private double tokens;
    private long filled;

    /**
     * @param rate requests per second
     * @param clock in nanoseconds
     */
    Throttle(double rate, int burst, LongSupplier clock) {
        this.rate = rate;
        this.burst = burst;
        this.clock = clock;
        this.tokens = burst;
        this.filled = clock.getAsLong();
    }

    synchronized boolean admits() {
        long now = clock.getAsLong();
        tokens = Math.min(burst, tokens + (now - filled) / NANOS * rate);
        filled = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
