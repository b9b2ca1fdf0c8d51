package dev.todoapp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./dev smoke} against a site that answers as ours does, or doesn't. */
class SmokeTestTest {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, String> todos = new HashMap<>();
    private Scene scene;
    private HttpServer site;
    private boolean opens;
    private boolean loses;
    private boolean down;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", this::answer);
        site.start();
        scene = new Scene(folder).common("""
                        stacks:
                          identity: {template: network.yaml}
                          todo-service: {template: service.yaml}
                          files-service: {template: service.yaml}
                          website: {template: network.yaml}
                        """).template("service", "Resources: {Group: {Type: AWS::X::Y}}");
        scene.aws
                .stack("dev-website", "CREATE_COMPLETE", Map.of(), Map.of("SiteUrl", url("")))
                .stack(
                        "dev-identity",
                        "CREATE_COMPLETE",
                        Map.of(),
                        Map.of("UserPoolId", "pool", "SmokeTestClientId", "smoke", "SmokeTestSecretArn", "arn:secret"))
                .answers(
                        "get-secret-value",
                        "{\"SecretString\": \"{\\\"username\\\": \\\"u\\\", \\\"password\\\": \\\"hidden\\\"}\"}")
                .answers("admin-initiate-auth", "{\"AuthenticationResult\": {\"AccessToken\": \"token\"}}");
    }

    @AfterEach
    void close() {
        site.stop(0);
    }

    @Test
    void addsReadsCompletesAndDeletesATodoAndLeavesNothingBehind() {
        assertThat(scene.dev("smoke", "todo-service", "dev")).as(scene.err()).isZero();

        assertThat(todos).isEmpty();
        assertThat(asked).contains("POST /todos", "PATCH /todos/1", "DELETE /todos/1");
        assertThat(asked).noneMatch(request -> request.contains("/files"));
    }

    @Test
    void uploadsAFileAndDeletesItAgain() {
        assertThat(scene.dev("smoke", "files-service", "dev")).as(scene.err()).isZero();

        assertThat(todos).isEmpty();
        assertThat(asked).contains("PUT /upload");
    }

    @Test
    void looksAtBothWhenNoneIsNamed() {
        assertThat(scene.dev("smoke", "dev")).as(scene.err()).isZero();

        assertThat(asked).contains("POST /todos", "PUT /upload");
    }

    @Test
    void failsWhenRequestsWithoutATokenAreLetIn() {
        opens = true;

        assertThat(scene.dev("smoke", "dev")).isEqualTo(1);

        assertThat(scene.err()).isEqualTo("dev: GET /todos gave 200, not 401");
    }

    @Test
    void failsAndCleansUpWhenWhatWasAddedReadsOtherwise() {
        loses = true;

        assertThat(scene.dev("smoke", "todo-service", "dev")).isEqualTo(1);

        assertThat(scene.err()).contains("has another title");
        assertThat(todos).isEmpty();
    }

    @Test
    void saysWhatA503MayMean() {
        down = true;

        assertThat(scene.dev("smoke", "dev")).isEqualTo(1);

        assertThat(scene.err()).contains("GET /todos gave 503, not 401: no task answers; dev rests at night");
    }

    @Test
    void showsThePasswordInNoProcessList() {
        scene.dev("smoke", "dev");

        assertThat(scene.aws.calls()).noneMatch(call -> call.contains("hidden"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String request = exchange.getRequestMethod() + " " + path;
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(request);
        boolean signedIn = "Bearer token".equals(exchange.getRequestHeaders().getFirst("authorization"));
        if (down) {
            send(exchange, 503, "");
        } else if (request.equals("PUT /upload")) {
            todos.put("file", String.valueOf(body.length()));
            send(exchange, 200, "");
        } else if (!signedIn && !opens) {
            send(exchange, 401, "{\"message\": \"Unauthorized\"}");
        } else if (path.startsWith("/files/")) {
            switch (exchange.getRequestMethod()) {
                case "POST" ->
                    send(
                            exchange,
                            201,
                            "{\"upload\": {\"url\": \"%s\", \"headers\": {\"content-type\": \"text/plain\"}}}"
                                    .formatted(url("/upload")));
                case "DELETE" -> {
                    todos.remove("file");
                    send(exchange, 204, "");
                }
                default ->
                    send(
                            exchange,
                            200,
                            todos.containsKey("file") ? "[{\"size\": %s}]".formatted(todos.get("file")) : "[]");
            }
        } else {
            switch (request) {
                case "GET /todos" -> send(exchange, 200, "[]");
                case "POST /todos" -> {
                    todos.put("1", Aws.JSON.readTree(body).path("title").asString(""));
                    send(exchange, 201, "{\"id\": \"1\"}");
                }
                case "DELETE /todos/1" -> {
                    todos.remove("1");
                    send(exchange, 204, "");
                }
                default ->
                    send(
                            exchange,
                            todos.containsKey("1") ? 200 : 404,
                            "{\"title\": \"%s\"}".formatted(loses ? "another" : todos.get("1")));
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:%d%s".formatted(site.getAddress().getPort(), path);
    }
}
