package dev.todoapp.todos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/** Sees every call to DynamoDB at the SDK's own hook, and has DynamoDB say what each costs. */
public final class Meter implements ExecutionInterceptor {

    private final List<Call> calls = new CopyOnWriteArrayList<>();

    /**
     * A call to DynamoDB.
     *
     * @param items how many items it answered with
     */
    public record Call(String operation, List<ConsumedCapacity> consumed, int items) {}

    public void reset() {
        calls.clear();
    }

    public List<Call> calls() {
        return new ArrayList<>(calls);
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        var indexes = ReturnConsumedCapacity.INDEXES;
        return switch (context.request()) {
            case GetItemRequest get ->
                get.toBuilder().returnConsumedCapacity(indexes).build();
            case BatchGetItemRequest get ->
                get.toBuilder().returnConsumedCapacity(indexes).build();
            case QueryRequest query ->
                query.toBuilder().returnConsumedCapacity(indexes).build();
            case PutItemRequest put ->
                put.toBuilder().returnConsumedCapacity(indexes).build();
            case TransactWriteItemsRequest write ->
                write.toBuilder().returnConsumedCapacity(indexes).build();
            default -> context.request();
        };
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        SdkResponse response = context.response();
        calls.add(
                switch (response) {
                    case GetItemResponse get ->
                        new Call(operation, List.of(get.consumedCapacity()), get.hasItem() ? 1 : 0);
                    case BatchGetItemResponse get ->
                        new Call(
                                operation,
                                get.consumedCapacity(),
                                get.responses().values().stream()
                                        .mapToInt(Collection::size)
                                        .sum());
                    case QueryResponse query -> new Call(operation, List.of(query.consumedCapacity()), query.count());
                    case PutItemResponse put -> new Call(operation, List.of(put.consumedCapacity()), 0);
                    case TransactWriteItemsResponse write -> new Call(operation, write.consumedCapacity(), 0);
                    default -> new Call(operation, List.of(), 0);
                });
    }
}
