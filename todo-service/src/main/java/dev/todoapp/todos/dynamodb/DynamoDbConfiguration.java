package dev.todoapp.todos.dynamodb;

import dev.todoapp.platform.Dependency;
import dev.todoapp.todos.TodosProperties;
import dev.todoapp.todos.todo.Todos;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The table. Nothing here calls DynamoDB: the service starts, and is ready, whatever state the table is in. */
@Configuration(proxyBeanMethods = false)
class DynamoDbConfiguration {

    @Bean
    DynamoDbClient dynamoDb(SdkHttpClient http, ClientOverrideConfiguration calls) {
        return DynamoDbClient.builder()
                .httpClient(http)
                .overrideConfiguration(calls)
                .build();
    }

    @Bean
    Todos todos(DynamoDbClient dynamoDb, TodosProperties properties) {
        return new DynamoDbTodos(
                DynamoDbEnhancedClient.builder()
                        .dynamoDbClient(dynamoDb)
                        .extensions() // ours are the only conditions; the default ones look for annotations that we
                        // don't use
                        .build(),
                properties.table());
    }

    @Bean
    Dependency table(DynamoDbClient dynamoDb, TodosProperties properties) {
        return new TableDependency(dynamoDb, properties.table());
    }
}
