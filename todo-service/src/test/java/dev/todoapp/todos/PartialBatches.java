package dev.todoapp.todos;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Leaves a part of every batch unprocessed, as DynamoDB does when it is too busy, at the SDK's own hook. */
public final class PartialBatches implements ExecutionInterceptor {

    private static final ExecutionAttribute<Map<String, KeysAndAttributes>> LEFT_OUT =
            new ExecutionAttribute<>("the keys that were left out");

    private volatile int oneOf = 1;

    /** Only one of so many keys is read, at least one of each batch. 1 for all of them. */
    public void readOneOf(int keys) {
        oneOf = keys;
    }

    /** None at all. */
    public void readNothing() {
        oneOf = Integer.MAX_VALUE;
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        if (oneOf == 1 || !(context.request() instanceof BatchGetItemRequest batch)) {
            return context.request();
        }
        var asked = batch.requestItems().entrySet().iterator().next();
        List<Map<String, AttributeValue>> keys = asked.getValue().keys();
        int read = Math.max(1, keys.size() / oneOf);
        boolean isNothing = oneOf == Integer.MAX_VALUE;
        attributes.putAttribute(
                LEFT_OUT,
                read == keys.size() && !isNothing
                        ? Map.of()
                        : Map.of(
                                asked.getKey(),
                                with(asked.getValue(), isNothing ? keys : keys.subList(read, keys.size()))));
        return batch.toBuilder()
                .requestItems(Map.of(asked.getKey(), with(asked.getValue(), keys.subList(0, read))))
                .build();
    }

    @Override
    public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
        Map<String, KeysAndAttributes> leftOut = attributes.getAttribute(LEFT_OUT);
        if (leftOut == null || !(context.response() instanceof BatchGetItemResponse answer)) {
            return context.response();
        }
        var partial = answer.toBuilder().unprocessedKeys(leftOut);
        return (oneOf == Integer.MAX_VALUE ? partial.responses(Map.of()) : partial).build();
    }

    private static KeysAndAttributes with(KeysAndAttributes asked, List<Map<String, AttributeValue>> keys) {
        return asked.toBuilder().keys(keys).build();
    }
}
