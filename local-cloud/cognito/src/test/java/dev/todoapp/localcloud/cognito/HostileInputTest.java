package dev.todoapp.localcloud.cognito;

import static dev.todoapp.localcloud.cognito.Cognito.PASSWORD;
import static dev.todoapp.localcloud.cognito.Cognito.ok;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whatever is sent is answered, and never with a 500. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileInputTest {

    private static final String SCRIPT = "<script>alert('x')</script>@example.org";
    private static final List<String> NASTY = List.of(
            "",
            " ",
            "\u0000",
            "a\u0000b@example.org",
            "x".repeat(9000),
            "İ".repeat(120) + "@x.yz",
            "\ud83d\ude00@example.org",
            "\ud83d",
            "'; drop table pool_user; --@example.org",
            "{\"a\": 1}",
            "../../etc/passwd",
            "%00%0a",
            "\r\nSet-Cookie: a=b",
            "{0}${7*7}{{7*7}}#{7*7}");

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
    void showsAScriptInAnAddressAsText() {
        ok(cognito.call("SignUp", Map.of("ClientId", cognito.cli(), "Username", SCRIPT, "Password", PASSWORD)));
        assertThat(cognito.get("/outbox").body()).doesNotContain("<script").contains("&lt;script&gt;");

        Browser browser = cognito.browser().authorize().signIn(SCRIPT, "wrong password");
        assertThat(browser.body()).doesNotContain("<script").contains("&lt;script&gt;");

        Map<String, String> request = new HashMap<>(browser.request());
        request.put("state", "\"><script>alert(1)</script>");
        request.put("login_hint", "\"><script>alert(1)</script>");
        assertThat(browser.authorize(request).body()).doesNotContain("<script");
        request.put("client_id", "<script>alert(1)</script>");
        assertThat(browser.authorize(request).body()).doesNotContain("<script");
    }

    @Test
    void answersEveryCallWithNastyTexts() {
        for (String action : new String[] {
            "SignUp",
            "ConfirmSignUp",
            "ResendConfirmationCode",
            "InitiateAuth",
            "GetTokensFromRefreshToken",
            "ForgotPassword",
            "ConfirmForgotPassword",
            "RevokeToken",
            "GlobalSignOut",
            "GetUser",
            "ChangePassword",
            "DeleteUser"
        }) {
            for (String nasty : NASTY) {
                Map<String, Object> parameters = new HashMap<>();
                for (String name : new String[] {
                    "Username",
                    "Password",
                    "ConfirmationCode",
                    "RefreshToken",
                    "Token",
                    "AccessToken",
                    "PreviousPassword",
                    "ProposedPassword"
                }) {
                    parameters.put(name, nasty);
                }
                parameters.put("ClientId", cognito.cli());
                parameters.put("AuthFlow", "USER_PASSWORD_AUTH");
                parameters.put("AuthParameters", Map.of("USERNAME", nasty, "PASSWORD", nasty));
                answered(action, cognito.call(action, parameters));

                parameters.put("Password", PASSWORD);
                parameters.put("ClientId", nasty);
                refused(cognito.call(action, parameters));
            }
        }
    }

    @Test
    void refusesEveryCallWithValuesOfTheWrongType() {
        for (Object wrong : new Object[] {1, true, List.of("a"), Map.of("a", "b")}) {
            for (String action : new String[] {"SignUp", "InitiateAuth", "GetUser", "ForgotPassword", "RevokeToken"}) {
                Map<String, Object> parameters = new HashMap<>();
                for (String name : new String[] {
                    "Username", "Password", "Token", "AccessToken", "AuthFlow", "UserAttributes", "ClientId"
                }) {
                    parameters.put(name, wrong);
                }
                refused(cognito.call(action, parameters));
            }
            Cognito.refused(
                    cognito.call(
                            "InitiateAuth",
                            Map.of(
                                    "ClientId", cognito.cli(),
                                    "AuthFlow", "USER_PASSWORD_AUTH",
                                    "AuthParameters", List.of(wrong))),
                    "SerializationException",
                    "");
        }
    }

    @Test
    void refusesWhatIsNoJson() {
        for (String body : new String[] {
            "",
            "{",
            "[]",
            "null",
            "\"text\"",
            "{\"ClientId\": }",
            "[".repeat(100_000).substring(0, 60_000),
            "\u0000"
        }) {
            Cognito.refused(cognito.call("SignUp", body), "SerializationException", "");
        }
    }

    @Test
    void refusesHugeBodies() {
        HttpResponse<String> call = cognito.call("SignUp", "{\"ClientId\": \"" + "x".repeat(70_000) + "\"}");
        assertThat(call.statusCode()).isEqualTo(413);

        for (String path : new String[] {"/oauth2/token", "/oauth2/revoke", "/login", "/signup"}) {
            HttpResponse<String> form = cognito.post(path, Map.of("client_id", "x".repeat(70_000)));
            assertThat(form.statusCode()).as(path).isBetween(400, 499);
        }
    }

    @Test
    void answersNastyForms() {
        Browser browser = cognito.browser();
        for (String nasty : NASTY) {
            for (String path : new String[] {
                "/login", "/signup", "/confirm", "/resendcode", "/forgotPassword", "/confirmForgotPassword"
            }) {
                browser.authorize()
                        .submitTo(
                                path + "?" + Cognito.encoded(browser.request()),
                                Map.of("email", nasty, "password", nasty, "code", nasty));
                assertThat(browser.status()).as("%s %s", path, nasty).isBetween(200, 499);
            }
        }
    }

    @Test
    void answersNastyParameters() {
        Browser browser = cognito.browser();
        List<String> names = new ArrayList<>(browser.request().keySet());
        Collections.addAll(names, "prompt", "login_hint", "request_uri", "request", "max_age", "resource");
        for (String nasty : NASTY) {
            for (String name : names) {
                Map<String, String> request = new HashMap<>(browser.request());
                request.put(name, nasty.length() > 2000 ? nasty.substring(0, 2000) : nasty);
                for (String path : new String[] {"/oauth2/authorize", "/login", "/logout"}) {
                    browser.open(path + "?" + Cognito.encoded(request));
                    assertThat(browser.status())
                            .as("%s %s=%s", path, name, nasty)
                            .isBetween(200, 499);
                }
            }
            for (String parameter :
                    new String[] {"code", "code_verifier", "refresh_token", "token", "redirect_uri", "scope"}) {
                for (String grant : new String[] {"authorization_code", "refresh_token", nasty}) {
                    Map<String, String> form = new HashMap<>(Map.of(
                            "client_id",
                            cognito.web(),
                            "grant_type",
                            grant,
                            "code",
                            "c",
                            "refresh_token",
                            "r",
                            "token",
                            "t"));
                    form.put(parameter, nasty);
                    answered(parameter, cognito.post("/oauth2/token", form));
                    answered(parameter, cognito.post("/oauth2/revoke", form));
                }
            }
        }
    }

    @Test
    void refusesTheSameParameterTwice() {
        for (String path : new String[] {"/oauth2/token", "/oauth2/revoke"}) {
            for (String name :
                    new String[] {"client_id", "grant_type", "code", "code_verifier", "refresh_token", "token"}) {
                HttpResponse<String> answer = cognito.send(HttpRequest.newBuilder(URI.create(cognito.domain() + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(
                                "client_id=%s&grant_type=authorization_code&code=a&token=b&%s=x&%s=y"
                                        .formatted(cognito.web(), name, name)))
                        .build());
                assertThat(answer.statusCode()).as("%s %s", path, name).isEqualTo(400);
            }
        }
    }

    @Test
    void answersAllMethodsEverywhere() {
        for (String path : new String[] {
            "/",
            "/login",
            "/outbox",
            "/outbox.json",
            "/logout",
            "/oauth2/authorize",
            "/oauth2/token",
            "/oauth2/revoke",
            "/oauth2/userInfo",
            "/oauth2/introspect",
            "/assets/pages.css",
            "/" + cognito.poolId() + "/.well-known/jwks.json"
        }) {
            for (String method : new String[] {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
                HttpResponse<String> answer = cognito.send(HttpRequest.newBuilder(URI.create(cognito.domain() + path))
                        .method(method, BodyPublishers.noBody())
                        .build());
                assertThat(answer.statusCode()).as("%s %s", method, path).isBetween(200, 499);
            }
        }
    }

    @Test
    void answersNobodyWhoCallsItByAnotherName() throws IOException {
        for (String host : new String[] {"evil.example", "localhost.evil.example", "10.0.0.1"}) {
            assertThat(raw("GET /outbox.json HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 400")
                    .doesNotContain("code");
        }
        assertThat(raw("GET /outbox.json HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void refusesWhatIsHardlyHttp() throws IOException {
        for (String request : new String[] {
            "GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "GET //login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "GET /login;a=b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "GET /%2e%2e/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "GET /login?%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "GET /login?a=%ff HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"
        }) {
            assertThat(raw(request))
                    .as(request)
                    .matches("(?s)HTTP/1.1 4\\d\\d.*")
                    .doesNotContain("Tomcat", "Exception");
        }
    }

    private String raw(String request) throws IOException {
        int port = URI.create(cognito.domain()).getPort();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static void answered(String what, HttpResponse<String> response) {
        assertThat(response.statusCode()).as("%s: %s", what, response.body()).isBetween(200, 499);
    }

    private static void refused(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isIn(400, 413);
    }
}
