package dev.todoapp.files;

import dev.todoapp.localcloud.backends.SqsStandIn;
import dev.todoapp.localcloud.backends.StandIn;
import dev.todoapp.platform.testing.LocalStack;
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

/** The queue of deleted to-dos and its dead letters, on the SQS stand-in (ElasticMQ in this process) or on LocalStack. */
public final class TestQueue implements AutoCloseable {

    /** One server for all tests of a run: it takes seconds to start. */
    private static @Nullable SqsStandIn server;

    private static @Nullable TestQueue shared;

    private final SqsClient sqs;
    private final String url;
    private final String deadLetters;
    private final Runnable stop;

    /**
     * @param url of the queue: created, it has one of a standard name and port
     * @param stop is run last
     */
    private TestQueue(SqsClient sqs, String name, String url, Duration visibility, int most, Runnable stop) {
        this.sqs = sqs;
        this.url = url;
        this.stop = stop;
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
    }

    /**
     * A new one on the server that all tests share.
     *
     * @param visibility how long a message that was received is seen by nobody else
     * @param most how often a message is received before it goes to the dead letters
     */
    public static TestQueue create(Duration visibility, int most) {
        return on(server(), "deleted-todos-" + UUID.randomUUID(), visibility, most, () -> {});
    }

    /** The same, on LocalStack. */
    public static TestQueue onLocalStack(Duration visibility, int most) {
        String name = "deleted-todos-" + UUID.randomUUID();
        SqsClient sqs = SqsClient.builder()
                .endpointOverride(LocalStack.endpoint())
                .region(StandIn.REGION)
                .credentialsProvider(StandIn.credentials())
                .build();
        return new TestQueue(sqs, name, LocalStack.queueUrl(name), visibility, most, () -> {});
    }

    /** One on a server of its own on that port, which stops when it is closed. */
    public static TestQueue start(int port) {
        Path folder = folder();
        SqsStandIn own = SqsStandIn.start(port, folder, List.of());
        return on(own, "deleted-todos", Duration.ofSeconds(30), 5, () -> {
            own.close();
            delete(folder);
        });
    }

    /** For tests that are about something else. */
    static synchronized TestQueue shared() {
        if (shared == null) {
            shared = create(Duration.ofSeconds(30), 5);
        }
        return shared;
    }

    private static TestQueue on(SqsStandIn server, String name, Duration visibility, int most, Runnable stop) {
        return new TestQueue(server.client(), name, server.queueUrl(name), visibility, most, stop);
    }

    private static synchronized SqsStandIn server() {
        if (server == null) {
            server = SqsStandIn.start(0, folder(), List.of());
        }
        return server;
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("files-service-queue");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        stop.run();
    }
}
