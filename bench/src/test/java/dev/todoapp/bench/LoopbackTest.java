package dev.todoapp.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080", "http://localhost:8080/todos", "http://[::1]:8080"})
    void loadGoesToThisMachine(String address) {
        assertThat(Loopback.require(URI.create(address))).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://todo.example.org",
                "http://10.0.0.7:8080",
                "http://0.0.0.0:8080",
                "http://127.0.0.1.example.org",
                "http://localhost.example.org:8080",
                "http://127.0.0.1@example.org",
                "http://someone@127.0.0.1:8080",
                "http:/todos",
                "https://dynamodb.us-east-1.amazonaws.com"
            })
    void loadGoesNowhereElse(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loopback.require(URI.create(address)))
                .withMessageContaining("not on loopback");
    }

    @Test
    void noLoadCanEvenBeDescribedThatGoesElsewhere() {
        Path file = Path.of("unused");
        URI elsewhere = URI.create("http://10.0.0.7:8080");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Load(Load.Model.CLOSED, elsewhere, 1, file, 8, 0, 1, 1, file));
        assertThatIllegalArgumentException().isThrownBy(() -> new TodosSeed(elsewhere, owner -> owner));
    }
}
