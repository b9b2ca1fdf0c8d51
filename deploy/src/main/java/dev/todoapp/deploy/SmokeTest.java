package dev.todoapp.deploy;

import dev.todoapp.infra.DeploymentFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code ./dev smoke}: what a person does first, done once by way of the website's address, as the user that is there for it. It
 * leaves nothing behind.
 */
final class SmokeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** So that whoever finds one knows whose it is. The canary has its own. */
    private static final String TAG = "smoke-test";

    private static final byte[] FILE = "smoke test\n".getBytes(StandardCharsets.UTF_8);

    private final Target target;
    private final CloudFormation cloudFormation;
    private final DeploymentFiles files;
    private final Screen screen;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    SmokeTest(Target target, CloudFormation cloudFormation, Screen screen) {
        this.target = target;
        this.cloudFormation = cloudFormation;
        this.files = target.files(null);
        this.screen = screen;
    }

    /**
     * @param service the one to look at, or null for both
     * @throws Refusal with the first thing that isn't as it should be
     */
    void run(@Nullable String service) {
        if (service != null && !Services.names(files).contains(service)) {
            throw new Refusal("there is no service '%s': there are %s"
                    .formatted(service, String.join(", ", Services.names(files))));
        }
        String site = output("website", "SiteUrl");
        String token = signIn();
        screen.say("  signed in");
        if (!"files-service".equals(service)) {
            todos(site, token);
        }
        if (!"todo-service".equals(service)) {
            files(site, token);
        }
        screen.say("%s: %s does what it should".formatted(site, service == null ? "everything" : service));
    }

    private void todos(String site, String token) {
        ask(site, null, "GET", "/todos", null, 401);
        screen.say("  refused without a token");
        for (JsonNode left : ask(site, token, "GET", "/todos?tag=" + TAG, null, 200)) {
            ask(site, token, "DELETE", "/todos/" + left.path("id").asString(""), null, 204);
        }
        String title = "Smoke test " + UUID.randomUUID();
        ObjectNode todo = Aws.JSON.createObjectNode().put("title", title);
        todo.putArray("tags").add(TAG);
        String path = "/todos/"
                + ask(site, token, "POST", "/todos", todo, 201).path("id").asString("");
        try {
            JsonNode found = ask(site, token, "GET", path, null, 200);
            if (!found.path("title").asString("").equals(title)) {
                throw new Refusal("GET %s has another title than the to-do that was added".formatted(path));
            }
            ask(site, token, "PATCH", path, Aws.JSON.createObjectNode().put("completed", true), 200);
        } finally {
            ask(site, token, "DELETE", path, null, 204);
        }
        ask(site, token, "GET", path, null, 404);
        screen.say("  added, read, completed and deleted a to-do");
    }

    private void files(String site, String token) {
        String path = "/files/" + UUID.randomUUID();
        ask(site, null, "GET", path, null, 401);
        ObjectNode file = Aws.JSON
                .createObjectNode()
                .put("name", "smoke-test.txt")
                .put("size", FILE.length)
                .put("contentType", "text/plain");
        JsonNode upload = ask(site, token, "POST", path, file, 201).path("upload");
        try {
            Map<String, String> headers = new LinkedHashMap<>();
            upload.path("headers")
                    .properties()
                    .forEach(header ->
                            headers.put(header.getKey(), header.getValue().asString("")));
            send("PUT", upload.path("url").asString(""), headers, FILE, 200, "upload the file");
            int size = ask(site, token, "GET", path, null, 200)
                    .path(0)
                    .path("size")
                    .asInt(-1);
            if (size != FILE.length) {
                throw new Refusal("GET %s doesn't have the file that was uploaded".formatted(path));
            }
        } finally {
            ask(site, token, "DELETE", path, null, 204);
        }
        if (!ask(site, token, "GET", path, null, 200).isEmpty()) {
            throw new Refusal("GET %s still has the file that was deleted".formatted(path));
        }
        screen.say("  uploaded, listed and deleted a file");
    }

    private String signIn() {
        String secret = target.aws(files.region("identity"))
                .call("secretsmanager", "get-secret-value", "--secret-id", output("identity", "SmokeTestSecretArn"))
                .path("SecretString")
                .asString("");
        ObjectNode input = Aws.JSON
                .createObjectNode()
                .put("UserPoolId", output("identity", "UserPoolId"))
                .put("ClientId", output("identity", "SmokeTestClientId"))
                .put("AuthFlow", "ADMIN_USER_PASSWORD_AUTH");
        try {
            JsonNode user = Aws.JSON.readTree(secret);
            input.putObject("AuthParameters")
                    .put("USERNAME", user.path("username").asString(""))
                    .put("PASSWORD", user.path("password").asString(""));
        } catch (JacksonException e) {
            throw new Refusal("the smoke-test user's secret is no JSON: ./dev deploy %s identity"
                    .formatted(target.environment()));
        }
        JsonNode answer = target.aws(files.region("identity")).call("cognito-idp", "admin-initiate-auth", input);
        String token = answer.at("/AuthenticationResult/AccessToken").asString("");
        if (token.isEmpty()) {
            throw new Refusal("Cognito asks the smoke-test user for %s: ./dev deploy %s identity gives it its password"
                    .formatted(answer.path("ChallengeName").asString("something"), target.environment()));
        }
        return token;
    }

    private JsonNode ask(
            String site, @Nullable String token, String method, String path, @Nullable JsonNode body, int expected) {
        Map<String, String> headers = new LinkedHashMap<>(Map.of("user-agent", "todo-app-smoke-test"));
        if (token != null) {
            headers.put("authorization", "Bearer " + token);
        }
        if (body != null) {
            headers.put("content-type", "application/json");
        }
        byte[] bytes = body == null ? new byte[0] : body.toString().getBytes(StandardCharsets.UTF_8);
        String answer =
                send(method, site + path, headers, bytes, expected, method + " " + path.replaceAll("\\?.*", ""));
        try {
            return answer.isBlank() ? Aws.JSON.createArrayNode() : Aws.JSON.readTree(answer);
        } catch (JacksonException e) {
            throw new Refusal("%s %s answered %d with what is no JSON".formatted(method, path, expected));
        }
    }

    private String send(
            String method, String url, Map<String, String> headers, byte[] body, int expected, String what) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(PATIENCE)
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != expected) {
                throw new Refusal("%s gave %d, not %d%s"
                        .formatted(what, answer.statusCode(), expected, hint(answer.statusCode())));
            }
            return answer.body();
        } catch (IOException e) {
            throw new Refusal("%s: no answer (%s)".formatted(what, e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted");
        }
    }

    private String hint(int status) {
        return status == 503
                ? ": no task answers; dev rests at night, and ./dev status %s says what runs"
                        .formatted(target.environment())
                : "";
    }

    private String output(String stack, String name) {
        String value = cloudFormation
                .known(files.nameOnAws(stack), files.region(stack))
                .map(found -> found.outputs().get(name))
                .orElse(null);
        if (value == null || value.isBlank()) {
            throw new Refusal("%s has no output %s: ./dev deploy %s"
                    .formatted(files.nameOnAws(stack), name, target.environment()));
        }
        return value;
    }
}
