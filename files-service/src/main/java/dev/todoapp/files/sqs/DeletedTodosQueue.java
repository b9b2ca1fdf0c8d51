package dev.todoapp.files.sqs;

import dev.todoapp.platform.Dependency;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** The queue that tells of deleted to-dos, and whether it answers. */
final class DeletedTodosQueue implements Dependency {

    /** SQS's most: an idle service asks three times a minute. */
    static final Duration POLL = Duration.ofSeconds(20);

    /** How long SQS may take to say that there was nothing. */
    static final Duration POLL_CALL = POLL.plusSeconds(5);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final SqsClient sqs;
    private final String url;
    private final Outage outage = new Outage("The queue of deleted to-dos", FIRST_PAUSE, LONGEST_PAUSE);

    DeletedTodosQueue(SqsClient sqs, String url) {
        this.sqs = sqs;
        this.url = url;
    }

    /**
     * Waits until there are messages, for as long as a {@link #POLL}. They come again, to whoever asks, unless they are
     * {@link #delete deleted} in time.
     *
     * @param most 1 to 10
     */
    List<Message> receive(int most) {
        try {
            List<Message> messages = sqs.receiveMessage(receive -> receive.queueUrl(url)
                            .maxNumberOfMessages(most)
                            .waitTimeSeconds(Math.toIntExact(POLL.toSeconds()))
                            .messageSystemAttributeNames(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)
                            .overrideConfiguration(
                                    call -> call.apiCallTimeout(POLL_CALL).apiCallAttemptTimeout(POLL_CALL)))
                    .messages();
            outage.worked();
            return messages;
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                outage.failed(e);
            }
            throw e;
        }
    }

    void delete(Message message) {
        sqs.deleteMessage(delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle()));
    }

    /** Lets a message come again after a while. */
    void hide(Message message, Duration duration) {
        sqs.changeMessageVisibility(change -> change.queueUrl(url)
                .receiptHandle(message.receiptHandle())
                .visibilityTimeout(Math.toIntExact(duration.toSeconds())));
    }

    /** @param delay how long until it is received, at most 15 minutes */
    void send(String body, Duration delay) {
        sqs.sendMessage(send -> send.queueUrl(url).messageBody(body).delaySeconds(Math.toIntExact(delay.toSeconds())));
    }

    /** How long to wait before the next {@link #receive}; nothing when the last one worked. */
    Duration pause() {
        return outage.pause();
    }

    @Override
    public String name() {
        return "queue " + url.substring(url.lastIndexOf('/') + 1);
    }

    /** Asks nobody: someone waits at the queue all the time, and what came of it is not half a minute old. */
    @Override
    public void check() {
        @Nullable RuntimeException failure = outage.failure();
        if (failure != null) {
            throw failure;
        }
    }
}
