package dev.todoapp.localcloud.cognito;

import static dev.todoapp.localcloud.cognito.Cognito.PASSWORD;
import static dev.todoapp.localcloud.cognito.Cognito.claims;
import static dev.todoapp.localcloud.cognito.Cognito.ok;
import static dev.todoapp.localcloud.cognito.Cognito.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenEndpointTest {

    /** The template's retry grace. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    @SuppressWarnings("NullAway.Init")
    private Cognito cognito;

    @BeforeAll
    void start() {
        cognito = Cognito.start();
        cognito.account("ann@example.org");
    }

    @AfterAll
    void stop() {
        cognito.close();
    }

    @Test
    void redeemsACodeOnce() {
        Browser browser = signedIn();

        ok(browser.exchange());

        refused(browser.exchange(), "invalid_grant");
    }

    @Test
    void redeemsACodeOnceAlsoWhenManyPresentItAtTheSameTime() throws Exception {
        Browser browser = signedIn();
        String code = browser.code();

        List<HttpResponse<String>> answers = atOnce(8, () -> browser.exchange(code, Map.of()));

        assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() != 200)
                .allSatisfy(answer -> refused(answer, "invalid_grant"));
    }

    @Test
    void refusesACodeWithoutItsProofKeyAndKeepsItForWhoHasIt() {
        Browser browser = signedIn();

        refused(browser.exchange(browser.code(), Map.of("code_verifier", "")), "invalid_grant");
        refused(browser.exchange(browser.code(), Map.of("code_verifier", "w".repeat(50))), "invalid_grant");

        ok(browser.exchange());
    }

    @Test
    void refusesACodeWithAnotherCallback() {
        Browser browser = signedIn();

        refused(browser.exchange(browser.code(), Map.of("redirect_uri", "https://evil.example/")), "invalid_grant");
        refused(browser.exchange(browser.code(), Map.of("redirect_uri", "")), "invalid_grant");
    }

    @Test
    void refusesACodeOfAnotherClient() {
        Browser browser = signedIn();

        refused(browser.exchange(browser.code(), Map.of("client_id", cognito.cli())), "invalid_grant");
    }

    @Test
    void refusesACodeAfterFiveMinutes() {
        Browser browser = signedIn();

        cognito.clock().advance(Duration.ofMinutes(5));

        refused(browser.exchange(), "invalid_grant");
    }

    @Test
    void refusesWhatIsNoRequestForTokens() {
        refused(cognito.post("/oauth2/token", Map.of("client_id", cognito.web())), "invalid_request");
        refused(
                cognito.post("/oauth2/token", Map.of("client_id", cognito.web(), "grant_type", "password")),
                "unsupported_grant_type");
        refused(
                cognito.post("/oauth2/token", Map.of("client_id", cognito.web(), "grant_type", "client_credentials")),
                "unsupported_grant_type");
        refused(cognito.post("/oauth2/token", Map.of("grant_type", "refresh_token")), "invalid_client");
        refused(
                cognito.post("/oauth2/token", Map.of("client_id", cognito.web(), "grant_type", "refresh_token")),
                "invalid_request");
        refused(
                cognito.post("/oauth2/token", Map.of("client_id", cognito.web(), "grant_type", "authorization_code")),
                "invalid_grant");
        refused(cognito.refresh("unknown", "token"), "invalid_client");
        refused(cognito.refresh(cognito.web(), "made up"), "invalid_grant");
    }

    @Test
    void refusesASecretOfAClientThatHasNone() {
        String refreshToken = tokens().path("refresh_token").asString();
        Map<String, String> form =
                Map.of("grant_type", "refresh_token", "client_id", cognito.web(), "refresh_token", refreshToken);

        refused(cognito.post("/oauth2/token", form, "Authorization", "Basic YTpi"), "invalid_client");
    }

    @Test
    void rotatesTheRefreshToken() {
        JsonNode first = tokens();

        JsonNode second =
                ok(cognito.refresh(cognito.web(), first.path("refresh_token").asString()));
        JsonNode third =
                ok(cognito.refresh(cognito.web(), second.path("refresh_token").asString()));

        assertThat(Set.of(refreshToken(first), refreshToken(second), refreshToken(third)))
                .hasSize(3);
        for (String token : new String[] {"access_token", "id_token"}) {
            JsonNode before = claims(first.path(token).asString());
            JsonNode after = claims(third.path(token).asString());
            for (String same : new String[] {"sub", "origin_jti", "event_id", "auth_time", "token_use"}) {
                assertThat(after.path(same)).as(same).isEqualTo(before.path(same));
            }
            assertThat(after.path("jti")).isNotEqualTo(before.path("jti"));
        }
        assertThat(claims(third.path("id_token").asString()).has("nonce")).isFalse();
    }

    @Test
    void takesARotatedTokenOnceMoreWithinTheGrace() {
        JsonNode first = tokens();
        JsonNode answerThatGotLost = ok(cognito.refresh(cognito.web(), refreshToken(first)));

        cognito.clock().advance(GRACE);
        JsonNode retry = ok(cognito.refresh(cognito.web(), refreshToken(first)));

        assertThat(refreshToken(retry)).isNotEqualTo(refreshToken(answerThatGotLost));
        ok(cognito.refresh(cognito.web(), refreshToken(retry)));
        ok(cognito.refresh(cognito.web(), refreshToken(answerThatGotLost)));
    }

    @Test
    void refusesARotatedTokenAfterTheGrace() {
        JsonNode first = tokens();
        JsonNode second = ok(cognito.refresh(cognito.web(), refreshToken(first)));
        cognito.clock().advance(Duration.ofSeconds(8));
        ok(cognito.refresh(cognito.web(), refreshToken(first)));

        // A retry does not prolong the grace.
        cognito.clock().advance(Duration.ofSeconds(3));

        refused(cognito.refresh(cognito.web(), refreshToken(first)), "invalid_grant");
        ok(cognito.refresh(cognito.web(), refreshToken(second)));
    }

    @Test
    void givesEveryTabItsTokensWhenManyRefreshAtTheSameTime() throws Exception {
        String refreshToken = refreshToken(tokens());

        List<HttpResponse<String>> answers = atOnce(8, () -> cognito.refresh(cognito.web(), refreshToken));

        Set<String> next = new HashSet<>();
        answers.forEach(answer -> next.add(refreshToken(ok(answer))));
        assertThat(next).hasSize(8);
        next.forEach(token -> ok(cognito.refresh(cognito.web(), token)));
    }

    @Test
    void lendsNoGraceWhereTheTemplateGivesNone() {
        try (Cognito strict = Cognito.start(IdentityStack.with(
                IdentityStack.WEB,
                client -> ((ObjectNode) client.path("RefreshTokenRotation")).put("RetryGracePeriodSeconds", 0)))) {
            strict.account("bob@example.org");
            String token = refreshToken(strict.browser()
                    .authorize()
                    .signIn("bob@example.org", PASSWORD)
                    .tokens());

            ok(strict.refresh(strict.web(), token));

            refused(strict.refresh(strict.web(), token), "invalid_grant");
        }
    }

    @Test
    void keepsTheTokenWhereTheTemplateDoesNotRotate() {
        try (Cognito steady = Cognito.start(IdentityStack.with(
                IdentityStack.WEB,
                client -> ((ObjectNode) client.path("RefreshTokenRotation")).put("Feature", "DISABLED")))) {
            steady.account("bob@example.org");
            String token = refreshToken(steady.browser()
                    .authorize()
                    .signIn("bob@example.org", PASSWORD)
                    .tokens());

            assertThat(ok(steady.refresh(steady.web(), token)).has("refresh_token"))
                    .isFalse();
            ok(steady.refresh(steady.web(), token));
        }
    }

    @Test
    void endsWithTheFirstRefreshTokensLifeHoweverOftenItRotates() {
        String token = refreshToken(tokens());
        cognito.clock().advance(Duration.ofDays(29));
        String next = refreshToken(ok(cognito.refresh(cognito.web(), token)));

        cognito.clock().advance(Duration.ofDays(1));

        refused(cognito.refresh(cognito.web(), next), "invalid_grant");
    }

    @Test
    void refusesARefreshTokenOfAnotherClient() {
        refused(cognito.refresh(cognito.cli(), refreshToken(tokens())), "invalid_grant");
    }

    @Test
    void revokesEverythingThatStemsFromTheSameSignIn() {
        JsonNode first = tokens();
        JsonNode second = ok(cognito.refresh(cognito.web(), refreshToken(first)));
        JsonNode otherDevice = tokens();

        HttpResponse<String> answer =
                cognito.post("/oauth2/revoke", Map.of("client_id", cognito.web(), "token", refreshToken(first)));

        assertThat(answer.statusCode()).isEqualTo(200);
        refused(cognito.refresh(cognito.web(), refreshToken(second)), "invalid_grant");
        assertThat(userInfo(second.path("access_token").asString()).statusCode())
                .isEqualTo(401);
        ok(cognito.refresh(cognito.web(), refreshToken(otherDevice)));
        ok(userInfo(otherDevice.path("access_token").asString()));
    }

    @Test
    void revokesRefreshTokensAloneAndOnlyForTheirClient() {
        JsonNode tokens = tokens();
        refused(
                cognito.post(
                        "/oauth2/revoke",
                        Map.of(
                                "client_id",
                                cognito.web(),
                                "token",
                                tokens.path("access_token").asString())),
                "unsupported_token_type");
        refused(cognito.post("/oauth2/revoke", Map.of("token", refreshToken(tokens))), "invalid_client");
        refused(cognito.post("/oauth2/revoke", Map.of("client_id", cognito.web())), "invalid_request");

        Map<String, String> asAnother = Map.of("client_id", cognito.cli(), "token", refreshToken(tokens));
        assertThat(cognito.post("/oauth2/revoke", asAnother).statusCode()).isEqualTo(200);

        ok(cognito.refresh(cognito.web(), refreshToken(tokens)));
    }

    @Test
    void tellsWhoAnAccessTokenSpeaksFor() {
        JsonNode info = ok(userInfo(tokens().path("access_token").asString()));

        assertThat(info.path("email").asString()).isEqualTo("ann@example.org");
        assertThat(info.path("email_verified").asString()).isEqualTo("true");
        assertThat(info.path("username")).isEqualTo(info.path("sub"));
    }

    @Test
    void tellsNothingToATokenThatIsNoGoodAccessToken() {
        JsonNode tokens = tokens();
        String access = tokens.path("access_token").asString();
        assertThat(userInfo(tokens.path("id_token").asString()).statusCode()).isEqualTo(401);
        assertThat(userInfo(access.substring(0, access.length() - 6) + "AAAAAA").statusCode())
                .isEqualTo(401);
        assertThat(userInfo("x.y.z").statusCode()).isEqualTo(401);
        assertThat(cognito.get("/oauth2/userInfo").statusCode()).isEqualTo(401);

        cognito.clock().advance(Duration.ofMinutes(15).plusSeconds(1));

        assertThat(userInfo(access).statusCode()).isEqualTo(401);
    }

    @Test
    void letsEveryOriginAskForTokensAndNoneForThePages() {
        for (String path : new String[] {"/oauth2/token", "/oauth2/revoke", "/oauth2/userInfo"}) {
            assertThat(preflight(path).headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue("*");
        }
        String wellKnown = "/" + cognito.poolId() + "/.well-known/";
        for (String path : new String[] {wellKnown + "openid-configuration", wellKnown + "jwks.json"}) {
            HttpResponse<String> answer = cognito.get(path, "Origin", "http://localhost:8080");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue("*");
        }
        for (String path : new String[] {"/outbox.json", "/login", "/oauth2/authorize"}) {
            assertThat(cognito.get(path, "Origin", "http://localhost:8080")
                            .headers()
                            .map())
                    .doesNotContainKey("access-control-allow-origin");
        }
    }

    private HttpResponse<String> preflight(String path) {
        return cognito.send(HttpRequest.newBuilder(URI.create(cognito.domain() + path))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "http://localhost:8080")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .build());
    }

    private HttpResponse<String> userInfo(String accessToken) {
        return cognito.get("/oauth2/userInfo", "Authorization", "Bearer " + accessToken);
    }

    private Browser signedIn() {
        return cognito.browser().authorize().signIn("ann@example.org", PASSWORD);
    }

    private JsonNode tokens() {
        return signedIn().tokens();
    }

    private static String refreshToken(JsonNode tokens) {
        return tokens.path("refresh_token").asString();
    }

    private static <T> List<T> atOnce(int times, Callable<T> call) throws InterruptedException, ExecutionException {
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<T>> calls = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                calls.add(call);
            }
            for (Future<T> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
        }
        return results;
    }
}
