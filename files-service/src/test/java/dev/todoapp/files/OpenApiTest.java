package dev.todoapp.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OpenApiTest {

    private static final Path COMMITTED = Path.of("openapi.yaml");

    @Test
    void openapiYamlIsWhatTheServiceSaysOfItself() throws IOException {
        try (TestBucket bucket = TestBucket.start();
                TestService service = TestService.start(bucket)) {
            String served =
                    service.withAuthorization("").get("/v3/api-docs.yaml").raw().body();
            if (Boolean.getBoolean("openapi.write")) {
                Files.writeString(COMMITTED, served);
            }

            assertThat(served)
                    .as("files-service/openapi.yaml is out of step. If the change is meant, write it anew:%n"
                            + "  mvn -pl files-service -am test -Dtest=OpenApiTest -Dopenapi.write=true "
                            + "-Dsurefire.failIfNoSpecifiedTests=false%n")
                    .isEqualTo(Files.readString(COMMITTED));
        }
    }
}
