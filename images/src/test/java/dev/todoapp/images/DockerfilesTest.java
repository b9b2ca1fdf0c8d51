package dev.todoapp.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said of the images without building one. */
class DockerfilesTest {

    @Test
    void differInWhatTheServiceIsAlone() throws IOException {
        assertThat(dockerfile("files-service").stream()
                        .map(line -> line.replace("files-service", "SERVICE"))
                        .filter(line -> !line.contains("image.description")))
                .isEqualTo(dockerfile("todo-service").stream()
                        .map(line -> line.replace("todo-service", "SERVICE"))
                        .filter(line -> !line.contains("image.description"))
                        .toList());
    }

    /** Dependabot raises what stands in a FROM, and nothing else. */
    @Test
    void standOnTheJvmThatOneFileNamesByItsExactVersion() throws IOException {
        assertThat(dockerfile("images/base").stream().filter(line -> !line.startsWith("#")))
                .singleElement()
                .asString()
                .matches("FROM eclipse-temurin:25\\.\\d+\\.\\d+_\\d+-jre-\\w+(@sha256:[0-9a-f]{64})?");
        for (String folder : List.of("todo-service", "files-service", "local-cloud")) {
            assertThat(dockerfile(folder))
                    .as(folder)
                    .contains("ARG JRE")
                    .filteredOn(line -> line.startsWith("FROM "))
                    .allMatch(line -> line.startsWith("FROM ${JRE}") || line.equals("FROM local-cloud AS front-door"));
            assertThat(dockerfile(folder)).as(folder).noneMatch(line -> line.contains("temurin"));
        }
        assertThat(Files.readString(Docker.ROOT.resolve("scripts/images.sh"))).doesNotContainPattern("temurin:25\\.");
    }

    /** ECS goes by its own; docker and compose by the image's. */
    @ParameterizedTest
    @ValueSource(strings = {"todo-service", "files-service"})
    void haveTheHealthCheckThatTheTaskDefinitionRuns(String service) throws IOException {
        assertThat(TaskDefinition.of(service).healthCheck()).containsExactly("CMD", "java", "@/app/health");
        assertThat(dockerfile(service)).anyMatch(line -> line.endsWith("CMD [\"java\", \"@/app/health\"]"));
        assertThat(dockerfile(service))
                .contains("USER "
                        + TaskDefinition.of(service).container().path("User").asString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"todo-service", "files-service"})
    void leaveRoomBesideTheHeapInTheSmallestTask(String service) throws IOException {
        List<String> options = Files.readAllLines(Docker.ROOT.resolve("images/java.options"));

        int heap = options.stream()
                .filter(option -> option.startsWith("-Xmx"))
                .mapToInt(option -> Integer.parseInt(option.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();

        // A heap that neither grows nor shrinks, and one collector: the cache was trained with both.
        assertThat(options).contains("-Xms" + heap + "m", "-XX:+UseSerialGC", "-Dspring.aot.enabled=true");
        // The other half is for classes, compiled code, threads' stacks, buffers and the 64 MiB of /tmp.
        assertThat(heap).isLessThanOrEqualTo(TaskDefinition.of(service).memory() / 2);
    }

    /** A misspelt path would only be found in a build. */
    @ParameterizedTest
    @EnumSource(Service.class)
    void areTrainedWithRequestsThatTheServiceHas(Service service) throws IOException {
        String name = service.name().toLowerCase(Locale.ROOT).replace('_', '-');
        String api = Files.readString(Docker.ROOT.resolve(name).resolve("openapi.yaml"));

        assertThat(Service.named(name)).isEqualTo(service);
        assertThat(service.own())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(api)
                        .contains("\n  "
                                + request.path()
                                        .replaceAll("\\?.*", "")
                                        .replace(Aws.TODO, service == Service.TODO_SERVICE ? "{id}" : "{todoId}")
                                        .replace(Aws.FILE, "{fileId}")
                                        .replace("not-an-id", "{id}")
                                + ":"));
    }

    private static List<String> dockerfile(String service) throws IOException {
        return Files.readAllLines(Docker.ROOT.resolve(service).resolve("Dockerfile"));
    }
}
