package dev.todoapp.localcloud.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.PlainJWT;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whom the front door lets in, asked over HTTP. What is wrong with a token in detail is {@link TokenCheckTest}'s. */
@TestInstance(Lifecycle.PER_CLASS)
class TokensAtTheDoorTest {

    private Service todos;
    private Laptop laptop;

    @BeforeAll
    void open(@TempDir Path website) {
        todos = Service.called("todos");
        laptop = new Laptop(Templates.local().withQuickHealthChecks(), website).with("todo-service", todos);
    }

    @AfterAll
    void close() {
        laptop.close();
        todos.close();
    }

    @Test
    void letsASignedInPersonIn() {
        assertThat(laptop.getSignedIn("/todos").statusCode()).isEqualTo(200);
        assertThat(laptop.get("/todos", "Authorization", Tokens.access()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void turnsAwayWhoHasNoToken() {
        HttpResponse<String> answer = laptop.get("/todos");

        assertUnauthorized(answer);
        assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer");
    }

    static Stream<Named<Supplier<String>>> badTokens() {
        var firstKeysId = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(Tokens.KEY.getKeyID())
                .build();
        return Stream.of(
                Named.of("garbage", () -> "garbage"),
                Named.of("for another client", () -> Tokens.access(claims -> claims.claim("client_id", "stranger"))),
                Named.of("expired", () -> Tokens.access(claims -> claims.expirationTime(in(-60)))),
                Named.of("not valid yet", () -> Tokens.access(claims -> claims.notBeforeTime(in(600)))),
                Named.of(
                        "of another key",
                        () -> Tokens.signed(Tokens.OTHER_KEY, firstKeysId, Tokens.accessClaims(claims -> {}))),
                Named.of("of an unknown key", () -> Tokens.signed(Tokens.OTHER_KEY, Tokens.accessClaims(claims -> {}))),
                Named.of("alg=none", () -> new PlainJWT(Tokens.accessClaims(claims -> {})).serialize()),
                Named.of("HS256 with the public key", TokenCheckTest::signedWithThePublicKey));
    }

    @ParameterizedTest
    @MethodSource("badTokens")
    void turnsAwayWhoHasABadToken(Supplier<String> token) {
        int before = todos.asked.size();

        HttpResponse<String> answer = laptop.get("/todos", "Authorization", "Bearer " + token.get());

        assertUnauthorized(answer);
        assertThat(answer.headers().firstValue("www-authenticate").orElseThrow())
                .startsWith("Bearer scope=\"\" error=\"invalid_token\" error_description=\"");
        assertThat(todos.asked).hasSize(before);
    }

    @Test
    void forbidsAnIdToken() {
        HttpResponse<String> answer = laptop.get("/todos", "Authorization", "Bearer " + Tokens.id());

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Forbidden\"}");
        assertThat(answer.headers().firstValue("www-authenticate").orElseThrow())
                .contains("error=\"insufficient_scope\"");
    }

    @Test
    void saysNotFoundForWhatNoRouteIsFor() {
        for (String path : new String[] {"/todos/", "/files/"}) {
            HttpResponse<String> answer = laptop.getSignedIn(path);

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).isEqualTo("{\"message\":\"Not Found\"}");
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        }
        assertThat(laptop.ask("PUT", "/todos", request -> {}).statusCode()).isEqualTo(404);
    }

    @Test
    void answersAPreflightWithoutATokenAndWithoutAService() {
        int before = todos.asked.size();

        HttpResponse<String> answer = preflight("http://localhost:8080");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("access-control-allow-origin")).contains("http://localhost:8080");
        assertThat(answer.headers().firstValue("access-control-allow-methods")).contains("GET,POST,PUT,PATCH,DELETE");
        assertThat(answer.headers().firstValue("access-control-allow-headers"))
                .contains("authorization,content-type,if-match,if-none-match");
        assertThat(answer.headers().firstValue("access-control-max-age")).contains("3600");
        assertThat(answer.headers().firstValue("Allow")).isEmpty();
        assertThat(todos.asked).hasSize(before);
    }

    @Test
    void tellsAStrangersPreflightNothing() {
        HttpResponse<String> answer = preflight("http://evil.example");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
    }

    @Test
    void takesOptionsForAPreflightOnlyIfItIsOne() {
        assertThat(laptop.ask("OPTIONS", "/todos", request -> {}).statusCode()).isEqualTo(404);
    }

    @Test
    void tellsAPageOfAnAllowedOriginWhatItMayRead() {
        HttpResponse<String> allowed =
                laptop.get("/todos", "Authorization", Tokens.access(), "Origin", "http://localhost:8080");
        HttpResponse<String> stranger =
                laptop.get("/todos", "Authorization", Tokens.access(), "Origin", "http://evil.example");
        HttpResponse<String> unauthorized = laptop.get("/todos", "Origin", "http://localhost:8080");

        assertThat(allowed.headers().firstValue("access-control-allow-origin")).contains("http://localhost:8080");
        assertThat(allowed.headers().firstValue("access-control-expose-headers"))
                .contains("etag,link,location,retry-after");
        assertThat(stranger.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
        assertThat(unauthorized.headers().firstValue("access-control-allow-origin"))
                .contains("http://localhost:8080");
    }

    @Test
    void saysThatItIsItsOwnFaultWhenTheKeysAreOutOfReach(@TempDir Path website) {
        try (Laptop keyless = new Laptop(Templates.local(), website)) {
            keyless.tokens.status = 503;

            HttpResponse<String> answer = keyless.getSignedIn("/todos");

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
        }
    }

    @Test
    void letsNoMoreThroughThanTheStageAllows(@TempDir Path website) {
        Templates throttled = Templates.local()
                .withQuickHealthChecks()
                .with("api", "Stage", "/DefaultRouteSettings/ThrottlingRateLimit", "0.001")
                .with("api", "Stage", "/DefaultRouteSettings/ThrottlingBurstLimit", "2");
        try (Laptop busy = new Laptop(throttled, website).with("todo-service", todos)) {
            assertThat(busy.getSignedIn("/todos").statusCode()).isEqualTo(200);
            assertThat(busy.getSignedIn("/todos").statusCode()).isEqualTo(200);

            HttpResponse<String> third = busy.getSignedIn("/todos");

            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.body()).isEqualTo("{\"message\":\"Too Many Requests\"}");
            assertThat(busy.getSignedIn("/todos/1").statusCode()).isEqualTo(200);
        }
    }

    private HttpResponse<String> preflight(String origin) {
        return laptop.ask(
                "OPTIONS",
                "/todos/1",
                request -> request.headers(
                        "Origin",
                        origin,
                        "Access-Control-Request-Method",
                        "PATCH",
                        "Access-Control-Request-Headers",
                        "if-match"));
    }

    private static void assertUnauthorized(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    }

    private static Date in(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }
}
