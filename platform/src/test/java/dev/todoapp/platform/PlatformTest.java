package dev.todoapp.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.todoapp.platform.testing.TokenIssuer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** The module as a service sees it: a real server on a free port, real tokens, real sockets. */
class PlatformTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static TokenIssuer tokens = TokenIssuer.start();
    private static @Nullable ServletWebServerApplicationContext service;

    @BeforeAll
    static void start() {
        service = (ServletWebServerApplicationContext) SampleService.start(Map.of(
                "PORT", "0",
                "PUBLIC_URL", "https://todo.example.org/",
                "ISSUER", tokens.issuer(),
                "CLIENT_IDS", "other," + TokenIssuer.CLIENT_ID,
                "DRAIN_DELAY", "0s"));
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
        tokens.close();
    }

    @AfterEach
    void theDependencyIsBack() {
        SampleService.dependencyDown = false;
    }

    @Test
    void takesTheOwnerFromTheTokenAlone() throws Exception {
        HttpResponse<String> answer = HTTP.send(
                request("/things?owner=mallory&sub=mallory")
                        .header("Authorization", "Bearer " + tokens.accessToken("alice"))
                        .header("X-Owner", "mallory")
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("{\"owner\":\"alice\"}");
    }

    static Stream<Arguments> badTokens() {
        return Stream.of(
                bad("no token", issuer -> ""),
                bad("garbage", issuer -> "Bearer garbage"),
                bad("another scheme", issuer -> "Basic YTpi"),
                bad("expired", issuer -> "Bearer " + issuer.expired("alice")),
                bad("not yet valid", issuer -> "Bearer " + issuer.notYetValid("alice")),
                bad("another issuer", issuer -> "Bearer " + issuer.ofAnotherIssuer("alice")),
                bad("another client", issuer -> "Bearer " + issuer.ofAnotherClient("alice")),
                bad("an ID token", issuer -> "Bearer " + issuer.idToken("alice")),
                bad("another key", issuer -> "Bearer " + issuer.signedByAnotherKey("alice")),
                bad("alg=none", issuer -> "Bearer " + issuer.unsigned("alice")),
                bad("no subject", issuer -> "Bearer " + issuer.accessToken("alice", claims -> claims.subject(null))),
                bad(
                        "no expiry",
                        issuer -> "Bearer " + issuer.accessToken("alice", claims -> claims.expirationTime(null))),
                bad(
                        "no client",
                        issuer -> "Bearer " + issuer.accessToken("alice", claims -> claims.claim("client_id", null))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void refusesWhoeverHasNoValidAccessToken(String what, Function<TokenIssuer, String> header) throws Exception {
        HttpRequest.Builder request = request("/things");
        String authorization = header.apply(tokens);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }

        HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
        assertProblem(answer, "urn:problem:unauthorized");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"a\",\"colour\":1}      | colour  | is not a field",
                "{\"name\":1}                       | name    | must be a string",
                "{\"name\":\"a\",\"count\":\"3\"}   | count   | must be a number",
                "{\"name\":\"a\",\"count\":1.5}     | count   | must be a number",
                "{\"name\":\"a\",\"tags\":[\"\\u0000\"]} | tags[0] | must not contain NUL",
                "{\"name\":\"\\ud800\"}             | name    | half of a surrogate pair",
                "{\"name\":\"a\",\"name\":\"b\"}    | ''      | Duplicate",
                "{\"name\":                         | ''      | not valid JSON",
                "[]                                 | ''      | must be an object",
                "{\"name\":\"a\"} x                 | ''      | not valid JSON",
                "{\"name\":\"a\",\"count\":1e400}   | count   | must be a number",
                "{\"name\":\"a\",\"count\":99999999999} | count | is out of range",
                "{\"name\":\"a\",\"count\":NaN}     | ''      | not valid JSON"
            })
    void namesTheFieldAtFault(String body, String field, String message) throws Exception {
        HttpResponse<String> answer = post(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertProblem(answer, "urn:problem:bad-input");
        assertThat(answer.body())
                .contains("\"field\":\"" + field + "\"")
                .contains(message)
                .doesNotContain("Feature")
                .doesNotContain("REDACTED");
    }

    @Test
    void refusesADocumentThatIsNestedTooDeeply() throws Exception {
        HttpResponse<String> answer = post("{\"name\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertProblem(answer, "urn:problem:bad-input");
    }

    @Test
    void refusesABodyOverTheLimitWhetherItsLengthIsAnnouncedOrNot() throws Exception {
        String large = "{\"name\":\"" + "a".repeat(64 * 1024) + "\"}";

        HttpResponse<String> announced = post(large);
        HttpResponse<String> chunked = HTTP.send(
                authorized("/things")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofInputStream(
                                () -> new java.io.ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))))
                        .build(),
                BodyHandlers.ofString());

        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertProblem(announced, "urn:problem:too-large");
        assertProblem(chunked, "urn:problem:too-large");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "/nowhere,404",
        "/refused,400",
        "/aws-down,503",
        "/broken,500",
        "/things%2Fx,400",
        "/things;a=b,400",
        "/search?word=%E9,400",
        "/search?%00=1,400"
    })
    void answersEveryRefusalWithAProblem(String path, int status) throws Exception {
        HttpResponse<String> answer = HTTP.send(authorized(path).build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.body())
                .contains("\"type\":\"")
                .doesNotContain("secret")
                .doesNotContain("Exception");
    }

    @Test
    void saysWhenToComeBackWhenAwsIsDown() throws Exception {
        HttpResponse<String> answer = HTTP.send(authorized("/aws-down").build(), BodyHandlers.ofString());

        assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
    }

    @Test
    void refusesAMethodThatARouteDoesNotHave() throws Exception {
        HttpResponse<String> answer = HTTP.send(authorized("/things").DELETE().build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow").orElse("")).contains("GET");
    }

    @Test
    void answersARequestLineThatCannotBeParsedWithAProblem() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.getOutputStream()
                    .write("GET /things?<> HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer)
                    .startsWith("HTTP/1.1 400")
                    .contains("application/problem+json")
                    .contains("urn:problem");
        }
    }

    @Test
    void livenessAndReadinessSpeakOfTheProcessAloneAndDependenciesTellTheTruth() throws Exception {
        SampleService.dependencyDown = true;

        assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/health/dependencies").statusCode()).isEqualTo(503);
        assertThat(get("/actuator/health/dependencies").body()).contains("\"thing\":\"IllegalStateException\"");
    }

    @Test
    void showsNothingElseOfTheActuatorWithoutAToken() throws Exception {
        assertThat(get("/actuator/info").statusCode()).isEqualTo(401);
        assertThat(get("/actuator/env").statusCode()).isEqualTo(401);
        assertThat(HTTP.send(authorized("/actuator/env").build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(404);
    }

    private static Arguments bad(String what, Function<TokenIssuer, String> header) {
        return Arguments.of(what, header);
    }

    @Test
    void describesItselfToNobodyByWhatARequestCallsIt() throws Exception {
        for (String path :
                List.of("/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/things")) {
            assertThat(HTTP.send(request(path).build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(401);
        }
    }

    private static void assertProblem(HttpResponse<String> answer, String type) {
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.body()).contains("\"type\":\"" + type + "\"").contains("\"status\":" + answer.statusCode());
    }

    private static HttpResponse<String> post(String body) throws Exception {
        return HTTP.send(
                authorized("/things")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(request(path).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder authorized(String path) {
        return request(path).header("Authorization", "Bearer " + tokens.accessToken("alice"));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    }

    private static int port() {
        return java.util.Objects.requireNonNull(
                        java.util.Objects.requireNonNull(service).getWebServer())
                .getPort();
    }
}
