package dev.todoapp.localcloud.backends;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.Status;
import org.elasticmq.BinaryMessageAttribute;
import org.elasticmq.MessageAttribute;
import org.elasticmq.NeverReceived$;
import org.elasticmq.NumberMessageAttribute;
import org.elasticmq.OnDateTimeReceived;
import org.elasticmq.StringMessageAttribute;
import org.elasticmq.actor.queue.InternalMessage;
import org.elasticmq.actor.queue.OperationSuccessful$;
import org.elasticmq.actor.queue.QueueEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The messages of all queues in one file, each in one row: moving a message to another queue changes its row, so that it is
 * never in two. What was acknowledged survives the end of the process.
 */
final class MessageStore implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MessageStore.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String SCHEMA = """
            create table if not exists message (
              id varchar primary key, queue varchar not null, body varchar not null, attributes varchar not null,
              receipts varchar not null, next_delivery bigint not null, created bigint not null, first_received bigint,
              received int not null)""";

    private final Connection connection;

    private MessageStore(Connection connection) {
        this.connection = connection;
    }

    /** @throws StandInFailure if the file can't be used */
    static MessageStore open(Path folder) {
        // WRITE_DELAY=0: a commit is in the file when it returns, not half a second later.
        String url = "jdbc:h2:file:%s;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0"
                .formatted(folder.resolve("messages").toAbsolutePath());
        try {
            Connection connection = DriverManager.getConnection(url, "sa", "");
            try (var statement = connection.createStatement()) {
                statement.execute(SCHEMA);
            }
            return new MessageStore(connection);
        } catch (SQLException e) {
            throw new StandInFailure(
                    "the SQS stand-in can't keep its messages in " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * The messages of a queue, without those that it has kept for long enough.
     *
     * @param retention how long it keeps a message
     */
    List<InternalMessage> messages(String queue, Duration retention) {
        long oldest = Instant.now().minus(retention).toEpochMilli();
        try (PreparedStatement delete =
                        connection.prepareStatement("delete from message where queue = ? and created < ?");
                PreparedStatement select =
                        connection.prepareStatement("select * from message where queue = ? order by created, id")) {
            delete.setString(1, queue);
            delete.setLong(2, oldest);
            delete.executeUpdate();
            select.setString(1, queue);
            try (ResultSet rows = select.executeQuery()) {
                List<InternalMessage> messages = new ArrayList<>();
                while (rows.next()) {
                    messages.add(message(rows));
                }
                return messages;
            }
        } catch (SQLException e) {
            throw new StandInFailure("the messages of " + queue + " can't be read: " + e.getMessage(), e);
        }
    }

    /** An actor that hears of every change from ElasticMQ, which answers its caller when the change is in the file. */
    Props listener() {
        return Props.create(Listener.class, () -> new Listener(this));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            log.warn("The file of messages did not close cleanly: {}", e.getMessage());
        }
    }

    private void put(String queue, InternalMessage message) throws SQLException {
        try (PreparedStatement merge =
                connection.prepareStatement("merge into message key (id) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            merge.setString(1, message.id());
            merge.setString(2, queue);
            merge.setString(3, message.content());
            merge.setString(4, attributes(message));
            merge.setString(5, receipts(message));
            merge.setLong(6, message.nextDelivery());
            merge.setLong(7, message.created().toInstant().toEpochMilli());
            merge.setObject(8, firstReceived(message));
            merge.setInt(9, message.receiveCount());
            merge.executeUpdate();
        }
    }

    /** Only while it is in that queue: an update may arrive after the message was moved. */
    private void update(String queue, InternalMessage message) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                update message set receipts = ?, next_delivery = ?, first_received = ?, received = ?
                where id = ? and queue = ?""")) {
            update.setString(1, receipts(message));
            update.setLong(2, message.nextDelivery());
            update.setObject(3, firstReceived(message));
            update.setInt(4, message.receiveCount());
            update.setString(5, message.id());
            update.setString(6, queue);
            update.executeUpdate();
        }
    }

    private void remove(String queue, String id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from message where id = ? and queue = ?")) {
            delete.setString(1, id);
            delete.setString(2, queue);
            delete.executeUpdate();
        }
    }

    private void removeAll(String queue) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from message where queue = ?")) {
            delete.setString(1, queue);
            delete.executeUpdate();
        }
    }

    private static @Nullable Long firstReceived(InternalMessage message) {
        return message.firstReceive() instanceof OnDateTimeReceived received
                ? received.when().toInstant().toEpochMilli()
                : null;
    }

    private static String receipts(InternalMessage message) {
        ArrayNode receipts = JSON.createArrayNode();
        CollectionConverters.asJava(message.deliveryReceipts()).forEach(receipts::add);
        return receipts.toString();
    }

    private static String attributes(InternalMessage message) {
        ObjectNode attributes = JSON.createObjectNode();
        CollectionConverters.asJava(message.messageAttributes()).forEach((name, attribute) -> {
            ObjectNode node = attributes
                    .putObject(name)
                    .put("type", attribute.primaryDataType())
                    .put("value", text(attribute));
            if (attribute.customType().isDefined()) {
                node.put("custom", attribute.customType().get());
            }
        });
        return attributes.toString();
    }

    private static String text(MessageAttribute attribute) {
        return switch (attribute) {
            case BinaryMessageAttribute binary -> binary.asBase64();
            case NumberMessageAttribute number -> number.stringValue();
            case StringMessageAttribute string -> string.stringValue();
            default -> throw new IllegalArgumentException("unknown kind of attribute " + attribute.getClass());
        };
    }

    private static InternalMessage message(ResultSet row) throws SQLException {
        List<String> receipts = new ArrayList<>();
        JSON.readTree(row.getString("receipts")).forEach(receipt -> receipts.add(receipt.asString()));
        Map<String, MessageAttribute> attributes = new LinkedHashMap<>();
        JSON.readTree(row.getString("attributes"))
                .properties()
                .forEach(entry -> attributes.put(entry.getKey(), attribute(entry.getValue())));
        Long received = row.getObject("first_received", Long.class);
        return new InternalMessage(
                row.getString("id"),
                CollectionConverters.asScala(receipts),
                row.getLong("next_delivery"),
                row.getString("body"),
                scala.collection.immutable.Map.from(CollectionConverters.asScala(attributes)),
                time(row.getLong("created")),
                0,
                received == null ? NeverReceived$.MODULE$ : new OnDateTimeReceived(time(received)),
                row.getInt("received"),
                false,
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty());
    }

    private static MessageAttribute attribute(JsonNode node) {
        Option<String> custom =
                node.has("custom") ? Option.apply(node.get("custom").asString()) : Option.empty();
        String value = node.path("value").asString();
        return switch (node.path("type").asString()) {
            case "Binary" -> BinaryMessageAttribute.fromBase64(value, custom);
            case "Number" -> new NumberMessageAttribute(value, custom);
            default -> new StringMessageAttribute(value, custom);
        };
    }

    private static OffsetDateTime time(long millis) {
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
    }

    private interface Change {
        void make() throws SQLException;
    }

    private static final class Listener extends AbstractActor {

        private final MessageStore store;

        Listener(MessageStore store) {
            this.store = store;
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(
                            QueueEvent.MessageAdded.class,
                            added -> keep(() -> store.put(added.queueName(), added.message())))
                    .match(
                            QueueEvent.MessageUpdated.class,
                            updated -> keep(() -> store.update(updated.queueName(), updated.message())))
                    .match(
                            QueueEvent.MessageRemoved.class,
                            removed -> keep(() -> store.remove(removed.queueName(), removed.messageId())))
                    .match(QueueEvent.QueueDeleted.class, deleted -> store.removeAll(deleted.queueName()))
                    .matchAny(other -> {
                        // Queues are made anew from the template at each start.
                    })
                    .build();
        }

        private void keep(Change change) {
            try {
                change.make();
                getSender().tell(OperationSuccessful$.MODULE$, getSelf());
            } catch (SQLException e) {
                log.error("A change of a message could not be kept: {}", e.getMessage());
                getSender().tell(new Status.Failure(e), getSelf());
            }
        }
    }
}
