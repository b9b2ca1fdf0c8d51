package dev.todoapp.localcloud.backends;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.http.scaladsl.Http;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.CreateQueueData;
import org.elasticmq.DeadLettersQueueData;
import org.elasticmq.MillisVisibilityTimeout;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.msg.CreateQueue;
import org.elasticmq.msg.RestoreMessages;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.elasticmq.util.NowProvider;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.CollectionConverters;
import scala.util.Either;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * SQS on loopback: ElasticMQ in this process, with the queues of the template and with messages that survive the end of the
 * process. Visibility, delays, long polling and dead-letter queues are as on AWS. A message is kept for longer than its
 * queue says while this runs: what is too old goes at the next start.
 */
public final class SqsStandIn implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SETTINGS = """
            pekko.loglevel = WARNING
            pekko.daemonic = on
            pekko.jvm-shutdown-hooks = off
            pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
            pekko.actor.default-dispatcher.fork-join-executor.parallelism-max = 4
            """;

    private final ActorSystem system;
    private final MessageStore messages;
    private final Http.ServerBinding binding;

    private SqsStandIn(ActorSystem system, MessageStore messages, Http.ServerBinding binding) {
        this.system = system;
        this.messages = messages;
        this.binding = binding;
    }

    /**
     * A queue, as the template has it.
     *
     * @param visibilityTimeout how long a received message is hidden from others
     * @param delay how long a new message is hidden from all
     * @param receiveWait how long a receiver that doesn't say waits for a message
     * @param retention how long a message is kept
     * @param deadLetters where messages go that were received too often; null if nowhere
     */
    public record Queue(
            String name,
            Duration visibilityTimeout,
            Duration delay,
            Duration receiveWait,
            Duration retention,
            @Nullable DeadLetters deadLetters) {}

    /** @param maxReceiveCount how often a message is received before it goes to {@code queue} */
    public record DeadLetters(String queue, int maxReceiveCount) {}

    /**
     * Starts it.
     *
     * @param port 0 for a free one
     * @param data the folder that keeps the messages
     * @param queues those that others send their dead letters to first
     * @throws StandInFailure if it can't be started
     */
    public static SqsStandIn start(int port, Path data, List<Queue> queues) {
        // ElasticMQ would say so too, after everything else and with a stack trace.
        requireFree(port);
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new StandInFailure("the SQS stand-in can't keep its messages in " + data + ": " + e.getMessage(), e);
        }
        MessageStore messages = MessageStore.open(data);
        ActorSystem system =
                ActorSystem.create("sqs", ConfigFactory.parseString(SETTINGS).withFallback(ConfigFactory.load()));
        try {
            ActorRef listener = system.actorOf(messages.listener());
            ActorRef manager = system.actorOf(Props.create(
                    QueueManagerActor.class, new NowProvider(), StrictSQSLimits$.MODULE$, Option.apply(listener)));
            for (Queue queue : queues) {
                ActorRef created = create(queue, manager);
                ask(
                        created,
                        new RestoreMessages(
                                CollectionConverters.asScala(messages.messages(queue.name(), queue.retention()))
                                        .toList()));
            }
            Http.ServerBinding binding = SQSRestServerBuilder.withActorSystem(system)
                    .withQueueManagerActor(manager)
                    .withQueueEventListener(listener)
                    .withInterface("127.0.0.1")
                    .withPort(port)
                    .withAWSRegion(StandIn.REGION.id())
                    .withAWSAccountId(StandIn.ACCOUNT)
                    .start()
                    .waitUntilStarted();
            return new SqsStandIn(system, messages, binding);
        } catch (RuntimeException e) {
            end(system);
            messages.close();
            throw e instanceof StandInFailure failure
                    ? failure
                    : new StandInFailure("the SQS stand-in can't be started: " + e.getMessage(), e);
        }
    }

    public int port() {
        return binding.localAddress().getPort();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** The URL of a queue of that name. */
    public String queueUrl(String name) {
        return endpoint() + "/" + StandIn.ACCOUNT + "/" + name;
    }

    /** A client of it; the caller closes it. */
    public SqsClient client() {
        return SqsClient.builder()
                .endpointOverride(endpoint())
                .region(StandIn.REGION)
                .credentialsProvider(StandIn.credentials())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** Receivers that still wait for a message are not waited for. */
    @Override
    public void close() {
        binding.terminate(FiniteDuration.create(1, TimeUnit.SECONDS));
        end(system);
        messages.close();
    }

    private static ActorRef create(Queue queue, ActorRef manager) {
        DeadLetters dead = queue.deadLetters();
        Object answer = ask(
                manager,
                new CreateQueue(new CreateQueueData(
                        queue.name(),
                        Option.apply(new MillisVisibilityTimeout(
                                queue.visibilityTimeout().toMillis())),
                        Option.apply(queue.delay()),
                        Option.apply(queue.receiveWait()),
                        Option.empty(),
                        Option.empty(),
                        dead == null
                                ? Option.empty()
                                : Option.apply(new DeadLettersQueueData(dead.queue(), dead.maxReceiveCount())),
                        false,
                        false,
                        Option.empty(),
                        Option.empty(),
                        scala.collection.immutable.Map$.MODULE$.empty())));
        if (answer instanceof Either<?, ?> either
                && either.isRight()
                && either.toOption().get() instanceof ActorRef created) {
            return created;
        }
        throw new StandInFailure("the SQS stand-in can't make the queue " + queue.name() + ": " + answer);
    }

    private static Object ask(ActorRef actor, Object question) {
        try {
            return Patterns.ask(actor, question, PATIENCE)
                    .toCompletableFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StandInFailure("the SQS stand-in was interrupted while it started", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new StandInFailure("the SQS stand-in can't be started: " + e.getMessage(), e);
        }
    }

    private static void end(ActorSystem system) {
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new StandInFailure("the SQS stand-in can't be stopped: " + e.getMessage(), e);
        }
    }

    private static void requireFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        } catch (BindException e) {
            throw new StandInFailure("port " + port + " is taken", e);
        } catch (IOException e) {
            throw new StandInFailure("the SQS stand-in can't listen: " + e.getMessage(), e);
        }
    }
}
