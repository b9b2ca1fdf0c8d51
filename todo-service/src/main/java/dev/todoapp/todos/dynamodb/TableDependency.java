package dev.todoapp.todos.dynamodb;

import dev.todoapp.platform.Dependency;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Asks the table for an item that no owner can have: what every request needs, and no permission beyond that. */
final class TableDependency implements Dependency {

    private static final Map<String, AttributeValue> NOBODYS =
            Map.of("owner", AttributeValue.fromS("#health"), "id", AttributeValue.fromS("#health"));

    private final DynamoDbClient dynamoDb;
    private final String table;

    TableDependency(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public String name() {
        return "table " + table;
    }

    @Override
    public void check() {
        var ignored = dynamoDb.getItem(get -> get.tableName(table).key(NOBODYS));
    }
}
