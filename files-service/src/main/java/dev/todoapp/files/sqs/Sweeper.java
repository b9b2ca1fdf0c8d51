package dev.todoapp.files.sqs;

import dev.todoapp.files.file.Files;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import tools.jackson.databind.json.JsonMapper;

/**
 * Deletes the files of one deleted to-do after the other. A message is deleted last of all, so that a crash anywhere makes
 * all of it happen again, which does no harm: what is gone is gone, and one more late sweep finds nothing.
 */
final class Sweeper {

    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

    private static final int GROWTH = 2;
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final DeletedTodosQueue queue;
    private final Files files;
    private final JsonMapper json;
    private final Outage store;
    private final Settings settings;

    /**
     * @param lateSweeps how many sweeps follow the first
     * @param lateSweepDelay how long each follows after the one before
     * @param firstRetry after how long a message that failed comes again at the earliest; each time it takes twice as long
     */
    record Settings(int lateSweeps, Duration lateSweepDelay, Duration firstRetry) {}

    /** @param store is told whether files could be deleted */
    Sweeper(DeletedTodosQueue queue, Files files, JsonMapper json, Outage store, Settings settings) {
        this.queue = queue;
        this.files = files;
        this.json = json;
        this.store = store;
        this.settings = settings;
    }

    /** Does what a message asks for, or leaves it in the queue; it goes to the dead letters when it was received too often. */
    void take(Message message) {
        try {
            DeletedTodo todo = DeletedTodo.parse(json, message.body());
            if (sweep(todo)) {
                // Before the message is gone, so that no crash can leave a to-do without its next sweep.
                if (todo.sweep() <= settings.lateSweeps()) {
                    queue.send(todo.next(json), settings.lateSweepDelay());
                }
                queue.delete(message);
                log.debug("Sweep {} of to-do {}", todo.sweep(), todo.todoId());
                return;
            }
        } catch (DeletedTodo.Poisoned poisoned) {
            if (receives(message) == 1) {
                log.warn("Nothing can be deleted for message {}: {}", message.messageId(), poisoned.getMessage());
            }
            // It is to be among the dead letters soon, where people see it: waiting longer each time mends nothing.
            leave(message, retry(1));
            return;
        } catch (RuntimeException e) {
            log.warn("The queue did not take what became of message {}: {}", message.messageId(), e.toString());
        }
        leave(message, retry(receives(message)));
    }

    private boolean sweep(DeletedTodo todo) {
        try {
            files.deleteAll(todo.owner(), todo.todoId());
            store.worked();
            return true;
        } catch (RuntimeException e) {
            store.failed(e);
            return false;
        }
    }

    private void leave(Message message, Duration duration) {
        try {
            queue.hide(message, duration);
        } catch (RuntimeException e) {
            log.debug("Message {} comes again when its time is up: {}", message.messageId(), e.toString());
        }
    }

    /** @param receives how often it was received, with this time */
    Duration retry(int receives) {
        double most = settings.firstRetry().toMillis() * Math.pow(GROWTH, Math.max(0, receives - 1));
        double some = Math.min(most, (double) LONGEST.toMillis())
                * ThreadLocalRandom.current().nextDouble(0.5, 1);
        // SQS counts in seconds.
        return Duration.ofSeconds(Math.round(some / 1000));
    }

    private static int receives(Message message) {
        String count = message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
        return count == null ? 1 : Integer.parseInt(count);
    }
}
