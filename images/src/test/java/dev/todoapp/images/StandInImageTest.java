package dev.todoapp.images;

import static dev.todoapp.images.Docker.attempt;
import static dev.todoapp.images.Docker.docker;
import static dev.todoapp.images.Docker.inspect;
import static dev.todoapp.images.Docker.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The images that compose needs beside the services'. {@code ./dev e2e --compose} starts them. */
class StandInImageTest {

    static List<String> standIns() {
        return Docker.built("local-cloud", "front-door");
    }

    @ParameterizedTest
    @MethodSource("standIns")
    void holdsTheTemplatesAndNeverDynamoDbLocalAndTheWebsiteWhereItIsServed(String name) {
        String image = "todo-app/%s:%s".formatted(name, Docker.version());
        String container = docker("create", image, "cognito", "/app");
        List<String> files;
        try {
            files = Docker.files(container);
        } finally {
            attempt("rm", "--force", container);
        }

        assertThat(files)
                .contains(
                        "app/app.jar",
                        "app/options",
                        "app/infra/templates/data.yaml",
                        "app/infra/parameters/local.yaml")
                .noneMatch(file -> file.contains("DynamoDBLocal") || file.contains("-tests.jar"));
        assertThat(files.contains("app/frontend/dist/index.html")).isEqualTo(name.equals("front-door"));
        JsonNode config = inspect(image).path("Config");
        assertThat(config.path("User").asString()).isEqualTo("10001:10001");
        assertThat(texts(config.path("Entrypoint"))).startsWith("java", "@/app/options");
        assertThat(config.path("Labels").path("org.opencontainers.image.title").asString())
                .isEqualTo(name);
    }
}
