package dev.todoapp.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The canary's script as it stands in the template, run by Node against a small API; AWS's two clients are played. */
class CanaryTest {

    @TempDir
    private Path folder;

    private final Api api = new Api();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", api::answer);
        server.start();
        Files.writeString(
                folder.resolve("index.js"),
                Environments.raw("monitoring.yaml")
                        .at("/Resources/Canary/Properties/Code/Script")
                        .asString());
        Files.writeString(folder.resolve("run.js"), """
                require("./index.js").handler().then(
                  () => console.log("PASSED"),
                  (failure) => { console.log("FAILED " + failure.message); process.exitCode = 1; });
                """);
        module("@aws-sdk/client-secrets-manager", """
                exports.GetSecretValueCommand = class { constructor(input) { this.input = input; } };
                exports.SecretsManagerClient = class {
                  async send({ input }) {
                    if (input.SecretId === "the-secret")
                      return { SecretString: JSON.stringify({ username: "canary", password: "the-password" }) };
                    return { SecretString: JSON.stringify({ username: "canary", password: "another-password" }) };
                  }
                };
                """);
        module("@aws-sdk/client-cognito-identity-provider", """
                exports.AdminInitiateAuthCommand = class { constructor(input) { this.input = input; } };
                exports.CognitoIdentityProviderClient = class {
                  async send({ input }) {
                    const { USERNAME, PASSWORD } = input.AuthParameters;
                    if (USERNAME !== "canary" || PASSWORD !== "the-password") throw new Error("Incorrect username or password.");
                    if (input.UserPoolId !== "pool" || input.AuthFlow !== "ADMIN_USER_PASSWORD_AUTH") throw new Error("no such flow");
                    if (input.ClientId === "challenged") return { ChallengeName: "NEW_PASSWORD_REQUIRED" };
                    return { AuthenticationResult: { AccessToken: "the-token" } };
                  }
                };
                """);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void addsATodoReadsItAndLeavesNothingBehind() throws Exception {
        Run run = run(Map.of());

        assertThat(run.output()).contains("PASSED");
        assertThat(run.exitCode()).isZero();
        assertThat(api.requests)
                .containsExactly("GET /todos", "POST /todos", "GET /todos/1", "DELETE /todos/1", "GET /todos/1");
        assertThat(api.todos).isEmpty();
    }

    @Test
    void takesAwayWhatAnEarlierRunLeft() throws Exception {
        api.todos.put("old", "Canary of yesterday");

        assertThat(run(Map.of()).exitCode()).isZero();

        assertThat(api.todos).isEmpty();
    }

    @Test
    void failsWithTheStepAndTheAnswerWhenAddingFails() throws Exception {
        api.failing = "POST /todos";

        Run run = run(Map.of());

        assertThat(run.exitCode()).isOne();
        assertThat(run.output()).contains("FAILED add a to-do: POST /todos gave 503, not 201: out of order");
    }

    @Test
    void failsWhenWhatIsReadIsNotWhatWasAdded() throws Exception {
        api.forgetful = true;

        Run run = run(Map.of());

        assertThat(run.exitCode()).isOne();
        assertThat(run.output()).contains("FAILED read it: it has another title");
        assertThat(api.todos).as("deleted all the same").isEmpty();
    }

    @Test
    void failsWhenADeletedTodoIsStillThere() throws Exception {
        api.undead = true;

        Run run = run(Map.of());

        assertThat(run.exitCode()).isOne();
        assertThat(run.output()).contains("FAILED see that it is gone: GET /todos/1 gave 200, not 404");
    }

    @Test
    void failsWhenItCannotSignIn() throws Exception {
        assertThat(run(Map.of("SECRET_ARN", "another-secret")).output())
                .contains("FAILED sign in: Incorrect username or password.");
        assertThat(run(Map.of("CLIENT_ID", "challenged")).output())
                .contains("FAILED sign in: Cognito asks for NEW_PASSWORD_REQUIRED");
        assertThat(api.requests).isEmpty();
    }

    @Test
    void neverShowsThePasswordOrTheToken() throws Exception {
        api.failing = "GET /todos";

        assertThat(run(Map.of()).output()).contains("FAILED").doesNotContain("the-password", "the-token");
    }

    private void module(String name, String script) throws IOException {
        Path home = Files.createDirectories(folder.resolve("node_modules").resolve(name));
        Files.writeString(home.resolve("index.js"), script);
    }

    private Run run(Map<String, String> changed) throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder("node", "run.js").directory(folder.toFile()).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "SITE_URL", "http://127.0.0.1:" + server.getAddress().getPort(),
                        "USER_POOL_ID", "pool",
                        "CLIENT_ID", "client",
                        "SECRET_ARN", "the-secret"));
        builder.environment().putAll(changed);
        Process node = builder.start();
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Run(node.exitValue(), output);
    }

    private record Run(int exitCode, String output) {}

    /** As much of the to-do API as the canary uses, with faults to turn on. */
    private static final class Api {

        final Map<String, String> todos = new LinkedHashMap<>();
        final List<String> requests = new CopyOnWriteArrayList<>();
        String failing = "";
        boolean forgetful;
        boolean undead;
        private int last;

        synchronized void answer(HttpExchange exchange) throws IOException {
            String path = exchange.getRequestURI().getPath();
            String request = exchange.getRequestMethod() + " " + path;
            requests.add(request);
            if (!"Bearer the-token".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                send(exchange, 401, "{\"message\":\"Unauthorized\"}");
                return;
            }
            if (request.equals(failing)) {
                send(exchange, 503, "out of order");
                return;
            }
            String id = path.replaceFirst("^/todos/?", "");
            switch (exchange.getRequestMethod()) {
                case "POST" -> {
                    String added = Integer.toString(++last);
                    todos.put(added, forgetful ? "Something else" : title(exchange.getRequestBody()));
                    send(exchange, 201, view(added));
                }
                case "DELETE" -> {
                    if (!undead) {
                        todos.remove(id);
                    }
                    send(exchange, 204, "");
                }
                default -> {
                    if (id.isEmpty()) {
                        send(
                                exchange,
                                200,
                                todos.keySet().stream().map(this::view).toList().toString());
                    } else {
                        send(exchange, todos.containsKey(id) ? 200 : 404, view(id));
                    }
                }
            }
        }

        private String view(String id) {
            return JsonMapper.shared().writeValueAsString(Map.of("id", id, "title", todos.getOrDefault(id, "")));
        }

        private static String title(InputStream body) {
            JsonNode todo = JsonMapper.shared().readTree(body);
            assertThat(todo.path("tags").toString()).isEqualTo("[\"canary\"]");
            return todo.path("title").asString();
        }

        private static void send(HttpExchange exchange, int status, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
            exchange.close();
        }
    }
}
