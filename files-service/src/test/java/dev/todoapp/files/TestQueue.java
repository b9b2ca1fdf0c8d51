package dev.todoapp.files;

import dev.todoapp.localcloud.backends.SqsStandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The queue of deleted to-dos and its dead letters, on the SQS stand-in (ElasticMQ in this process). */
public final class TestQueue implements AutoCloseable {

    /** One for all tests of a run: it takes seconds to start. */
    private static @Nullable TestQueue shared;

    private final SqsStandIn server;
    private final SqsClient sqs;
    private final String url;
    private final String deadLetters;
    private final @Nullable Path ownFolder;

    private TestQueue(SqsStandIn server, @Nullable Path ownFolder, String name, Duration visibility, int most) {
        this.server = server;
        this.ownFolder = ownFolder;
        this.sqs = server.client();
        deadLetters =
                sqs.createQueue(create -> create.queueName(name + "-dead")).queueUrl();
        String arn = sqs.getQueueAttributes(
                        get -> get.queueUrl(deadLetters).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        sqs.createQueue(create -> create.queueName(name)
                .attributes(Map.of(
                        QueueAttributeName.VISIBILITY_TIMEOUT,
                        String.valueOf(visibility.toSeconds()),
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\": \"%s\", \"maxReceiveCount\": \"%d\"}".formatted(arn, most))));
        // Created, it has a URL of the standard port.
        url = server.queueUrl(name);
    }

    /**
     * A new one on the server that all tests share.
     *
     * @param visibility how long a message that was received is seen by nobody else
     * @param most how often a message is received before it goes to the dead letters
     */
    public static TestQueue create(Duration visibility, int most) {
        return new TestQueue(shared().server, null, "deleted-todos-" + UUID.randomUUID(), visibility, most);
    }

    /** One on a server of its own on that port, which stops when it is closed. */
    public static TestQueue start(int port) {
        try {
            Path folder = Files.createTempDirectory("files-service-queue");
            return new TestQueue(
                    SqsStandIn.start(port, folder, List.of()), folder, "deleted-todos", Duration.ofSeconds(30), 5);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For tests that are about something else. */
    static synchronized TestQueue shared() {
        if (shared == null) {
            shared = start(0);
        }
        return shared;
    }

    public String url() {
        return url;
    }

    public void send(String body) {
        sqs.sendMessage(send -> send.queueUrl(url).messageBody(body));
    }

    public void send(Stream<String> bodies) {
        bodies.forEach(this::send);
    }

    /** How many messages there are: waiting, with someone, or delayed. */
    public int size() {
        List<QueueAttributeName> counts = List.of(
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);
        Map<QueueAttributeName, String> attributes = sqs.getQueueAttributes(
                        get -> get.queueUrl(url).attributeNames(counts))
                .attributes();
        return counts.stream()
                .mapToInt(count -> Integer.parseInt(attributes.getOrDefault(count, "0")))
                .sum();
    }

    /** Takes some of the dead letters. */
    public List<String> takeDeadLetters() {
        List<Message> messages = sqs.receiveMessage(
                        receive -> receive.queueUrl(deadLetters).maxNumberOfMessages(10))
                .messages();
        messages.forEach(message ->
                sqs.deleteMessage(delete -> delete.queueUrl(deadLetters).receiptHandle(message.receiptHandle())));
        return messages.stream().map(Message::body).toList();
    }

    @Override
    public void close() {
        sqs.close();
        if (ownFolder != null) {
            server.close();
            try {
                FileSystemUtils.deleteRecursively(ownFolder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
