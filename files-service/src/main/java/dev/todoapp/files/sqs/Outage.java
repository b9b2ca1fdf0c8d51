package dev.todoapp.files.sqs;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/** Something that fails now and then, for long perhaps: says so once when it begins and once when it is over. */
final class Outage {

    private static final Logger log = LoggerFactory.getLogger(Outage.class);

    private final String what;
    private final ExponentialBackOff growing;
    private @Nullable RuntimeException failure;
    private @Nullable BackOffExecution pauses;

    /**
     * @param what such as "The queue"
     * @param first about how long the first pause is; each one after it is about twice as long
     * @param longest no pause is longer
     */
    Outage(String what, Duration first, Duration longest) {
        this.what = what;
        this.growing = new ExponentialBackOff(first.toMillis(), 2);
        // Tasks that failed together don't come back together.
        this.growing.setJitter(first.toMillis() / 2);
        this.growing.setMaxInterval(longest.toMillis());
    }

    synchronized void failed(RuntimeException why) {
        if (failure == null) {
            log.warn("{} fails: {}. It is tried again until it doesn't", what, why.toString());
            pauses = growing.start();
        }
        failure = why;
    }

    synchronized void worked() {
        if (failure != null) {
            log.info("{} works again", what);
        }
        failure = null;
        pauses = null;
    }

    /** How it failed the last time; null when it works. */
    synchronized @Nullable RuntimeException failure() {
        return failure;
    }

    synchronized boolean goesOn() {
        return failure != null;
    }

    /** How long to wait before it is tried again: longer each time. Nothing when it works. */
    synchronized Duration pause() {
        return pauses == null ? Duration.ZERO : Duration.ofMillis(pauses.nextBackOff());
    }
}
