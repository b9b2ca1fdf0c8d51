package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.texts;
import static dev.todoapp.infra.Environments.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class IdentityTemplateTest {

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void peopleSignInWithAConfirmedMailAddressInAnyCase(Deployment deployment) {
        JsonNode pool = deployment.stack("identity").resource("UserPool").properties();

        assertThat(pool.path("UserPoolTier").asString()).isEqualTo("ESSENTIALS");
        assertThat(texts(pool.path("UsernameAttributes"))).containsExactly("email");
        assertThat(texts(pool.path("AutoVerifiedAttributes"))).containsExactly("email");
        assertThat(pool.path("UsernameConfiguration")).isEqualTo(yaml("{CaseSensitive: false}"));
        assertThat(pool.path("AccountRecoverySetting"))
                .isEqualTo(yaml("RecoveryMechanisms: [{Name: verified_email, Priority: 1}]"));
        assertThat(pool.path("AdminCreateUserConfig")).isEqualTo(yaml("{AllowAdminCreateUserOnly: false}"));
        assertThat(pool.at("/Policies/PasswordPolicy")).isEqualTo(yaml("""
                MinimumLength: 12
                RequireLowercase: false
                RequireUppercase: false
                RequireNumbers: false
                RequireSymbols: false
                TemporaryPasswordValidityDays: 3
                """));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void theBrowserAppHasTheCodeFlowAlone(Deployment deployment) {
        String site = deployment.stack("website").output("SiteUrl");
        JsonNode web = deployment.stack("identity").resource("WebClient").properties();

        assertThat(web.path("GenerateSecret").asBoolean()).isFalse();
        assertThat(web.path("AllowedOAuthFlowsUserPoolClient").asBoolean()).isTrue();
        assertThat(texts(web.path("AllowedOAuthFlows"))).containsExactly("code");
        assertThat(texts(web.path("AllowedOAuthScopes")))
                .containsExactlyInAnyOrder("openid", "email", "profile", "aws.cognito.signin.user.admin");
        assertThat(texts(web.path("ExplicitAuthFlows")))
                .contains("ALLOW_USER_SRP_AUTH")
                .isSubsetOf("ALLOW_USER_SRP_AUTH", "ALLOW_USER_AUTH");
        assertThat(texts(web.path("CallbackURLs"))).containsExactly(site + "/signed-in");
        assertThat(texts(web.path("LogoutURLs"))).containsExactly(site + "/");
        assertThat(web.path("RefreshTokenRotation").path("Feature").asString()).isEqualTo("ENABLED");
        assertThat(web.path("PreventUserExistenceErrors").asString()).isEqualTo("ENABLED");
        assertThat(web.path("EnableTokenRevocation").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void noClientHasRotationAndTheOldRefreshFlowAtOnce(Deployment deployment) {
        for (Resource client : clients(deployment)) {
            JsonNode flows = client.properties().path("ExplicitAuthFlows");
            boolean rotates = client.properties()
                    .at("/RefreshTokenRotation/Feature")
                    .asString("DISABLED")
                    .equals("ENABLED");

            // Left out, the flows are Cognito's defaults, which have the old one.
            assertThat(flows.isArray()).as(client.logicalId()).isTrue();
            assertThat(texts(flows).contains("ALLOW_REFRESH_TOKEN_AUTH") && rotates)
                    .as(client.logicalId())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void everyTokenLifetimeSaysItsUnit(Deployment deployment) {
        for (Resource client : clients(deployment)) {
            for (String token : List.of("AccessToken", "IdToken", "RefreshToken")) {
                assertThat(client.properties().path(token + "Validity").asInt()).isPositive();
                assertThat(client.properties()
                                .path("TokenValidityUnits")
                                .path(token)
                                .asString())
                        .isIn("minutes", "hours", "days");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void peopleComeBackOverHttpsOnly(Deployment deployment) {
        for (Resource client : clients(deployment)) {
            assertThat(texts(client.properties().path("CallbackURLs"))).allMatch(url -> url.startsWith("https://"));
            assertThat(texts(client.properties().path("LogoutURLs"))).allMatch(url -> url.startsWith("https://"));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void theManagedLoginOfTheBrowserAppHasAStyleWithoutWhichItIsNotServed(Deployment deployment) {
        Stack identity = deployment.stack("identity");

        assertThat(identity.resource("UserPoolDomain")
                        .properties()
                        .path("ManagedLoginVersion")
                        .asInt())
                .isEqualTo(2);
        assertThat(identity.ofType("AWS::Cognito::ManagedLoginBranding"))
                .singleElement()
                .satisfies(branding -> assertThat(
                                branding.properties().path("ClientId").asString())
                        .isEqualTo(identity.resource("WebClient").physicalId()));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void peopleMayHaveASecondFactorAndPasskeysOfTheManagedLogin(Deployment deployment) {
        Stack identity = deployment.stack("identity");
        JsonNode pool = identity.resource("UserPool").properties();

        assertThat(pool.path("MfaConfiguration").asString()).isEqualTo("OPTIONAL");
        assertThat(texts(pool.path("EnabledMfas"))).containsExactly("SOFTWARE_TOKEN_MFA");
        assertThat(texts(pool.at("/Policies/SignInPolicy/AllowedFirstAuthFactors")))
                .containsExactly("PASSWORD", "WEB_AUTHN");
        assertThat("https://" + pool.path("WebAuthnRelyingPartyID").asString()).isEqualTo(identity.output("LoginUrl"));
        assertThat(pool.path("WebAuthnUserVerification").asString()).isEqualTo("required");
        assertThat(pool.path("WebAuthnFactorConfiguration").asString())
                .isEqualTo("MULTI_FACTOR_WITH_USER_VERIFICATION");
        assertThat(texts(identity.resource("WebClient").properties().path("ExplicitAuthFlows")))
                .contains("ALLOW_USER_AUTH");
    }

    @Test
    void thePasswordAloneIsWhatTheLaptopPlays() {
        JsonNode pool =
                Environments.LOCAL.stack("identity").resource("UserPool").properties();

        assertThat(pool.path("MfaConfiguration").asString()).isEqualTo("OFF");
        assertThat(texts(pool.at("/Policies/SignInPolicy/AllowedFirstAuthFactors")))
                .containsExactly("PASSWORD");
        assertThat(pool.propertyNames())
                .noneMatch(name -> name.startsWith("WebAuthn"))
                .doesNotContain("EnabledMfas");
    }

    /** What prod has in place of a password flow: the user's password is of no use without a right in the account. */
    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void pipelinesAndTheCanarySignInThroughTheAccountsApiAlone(Deployment deployment) {
        Stack identity = deployment.stack("identity");
        JsonNode client = identity.resource("SmokeTestClient").properties();

        assertThat(texts(client.path("ExplicitAuthFlows"))).containsExactly("ALLOW_ADMIN_USER_PASSWORD_AUTH");
        assertThat(client.path("AllowedOAuthFlowsUserPoolClient").asBoolean()).isFalse();
        assertThat(identity.output("ClientIds").split(",")).contains(identity.output("SmokeTestClientId"));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void nobodyGetsMailForTheSmokeTestsUserOrItsPasswordByReset(Deployment deployment) {
        Stack identity = deployment.stack("identity");
        String name = identity.output("SmokeTestUserName");
        JsonNode user = identity.resource("SmokeTestUser").properties();

        assertThat(name).isEqualTo("smoke-test@" + deployment.environment() + ".invalid");
        assertThat(user.path("Username").asString()).isEqualTo(name);
        assertThat(user.path("MessageAction").asString()).isEqualTo("SUPPRESS");
        assertThat(user.path("UserAttributes"))
                .as("with email_verified, ForgotPassword would send a code there")
                .isEqualTo(yaml("[{Name: email, Value: %s}]".formatted(name)));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void theSmokeTestsPasswordIsMadeUpInItsSecretAndGoodEnoughForThePool(Deployment deployment) {
        Stack identity = deployment.stack("identity");
        JsonNode secret = identity.resource("SmokeTestSecret").properties();
        JsonNode generated = secret.path("GenerateSecretString");

        assertThat(secret.has("SecretString")).isFalse();
        assertThat(identity.output("SmokeTestSecretArn"))
                .startsWith("arn:aws:secretsmanager:us-east-1:000000000000:secret:%s/todo/smoke-test-"
                        .formatted(deployment.environment()));
        assertThat(YamlFile.parse(generated.path("SecretStringTemplate").asString(), "secret")
                        .path("username")
                        .asString())
                .isEqualTo(identity.output("SmokeTestUserName"));
        assertThat(generated.path("GenerateStringKey").asString()).isEqualTo("password");
        assertThat(generated.path("PasswordLength").asInt())
                .isGreaterThanOrEqualTo(identity.resource("UserPool")
                        .properties()
                        .at("/Policies/PasswordPolicy/MinimumLength")
                        .asInt());
    }

    @Test
    void onlyProdHasNoClientForScripts() {
        assertThat(Environments.LOCAL.stack("identity").resources()).containsKey("CliClient");
        assertThat(Environments.DEV.stack("identity").resources()).containsKey("CliClient");
        assertThat(Environments.PROD.stack("identity").resources()).doesNotContainKey("CliClient");
        assertThat(Environments.PROD.stack("identity").outputs()).doesNotContainKey("CliClientId");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void theBrowserAppNeverHasAFlowWithAPassword(Deployment deployment) {
        for (Resource client : clients(deployment)) {
            boolean forScripts = client.logicalId().equals("CliClient");
            assertThat(texts(client.properties().path("ExplicitAuthFlows")).contains("ALLOW_USER_PASSWORD_AUTH"))
                    .isEqualTo(forScripts);
        }
    }

    @Test
    void prodRefusesAClientForScripts(@TempDir Path folder) throws IOException {
        copy("templates", folder);
        copy("parameters", folder);
        Path prod = folder.resolve("parameters/prod.yaml");
        Files.writeString(prod, Files.readString(prod).replace("WithCliClient: false", "WithCliClient: true"));

        assertThatThrownBy(() -> Deployment.read(folder, "prod", Map.of()))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage(
                        "templates/identity.yaml: rule NoPasswordFlowsInProd: prod has no client with password flows");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void everyClientIsNamedToWhoeverChecksTokens(Deployment deployment) {
        assertThat(deployment.stack("identity").output("ClientIds").split(","))
                .containsExactlyElementsOf(
                        clients(deployment).stream().map(Resource::physicalId).toList());
    }

    @Test
    void theLaptopAnswersWhereAwsWould() {
        assertThat(Environments.LOCAL.stack("identity").outputs())
                .containsEntry("UserPoolId", "us-east-1_local1234")
                .containsEntry("Issuer", "http://localhost:9229/us-east-1_local1234")
                .containsEntry("WebClientId", "localwebclient000000000000")
                .containsEntry("CliClientId", "localcliclient000000000000")
                .containsEntry("LoginUrl", "http://localhost:9229")
                .containsEntry("LogoutUrl", "http://localhost:9229/logout");
        assertThat(Environments.PROD.stack("identity").output("Issuer"))
                .matches("https://cognito-idp\\.us-east-1\\.amazonaws\\.com/us-east-1_[a-z0-9]{9}");
        assertThat(Environments.PROD.stack("identity").output("LogoutUrl"))
                .isEqualTo("https://prod-todo-example.auth.us-east-1.amazoncognito.com/logout");
    }

    private static List<Resource> clients(Deployment deployment) {
        return deployment.stack("identity").ofType("AWS::Cognito::UserPoolClient");
    }

    private static void copy(String folder, Path to) throws IOException {
        Files.createDirectories(to.resolve(folder));
        try (var files = Files.list(Environments.INFRA.resolve(folder))) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(folder).resolve(file.getFileName()));
            }
        }
    }
}
