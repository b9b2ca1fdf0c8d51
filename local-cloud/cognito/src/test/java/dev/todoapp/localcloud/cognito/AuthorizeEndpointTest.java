package dev.todoapp.localcloud.cognito;

import static dev.todoapp.localcloud.cognito.Cognito.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorizeEndpointTest {

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
    void neverSendsAnybodyToAnAddressThatIsNoCallback() {
        for (String other : new String[] {
            "https://evil.example/signed-in",
            cognito.callback() + "/",
            cognito.callback() + "?a=b",
            cognito.callback().replace("localhost", "127.0.0.1"),
            cognito.callback().replace("8080", "8081"),
            cognito.callback() + "@evil.example",
            ""
        }) {
            Browser browser = authorize(Map.of("redirect_uri", other));

            assertThat(browser.status()).as(other).isEqualTo(400);
            assertThat(browser.title()).isEqualTo("This sign-in link does not work");
            assertThat(browser.body()).contains("redirect_mismatch");
        }
    }

    @Test
    void neverSendsAnybodyAnywhereForAClientThatIsNone() {
        assertThat(authorize(Map.of("client_id", "unknown")).body()).contains("invalid_client");
        assertThat(authorize(Map.of("client_id", "")).status()).isEqualTo(400);
        assertThat(authorize(Map.of("client_id", cognito.cli())).body()).contains("unauthorized_client");
    }

    @Test
    void tellsTheAppWhatElseIsWrong() {
        refuses(Map.of("response_type", ""), "invalid_request");
        refuses(Map.of("response_type", "token"), "unauthorized_client");
        refuses(Map.of("response_type", "id_token"), "invalid_request");
        refuses(Map.of("scope", "openid admin"), "invalid_scope");
        refuses(Map.of("scope", "email"), "invalid_scope");
        refuses(Map.of("nonce", "n".repeat(2049)), "invalid_request");
    }

    @Test
    void asksEveryAppForAProofKeyByS256() {
        refuses(Map.of("code_challenge", ""), "invalid_request");
        refuses(Map.of("code_challenge_method", ""), "invalid_request");
        refuses(Map.of("code_challenge_method", "plain"), "invalid_request");
        refuses(Map.of("code_challenge", "short"), "invalid_request");
        refuses(Map.of("code_challenge", "ü".repeat(43)), "invalid_request");
    }

    @Test
    void refusesAParameterThatIsThereTwice() {
        Browser browser = cognito.browser();
        for (String name : browser.request().keySet()) {
            browser.open("/oauth2/authorize?" + Cognito.encoded(browser.request()) + "&" + name + "=x");

            assertThat(browser.status()).as(name).isEqualTo(400);
        }
    }

    @Test
    void grantsEveryScopeOfTheClientToAnAppThatNamesNone() {
        Browser browser = authorize(Map.of("scope", "")).signIn("ann@example.org", PASSWORD);

        assertThat(Cognito.claims(browser.tokens().path("access_token").asString())
                        .path("scope")
                        .asString()
                        .split(" "))
                .containsExactlyInAnyOrder("openid", "email", "profile", "aws.cognito.signin.user.admin");
    }

    @Test
    void leavesStateAwayWhereTheAppSentNone() {
        Browser browser = authorize(Map.of("state", "")).signIn("ann@example.org", PASSWORD);

        assertThat(browser.callback()).containsOnlyKeys("code");
    }

    private void refuses(Map<String, String> changes, String error) {
        Browser browser = authorize(changes);

        assertThat(browser.callback())
                .as(changes.toString())
                .containsEntry("error", error)
                .containsEntry("state", "state with & and ü")
                .doesNotContainKey("code");
    }

    private Browser authorize(Map<String, String> changes) {
        Browser browser = cognito.browser();
        return browser.authorize(changed(browser, changes));
    }

    private static Map<String, String> changed(Browser browser, Map<String, String> changes) {
        Map<String, String> request = new LinkedHashMap<>(browser.request());
        request.putAll(changes);
        request.values().removeIf(String::isEmpty);
        return request;
    }
}
