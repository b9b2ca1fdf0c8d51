package dev.todoapp.platform;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * The first thing that happens on SIGTERM: readiness goes down while requests are still taken, for as long as a load
 * balancer needs to turn away. Only then does the web server's graceful shutdown refuse new ones and finish what it has.
 */
final class Drain implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Drain.class);

    private final Duration delay;
    private final ApplicationEventPublisher events;
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile boolean running;
    private volatile boolean stopped;

    Drain(Duration delay, ApplicationEventPublisher events) {
        this.delay = delay;
        this.events = events;
    }

    @Override
    public void start() {
        running = true;
        if (stopped) {
            stopped = false;
            AvailabilityChangeEvent.publish(events, this, ReadinessState.ACCEPTING_TRAFFIC); // started anew
        }
    }

    @Override
    public void stop() {
        running = false;
        stopped = true;
        AvailabilityChangeEvent.publish(events, this, ReadinessState.REFUSING_TRAFFIC);
        if (delay.isPositive()) {
            log.info("Not ready any more; stopping in {} s", delay.toSeconds());
            try {
                boolean ignored = never.await(delay.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE; // stopped before everything else
    }
}
