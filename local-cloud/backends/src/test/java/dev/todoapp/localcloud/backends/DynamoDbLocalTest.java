package dev.todoapp.localcloud.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import tools.jackson.databind.json.JsonMapper;

/** Against DynamoDB Local in a process of its own. */
class DynamoDbLocalTest {

    private static final String TABLE = """
            {"TableName": "notes", "BillingMode": "PAY_PER_REQUEST",
             "AttributeDefinitions": [{"AttributeName": "owner", "AttributeType": "S"},
               {"AttributeName": "id", "AttributeType": "S"}, {"AttributeName": "changed", "AttributeType": "S"}],
             "KeySchema": [{"AttributeName": "owner", "KeyType": "HASH"}, {"AttributeName": "id", "KeyType": "RANGE"}],
             "LocalSecondaryIndexes": [{"IndexName": "by-change", "Projection": {"ProjectionType": "KEYS_ONLY"},
               "KeySchema": [{"AttributeName": "owner", "KeyType": "HASH"}, {"AttributeName": "changed", "KeyType": "RANGE"}]}],
             "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
             "TimeToLiveSpecification": {"AttributeName": "expiresAt", "Enabled": true}}""";

    @TempDir
    Path data;

    @Test
    void makesATableWithEverythingThatTheTemplateSays() {
        try (DynamoDbLocal local = DynamoDbLocal.start(0, null);
                DynamoDbClient dynamoDb = local.client()) {
            Provisioning.createTables(stack(TABLE), dynamoDb);
            Provisioning.createTables(stack(TABLE), dynamoDb); // what is there stays

            TableDescription table = dynamoDb.describeTable(request -> request.tableName("notes"))
                    .table();
            assertThat(table.keySchema()).extracting("attributeName").containsExactly("owner", "id");
            assertThat(table.localSecondaryIndexes()).singleElement().satisfies(index -> {
                assertThat(index.indexName()).isEqualTo("by-change");
                assertThat(index.projection().projectionType()).isEqualTo(ProjectionType.KEYS_ONLY);
            });
            assertThat(table.streamSpecification().streamViewType()).isEqualTo(StreamViewType.NEW_AND_OLD_IMAGES);
            assertThat(dynamoDb.describeTimeToLive(request -> request.tableName("notes"))
                            .timeToLiveDescription()
                            .attributeName())
                    .isEqualTo("expiresAt");
        }
    }

    @Test
    void refusesATableThatItCannotMakeAsDescribed() {
        try (DynamoDbLocal local = DynamoDbLocal.start(0, null);
                DynamoDbClient dynamoDb = local.client()) {
            assertThatThrownBy(() -> Provisioning.createTables(
                            stack(TABLE.replace("\"TableName\"", "\"GlobalSecondaryIndexes\": [], \"TableName\"")),
                            dynamoDb))
                    .isInstanceOf(StandInFailure.class)
                    .hasMessageContaining("GlobalSecondaryIndexes");
        }
    }

    @Test
    void keepsWhatItAcknowledgedThroughAKill() {
        try (DynamoDbLocal local = DynamoDbLocal.start(0, data);
                DynamoDbClient dynamoDb = local.client()) {
            Provisioning.createTables(stack(TABLE), dynamoDb);
            dynamoDb.putItem(request -> request.tableName("notes")
                    .item(Map.of("owner", AttributeValue.fromS("alice"), "id", AttributeValue.fromS("1"))));
            local.process().destroyForcibly();
            await().until(() -> !local.process().isAlive());
        }
        try (DynamoDbLocal local = DynamoDbLocal.start(0, data);
                DynamoDbClient dynamoDb = local.client()) {
            assertThat(dynamoDb.getItem(request -> request.tableName("notes")
                                    .key(Map.of(
                                            "owner", AttributeValue.fromS("alice"), "id", AttributeValue.fromS("1"))))
                            .hasItem())
                    .isTrue();
        }
    }

    @Test
    void listensOnLoopbackOnly() throws Exception {
        try (DynamoDbLocal local = DynamoDbLocal.start(0, null)) {
            var others = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                    .toList();
            for (var address : others) {
                assertThatThrownBy(() -> new Socket(address, local.port()).close())
                        .isInstanceOf(ConnectException.class);
            }
        }
    }

    @Test
    void saysInOneLineThatItsPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() ->
                            DynamoDbLocal.start(taken.getLocalPort(), null).close())
                    .isInstanceOf(StandInFailure.class)
                    .hasMessage("port " + taken.getLocalPort() + " is taken");
        }
    }

    @Test
    void endsWhenItIsClosed() {
        DynamoDbLocal local = DynamoDbLocal.start(0, null);
        local.close();

        assertThat(local.process().isAlive()).isFalse();
    }

    private static Stack stack(String properties) {
        Resource table = new Resource(
                "Notes", "AWS::DynamoDB::Table", "notes", JsonMapper.shared().readTree(properties));
        return new Stack("data", "data.yaml", "us-east-1", Map.of(), Map.of("Notes", table), Map.of());
    }
}
