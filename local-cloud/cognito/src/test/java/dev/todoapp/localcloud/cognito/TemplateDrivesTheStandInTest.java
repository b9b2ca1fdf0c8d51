package dev.todoapp.localcloud.cognito;

import static dev.todoapp.localcloud.cognito.Cognito.PASSWORD;
import static dev.todoapp.localcloud.cognito.Cognito.claims;
import static dev.todoapp.localcloud.cognito.Cognito.ok;
import static dev.todoapp.localcloud.cognito.Cognito.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Change the template, and the stand-in does something else. */
class TemplateDrivesTheStandInTest {

    @Test
    void asksForLongerPasswords() {
        try (Cognito cognito = Cognito.start(
                IdentityStack.with(IdentityStack.POOL, pool -> IdentityStack.passwordPolicy(pool, 24, false)))) {
            refused(signUp(cognito, "a@example.org", "x".repeat(23)), "InvalidPasswordException", "not long enough");
            ok(signUp(cognito, "a@example.org", "x".repeat(24)));
            assertThat(cognito.browser().authorize().click("Create an account").body())
                    .contains("At least 24 characters");
        }
    }

    @Test
    void asksForEveryKindOfCharacter() {
        try (Cognito cognito = Cognito.start(
                IdentityStack.with(IdentityStack.POOL, pool -> IdentityStack.passwordPolicy(pool, 8, true)))) {
            refused(signUp(cognito, "a@example.org", "PASSW0RD!"), "InvalidPasswordException", "lowercase");
            refused(signUp(cognito, "a@example.org", "passw0rd!"), "InvalidPasswordException", "uppercase");
            refused(signUp(cognito, "a@example.org", "Password!"), "InvalidPasswordException", "numeric");
            refused(signUp(cognito, "a@example.org", "Passw0rdx"), "InvalidPasswordException", "symbol");
            ok(signUp(cognito, "a@example.org", "Passw0rd!"));
        }
    }

    @Test
    void givesTokensTheirLifetimes() {
        try (Cognito cognito = Cognito.start(IdentityStack.with(IdentityStack.CLI, client -> {
            client.put("AccessTokenValidity", 7);
            client.put("IdTokenValidity", 9);
        }))) {
            cognito.account("a@example.org");
            JsonNode tokens = cognito.tokensOf("a@example.org");

            assertThat(tokens.path("ExpiresIn").asInt()).isEqualTo(7 * 60);
            JsonNode id = claims(tokens.path("IdToken").asString());
            assertThat(id.path("exp").asInt() - id.path("iat").asInt()).isEqualTo(9 * 60);
        }
    }

    @Test
    void returnsToOtherCallbacks() {
        try (Cognito cognito = Cognito.start(IdentityStack.with(
                IdentityStack.WEB,
                client -> client.putArray("CallbackURLs")
                        .add("https://todo.example.org/in")
                        .add("todoapp://in")))) {
            cognito.account("a@example.org");
            Browser browser = cognito.browser().authorize();
            assertThat(browser.page()
                            .headers()
                            .firstValue("Content-Security-Policy")
                            .orElse(""))
                    .endsWith("form-action 'self' https://todo.example.org todoapp:");
            assertThat(browser.signIn("a@example.org", PASSWORD).sentTo().toString())
                    .startsWith("https://todo.example.org/in?code=");
        }
    }

    @Test
    void tellsCasesApart() {
        try (Cognito cognito = Cognito.start(IdentityStack.with(
                IdentityStack.POOL,
                pool -> pool.putObject("UsernameConfiguration").put("CaseSensitive", true)))) {
            cognito.account("ann@example.org");
            refused(cognito.passwordAuth("Ann@example.org", PASSWORD), "NotAuthorizedException", "Incorrect");
            cognito.account("Ann@example.org");
        }
    }

    @Test
    void keepsPeopleFromSigningUpThemselves() {
        try (Cognito cognito = Cognito.start(IdentityStack.with(
                IdentityStack.POOL,
                pool -> pool.putObject("AdminCreateUserConfig").put("AllowAdminCreateUserOnly", true)))) {
            refused(signUp(cognito, "a@example.org", PASSWORD), "NotAuthorizedException", "SignUp is not permitted");
        }
    }

    @Test
    void wordsTheMails() {
        try (Cognito cognito = Cognito.start(IdentityStack.with(IdentityStack.POOL, pool -> {
            ObjectNode mail = pool.putObject("VerificationMessageTemplate");
            mail.put("EmailSubject", "Hello <you>");
            mail.put("EmailMessage", "It is {####}!");
        }))) {
            cognito.account("a@example.org");

            assertThat(cognito.mailsTold()).singleElement().satisfies(mail -> {
                assertThat(mail.subject()).isEqualTo("Hello <you>");
                assertThat(mail.text()).isEqualTo("It is " + mail.code() + "!");
            });
            assertThat(cognito.get("/outbox").body()).contains("Hello &lt;you&gt;");
        }
    }

    private static HttpResponse<String> signUp(Cognito cognito, String email, String password) {
        return cognito.call("SignUp", Map.of("ClientId", cognito.cli(), "Username", email, "Password", password));
    }
}
