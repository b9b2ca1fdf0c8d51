package dev.todoapp.todos;

import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.Stack;
import dev.todoapp.localcloud.backends.DynamoDbLocal;
import dev.todoapp.localcloud.backends.Provisioning;
import dev.todoapp.localcloud.backends.StandIn;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The table of {@code infra/templates/data.yaml} on DynamoDB Local, in memory: one process for all tests of a JVM. Tests
 * keep apart by using owners of their own.
 */
public final class LocalTable {

    private static final LocalTable INSTANCE = new LocalTable();

    private final DynamoDbLocal dynamoDb = DynamoDbLocal.start(0, null);
    private final DynamoDbClient client = dynamoDb.client();
    private final String name;

    private LocalTable() {
        Stack data = Deployment.read(Path.of("../infra"), "local", Map.of()).stack("data");
        Provisioning.createTables(data, client);
        name = data.output("TodosTableName");
        // What AWS_REGION and the like would say to a process of its own.
        System.setProperty("aws.region", StandIn.REGION.id());
        System.setProperty("aws.accessKeyId", StandIn.ACCESS_KEY);
        System.setProperty("aws.secretAccessKey", StandIn.SECRET_KEY);
        System.out.printf(
                "Tests run on DynamoDB Local (%s), table %s of infra/templates/data.yaml%n", endpoint(), name);
    }

    public static LocalTable get() {
        return INSTANCE;
    }

    public String name() {
        return name;
    }

    public URI endpoint() {
        return dynamoDb.endpoint();
    }

    public DynamoDbClient client() {
        return client;
    }
}
