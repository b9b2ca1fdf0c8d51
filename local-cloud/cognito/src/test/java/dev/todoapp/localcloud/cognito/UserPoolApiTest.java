package dev.todoapp.localcloud.cognito;

import static dev.todoapp.localcloud.cognito.Cognito.PASSWORD;
import static dev.todoapp.localcloud.cognito.Cognito.ok;
import static dev.todoapp.localcloud.cognito.Cognito.otherThan;
import static dev.todoapp.localcloud.cognito.Cognito.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UserPoolApiTest {

    private static final String NEW_PASSWORD = "a new and longer one";

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
    void signsUp() {
        JsonNode answer = ok(signUp("ben@example.org", PASSWORD));

        assertThat(answer.path("UserConfirmed").booleanValue()).isFalse();
        assertThat(answer.path("UserSub").asString()).hasSize(36);
        JsonNode delivery = answer.path("CodeDeliveryDetails");
        assertThat(delivery.path("Destination").asString()).isEqualTo("b***@e***");
        assertThat(delivery.path("DeliveryMedium").asString()).isEqualTo("EMAIL");
        assertThat(delivery.path("AttributeName").asString()).isEqualTo("email");
    }

    @Test
    void takesTheAddressAsAnAttributeTooAndNoOther() {
        ok(call(
                "SignUp",
                Map.of(
                        "Username",
                        "bea@example.org",
                        "Password",
                        PASSWORD,
                        "UserAttributes",
                        List.of(Map.of("Name", "email", "Value", "Bea@example.org")))));
        refused(
                call(
                        "SignUp",
                        Map.of(
                                "Username",
                                "bob@example.org",
                                "Password",
                                PASSWORD,
                                "UserAttributes",
                                List.of(Map.of("Name", "email", "Value", "other@example.org")))),
                "InvalidParameterException",
                "Attributes did not conform");
        refused(
                call(
                        "SignUp",
                        Map.of(
                                "Username",
                                "bob@example.org",
                                "Password",
                                PASSWORD,
                                "UserAttributes",
                                List.of(Map.of("Name", "nickname", "Value", "bob")))),
                "InvalidParameterException",
                "nickname");
    }

    @Test
    void refusesASignUpThatCognitoRefuses() {
        refused(signUp("ANN@example.org", PASSWORD), "UsernameExistsException", "already exists");
        refused(signUp("new@example.org", "short"), "InvalidPasswordException", "Password not long enough");
        refused(signUp("new@example.org", " " + PASSWORD), "InvalidParameterException", "'password'");
        refused(signUp("new@example.org", "x".repeat(257)), "InvalidParameterException", "256");
        refused(signUp("no address", PASSWORD), "InvalidParameterException", "'username'");
        refused(signUp("no.address", PASSWORD), "InvalidParameterException", "Username should be an email.");
        refused(signUp("x".repeat(128) + "@example.org", PASSWORD), "InvalidParameterException", "'username'");
        refused(
                cognito.call("SignUp", Map.of("ClientId", "unknown", "Username", "a@b.cd", "Password", PASSWORD)),
                "ResourceNotFoundException",
                "User pool client unknown does not exist.");
        refused(call("SignUp", Map.of("Username", "a@b.cd")), "InvalidParameterException", "Value null at 'password'");
    }

    @Test
    void confirmsASignUp() {
        ok(signUp("cid@example.org", PASSWORD));
        String code = cognito.codeMailedTo("cid@example.org");
        refused(
                cognito.passwordAuth("cid@example.org", PASSWORD),
                "UserNotConfirmedException",
                "User is not confirmed.");
        refused(confirm("cid@example.org", otherThan(code)), "CodeMismatchException", "Invalid verification code");

        ok(confirm("CID@example.org", code));

        ok(cognito.passwordAuth("cid@example.org", PASSWORD));
        refused(confirm("cid@example.org", code), "NotAuthorizedException", "Current status is CONFIRMED");
        refused(confirm("nobody@example.org", code), "ExpiredCodeException", "request a code again");
    }

    @Test
    void refusesAnOldCodeAndEveryCodeAfterFiveWrongOnes() {
        ok(signUp("dot@example.org", PASSWORD));
        String old = cognito.codeMailedTo("dot@example.org");
        cognito.clock().advance(Duration.ofHours(24));
        refused(confirm("dot@example.org", old), "ExpiredCodeException", "");

        ok(call("ResendConfirmationCode", Map.of("Username", "dot@example.org")));
        String code = cognito.codeMailedTo("dot@example.org");
        for (int attempt = 0; attempt < 5; attempt++) {
            refused(confirm("dot@example.org", otherThan(code)), "CodeMismatchException", "");
        }
        refused(confirm("dot@example.org", code), "LimitExceededException", "Attempt limit exceeded");

        ok(call("ResendConfirmationCode", Map.of("Username", "dot@example.org")));
        ok(confirm("dot@example.org", cognito.codeMailedTo("dot@example.org")));
    }

    @Test
    void resendsACodeAndSaysNothingOfWhoHasNoAccount() {
        ok(signUp("eli@example.org", PASSWORD));

        JsonNode answer = ok(call("ResendConfirmationCode", Map.of("Username", "eli@example.org")));

        assertThat(cognito.mailsTo("eli@example.org")).isEqualTo(2);
        assertThat(ok(call("ResendConfirmationCode", Map.of("Username", "ely@example.org"))))
                .isEqualTo(answer);
        assertThat(cognito.mailsTo("ely@example.org")).isZero();
        refused(
                call("ResendConfirmationCode", Map.of("Username", "ann@example.org")),
                "InvalidParameterException",
                "already confirmed");
    }

    @Test
    void sendsTwentyCodesAnHourAndNoMore() {
        for (String name : new String[] {"ann@example.org", "unknown@example.org"}) {
            for (int i = 0; i < 20; i++) {
                ok(call("ForgotPassword", Map.of("Username", name)));
            }
            refused(call("ForgotPassword", Map.of("Username", name)), "LimitExceededException", "");
        }

        cognito.clock().advance(Duration.ofHours(1));

        ok(call("ForgotPassword", Map.of("Username", "ann@example.org")));
    }

    @Test
    void signsInWithAPassword() {
        JsonNode answer = ok(cognito.passwordAuth("Ann@example.org", PASSWORD));

        assertThat(answer.path("ChallengeParameters").isObject()).isTrue();
        assertThat(answer.path("AuthenticationResult").propertyNames())
                .containsExactlyInAnyOrder("AccessToken", "ExpiresIn", "TokenType", "RefreshToken", "IdToken");
    }

    @Test
    void refusesAWrongPasswordAndAnUnknownNameAlike() {
        HttpResponse<String> wrong = cognito.passwordAuth("ann@example.org", "not her password");
        HttpResponse<String> unknown = cognito.passwordAuth("nobody@example.org", "not her password");

        refused(wrong, "NotAuthorizedException", "Incorrect username or password.");
        assertThat(unknown.body()).isEqualTo(wrong.body());
        ok(cognito.passwordAuth("ann@example.org", PASSWORD));
    }

    @Test
    void locksANameForASecondAfterFiveFailuresAndThenForTwiceAsLong() {
        cognito.account("fox@example.org");
        for (String name : new String[] {"fox@example.org", "never@example.org"}) {
            for (int attempt = 0; attempt < 5; attempt++) {
                refused(cognito.passwordAuth(name, "wrong"), "NotAuthorizedException", "Incorrect");
            }
            refused(cognito.passwordAuth(name, "wrong"), "NotAuthorizedException", "Password attempts exceeded");
            cognito.clock().advance(Duration.ofSeconds(1));
            refused(cognito.passwordAuth(name, "wrong"), "NotAuthorizedException", "Incorrect");
            cognito.clock().advance(Duration.ofSeconds(1));
            refused(cognito.passwordAuth(name, PASSWORD), "NotAuthorizedException", "Password attempts exceeded");
            cognito.clock().advance(Duration.ofSeconds(1));
        }

        ok(cognito.passwordAuth("fox@example.org", PASSWORD));
        refused(cognito.passwordAuth("fox@example.org", "wrong"), "NotAuthorizedException", "Incorrect");
        ok(cognito.passwordAuth("fox@example.org", PASSWORD));
    }

    @Test
    void forgetsFailuresAfterAQuarterOfAnHour() {
        for (int attempt = 0; attempt < 5; attempt++) {
            cognito.passwordAuth("ann@example.org", "wrong");
        }
        cognito.clock().advance(Duration.ofMinutes(15));

        refused(cognito.passwordAuth("ann@example.org", "wrong"), "NotAuthorizedException", "Incorrect");
        ok(cognito.passwordAuth("ann@example.org", PASSWORD));
    }

    @Test
    void refusesAFlowThatTheClientIsNotAllowed() {
        Map<String, Object> request = new HashMap<>(Map.of(
                "ClientId", cognito.web(),
                "AuthFlow", "USER_PASSWORD_AUTH",
                "AuthParameters", Map.of("USERNAME", "ann@example.org", "PASSWORD", PASSWORD)));
        refused(
                cognito.call("InitiateAuth", request),
                "InvalidParameterException",
                "USER_PASSWORD_AUTH flow not enabled");

        request.put("AuthFlow", "REFRESH_TOKEN_AUTH");
        request.put("AuthParameters", Map.of("REFRESH_TOKEN", "any"));
        refused(
                cognito.call("InitiateAuth", request),
                "InvalidParameterException",
                "REFRESH_TOKEN_AUTH flow not enabled");

        refused(initiateAuth("USER_SRP_AUTH", Map.of()), "InvalidParameterException", "USER_SRP_AUTH flow not enabled");
        refused(initiateAuth("ADMIN_USER_PASSWORD_AUTH", Map.of()), "InvalidParameterException", "not supported");
        refused(initiateAuth("MAGIC", Map.of()), "InvalidParameterException", "'authFlow'");
        refused(
                initiateAuth("USER_PASSWORD_AUTH", Map.of("USERNAME", "ann@example.org")),
                "InvalidParameterException",
                "Missing required parameter PASSWORD");
    }

    @Test
    void refreshesWithoutRotationForTheCli() {
        String token = cognito.tokensOf("ann@example.org").path("RefreshToken").asString();

        for (int time = 0; time < 2; time++) {
            assertThat(ok(initiateAuth("REFRESH_TOKEN_AUTH", Map.of("REFRESH_TOKEN", token)))
                            .path("AuthenticationResult")
                            .propertyNames())
                    .containsExactlyInAnyOrder("AccessToken", "ExpiresIn", "TokenType", "IdToken");
        }
        ok(call("GetTokensFromRefreshToken", Map.of("RefreshToken", token)));
        ok(cognito.refresh(cognito.cli(), token));
        refused(
                initiateAuth("REFRESH_TOKEN_AUTH", Map.of("REFRESH_TOKEN", "made up")),
                "NotAuthorizedException",
                "Invalid Refresh Token");

        cognito.clock().advance(Duration.ofDays(1));
        refused(
                initiateAuth("REFRESH_TOKEN_AUTH", Map.of("REFRESH_TOKEN", token)),
                "NotAuthorizedException",
                "Refresh Token has expired");
    }

    @Test
    void rotatesTheTokensOfTheWebClientAndNamesReuse() {
        String token = cognito.browser()
                .authorize()
                .signIn("ann@example.org", PASSWORD)
                .tokens()
                .path("refresh_token")
                .asString();
        Map<String, String> request = Map.of("ClientId", cognito.web(), "RefreshToken", token);

        JsonNode answer = ok(cognito.call("GetTokensFromRefreshToken", request));
        assertThat(answer.path("AuthenticationResult").path("RefreshToken").asString())
                .isNotEmpty();
        cognito.clock().advance(Duration.ofSeconds(11));

        refused(cognito.call("GetTokensFromRefreshToken", request), "RefreshTokenReuseException", "");
    }

    @Test
    void setsANewPassword() {
        cognito.account("gus@example.org");
        JsonNode delivery = ok(call("ForgotPassword", Map.of("Username", "gus@example.org")));
        assertThat(delivery.path("CodeDeliveryDetails").path("Destination").asString())
                .isEqualTo("g***@e***");
        String code = cognito.codeMailedTo("gus@example.org");

        refused(reset("gus@example.org", code, "short"), "InvalidPasswordException", "not long enough");
        refused(reset("gus@example.org", otherThan(code), NEW_PASSWORD), "CodeMismatchException", "");
        ok(reset("gus@example.org", code, NEW_PASSWORD));

        refused(reset("gus@example.org", code, NEW_PASSWORD), "ExpiredCodeException", "");
        refused(cognito.passwordAuth("gus@example.org", PASSWORD), "NotAuthorizedException", "Incorrect");
        ok(cognito.passwordAuth("gus@example.org", NEW_PASSWORD));
    }

    @Test
    void answersForgotPasswordAlikeForWhoHasNoConfirmedAccount() {
        ok(signUp("hue@example.org", PASSWORD));

        ok(call("ForgotPassword", Map.of("Username", "hue@example.org")));
        ok(call("ForgotPassword", Map.of("Username", "hug@example.org")));

        assertThat(cognito.mailsTo("hue@example.org")).isEqualTo(1);
        assertThat(cognito.mailsTo("hug@example.org")).isZero();
        refused(reset("hug@example.org", "123456", NEW_PASSWORD), "CodeMismatchException", "");
    }

    @Test
    void namesUsersThatAreNoneWhereTheTemplateDoesNotHideThem() {
        try (Cognito open = Cognito.start(
                IdentityStack.with(IdentityStack.CLI, client -> client.put("PreventUserExistenceErrors", "LEGACY")))) {
            Map<String, String> nobody = Map.of("ClientId", open.cli(), "Username", "nobody@example.org");
            refused(open.passwordAuth("nobody@example.org", PASSWORD), "UserNotFoundException", "does not exist");
            refused(open.call("ForgotPassword", nobody), "UserNotFoundException", "");
            refused(open.call("ResendConfirmationCode", nobody), "UserNotFoundException", "");
        }
    }

    @Test
    void tellsWhoOneIs() {
        String token = cognito.tokensOf("ann@example.org").path("AccessToken").asString();

        JsonNode user = ok(cognito.call("GetUser", Map.of("AccessToken", token)));

        assertThat(user.path("Username").asString()).hasSize(36);
        Map<String, String> attributes = user.path("UserAttributes")
                .valueStream()
                .collect(Collectors.toMap(
                        attribute -> attribute.path("Name").asString(),
                        attribute -> attribute.path("Value").asString()));
        assertThat(attributes)
                .containsOnly(
                        Map.entry("sub", user.path("Username").asString()),
                        Map.entry("email", "ann@example.org"),
                        Map.entry("email_verified", "true"));
    }

    @Test
    void takesOnlyAccessTokensOfItsOwnWithTheScopeForIt() {
        JsonNode tokens = cognito.tokensOf("ann@example.org");
        refused(getUser(tokens.path("IdToken").asString()), "NotAuthorizedException", "Invalid Access Token");
        refused(getUser("made.up.token"), "NotAuthorizedException", "Invalid Access Token");
        Browser browser = cognito.browser();
        Map<String, String> request = new HashMap<>(browser.request());
        request.put("scope", "openid");
        String withoutScope = browser.authorize(request)
                .signIn("ann@example.org", PASSWORD)
                .tokens()
                .path("access_token")
                .asString();
        refused(getUser(withoutScope), "NotAuthorizedException", "does not have required scopes");

        cognito.clock().advance(Duration.ofHours(1).plusSeconds(1));
        refused(getUser(tokens.path("AccessToken").asString()), "NotAuthorizedException", "Access Token has expired");
    }

    @Test
    void revokesWhatStemsFromARefreshToken() {
        JsonNode tokens = cognito.tokensOf("ann@example.org");
        JsonNode elsewhere = cognito.tokensOf("ann@example.org");
        String token = tokens.path("RefreshToken").asString();
        refused(
                call("RevokeToken", Map.of("Token", tokens.path("AccessToken").asString())),
                "UnsupportedTokenTypeException",
                "");
        refused(
                cognito.call("RevokeToken", Map.of("ClientId", cognito.web(), "Token", token)),
                "UnauthorizedException",
                "");

        ok(call("RevokeToken", Map.of("Token", token)));

        refused(
                initiateAuth("REFRESH_TOKEN_AUTH", Map.of("REFRESH_TOKEN", token)),
                "NotAuthorizedException",
                "Refresh Token has been revoked");
        refused(getUser(tokens.path("AccessToken").asString()), "NotAuthorizedException", "has been revoked");
        ok(getUser(elsewhere.path("AccessToken").asString()));
        ok(call("RevokeToken", Map.of("Token", "made-up")));
    }

    @Test
    void refusesToRevokeWhereTheTemplateForbidsIt() {
        try (Cognito lasting = Cognito.start(
                IdentityStack.with(IdentityStack.CLI, client -> client.put("EnableTokenRevocation", "false")))) {
            refused(
                    lasting.call("RevokeToken", Map.of("ClientId", lasting.cli(), "Token", "any")),
                    "UnsupportedOperationException",
                    "");
        }
    }

    @Test
    void signsOutEverywhere() {
        cognito.account("ivy@example.org");
        JsonNode here = cognito.tokensOf("ivy@example.org");
        JsonNode there = cognito.tokensOf("ivy@example.org");

        ok(cognito.call(
                "GlobalSignOut", Map.of("AccessToken", here.path("AccessToken").asString())));

        for (JsonNode tokens : new JsonNode[] {here, there}) {
            refused(getUser(tokens.path("AccessToken").asString()), "NotAuthorizedException", "has been revoked");
            refused(cognito.refresh(cognito.cli(), tokens.path("RefreshToken").asString()), "invalid_grant");
        }
        ok(cognito.passwordAuth("ivy@example.org", PASSWORD));
        refused(
                cognito.call(
                        "GlobalSignOut",
                        Map.of("AccessToken", here.path("AccessToken").asString())),
                "NotAuthorizedException",
                "");
    }

    @Test
    void changesAPassword() {
        cognito.account("jim@example.org");
        String token = cognito.tokensOf("jim@example.org").path("AccessToken").asString();
        refused(changePassword(token, "wrong", NEW_PASSWORD), "NotAuthorizedException", "Incorrect");
        refused(changePassword(token, PASSWORD, "short"), "InvalidPasswordException", "");

        ok(changePassword(token, PASSWORD, NEW_PASSWORD));

        ok(cognito.passwordAuth("jim@example.org", NEW_PASSWORD));
    }

    @Test
    void deletesAnAccountAndEverythingOfIt() {
        cognito.account("kay@example.org");
        JsonNode tokens = cognito.tokensOf("kay@example.org");
        Browser browser = cognito.browser().authorize().signIn("kay@example.org", PASSWORD);
        String code = browser.code();

        ok(cognito.call(
                "DeleteUser", Map.of("AccessToken", tokens.path("AccessToken").asString())));

        refused(getUser(tokens.path("AccessToken").asString()), "NotAuthorizedException", "");
        refused(cognito.refresh(cognito.cli(), tokens.path("RefreshToken").asString()), "invalid_grant");
        refused(browser.exchange(code, Map.of()), "invalid_grant");
        assertThat(browser.authorize().title()).isEqualTo("Sign in");
        refused(cognito.passwordAuth("kay@example.org", PASSWORD), "NotAuthorizedException", "Incorrect");
        ok(signUp("kay@example.org", PASSWORD));
    }

    @Test
    void saysWhatItDoesNotPlay() {
        refused(cognito.call("ListUsers", Map.of()), "UnknownOperationException", "");
        refused(cognito.call("", Map.of()), "UnknownOperationException", "");
        assertThat(cognito.call("ListUsers", Map.of())
                        .headers()
                        .firstValue("Content-Type")
                        .orElse(""))
                .startsWith("application/x-amz-json-1.1");
    }

    private HttpResponse<String> call(String action, Map<String, ?> parameters) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.put("ClientId", cognito.cli());
        return cognito.call(action, all);
    }

    private HttpResponse<String> signUp(String username, String password) {
        return call("SignUp", Map.of("Username", username, "Password", password));
    }

    private HttpResponse<String> confirm(String username, String code) {
        return call("ConfirmSignUp", Map.of("Username", username, "ConfirmationCode", code));
    }

    private HttpResponse<String> reset(String username, String code, String password) {
        return call(
                "ConfirmForgotPassword", Map.of("Username", username, "ConfirmationCode", code, "Password", password));
    }

    private HttpResponse<String> initiateAuth(String flow, Map<String, String> parameters) {
        return call("InitiateAuth", Map.of("AuthFlow", flow, "AuthParameters", parameters));
    }

    private HttpResponse<String> getUser(String accessToken) {
        return cognito.call("GetUser", Map.of("AccessToken", accessToken));
    }

    private HttpResponse<String> changePassword(String accessToken, String previous, String proposed) {
        return cognito.call(
                "ChangePassword",
                Map.of("AccessToken", accessToken, "PreviousPassword", previous, "ProposedPassword", proposed));
    }
}
