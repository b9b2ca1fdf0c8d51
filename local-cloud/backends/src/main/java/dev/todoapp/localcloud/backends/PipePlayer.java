package dev.todoapp.localcloud.backends;

import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import tools.jackson.databind.node.ObjectNode;

/**
 * EventBridge's part: reads a table's stream, lets through what the template's filter lets through, shapes it as the template
 * says and sends it to the queue. Each record at least once, also when either end is away or this process ends; in order
 * within a shard, parents before their children.
 */
public final class PipePlayer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger("pipe");
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Pipe pipe;
    private final Path checkpointFile;
    private final DynamoDbClient tables;
    private final DynamoDbStreamsClient streams;
    private final SqsClient queues;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<String, String> iterators = new HashMap<>();
    private List<Shard> shards = List.of();
    private final Thread thread;
    private volatile boolean playing;
    private @Nullable String queueUrl;
    private @Nullable String stream;
    private @Nullable Checkpoint checkpoint;

    private PipePlayer(Pipe pipe, DynamoDbClient tables, DynamoDbStreamsClient streams, SqsClient queues, Path folder) {
        this.pipe = pipe;
        this.checkpointFile = folder.resolve(pipe.name() + ".json");
        this.tables = tables;
        this.streams = streams;
        this.queues = queues;
        this.thread = Thread.ofVirtual().name("pipe-" + pipe.name()).unstarted(this::play);
    }

    /**
     * Plays each pipe of a stack until it is closed. What it needs may come and go.
     *
     * @param dynamoDb where the tables are
     * @param sqs where the queues are
     * @param folder keeps how far each has come
     * @throws StandInFailure if the template has a pipe that can't be played
     */
    public static List<PipePlayer> start(Stack stack, URI dynamoDb, URI sqs, Path folder) {
        List<Pipe> pipes = new ArrayList<>();
        for (Resource resource : stack.ofType(Pipe.TYPE)) {
            pipes.add(Pipe.of(resource, stack));
        }
        return pipes.stream()
                .map(pipe -> start(
                        pipe,
                        DynamoDbClient.builder()
                                .endpointOverride(dynamoDb)
                                .region(StandIn.REGION)
                                .credentialsProvider(StandIn.credentials())
                                .httpClientBuilder(UrlConnectionHttpClient.builder())
                                .build(),
                        DynamoDbStreamsClient.builder()
                                .endpointOverride(dynamoDb)
                                .region(StandIn.REGION)
                                .credentialsProvider(StandIn.credentials())
                                .httpClientBuilder(UrlConnectionHttpClient.builder())
                                .build(),
                        SqsClient.builder()
                                .endpointOverride(sqs)
                                .region(StandIn.REGION)
                                .credentialsProvider(StandIn.credentials())
                                .httpClientBuilder(UrlConnectionHttpClient.builder())
                                .build(),
                        folder))
                .toList();
    }

    /** The clients are closed with it. */
    static PipePlayer start(
            Pipe pipe, DynamoDbClient tables, DynamoDbStreamsClient streams, SqsClient queues, Path folder) {
        PipePlayer player = new PipePlayer(pipe, tables, streams, queues, folder);
        player.thread.start();
        return player;
    }

    /** Whether it has read its stream to the end just now, or is about to; not while table or queue are away. */
    public boolean isPlaying() {
        return playing;
    }

    /** What it has in hand is sent again after the next start. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(LONGEST_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        queues.close();
        streams.close();
        tables.close();
    }

    private void play() {
        Duration pause = POLL;
        boolean failing = false;
        try {
            while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    readOn();
                    if (failing) {
                        log.info("{} goes on", pipe.name());
                    }
                    failing = false;
                    playing = true;
                    pause = POLL;
                } catch (Throwable e) { // whatever it is, an error too: try again, from what was dealt with
                    iterators.clear();
                    shards = List.of();
                    // Table and queue may be others when they come back: LocalStack keeps neither.
                    checkpoint = null;
                    queueUrl = null;
                    if (!failing && closing.getCount() > 0) {
                        if (e instanceof Error) {
                            log.error("{} can't go on and tries again", pipe.name(), e);
                        } else {
                            log.warn("{} can't go on and tries again: {}", pipe.name(), e.getMessage());
                        }
                    }
                    failing = true;
                    playing = false;
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readOn() {
        Checkpoint progress = checkpoint();
        boolean again = true;
        while (again && closing.getCount() > 0) {
            again = false;
            if (shards.isEmpty()) {
                shards = describe();
                progress.keepOnly(ids());
            }
            Set<String> ids = ids();
            for (Shard shard : List.copyOf(shards)) {
                String parent = shard.parentShardId();
                boolean open = parent == null || !ids.contains(parent) || progress.isDone(parent);
                if (open && !progress.isDone(shard.shardId())) {
                    again |= read(shard.shardId(), progress);
                }
            }
        }
        if (awaitsChildren(progress)) {
            shards = List.of(); // described again after the pause
        }
    }

    /** Whether a shard has ended and those that take its place weren't listed yet. */
    private boolean awaitsChildren(Checkpoint progress) {
        Set<String> parents = shards.stream()
                .map(Shard::parentShardId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return shards.stream().map(Shard::shardId).anyMatch(id -> progress.isDone(id) && !parents.contains(id));
    }

    private Set<String> ids() {
        return shards.stream().map(Shard::shardId).collect(Collectors.toSet());
    }

    /** @return whether there may be more to read at once: in this shard, or in its children now that it is done */
    private boolean read(String shard, Checkpoint progress) {
        GetRecordsResponse response;
        try {
            String iterator = iterators.computeIfAbsent(shard, id -> iterator(id, progress));
            response = streams.getRecords(request -> request.shardIterator(iterator));
        } catch (ExpiredIteratorException expired) {
            iterators.remove(shard);
            return false; // a new one after a pause: this one may expire as well
        } catch (TrimmedDataAccessException trimmed) {
            log.warn("{} was away for so long that the stream has lost records", pipe.name());
            iterators.remove(shard);
            progress.forget(shard);
            return false; // after a pause too
        }
        List<Record> records = response.records();
        for (int from = 0; from < records.size(); from += pipe.batch()) {
            List<Record> batch = records.subList(from, Math.min(from + pipe.batch(), records.size()));
            send(batch);
            progress.moveTo(shard, batch.getLast().dynamodb().sequenceNumber());
        }
        if (response.nextShardIterator() == null) {
            iterators.remove(shard);
            progress.finish(shard);
            shards = List.of(); // a shard ends when others take its place
            return true;
        }
        iterators.put(shard, response.nextShardIterator());
        return !records.isEmpty();
    }

    private String iterator(String shard, Checkpoint progress) {
        return streams.getShardIterator(request -> {
                    request.streamArn(stream).shardId(shard);
                    progress.after(shard)
                            .ifPresentOrElse(
                                    last -> request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                                            .sequenceNumber(last),
                                    () -> request.shardIteratorType(ShardIteratorType.TRIM_HORIZON));
                })
                .shardIterator();
    }

    private void send(List<Record> records) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (Record record : records) {
            ObjectNode event = StreamRecord.event(record, String.valueOf(stream));
            if (pipe.lets(event)) {
                entries.add(SendMessageBatchRequestEntry.builder()
                        .id(Integer.toString(entries.size()))
                        .messageBody(pipe.template().render(event))
                        .build());
            }
        }
        if (entries.isEmpty()) {
            return;
        }
        String url = queueUrl();
        SendMessageBatchResponse response =
                queues.sendMessageBatch(request -> request.queueUrl(url).entries(entries));
        if (response.hasFailed() && !response.failed().isEmpty()) {
            throw new IllegalStateException("the queue refused " + response.failed());
        }
    }

    private Checkpoint checkpoint() {
        Checkpoint known = checkpoint;
        if (known != null) {
            return known;
        }
        stream = tables.describeTable(request -> request.tableName(pipe.table()))
                .table()
                .latestStreamArn();
        if (stream == null) {
            throw new IllegalStateException("the table " + pipe.table() + " has no stream");
        }
        Checkpoint read = Checkpoint.read(checkpointFile, stream);
        checkpoint = read;
        return read;
    }

    private List<Shard> describe() {
        List<Shard> described = new ArrayList<>();
        String last = null;
        do {
            String from = last;
            DescribeStreamResponse page =
                    streams.describeStream(request -> request.streamArn(stream).exclusiveStartShardId(from));
            described.addAll(page.streamDescription().shards());
            last = page.streamDescription().lastEvaluatedShardId();
        } while (last != null);
        return described;
    }

    private String queueUrl() {
        String known = queueUrl;
        if (known == null) {
            known = queues.getQueueUrl(request -> request.queueName(pipe.queue()))
                    .queueUrl();
            queueUrl = known;
        }
        return known;
    }
}
