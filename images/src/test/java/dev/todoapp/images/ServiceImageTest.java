package dev.todoapp.images;

import static dev.todoapp.images.Docker.attempt;
import static dev.todoapp.images.Docker.docker;
import static dev.todoapp.images.Docker.files;
import static dev.todoapp.images.Docker.inspect;
import static dev.todoapp.images.Docker.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The services' images, started as the task definition starts them, and with no shell in reach. */
class ServiceImageTest {

    /** Of two shared cores, for a JVM that may use half of one of them. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<String> containers = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private String version = "";

    static List<String> services() {
        return Docker.built("todo-service", "files-service");
    }

    /** For what takes long and is the same for both. */
    static List<String> oneService() {
        return services().subList(0, 1);
    }

    @BeforeEach
    void imagesAreBuilt() {
        version = Docker.version();
    }

    @AfterEach
    void stopWhatWasStarted() {
        containers.forEach(container -> attempt("rm", "--force", container));
    }

    @ParameterizedTest
    @MethodSource("services")
    void startsByItsCacheWithNothingToWriteToAndNothingItMayDo(String service) {
        String container =
                start(service, List.of("--volume", "/dev/null:/bin/sh:ro", "--volume", "/dev/null:/bin/bash:ro"), true);

        await().atMost(PATIENCE).until(() -> readiness(container) == 200);

        assertThat(docker("logs", container)).contains("Starting AOT-processed").doesNotContain("[error][aot");
        // Below the line with the names of the columns.
        assertThat(docker("top", container, "-o", "pid,uid,gid,args").lines().skip(1))
                .isNotEmpty()
                .allMatch(process -> process.strip().matches("\\d+ +10001 +10001 .*"));
        await().atMost(PATIENCE)
                .until(() ->
                        inspect(container).at("/State/Health/Status").asString().equals("healthy"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void drainsAndEndsWellWithinTheStopTimeout(String service) {
        String container = start(service, List.of("--env", "DRAIN_DELAY=5s"), false);
        await().atMost(PATIENCE).until(() -> readiness(container) == 200);

        CompletableFuture<String> stopped =
                CompletableFuture.supplyAsync(() -> docker("stop", "--time", "60", container));

        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> readiness(container) == 503);
        stopped.join();
        // 137 would be the end of a container that had to be killed.
        assertThat(inspect(container).at("/State/ExitCode").asInt()).isEqualTo(143);
        assertThat(docker("logs", container)).contains("Not ready any more", "Graceful shutdown complete");
    }

    @ParameterizedTest
    @MethodSource("services")
    void saysWhatItIsAndRunsAsNobodyWithoutAShell(String service) {
        JsonNode config = inspect(image(service)).path("Config");

        assertThat(config.path("User").asString()).isEqualTo("10001:10001");
        assertThat(texts(config.path("Entrypoint"))).containsExactly("java");
        assertThat(texts(config.path("Cmd")))
                .containsExactly("@/app/options", "-XX:AOTCache=/app/app.aot", "-jar", "/app/app.jar");
        assertThat(texts(config.at("/Healthcheck/Test"))).containsExactly("CMD", "java", "@/app/health");
        JsonNode labels = config.path("Labels");
        assertThat(labels.path("org.opencontainers.image.title").asString()).isEqualTo(service);
        assertThat(labels.path("org.opencontainers.image.version").asString()).isEqualTo(version);
        assertThat(labels.path("org.opencontainers.image.revision").asString()).matches("[0-9a-f]{40}");
        assertThat(labels.path("org.opencontainers.image.created").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z");
        assertThat(labels.path("org.opencontainers.image.licenses").asString()).isEqualTo("Apache-2.0");
    }

    @ParameterizedTest
    @MethodSource("services")
    void saysOnWhichJvmItStandsByDigestWhereARegistryHasGivenOne(String service) {
        JsonNode labels = inspect(image(service)).at("/Config/Labels");
        String base = labels.path("org.opencontainers.image.base.name").asString();
        JsonNode jvm = inspect(base);

        assertThat(base).contains("eclipse-temurin");
        assertThat(texts(inspect(image(service)).at("/RootFS/Layers")))
                .startsWith(texts(jvm.at("/RootFS/Layers")).toArray(String[]::new));
        List<String> digests = Stream.concat(texts(jvm.path("RepoDigests")).stream(), Stream.of(base))
                .filter(name -> name.contains("@"))
                .map(name -> name.replaceAll(".*@", ""))
                .toList();
        if (digests.isEmpty()) {
            assertThat(labels.has("org.opencontainers.image.base.digest")).isFalse();
            assertThat(System.getenv("CI_REQUIRE_TOOLS")).as("in a pipeline").isNotEqualTo("true");
        } else {
            assertThat(labels.path("org.opencontainers.image.base.digest").asString())
                    .matches("sha256:[0-9a-f]{64}")
                    .isIn(digests);
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void saysWhereItsSourcesAreOrNothing(String service) {
        JsonNode source = inspect(image(service)).at("/Config/Labels/org.opencontainers.image.source");

        if (System.getenv("GITHUB_REPOSITORY") != null) {
            assertThat(source.asString())
                    .isEqualTo(System.getenv("GITHUB_SERVER_URL") + "/" + System.getenv("GITHUB_REPOSITORY"));
        } else if (!source.isMissingNode()) {
            assertThat(source.asString())
                    .matches("https://github\\.com/[^/@]+/[^/@]+")
                    .doesNotEndWith(".git");
        }
    }

    /** What the Dockerfile itself does: whoever builds without {@code ./dev images} has to say which JVM. */
    @ParameterizedTest
    @MethodSource("oneService")
    void isNotBuiltOnAJvmThatNobodyHasNamed(String service) {
        Docker.Result result = attempt(
                "build",
                "--file",
                service + "/Dockerfile",
                "--tag",
                "todo-app/%s:bare".formatted(service),
                "images/base");

        assertThat(result.exit()).isNotZero();
        assertThat(result.output()).contains("base name (${JRE}) should not be blank");
    }

    @ParameterizedTest
    @MethodSource("services")
    void refusesACacheThatDoesNotFit(String service) {
        // The test of the test above: other options than those of the training, and the same command.
        List<String> command = new ArrayList<>(List.of("run", "--rm", image(service), "-XX:AOTMode=on"));
        command.addAll(texts(inspect(image(service)).at("/Config/Cmd")));
        command.add(command.indexOf("-jar"), "-XX:+UseParallelGC");
        command.add(command.indexOf("-jar"), "-XX:-UseSerialGC");

        Docker.Result result = attempt(command.toArray(String[]::new));

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.output()).contains("AOT");
    }

    @ParameterizedTest
    @MethodSource("oneService")
    void hasTheSameLayersFromTheSameJarButForTheCache(String service) {
        String again = "todo-app/%s:again".formatted(service);
        List<String> first = texts(inspect(image(service)).at("/RootFS/Layers"));
        docker(
                "build",
                "--no-cache",
                "--quiet",
                "--tag",
                again,
                "--file",
                service + "/Dockerfile",
                "--build-arg",
                "JRE="
                        + inspect(image(service))
                                .at("/Config/Labels/org.opencontainers.image.base.name")
                                .asString(),
                ".");
        try {
            List<String> second = new ArrayList<>(texts(inspect(again).at("/RootFS/Layers")));
            assertThat(second).hasSameSizeAs(first);
            second.removeAll(first);
            assertThat(second).hasSizeLessThanOrEqualTo(1);
        } finally {
            attempt("rmi", again);
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void holdsNoDynamoDbLocalAndNoTestCode(String service) {
        String container = docker("create", image(service));
        containers.add(container);

        assertThat(files(container))
                .contains("app/app.jar", "app/app.aot", "app/options", "app/health")
                .noneMatch(file -> file.contains("DynamoDBLocal") || file.contains("-tests.jar"))
                .noneMatch(file -> file.startsWith("training/") || (file.startsWith("tmp/") && file.length() > 4));
    }

    private String image(String service) {
        return "todo-app/%s:%s".formatted(service, version);
    }

    private String start(String service, List<String> more, boolean onlyWithItsCache) {
        List<String> command = new ArrayList<>(List.of("run", "--detach", "--publish", "127.0.0.1::8080"));
        TaskDefinition.of(service).options().forEach(command::add);
        command.addAll(List.of(
                "--env", "PUBLIC_URL=http://localhost:8080",
                "--env", "ISSUER=http://127.0.0.1:9/pool",
                "--env", "CLIENT_IDS=test",
                "--env", "TODOS_TABLE=test",
                "--env", "FILES_BUCKET=test",
                "--env", "DELETED_TODOS_QUEUE=http://127.0.0.1:9/000000000000/test",
                "--env", "AWS_ENDPOINT_URL_SQS=http://127.0.0.1:9",
                "--env", "AWS_REGION=us-east-1",
                "--env", "AWS_ACCESS_KEY_ID=test",
                "--env", "AWS_SECRET_ACCESS_KEY=test"));
        command.addAll(more);
        command.add(image(service));
        if (onlyWithItsCache) {
            command.add("-XX:AOTMode=on");
            command.addAll(texts(inspect(image(service)).at("/Config/Cmd")));
        }
        String container = docker(command.toArray(String[]::new));
        containers.add(container);
        return container;
    }

    /** 0 when there is no answer. */
    private int readiness(String container) throws InterruptedException {
        JsonNode state = inspect(container);
        assertThat(state.at("/State/Running").asBoolean()
                        || state.at("/State/ExitCode").asInt() == 143)
                .as(() -> docker("logs", container))
                .isTrue();
        String port = state.at("/NetworkSettings/Ports/8080~1tcp/0/HostPort").asString("");
        if (port.isEmpty()) {
            return 0;
        }
        try {
            return http.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException notYet) {
            return 0;
        }
    }
}
