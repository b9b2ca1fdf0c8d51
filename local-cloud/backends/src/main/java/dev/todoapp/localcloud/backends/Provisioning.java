package dev.todoapp.localcloud.backends;

import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveSpecification;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import tools.jackson.databind.JsonNode;

/**
 * Makes the tables and buckets of a stack as its template describes them, and reads its queues. What is there already stays
 * as it is.
 */
public final class Provisioning {

    private static final String TABLE = "AWS::DynamoDB::Table";
    private static final String BUCKET = "AWS::S3::Bucket";

    /** What a table's definition may hold: what we apply, and what a laptop has no use for. Anything else is refused. */
    private static final Set<String> KNOWN_OF_A_TABLE = Set.of(
            "TableName",
            "AttributeDefinitions",
            "KeySchema",
            "LocalSecondaryIndexes",
            "StreamSpecification",
            "TimeToLiveSpecification",
            "BillingMode",
            "PointInTimeRecoverySpecification",
            "DeletionProtectionEnabled",
            "SSESpecification",
            "OnDemandThroughput",
            "TableClass",
            "ContributorInsightsSpecification",
            "ResourcePolicy",
            "WarmThroughput",
            "Tags");

    private static final String QUEUE = "AWS::SQS::Queue";

    /** As above. Encryption, tags and who may use a dead-letter queue are nothing on a laptop. */
    private static final Set<String> KNOWN_OF_A_QUEUE = Set.of(
            "QueueName",
            "VisibilityTimeout",
            "DelaySeconds",
            "ReceiveMessageWaitTimeSeconds",
            "MessageRetentionPeriod",
            "RedrivePolicy",
            "RedriveAllowPolicy",
            "SqsManagedSseEnabled",
            "Tags");

    private Provisioning() {}

    /** @throws StandInFailure if the template describes a table that can't be made here */
    public static void createTables(Stack stack, DynamoDbClient dynamoDb) {
        for (Resource table : stack.ofType(TABLE)) {
            createTable(table, dynamoDb);
        }
    }

    /** @throws StandInFailure if a bucket has no name */
    public static void createBuckets(Stack stack, S3Client s3) {
        for (Resource bucket : stack.ofType(BUCKET)) {
            try {
                s3.createBucket(request -> request.bucket(bucket.physicalId()));
            } catch (BucketAlreadyOwnedByYouException | BucketAlreadyExistsException there) {
                // From an earlier run.
            }
        }
    }

    /** As the template has them, for a store that takes CORS rules for each bucket. */
    public static void putCors(Stack stack, S3Client s3) {
        for (Resource bucket : stack.ofType(BUCKET)) {
            S3StandIn.Cors cors = cors(bucket);
            if (!cors.equals(S3StandIn.Cors.NONE)) {
                s3.putBucketCors(request -> request.bucket(bucket.physicalId())
                        .corsConfiguration(rules -> rules.corsRules(CORSRule.builder()
                                .allowedOrigins(cors.origins())
                                .allowedMethods(cors.methods())
                                .allowedHeaders(cors.headers())
                                .exposeHeaders(cors.exposed())
                                .build())));
            }
        }
    }

    /** @throws StandInFailure if the template describes a queue that can't be made here */
    public static void createQueues(Stack stack, SqsClient sqs) {
        for (SqsStandIn.Queue queue : queues(stack)) {
            Map<QueueAttributeName, String> attributes = new EnumMap<>(QueueAttributeName.class);
            attributes.put(QueueAttributeName.VISIBILITY_TIMEOUT, text(queue.visibilityTimeout()));
            attributes.put(QueueAttributeName.DELAY_SECONDS, text(queue.delay()));
            attributes.put(QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, text(queue.receiveWait()));
            attributes.put(QueueAttributeName.MESSAGE_RETENTION_PERIOD, text(queue.retention()));
            SqsStandIn.DeadLetters deadLetters = queue.deadLetters();
            if (deadLetters != null) {
                String arn = sqs.getQueueAttributes(request -> request.queueUrl(url(sqs, deadLetters.queue()))
                                .attributeNames(QueueAttributeName.QUEUE_ARN))
                        .attributes()
                        .get(QueueAttributeName.QUEUE_ARN);
                attributes.put(
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"%d\"}"
                                .formatted(arn, deadLetters.maxReceiveCount()));
            }
            sqs.createQueue(request -> request.queueName(queue.name()));
            sqs.setQueueAttributes(
                    request -> request.queueUrl(url(sqs, queue.name())).attributes(attributes));
        }
    }

    private static String url(SqsClient sqs, String queue) {
        return sqs.getQueueUrl(request -> request.queueName(queue)).queueUrl();
    }

    private static String text(Duration duration) {
        return Long.toString(duration.toSeconds());
    }

    /**
     * The queues of a stack, each dead-letter queue before those that use it. Where the template is silent, SQS's own
     * defaults.
     *
     * @throws StandInFailure if the template describes a queue that can't be made here
     */
    public static List<SqsStandIn.Queue> queues(Stack stack) {
        Map<String, SqsStandIn.Queue> byName = new LinkedHashMap<>();
        stack.ofType(QUEUE).forEach(resource -> {
            SqsStandIn.Queue queue = queue(resource);
            byName.put(queue.name(), queue);
        });
        Map<String, SqsStandIn.Queue> ordered = new LinkedHashMap<>();
        while (ordered.size() < byName.size()) {
            int before = ordered.size();
            byName.values().stream()
                    .filter(queue -> queue.deadLetters() == null
                            || ordered.containsKey(queue.deadLetters().queue()))
                    .forEach(queue -> ordered.put(queue.name(), queue));
            if (ordered.size() == before) {
                throw new StandInFailure("a dead-letter queue isn't in the stack " + stack.name()
                        + ", or is its own: only " + ordered.keySet() + " can be made");
            }
        }
        return List.copyOf(ordered.values());
    }

    private static SqsStandIn.Queue queue(Resource queue) {
        JsonNode properties = queue.properties();
        properties.propertyNames().forEach(name -> {
            if (!KNOWN_OF_A_QUEUE.contains(name)) {
                throw new StandInFailure(queue.logicalId() + " has " + name
                        + ", which local queues don't get yet: add it to Provisioning");
            }
        });
        JsonNode redrive = properties.path("RedrivePolicy");
        return new SqsStandIn.Queue(
                text(properties, "QueueName"),
                seconds(properties, "VisibilityTimeout", 30),
                seconds(properties, "DelaySeconds", 0),
                seconds(properties, "ReceiveMessageWaitTimeSeconds", 0),
                seconds(properties, "MessageRetentionPeriod", 345_600),
                redrive.isMissingNode()
                        ? null
                        : new SqsStandIn.DeadLetters(
                                nameInArn(text(redrive, "deadLetterTargetArn")),
                                Integer.parseInt(text(redrive, "maxReceiveCount"))));
    }

    private static Duration seconds(JsonNode properties, String name, long otherwise) {
        return Duration.ofSeconds(properties.has(name) ? Long.parseLong(text(properties, name)) : otherwise);
    }

    /** The last part of an ARN such as {@code arn:aws:sqs:us-east-1:000000000000:queue}. */
    static String nameInArn(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    /** The CORS rules of a bucket. The stand-in takes one set for all origins, so several rules must agree. */
    public static S3StandIn.Cors cors(Resource bucket) {
        JsonNode rules = bucket.properties().path("CorsConfiguration").path("CorsRules");
        if (rules.isEmpty()) {
            return S3StandIn.Cors.NONE;
        }
        if (rules.size() > 1) {
            throw new StandInFailure(bucket.logicalId() + " has several CORS rules; the S3 stand-in can play one");
        }
        JsonNode rule = rules.get(0);
        return new S3StandIn.Cors(
                texts(rule.path("AllowedOrigins")),
                texts(rule.path("AllowedMethods")),
                texts(rule.path("AllowedHeaders")),
                texts(rule.path("ExposedHeaders")));
    }

    private static void createTable(Resource table, DynamoDbClient dynamoDb) {
        JsonNode properties = table.properties();
        properties.propertyNames().forEach(name -> {
            if (!KNOWN_OF_A_TABLE.contains(name)) {
                throw new StandInFailure(table.logicalId() + " has " + name
                        + ", which local tables don't get yet: add it to Provisioning");
            }
        });
        CreateTableRequest.Builder request = CreateTableRequest.builder()
                .tableName(table.physicalId())
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(each(
                        properties.path("AttributeDefinitions"),
                        node -> AttributeDefinition.builder()
                                .attributeName(text(node, "AttributeName"))
                                .attributeType(text(node, "AttributeType"))
                                .build()))
                .keySchema(keys(properties.path("KeySchema")));
        List<LocalSecondaryIndex> indexes = each(
                properties.path("LocalSecondaryIndexes"),
                node -> LocalSecondaryIndex.builder()
                        .indexName(text(node, "IndexName"))
                        .keySchema(keys(node.path("KeySchema")))
                        .projection(projection(node.path("Projection")))
                        .build());
        if (!indexes.isEmpty()) {
            request.localSecondaryIndexes(indexes);
        }
        ifThere(
                properties.path("StreamSpecification"),
                stream -> request.streamSpecification(StreamSpecification.builder()
                        .streamEnabled(true)
                        .streamViewType(text(stream, "StreamViewType"))
                        .build()));
        try {
            dynamoDb.createTable(request.build());
        } catch (ResourceInUseException there) {
            // From an earlier run.
        }
        dynamoDb.waiter().waitUntilTableExists(wait -> wait.tableName(table.physicalId()));
        ifThere(properties.path("TimeToLiveSpecification"), ttl -> enableTimeToLive(table, ttl, dynamoDb));
    }

    private static void enableTimeToLive(Resource table, JsonNode ttl, DynamoDbClient dynamoDb) {
        TimeToLiveStatus status = dynamoDb.describeTimeToLive(DescribeTimeToLiveRequest.builder()
                        .tableName(table.physicalId())
                        .build())
                .timeToLiveDescription()
                .timeToLiveStatus();
        if (status == TimeToLiveStatus.ENABLED || status == TimeToLiveStatus.ENABLING) {
            return;
        }
        dynamoDb.updateTimeToLive(UpdateTimeToLiveRequest.builder()
                .tableName(table.physicalId())
                .timeToLiveSpecification(TimeToLiveSpecification.builder()
                        .attributeName(text(ttl, "AttributeName"))
                        .enabled(true)
                        .build())
                .build());
    }

    private static List<KeySchemaElement> keys(JsonNode nodes) {
        return each(
                nodes,
                node -> KeySchemaElement.builder()
                        .attributeName(text(node, "AttributeName"))
                        .keyType(text(node, "KeyType"))
                        .build());
    }

    private static Projection projection(JsonNode node) {
        Projection.Builder projection = Projection.builder().projectionType(text(node, "ProjectionType"));
        ifThere(node.path("NonKeyAttributes"), attributes -> projection.nonKeyAttributes(texts(attributes)));
        return projection.build();
    }

    private static <T> List<T> each(JsonNode nodes, java.util.function.Function<JsonNode, T> map) {
        List<T> all = new ArrayList<>();
        nodes.forEach(node -> all.add(map.apply(node)));
        return all;
    }

    private static List<String> texts(JsonNode nodes) {
        return StreamSupport.stream(nodes.spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }

    private static String text(JsonNode node, String name) {
        if (!node.hasNonNull(name)) {
            throw new StandInFailure("the template lacks " + name + " in " + node);
        }
        return node.get(name).asString();
    }

    private static void ifThere(JsonNode node, Consumer<JsonNode> then) {
        if (!node.isMissingNode() && !node.isNull()) {
            then.accept(node);
        }
    }
}
