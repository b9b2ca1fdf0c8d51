package dev.todoapp.todos.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.todoapp.todos.HttpTest;
import dev.todoapp.todos.todo.Todos;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;

/** How long a write can take, by the settings of the running service. */
class WriteTimeTest extends HttpTest {

    private static final Duration PAUSES = Duration.ofMillis(80).multipliedBy(DynamoDbTodos.MOST_ATTEMPTS);

    @Test
    void isLessThanTheFeedOfChangesReckonsWith(@Autowired ClientOverrideConfiguration calls) {
        Duration call = calls.apiCallTimeout().orElseThrow();

        assertThat(call.multipliedBy(DynamoDbTodos.MOST_ATTEMPTS).plus(PAUSES)).isLessThan(Todos.LONGEST_WRITE);
    }
}
