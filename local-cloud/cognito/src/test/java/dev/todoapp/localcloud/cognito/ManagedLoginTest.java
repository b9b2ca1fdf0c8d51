package dev.todoapp.localcloud.cognito;

import static dev.todoapp.localcloud.cognito.Cognito.PASSWORD;
import static dev.todoapp.localcloud.cognito.Cognito.otherThan;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagedLoginTest {

    private static final String NEW_PASSWORD = "a new and longer one";

    @SuppressWarnings("NullAway.Init")
    private Cognito cognito;

    @BeforeAll
    void start() {
        cognito = Cognito.start();
    }

    @AfterAll
    void stop() {
        cognito.close();
    }

    @Test
    void leadsFromTheAppThroughSignUpAndTheCodeBackToTheApp() {
        Browser her = cognito.browser().authorize();
        assertThat(her.title()).isEqualTo("Sign in");

        her.click("Create an account");
        assertThat(her.title()).isEqualTo("Create your account");
        her.submit(Map.of("email", "ann@example.org", "password", PASSWORD));
        assertThat(her.title()).isEqualTo("Confirm your account");
        assertThat(her.body()).contains("ann@example.org");
        her.submit(Map.of("code", cognito.codeMailedTo("ann@example.org")));

        assertThat(her.callback()).containsEntry("state", "state with & and ü").containsKey("code");
        JsonNode tokens = her.tokens();
        assertThat(tokens.path("token_type").asString()).isEqualTo("Bearer");
        assertThat(tokens.path("expires_in").asInt()).isEqualTo(900);
        assertThat(tokens.path("refresh_token").asString()).isNotEmpty();
        assertThat(Cognito.claims(tokens.path("id_token").asString())
                        .path("email")
                        .asString())
                .isEqualTo("ann@example.org");
    }

    @Test
    void tellsTheLauncherOfEachMail() {
        cognito.account("told@example.org");

        assertThat(cognito.mailsTold())
                .filteredOn(mail -> mail.to().equals("told@example.org"))
                .singleElement()
                .satisfies(mail -> {
                    assertThat(mail.code()).matches("\\d{6}");
                    assertThat(mail.text()).contains("Your code is " + mail.code());
                    assertThat(mail.subject()).isEqualTo("Your code for the to-do app");
                });
    }

    @Test
    void signsInSomebodyWithAnAccount() {
        String sub = cognito.account("ben@example.org");

        JsonNode tokens = cognito.browser()
                .authorize()
                .signIn(" Ben@Example.org ", PASSWORD)
                .tokens();

        assertThat(Cognito.claims(tokens.path("access_token").asString())
                        .path("sub")
                        .asString())
                .isEqualTo(sub);
    }

    @Test
    void knowsTheBrowserTheNextTime() {
        cognito.account("again@example.org");
        Browser browser = cognito.browser().authorize().signIn("again@example.org", PASSWORD);
        browser.tokens();

        assertThat(browser.authorize().callback()).containsKey("code");
    }

    @Test
    void asksForThePasswordAgainAfterAnHour() {
        cognito.account("hour@example.org");
        Browser browser = cognito.browser().authorize().signIn("hour@example.org", PASSWORD);

        cognito.clock().advance(Duration.ofMinutes(61));

        assertThat(browser.authorize().title()).isEqualTo("Sign in");
    }

    @Test
    void asksForThePasswordAgainWhenTheAppWantsThat() {
        cognito.account("prompt@example.org");
        Browser browser = cognito.browser().authorize().signIn("prompt@example.org", PASSWORD);
        Map<String, String> request = new LinkedHashMap<>(browser.request());
        request.put("prompt", "login");

        assertThat(browser.authorize(request).title()).isEqualTo("Sign in");
        assertThat(browser.signIn("prompt@example.org", PASSWORD).callback()).containsKey("code");
    }

    @Test
    void tellsAnAppThatWantsNoPageThatNobodyIsSignedIn() {
        Browser browser = cognito.browser();
        Map<String, String> request = new LinkedHashMap<>(browser.request());
        request.put("prompt", "none");

        assertThat(browser.authorize(request).callback()).containsEntry("error", "login_required");
    }

    @Test
    void refusesAWrongPasswordAndAnUnknownAddressInTheSameWords() {
        cognito.account("cleo@example.org");

        Browser wrong = cognito.browser().authorize().signIn("cleo@example.org", "not her password");
        Browser unknown = cognito.browser().authorize().signIn("clea@example.org", "not her password");

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body()).contains("Incorrect email or password.");
        assertThat(normalized(unknown)).isEqualTo(normalized(wrong).replace("cleo@", "clea@"));
    }

    @Test
    void saysThatANameIsLockedAndUnlocksIt() {
        cognito.account("lock@example.org");
        Browser browser = cognito.browser().authorize();
        for (int attempt = 0; attempt < 5; attempt++) {
            browser.signIn("lock@example.org", "wrong password");
        }

        assertThat(browser.signIn("lock@example.org", PASSWORD).body()).contains("Too many attempts");
        cognito.clock().advance(Duration.ofSeconds(1));

        assertThat(browser.signIn("lock@example.org", PASSWORD).callback()).containsKey("code");
    }

    @Test
    void stopsSendingCodesAfterTwentyInAnHour() {
        Browser browser = cognito.browser().authorize().click("Create an account");
        browser.submit(Map.of("email", "many@example.org", "password", PASSWORD));
        for (int i = 0; i < 20; i++) {
            browser.submitTo("/resendcode?" + Cognito.encoded(browser.request()), Map.of());
        }

        browser.submitTo("/resendcode?" + Cognito.encoded(browser.request()), Map.of());

        assertThat(browser.body()).contains("Too many attempts.");
        assertThat(cognito.mailsTo("many@example.org")).isEqualTo(21);
    }

    @Test
    void sendsSomebodyWhoNeverConfirmedToTheCode() {
        cognito.browser()
                .authorize()
                .click("Create an account")
                .submit(Map.of("email", "dan@example.org", "password", PASSWORD));

        Browser laterElsewhere = cognito.browser().authorize().signIn("dan@example.org", PASSWORD);
        assertThat(laterElsewhere.title()).isEqualTo("Confirm your account");
        laterElsewhere.submit(Map.of("code", cognito.codeMailedTo("dan@example.org")));

        assertThat(laterElsewhere.callback()).containsKey("code");
    }

    @Test
    void neverSignsInByTheCodeAlone() {
        cognito.browser()
                .authorize()
                .click("Create an account")
                .submit(Map.of("email", "eve@example.org", "password", PASSWORD));

        Browser other = cognito.browser();
        other.authorize();
        other.open("/confirm?" + Cognito.encoded(other.request()))
                .submit(Map.of("email", "eve@example.org", "code", cognito.codeMailedTo("eve@example.org")));

        assertThat(other.title()).isEqualTo("Sign in");
        assertThat(other.body()).contains("Your account is confirmed.");
    }

    @Test
    void goesOnToSignInWhenTheAccountWasConfirmedElsewhere() {
        Browser browser = cognito.browser().authorize().click("Create an account");
        browser.submit(Map.of("email", "else@example.org", "password", PASSWORD));
        String code = cognito.codeMailedTo("else@example.org");
        Cognito.ok(cognito.call(
                "ConfirmSignUp",
                Map.of("ClientId", cognito.cli(), "Username", "else@example.org", "ConfirmationCode", code)));

        browser.submit(Map.of("code", code));

        assertThat(browser.title()).isEqualTo("Sign in");
        assertThat(browser.body()).contains("Your account is confirmed.");
    }

    @Test
    void sendsANewCodeThatReplacesTheOldOne() {
        Browser browser = cognito.browser().authorize().click("Create an account");
        browser.submit(Map.of("email", "fay@example.org", "password", PASSWORD));
        String first = cognito.codeMailedTo("fay@example.org");

        browser.submitTo("/resendcode?" + Cognito.encoded(browser.request()), Map.of());

        assertThat(browser.body()).contains("A new code is on its way.");
        assertThat(cognito.mailsTo("fay@example.org")).isEqualTo(2);
        String second = cognito.codeMailedTo("fay@example.org");
        if (!first.equals(second)) {
            assertThat(browser.submit(Map.of("code", first)).body()).contains("wrong or has expired");
        }
        assertThat(browser.submit(Map.of("code", second)).callback()).containsKey("code");
    }

    @Test
    void refusesAWrongCodeAndAfterFiveTheRightOneToo() {
        Browser browser = cognito.browser().authorize().click("Create an account");
        browser.submit(Map.of("email", "gil@example.org", "password", PASSWORD));
        String code = cognito.codeMailedTo("gil@example.org");

        for (int attempt = 0; attempt < 5; attempt++) {
            browser.submit(Map.of("code", otherThan(code)));
            assertThat(browser.body()).contains("wrong or has expired");
        }

        assertThat(browser.submit(Map.of("code", code)).body()).contains("Too many attempts.");
    }

    @Test
    void refusesACodeThatIsADayOld() {
        Browser browser = cognito.browser().authorize().click("Create an account");
        browser.submit(Map.of("email", "hal@example.org", "password", PASSWORD));
        String code = cognito.codeMailedTo("hal@example.org");

        cognito.clock().advance(Duration.ofHours(24));

        assertThat(browser.submit(Map.of("code", code)).body()).contains("wrong or has expired");
    }

    @Test
    void setsANewPasswordWithTheMailedCode() {
        cognito.account("ida@example.org");
        Browser browser = cognito.browser().authorize().click("Forgot your password?");
        assertThat(browser.title()).isEqualTo("Reset your password");

        browser.submit(Map.of("email", "ida@example.org"));
        assertThat(browser.title()).isEqualTo("Set a new password");
        browser.submit(Map.of("code", cognito.codeMailedTo("ida@example.org"), "password", NEW_PASSWORD));
        assertThat(browser.title()).isEqualTo("Sign in");
        assertThat(browser.body()).contains("Your password is changed.");

        assertThat(browser.signIn("ida@example.org", PASSWORD).body()).contains("Incorrect email or password.");
        assertThat(browser.signIn("ida@example.org", NEW_PASSWORD).callback()).containsKey("code");
    }

    @Test
    void refusesAResetCodeThatIsAnHourOld() {
        cognito.account("joe@example.org");
        Browser browser = cognito.browser().authorize().click("Forgot your password?");
        browser.submit(Map.of("email", "joe@example.org"));

        cognito.clock().advance(Duration.ofHours(1));

        browser.submit(Map.of("code", cognito.codeMailedTo("joe@example.org"), "password", NEW_PASSWORD));
        assertThat(browser.body()).contains("wrong or has expired");
    }

    @Test
    void goesOnAlikeForAnAddressWithoutAnAccount() {
        Browser browser = cognito.browser().authorize().click("Forgot your password?");

        browser.submit(Map.of("email", "nobody@example.org"));

        assertThat(browser.title()).isEqualTo("Set a new password");
        assertThat(cognito.mailsTo("nobody@example.org")).isZero();
        browser.submit(Map.of("code", "123456", "password", NEW_PASSWORD));
        assertThat(browser.body()).contains("wrong or has expired");
    }

    @Test
    void namesEveryRuleThatAPasswordMisses() {
        try (Cognito strict = Cognito.start(
                IdentityStack.with(IdentityStack.POOL, pool -> IdentityStack.passwordPolicy(pool, 10, true)))) {
            Browser browser = strict.browser().authorize().click("Create an account");
            assertThat(browser.body())
                    .contains(
                            "At least 10 characters",
                            "A lowercase letter",
                            "An uppercase letter",
                            "A number",
                            "A symbol");

            browser.submit(Map.of("email", "kim@example.org", "password", "Short1"));

            assertThat(browser.status()).isEqualTo(400);
            String error = browser.body()
                    .substring(
                            browser.body().indexOf("still needs"),
                            browser.body().indexOf("<form"));
            assertThat(error).contains("At least 10 characters", "A symbol").doesNotContain("A number", "letter");
        }
    }

    @Test
    void tellsAnAddressThatIsNoneAndOneThatIsTaken() {
        cognito.account("taken@example.org");
        Browser browser = cognito.browser().authorize().click("Create an account");

        assertThat(browser.submit(Map.of("email", "not an address", "password", PASSWORD))
                        .body())
                .contains("Enter an email address");
        assertThat(browser.submit(Map.of("email", "Taken@example.org", "password", PASSWORD))
                        .body())
                .contains("An account with this email already exists.");
    }

    @Test
    void signsOutAndReturnsToTheApp() {
        cognito.account("lee@example.org");
        Browser browser = cognito.browser().authorize().signIn("lee@example.org", PASSWORD);

        browser.open(
                "/logout?" + Cognito.encoded(Map.of("client_id", cognito.web(), "logout_uri", cognito.logoutUrl())));

        assertThat(browser.sentTo()).hasToString(cognito.logoutUrl());
        assertThat(browser.authorize().title()).isEqualTo("Sign in");
    }

    @Test
    void neverSendsTheBrowserElsewhereAfterSigningOut() {
        for (String elsewhere : new String[] {
            "https://evil.example/", cognito.logoutUrl() + "x", "//evil.example", "javascript:alert(1)", ""
        }) {
            Browser browser = cognito.browser()
                    .open("/logout?" + Cognito.encoded(Map.of("client_id", cognito.web(), "logout_uri", elsewhere)));

            assertThat(browser.status()).isEqualTo(400);
        }
    }

    @Test
    void signsOutToTheSignInPage() {
        cognito.account("mia@example.org");
        Browser browser = cognito.browser().authorize().signIn("mia@example.org", PASSWORD);

        browser.open("/logout?" + Cognito.encoded(browser.request()));

        assertThat(browser.title()).isEqualTo("Sign in");
        assertThat(browser.authorize().title()).isEqualTo("Sign in");
    }

    @Test
    void changesTheSessionWhenSomebodySignsIn() {
        cognito.account("nia@example.org");
        Browser browser = cognito.browser().authorize().signIn("nia@example.org", "not her password");
        browser.open("/signup?" + Cognito.encoded(browser.request()))
                .submit(Map.of("email", "other@example.org", "password", PASSWORD));
        String before = browser.session();
        browser.authorize().signIn("nia@example.org", PASSWORD);

        assertThat(browser.callback()).containsKey("code");
        assertThat(browser.session()).isNotEqualTo(before);
    }

    @Test
    void takesNoFormFromElsewhere() {
        Browser browser = cognito.browser().authorize();

        var forged = cognito.post(
                "/login?" + Cognito.encoded(browser.request()),
                Map.of("email", "ann@example.org", "password", PASSWORD, "_csrf", "made up"));

        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(forged.body()).contains("This page is out of date");
    }

    @Test
    void allowsThePagesNothingButTheirStyleAndTheWayBackToTheApp() {
        var headers = cognito.browser().authorize().page().headers();

        assertThat(headers.firstValue("Content-Security-Policy"))
                .hasValue(
                        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none';"
                                + " form-action 'self' http://localhost:8080");
        assertThat(headers.firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(headers.allValues("Set-Cookie")).allMatch(cookie -> cookie.contains("HttpOnly"));
        assertThat(cognito.get("/assets/pages.css").body()).doesNotContain("http:", "https:", "@import");
    }

    @Test
    void showsThePageThatAnAppForgotItsParametersFor() {
        assertThat(cognito.browser().open("/login").status()).isEqualTo(400);
        assertThat(cognito.browser().open("/signup").title()).isEqualTo("This sign-in link does not work");
        assertThat(cognito.browser().open("/nothing/here").status()).isEqualTo(404);
        assertThat(cognito.browser().open("/").body()).contains(cognito.poolId());
    }

    private static String normalized(Browser browser) {
        return browser.body().replaceAll("value=\"[\\w-]{60,}\"", "").replaceAll("(code_challenge&#x3D;)[\\w-]+", "$1");
    }
}
