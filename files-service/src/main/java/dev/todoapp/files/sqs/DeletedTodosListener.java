package dev.todoapp.files.sqs;

import dev.todoapp.platform.Dependency;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Waits at the queue for as long as the service runs, and hands on what comes: so many messages at once, a virtual thread
 * for each. Whatever is in trouble, the queue or the bucket, the service stays up and this tries again by itself.
 */
final class DeletedTodosListener implements SmartLifecycle, ApplicationListener<ContextClosedEvent> {

    /** As many as SQS gives at once. */
    static final int AT_ONCE = 10;

    private static final Logger log = LoggerFactory.getLogger(DeletedTodosListener.class);

    /** How long a stop waits for messages in hand, beside the drain that it had before. What isn't done comes again. */
    private static final Duration LAST_CHANCE = Duration.ofSeconds(10);

    private static final Duration AFTER_AN_ERROR = Duration.ofSeconds(10);

    private final DeletedTodosQueue queue;
    private final Sweeper sweeper;
    private final Dependency bucket;
    private final Outage store;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable Thread poller;
    private boolean running;

    /** @param store what the sweeper tells whether files could be deleted */
    DeletedTodosListener(DeletedTodosQueue queue, Sweeper sweeper, Dependency bucket, Outage store) {
        this.queue = queue;
        this.sweeper = sweeper;
        this.bucket = bucket;
        this.store = store;
    }

    @Override
    public synchronized void start() {
        CountDownLatch stop = new CountDownLatch(1);
        stopping = stop;
        running = true;
        poller = Thread.ofVirtual().name("deleted-todos").start(() -> {
            try {
                poll(stop);
            } catch (InterruptedException e) {
                log.debug("No more messages are taken");
            }
        });
    }

    /** On SIGTERM, before anything else stops: what is in hand has all of the drain, and nothing is begun any more. */
    @Override
    public void onApplicationEvent(ContextClosedEvent closing) {
        takeNoMore();
    }

    @Override
    public void stop() {
        takeNoMore();
        try {
            if (free.tryAcquire(AT_ONCE, LAST_CHANCE.toMillis(), TimeUnit.MILLISECONDS)) {
                free.release(AT_ONCE);
            } else {
                log.warn("Stopping with messages in hand; they come again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended();
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    /** After the drain, before the web server. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 1;
    }

    private synchronized void takeNoMore() {
        stopping.countDown();
        if (poller != null) {
            poller.interrupt();
            poller = null;
        }
    }

    private synchronized void ended() {
        running = false;
    }

    private void poll(CountDownLatch stop) throws InterruptedException {
        while (stop.getCount() > 0) {
            boolean isInTrouble = store.goesOn();
            if (isInTrouble && !storeAnswers(stop)) {
                continue;
            }
            int most = acquire();
            int taken = 0;
            List<Thread> inHand = List.of();
            try {
                List<Message> messages = queue.receive(most);
                taken = messages.size();
                inHand = messages.stream().map(this::handOn).toList();
            } catch (RuntimeException e) {
                log.debug("No messages", e);
            } catch (Error e) {
                // Whatever it was, nobody else would wait at the queue from here on.
                log.error("Taking messages failed; it is tried again", e);
                wait(stop, AFTER_AN_ERROR);
            } finally {
                free.release(most - taken);
            }
            if (isInTrouble) {
                // What becomes of it says whether the trouble is over.
                for (Thread message : inHand) {
                    message.join();
                }
            }
            wait(stop, queue.pause());
        }
    }

    /** Each time that a message is taken counts against it, so none is while the bucket is away. */
    private boolean storeAnswers(CountDownLatch stop) throws InterruptedException {
        wait(stop, store.pause());
        try {
            bucket.check();
            return true;
        } catch (RuntimeException e) {
            store.failed(e);
            return false;
        }
    }

    /** @return how many messages may be taken: one at a time as long as the last ones failed */
    private int acquire() throws InterruptedException {
        free.acquire();
        int acquired = 1;
        while (acquired < AT_ONCE && !store.goesOn() && free.tryAcquire()) {
            acquired++;
        }
        return acquired;
    }

    private Thread handOn(Message message) {
        return Thread.ofVirtual().name("deleted-todo-", 0).start(() -> {
            try {
                sweeper.take(message);
            } finally {
                free.release();
            }
        });
    }

    private static void wait(CountDownLatch stop, Duration pause) throws InterruptedException {
        if (pause.isPositive()) {
            boolean ignored = stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
