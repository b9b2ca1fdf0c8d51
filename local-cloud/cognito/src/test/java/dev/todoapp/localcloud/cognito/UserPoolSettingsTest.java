package dev.todoapp.localcloud.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.todoapp.infra.Stack;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class UserPoolSettingsTest {

    @Test
    void readsTheProjectsOwnTemplate() {
        UserPoolSettings pool = UserPoolSettings.read(IdentityStack.asItIs());

        assertThat(pool.id()).isEqualTo("us-east-1_local1234");
        assertThat(pool.caseSensitive()).isFalse();
        assertThat(pool.signUpAllowed()).isTrue();
        assertThat(pool.mailText()).contains("{####}");
        assertThat(pool.callbackSources()).containsExactly("http://localhost:8080");
        AppClient web =
                pool.client(IdentityStack.asItIs().output("WebClientId")).orElseThrow();
        assertThat(web.codeFlow()).isTrue();
        assertThat(web.callbackUrls()).containsExactly("http://localhost:8080/signed-in");
        assertThat(web.accessTokenValidity()).isEqualTo(Duration.ofMinutes(15));
        assertThat(web.refreshTokenValidity()).isEqualTo(Duration.ofDays(30));
        assertThat(web.rotationGrace()).hasValue(Duration.ofSeconds(10));
        assertThat(web.allows("USER_PASSWORD_AUTH")).isFalse();
        AppClient cli =
                pool.client(IdentityStack.asItIs().output("CliClientId")).orElseThrow();
        assertThat(cli.codeFlow()).isFalse();
        assertThat(cli.allows("USER_PASSWORD_AUTH")).isTrue();
        assertThat(cli.rotates()).isFalse();
    }

    @Test
    void doesWithoutTheClientThatProdHasNot() {
        UserPoolSettings pool = UserPoolSettings.read(IdentityStack.without(IdentityStack.asItIs(), IdentityStack.CLI));

        assertThat(pool.clients()).hasSize(1);
    }

    @Test
    void fillsInWhatCognitoFillsIn() {
        Stack bare = IdentityStack.with(IdentityStack.POOL, pool -> {
            pool.remove("Policies");
            pool.remove("VerificationMessageTemplate");
            pool.remove("UsernameConfiguration");
        });
        bare = IdentityStack.with(bare, IdentityStack.WEB, client -> {
            for (String name : new String[] {
                "AccessTokenValidity",
                "IdTokenValidity",
                "RefreshTokenValidity",
                "TokenValidityUnits",
                "RefreshTokenRotation",
                "PreventUserExistenceErrors",
                "EnableTokenRevocation",
                "ExplicitAuthFlows"
            }) {
                client.remove(name);
            }
        });

        UserPoolSettings pool = UserPoolSettings.read(bare);
        AppClient web = pool.client(bare.output("WebClientId")).orElseThrow();

        assertThat(pool.passwordPolicy().rules()).hasSize(5);
        assertThat(pool.passwordPolicy().unmet("Passw0rd!")).isEmpty();
        assertThat(pool.mailText()).isEqualTo("Your confirmation code is {####}");
        assertThat(pool.caseSensitive()).isTrue();
        assertThat(web.accessTokenValidity()).isEqualTo(Duration.ofHours(1));
        assertThat(web.idTokenValidity()).isEqualTo(Duration.ofHours(1));
        assertThat(web.refreshTokenValidity()).isEqualTo(Duration.ofDays(30));
        assertThat(web.rotates()).isFalse();
        assertThat(web.hidesUsers()).isFalse();
        assertThat(web.revocable()).isTrue();
        assertThat(web.allows("REFRESH_TOKEN_AUTH")).isTrue();
    }

    @Test
    void knowsTheUnitsAndTakesNumbersThatAreWrittenAsText() {
        Stack stack = IdentityStack.with(IdentityStack.WEB, client -> {
            client.put("AccessTokenValidity", "3600");
            client.put("IdTokenValidity", 2);
            client.put("RefreshTokenValidity", "90");
            ObjectNode units = client.putObject("TokenValidityUnits");
            units.put("AccessToken", "seconds");
            units.put("IdToken", "hours");
            units.put("RefreshToken", "minutes");
        });

        AppClient web =
                UserPoolSettings.read(stack).client(stack.output("WebClientId")).orElseThrow();

        assertThat(web.accessTokenValidity()).isEqualTo(Duration.ofHours(1));
        assertThat(web.idTokenValidity()).isEqualTo(Duration.ofHours(2));
        assertThat(web.refreshTokenValidity()).isEqualTo(Duration.ofMinutes(90));
    }

    @Test
    void refusesWhatCognitoWouldRefuse() {
        refuses(
                IdentityStack.POOL,
                pool -> IdentityStack.passwordPolicy(pool, 5, false),
                "MinimumLength must be between 6 and 99");
        refuses(
                IdentityStack.POOL,
                pool -> pool.putObject("Policies").putObject("PasswordPolicy").put("RequireNumbers", "yes"),
                "RequireNumbers must be true or false");
        refuses(
                IdentityStack.WEB,
                client -> client.put("AccessTokenValidity", 2),
                "AccessTokenValidity must be between 5 minutes and 1 days");
        refuses(
                IdentityStack.WEB,
                client -> client.put("AccessTokenValidity", "an hour"),
                "AccessTokenValidity must be a whole number");
        refuses(
                IdentityStack.WEB,
                client -> client.putObject("TokenValidityUnits").put("AccessToken", "weeks"),
                "not weeks");
        refuses(
                IdentityStack.WEB,
                client -> client.putArray("ExplicitAuthFlows").add("ALLOW_REFRESH_TOKEN_AUTH"),
                "while refresh tokens rotate");
        refuses(
                IdentityStack.WEB,
                client -> ((ObjectNode) client.path("RefreshTokenRotation")).put("RetryGracePeriodSeconds", 61),
                "between 0 and 60");
        refuses(
                IdentityStack.WEB,
                client -> client.putArray("AllowedOAuthScopes").add("todos/read"),
                "AllowedOAuthScopes");
        refuses(
                IdentityStack.WEB,
                client -> client.put("CallbackURLs", "http://localhost:8080/"),
                "CallbackURLs must be a list");
        refuses(
                IdentityStack.POOL,
                pool -> ((ObjectNode) pool.path("VerificationMessageTemplate")).put("EmailMessage", "no code"),
                "{####}");
    }

    @Test
    void refusesWhatItDoesNotPlay() {
        refuses(IdentityStack.POOL, pool -> pool.put("MfaConfiguration", "ON"), "MfaConfiguration ON is not played");
        refuses(IdentityStack.POOL, pool -> pool.putArray("UsernameAttributes").add("phone_number"), "must be [email]");
        refuses(IdentityStack.POOL, pool -> pool.putArray("AutoVerifiedAttributes"), "AutoVerifiedAttributes");
        refuses(IdentityStack.WEB, client -> client.put("GenerateSecret", true), "GenerateSecret is not played");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> UserPoolSettings.read(IdentityStack.without(IdentityStack.asItIs(), "UserPoolDomain")))
                .withMessageContaining("UserPoolDomain");
    }

    private static void refuses(String logicalId, Consumer<ObjectNode> change, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UserPoolSettings.read(IdentityStack.with(logicalId, change)))
                .withMessageContaining("identity stack: " + logicalId)
                .withMessageContaining(message);
    }
}
