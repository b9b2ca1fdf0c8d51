package dev.todoapp.todos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed openapi.yaml is what the service says of itself, and what the frontend's types are made from. */
class OpenApiTest extends HttpTest {

    private static final Path COMMITTED = Path.of("openapi.yaml");

    @Test
    void theServedDescriptionIsTheCommittedOne() throws IOException {
        String served = nobody().get("/v3/api-docs.yaml").hasStatus(200).body();

        if (Boolean.getBoolean("openapi.write")) {
            Files.writeString(COMMITTED, served);
        }

        assertThat(Files.readString(COMMITTED))
                .as(
                        "todo-service/openapi.yaml is out of date. To write it anew: "
                                + "mvn -pl todo-service -am test -Dtest=OpenApiTest -Dsurefire.failIfNoSpecifiedTests=false -Dopenapi.write=true")
                .isEqualTo(served);
    }
}
