package dev.todoapp.localcloud.cognito;

import static org.assertj.core.api.Assertions.assertThat;

import dev.todoapp.infra.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running stand-in, and what tests ask of it. */
final class Cognito implements AutoCloseable {

    static final String PASSWORD = "correct horse battery";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Stack stack;
    private final Path folder;
    private final MovableClock clock;
    private final List<ServiceApi> apis;
    private final List<Mail> told = Collections.synchronizedList(new ArrayList<>());
    private CognitoStandIn standIn;

    private Cognito(Stack stack, Path folder, MovableClock clock, List<ServiceApi> apis) {
        this.stack = stack;
        this.folder = folder;
        this.clock = clock;
        this.apis = apis;
        this.standIn = CognitoStandIn.start(stack, 0, folder, told::add, apis, clock);
    }

    static Cognito start() {
        return start(IdentityStack.asItIs());
    }

    static Cognito start(Stack stack) {
        return start(stack, List.of());
    }

    static Cognito start(List<ServiceApi> apis) {
        return start(IdentityStack.asItIs(), apis);
    }

    private static Cognito start(Stack stack, List<ServiceApi> apis) {
        try {
            return new Cognito(stack, Files.createTempDirectory("cognito"), new MovableClock(), apis);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Cognito start(Stack stack, Path folder) {
        return new Cognito(stack, folder, new MovableClock(), List.of());
    }

    /** Stops it and starts it again on the same folder; the port may be another. */
    void restart() {
        standIn.close();
        standIn = CognitoStandIn.start(stack, 0, folder, told::add, apis, clock);
    }

    @Override
    public void close() {
        standIn.close();
        if (folder.getFileName().toString().startsWith("cognito")) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    MovableClock clock() {
        return clock;
    }

    Path folder() {
        return folder;
    }

    List<Mail> mailsTold() {
        return told;
    }

    String domain() {
        return "http://localhost:" + standIn.port();
    }

    String issuer() {
        return domain() + "/" + poolId();
    }

    String poolId() {
        return stack.resource(IdentityStack.POOL).physicalId();
    }

    String web() {
        return stack.resource(IdentityStack.WEB).physicalId();
    }

    String cli() {
        return stack.resource(IdentityStack.CLI).physicalId();
    }

    String callback() {
        return stack.resource(IdentityStack.WEB)
                .properties()
                .path("CallbackURLs")
                .path(0)
                .asString();
    }

    String logoutUrl() {
        return stack.resource(IdentityStack.WEB)
                .properties()
                .path("LogoutURLs")
                .path(0)
                .asString();
    }

    Browser browser() {
        return new Browser(this);
    }

    HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(domain() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> post(String path, Map<String, String> form, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(domain() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded(form)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    HttpResponse<String> refresh(String clientId, String refreshToken) {
        return post(
                "/oauth2/token",
                Map.of("grant_type", "refresh_token", "client_id", clientId, "refresh_token", refreshToken));
    }

    HttpResponse<String> call(String action, Map<String, ?> parameters) {
        return call(action, JSON.writeValueAsString(parameters));
    }

    HttpResponse<String> call(String action, String body) {
        return send(HttpRequest.newBuilder(URI.create(domain() + "/"))
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "AWSCognitoIdentityProviderService." + action)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    /** Somebody with a confirmed account. */
    String account(String email) {
        JsonNode signedUp = ok(call("SignUp", Map.of("ClientId", cli(), "Username", email, "Password", PASSWORD)));
        ok(call(
                "ConfirmSignUp",
                Map.of("ClientId", cli(), "Username", email, "ConfirmationCode", codeMailedTo(email))));
        return signedUp.path("UserSub").asString();
    }

    HttpResponse<String> passwordAuth(String email, String password) {
        return call(
                "InitiateAuth",
                Map.of(
                        "ClientId",
                        cli(),
                        "AuthFlow",
                        "USER_PASSWORD_AUTH",
                        "AuthParameters",
                        Map.of("USERNAME", email, "PASSWORD", password)));
    }

    JsonNode tokensOf(String email) {
        return ok(passwordAuth(email, PASSWORD)).path("AuthenticationResult");
    }

    String codeMailedTo(String email) {
        for (JsonNode mail : json(get("/outbox.json"))) {
            if (mail.path("to").asString().equals(email)) {
                return mail.path("code").asString();
            }
        }
        throw new AssertionError("no mail to " + email);
    }

    long mailsTo(String email) {
        return json(get("/outbox.json"))
                .valueStream()
                .filter(mail -> mail.path("to").asString().equals(email))
                .count();
    }

    static String otherThan(String code) {
        return code.equals("000000") ? "000001" : "000000";
    }

    static JsonNode ok(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response);
    }

    static void refused(HttpResponse<String> response, String type, String message) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(json(response).path("__type").asString()).isEqualTo(type);
        assertThat(json(response).path("message").asString()).contains(message);
    }

    static void refused(HttpResponse<String> response, String error) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(json(response).path("error").asString()).isEqualTo(error);
    }

    static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    static JsonNode claims(String token) {
        return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    }

    static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    static Map<String, String> decoded(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : query.split("&")) {
            String[] parts = parameter.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }
}
