package dev.todoapp.todos;

import dev.todoapp.platform.BadSetting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What this service is told by its environment, beside what the platform and the AWS SDK are told.
 *
 * @param table {@code TODOS_TABLE}: the DynamoDB table's name
 * @param deleteBudget {@code DELETE_BUDGET}: how long one request deletes many to-dos before it answers that some remain
 */
@ConfigurationProperties("todos")
public record TodosProperties(String table, Duration deleteBudget) {

    private static final Duration LONGEST_BUDGET = Duration.ofSeconds(20);

    public TodosProperties {
        table = BadSetting.required("TODOS_TABLE", table, "Give the name of the DynamoDB table that holds the to-dos.");
        if (deleteBudget.isNegative() || deleteBudget.compareTo(LONGEST_BUDGET) > 0) {
            throw new BadSetting(
                    "DELETE_BUDGET",
                    "is " + deleteBudget,
                    "Give a duration such as 8s, at most 20s: the API gateway waits no longer than 30 s for an answer.");
        }
    }
}
