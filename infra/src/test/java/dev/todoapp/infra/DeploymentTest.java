package dev.todoapp.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentTest {

    @ParameterizedTest
    @ValueSource(strings = {"local", "dev", "prod"})
    void readsEveryEnvironment(String environment) {
        Deployment deployment = Deployment.read(Path.of("."), environment, Map.of());

        assertThat(deployment.stacks())
                .extracting(Stack::name)
                .containsExactly("data", "identity", "cluster", "todo-service", "files-service", "api", "website");
    }
}
