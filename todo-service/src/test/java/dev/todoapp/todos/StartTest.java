package dev.todoapp.todos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.todoapp.platform.BadSetting;
import dev.todoapp.platform.testing.TokenIssuer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** How the service starts, and how it says why it doesn't. */
class StartTest {

    private static final Map<String, String> VARIABLES = Map.of(
            "PORT", "0",
            "TODOS_TABLE", "no-such-table",
            "PUBLIC_URL", "https://todo.example",
            "ISSUER", "http://127.0.0.1:1/us-east-1_Nowhere12",
            "CLIENT_IDS", TokenIssuer.CLIENT_ID,
            "DRAIN_DELAY", "0s");

    @BeforeAll
    static void tellTheSdkItsRegionAndCredentials() {
        LocalTable.get();
    }

    /** A task must be able to start, and be ready, while DynamoDB or Cognito is away. */
    @Test
    void callsNobodyToStartAndToBeReady() {
        try (ConfigurableApplicationContext service = start(VARIABLES, HttpTest.Network.class)) {
            int port = Integer.parseInt(service.getEnvironment().getRequiredProperty("local.server.port"));

            new Caller(() -> port, null).get("/actuator/health/readiness").hasStatus(200);
            assertThat(service.getBean(FaultyHttp.class).calls()).isZero();
        }
    }

    @Test
    void namesTheVariableThatIsMissing() {
        Map<String, String> variables = new HashMap<>(VARIABLES);
        variables.remove("TODOS_TABLE");

        assertThatThrownBy(() -> start(variables).close())
                .rootCause()
                .isInstanceOf(BadSetting.class)
                .hasMessage("TODOS_TABLE is not set");
    }

    private static ConfigurableApplicationContext start(Map<String, String> variables, Class<?>... more) {
        return new SpringApplicationBuilder(TodosApplication.class)
                .sources(more)
                .registerShutdownHook(false)
                .run(variables.entrySet().stream()
                        .map(variable -> "--" + variable.getKey() + "=" + variable.getValue())
                        .toArray(String[]::new));
    }
}
