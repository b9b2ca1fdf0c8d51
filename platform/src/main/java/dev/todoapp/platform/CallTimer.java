package dev.todoapp.platform;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends calls to AWS that take too long. The SDK's own timer keeps both timeouts of a call until they are due, long after the
 * call has been answered, and wakes a thread for each of them. This one forgets them with the answer; and since there is always
 * something that is due sooner, a new timeout wakes nobody.
 */
final class CallTimer implements AutoCloseable {

    private static final Duration BEAT = Duration.ofMillis(200);

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("aws-call-timer").factory());

    CallTimer() {
        executor.setRemoveOnCancelPolicy(true);
        var unused = executor.scheduleAtFixedRate(() -> {}, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    ScheduledThreadPoolExecutor executor() {
        return executor;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
