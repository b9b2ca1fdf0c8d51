package dev.todoapp.todos;

import dev.todoapp.platform.BadSetting;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What this service is told by its environment, beside what the platform and the AWS SDK are told.
 *
 * @param table {@code TODOS_TABLE}: the DynamoDB table's name
 */
@ConfigurationProperties("todos")
public record TodosProperties(String table) {

    public TodosProperties {
        table = BadSetting.required("TODOS_TABLE", table, "Give the name of the DynamoDB table that holds the to-dos.");
    }
}
