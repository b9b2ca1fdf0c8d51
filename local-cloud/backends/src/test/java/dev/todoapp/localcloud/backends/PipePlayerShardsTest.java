package dev.todoapp.localcloud.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** What a stream does only now and then: split, expire, forget. Against a stream and a queue in memory. */
class PipePlayerShardsTest {

    private static final Pipe PIPE =
            new Pipe("p", "notes", List.of(), new InputTemplate("{\"id\": \"<$.dynamodb.Keys.id.S>\"}"), "work", 10);

    @TempDir
    Path folder;

    private final Stream stream = new Stream();
    private final Queue queue = new Queue();
    private @Nullable PipePlayer player;

    @AfterEach
    void stop() {
        if (player != null) {
            player.close();
        }
    }

    @Test
    void readsAShardBeforeItsChildren() {
        // Listed in the wrong order, over two pages.
        stream.add("child-2", "parent", "4");
        stream.add("child-1", "parent", "3");
        stream.add("parent", "long-gone", "1", "2");
        stream.end("parent");

        play();

        awaitMessages(4);
        assertThat(queue.bodies.subList(0, 2)).containsExactly(message("1"), message("2"));
        assertThat(queue.bodies).contains(message("3"), message("4"));
    }

    @Test
    void findsTheShardsThatASplitMakesWhileItReads() {
        stream.add("parent", null, "1");
        play();
        awaitMessages(1);

        stream.add("child", "parent", "2");
        stream.end("parent");

        awaitMessages(2);
        assertThat(queue.bodies).containsExactly(message("1"), message("2"));
    }

    @Test
    void findsTheChildrenThatAreListedOnlyAfterTheirParentHasEnded() {
        stream.add("parent", null, "1");
        stream.end("parent");
        play();
        awaitMessages(1);
        stream.awaitDescriptions(2); // without the child

        stream.add("child", "parent", "2");

        awaitMessages(2);
        assertThat(queue.bodies).containsExactly(message("1"), message("2"));
    }

    @Test
    void findsThemWhileAnotherShardIsOpen() {
        stream.add("open", null, "1");
        stream.add("parent", null, "2");
        stream.end("parent");
        play();
        awaitMessages(2);
        stream.awaitDescriptions(2);

        stream.add("child", "parent", "3");

        awaitMessages(3);
    }

    @Test
    void goesOnAfterAnError() {
        queue.breakOnce = new NoClassDefFoundError("broken");
        stream.add("shard", null, "1");

        play();

        awaitMessages(1);
    }

    @Test
    void goesOnWhenAnIteratorExpires() {
        stream.add("shard", null, "1");
        play();
        awaitMessages(1);

        stream.expireIterators();
        stream.add("shard", null, "2");

        awaitMessages(2);
        assertThat(queue.bodies).containsExactly(message("1"), message("2"));
    }

    @Test
    void readsTheOldestThatThereIsWhenTheStreamForgotWhereItWas() throws Exception {
        Files.writeString(folder.resolve("p.json"), """
                {"stream": "arn:stream", "after": {"shard": "000"}, "done": []}""");
        stream.trimmed = "000";
        stream.add("shard", null, "7");

        play();

        awaitMessages(1);
        assertThat(queue.bodies).containsExactly(message("7"));
    }

    @Test
    void startsAtTheBeginningOfATableThatWasMadeAnew() throws Exception {
        Files.writeString(folder.resolve("p.json"), """
                {"stream": "arn:other", "after": {"shard": "1"}, "done": []}""");
        stream.add("shard", null, "1");

        play();

        awaitMessages(1);
    }

    @Test
    void sendsAgainWhatTheQueueRefused() {
        queue.refuse.set(3);
        stream.add("shard", null, "1");

        play();

        awaitMessages(1);
        assertThat(queue.bodies).containsExactly(message("1"));
    }

    @Test
    void sendsNoMoreAtOnceThanTheQueueTakes() {
        stream.add(
                "shard",
                null,
                IntStream.rangeClosed(1, 25).mapToObj(Integer::toString).toArray(String[]::new));

        play();

        awaitMessages(25);
        assertThat(queue.batches).containsExactly(10, 10, 5);
    }

    private void play() {
        player = PipePlayer.start(PIPE, new Tables(), stream, queue, folder);
    }

    private void awaitMessages(int count) {
        await().until(() -> queue.bodies.size() >= count);
    }

    private static String message(String id) {
        return "{\"id\": \"" + id + "\"}";
    }

    private static final class Tables implements DynamoDbClient {

        @Override
        public DescribeTableResponse describeTable(DescribeTableRequest request) {
            return DescribeTableResponse.builder()
                    .table(table -> table.latestStreamArn("arn:stream"))
                    .build();
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }

    /** An iterator is {@code generation/shard/next position}. */
    private static final class Stream implements DynamoDbStreamsClient {

        private final Map<String, List<String>> shards = new LinkedHashMap<>();
        private final Map<String, @Nullable String> parents = new LinkedHashMap<>();
        private final List<String> ended = new ArrayList<>();
        private int generation;
        private volatile int descriptions;
        private @Nullable String trimmed;

        synchronized void add(String shard, @Nullable String parent, String... sequenceNumbers) {
            parents.put(shard, parent);
            shards.computeIfAbsent(shard, id -> new ArrayList<>()).addAll(List.of(sequenceNumbers));
        }

        synchronized void end(String shard) {
            ended.add(shard);
        }

        /** Each of all shards, from the first to the last. */
        void awaitDescriptions(int count) {
            await().until(() -> descriptions >= count);
        }

        synchronized void expireIterators() {
            generation++;
        }

        @Override
        public synchronized DescribeStreamResponse describeStream(DescribeStreamRequest request) {
            List<String> ids = List.copyOf(shards.keySet());
            int at = request.exclusiveStartShardId() == null ? 0 : ids.indexOf(request.exclusiveStartShardId()) + 1;
            String id = ids.get(at);
            if (at + 1 == ids.size()) {
                descriptions++;
            }
            return DescribeStreamResponse.builder()
                    .streamDescription(description -> description
                            .shards(Shard.builder()
                                    .shardId(id)
                                    .parentShardId(parents.get(id))
                                    .build())
                            .lastEvaluatedShardId(at + 1 < ids.size() ? id : null))
                    .build();
        }

        @Override
        public synchronized GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
            String after = request.sequenceNumber();
            if (request.shardIteratorType() == ShardIteratorType.AFTER_SEQUENCE_NUMBER && after.equals(trimmed)) {
                throw TrimmedDataAccessException.builder().message("trimmed").build();
            }
            int next = after == null ? 0 : records(request.shardId()).indexOf(after) + 1;
            return GetShardIteratorResponse.builder()
                    .shardIterator(generation + "/" + request.shardId() + "/" + next)
                    .build();
        }

        @Override
        public synchronized GetRecordsResponse getRecords(GetRecordsRequest request) {
            String[] iterator = request.shardIterator().split("/");
            if (Integer.parseInt(iterator[0]) != generation) {
                throw ExpiredIteratorException.builder().message("expired").build();
            }
            List<String> all = records(iterator[1]);
            return GetRecordsResponse.builder()
                    .records(all.subList(Integer.parseInt(iterator[2]), all.size()).stream()
                            .map(Stream::removal)
                            .toList())
                    .nextShardIterator(
                            ended.contains(iterator[1]) ? null : generation + "/" + iterator[1] + "/" + all.size())
                    .build();
        }

        private List<String> records(String shard) {
            return shards.getOrDefault(shard, List.of());
        }

        private static Record removal(String sequenceNumber) {
            return Record.builder()
                    .eventName("REMOVE")
                    .dynamodb(StreamRecord.builder()
                            .approximateCreationDateTime(Instant.EPOCH)
                            .sequenceNumber(sequenceNumber)
                            .sizeBytes(1L)
                            .keys(Map.of("id", AttributeValue.fromS(sequenceNumber)))
                            .build())
                    .build();
        }

        @Override
        public String serviceName() {
            return "streams";
        }

        @Override
        public void close() {}
    }

    private static final class Queue implements SqsClient {

        private final List<String> bodies = new CopyOnWriteArrayList<>();
        private final List<Integer> batches = new CopyOnWriteArrayList<>();
        private final AtomicInteger refuse = new AtomicInteger();
        private volatile @Nullable Error breakOnce;

        @Override
        public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
            return GetQueueUrlResponse.builder().queueUrl("http://work").build();
        }

        @Override
        public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
            Error error = breakOnce;
            if (error != null) {
                breakOnce = null;
                throw error;
            }
            if (refuse.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return SendMessageBatchResponse.builder()
                        .failed(BatchResultErrorEntry.builder()
                                .id("0")
                                .code("InternalError")
                                .build())
                        .build();
            }
            batches.add(request.entries().size());
            request.entries().stream()
                    .map(SendMessageBatchRequestEntry::messageBody)
                    .forEach(bodies::add);
            return SendMessageBatchResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return "sqs";
        }

        @Override
        public void close() {}
    }
}
