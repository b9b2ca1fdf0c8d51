package dev.todoapp.todos.dynamodb;

import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.Stack;
import dev.todoapp.localcloud.backends.Provisioning;
import dev.todoapp.localcloud.backends.StandIn;
import dev.todoapp.platform.testing.LocalStack;
import dev.todoapp.platform.testing.OnLocalStack;
import dev.todoapp.todos.todo.Todos;
import dev.todoapp.todos.todo.TodosContract;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The contract, on LocalStack in a container, with the table of the template. */
@OnLocalStack
class LocalStackTodosTest extends TodosContract {

    private static DynamoDbClient dynamoDb;
    private static Todos todos;

    @BeforeAll
    static void makeTheTable() {
        dynamoDb = DynamoDbClient.builder()
                .endpointOverride(LocalStack.endpoint())
                .region(StandIn.REGION)
                .credentialsProvider(StandIn.credentials())
                .build();
        Stack data = Deployment.read(Path.of("../infra"), "local", Map.of()).stack("data");
        Provisioning.createTables(data, dynamoDb);
        todos = new DynamoDbTodos(
                DynamoDbEnhancedClient.builder()
                        .dynamoDbClient(dynamoDb)
                        .extensions()
                        .build(),
                data.output("TodosTableName"));
    }

    @AfterAll
    static void stop() {
        dynamoDb.close();
    }

    @Override
    protected Todos todos() {
        return todos;
    }
}
