package dev.todoapp.localcloud.frontdoor;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The moment at which API Gateway gives up on an integration, however busy that is. */
final class Deadline {

    private static final String ATTRIBUTE = Deadline.class.getName();

    private final CountDownLatch over = new CountDownLatch(1);
    private @Nullable Runnable cancel;
    private boolean passed;

    /** An integration was cut off by its deadline. */
    static final class Passed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Passed() {
            super("the integration's time is over", null, false, false);
        }
    }

    static Deadline start(HttpServletRequest request, Duration timeout) {
        Deadline deadline = new Deadline();
        request.setAttribute(ATTRIBUTE, deadline);
        Thread.ofVirtual().name("deadline").start(() -> {
            try {
                if (!deadline.over.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                    deadline.pass();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return deadline;
    }

    /** The one that this request has to meet, if any. */
    static @Nullable Deadline of(HttpServletRequest request) {
        return (Deadline) request.getAttribute(ATTRIBUTE);
    }

    /** What ends the integration when the time is over. */
    synchronized void cancelling(Runnable cancel) {
        this.cancel = cancel;
        if (passed) {
            cancel.run();
        }
    }

    synchronized boolean hasPassed() {
        return passed;
    }

    /** The integration is through. */
    void met() {
        over.countDown();
    }

    private synchronized void pass() {
        passed = true;
        if (cancel != null) {
            cancel.run();
        }
    }
}
