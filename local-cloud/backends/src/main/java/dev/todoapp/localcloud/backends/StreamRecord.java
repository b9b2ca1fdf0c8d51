package dev.todoapp.localcloud.backends;

import java.util.Base64;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A record of a table's stream in the form that pipes filter and shape. */
final class StreamRecord {

    private StreamRecord() {}

    static ObjectNode event(Record record, String streamArn) {
        ObjectNode event = JsonMapper.shared().createObjectNode();
        event.put("eventID", record.eventID());
        event.put("eventName", record.eventNameAsString());
        event.put("eventVersion", record.eventVersion());
        event.put("eventSource", "aws:dynamodb");
        event.put("awsRegion", record.awsRegion());
        if (record.userIdentity() != null) {
            event.putObject("userIdentity")
                    .put("type", record.userIdentity().type())
                    .put("principalId", record.userIdentity().principalId());
        }
        ObjectNode dynamodb = event.putObject("dynamodb");
        dynamodb.put(
                "ApproximateCreationDateTime",
                record.dynamodb().approximateCreationDateTime().getEpochSecond());
        dynamodb.set("Keys", item(record.dynamodb().keys()));
        if (record.dynamodb().hasNewImage()) {
            dynamodb.set("NewImage", item(record.dynamodb().newImage()));
        }
        if (record.dynamodb().hasOldImage()) {
            dynamodb.set("OldImage", item(record.dynamodb().oldImage()));
        }
        dynamodb.put("SequenceNumber", record.dynamodb().sequenceNumber());
        dynamodb.put("SizeBytes", record.dynamodb().sizeBytes());
        dynamodb.put("StreamViewType", record.dynamodb().streamViewTypeAsString());
        event.put("eventSourceARN", streamArn);
        return event;
    }

    private static ObjectNode item(Map<String, AttributeValue> attributes) {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        attributes.forEach((name, value) -> item.set(name, value(value)));
        return item;
    }

    private static ObjectNode value(AttributeValue value) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        switch (value.type()) {
            case S -> node.put("S", value.s());
            case N -> node.put("N", value.n());
            case BOOL -> node.put("BOOL", value.bool());
            case NUL -> node.put("NULL", true);
            case B -> node.put("B", base64(value.b().asByteArray()));
            case SS -> value.ss().forEach(node.putArray("SS")::add);
            case NS -> value.ns().forEach(node.putArray("NS")::add);
            case BS -> {
                ArrayNode all = node.putArray("BS");
                value.bs().forEach(bytes -> all.add(base64(bytes.asByteArray())));
            }
            case L -> {
                ArrayNode all = node.putArray("L");
                value.l().forEach(one -> all.add(value(one)));
            }
            case M -> node.set("M", item(value.m()));
            default -> throw new IllegalArgumentException("an attribute of unknown type: " + value);
        }
        return node;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
