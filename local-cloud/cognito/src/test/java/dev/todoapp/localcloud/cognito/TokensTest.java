package dev.todoapp.localcloud.cognito;

import static dev.todoapp.localcloud.cognito.Cognito.PASSWORD;
import static dev.todoapp.localcloud.cognito.Cognito.claims;
import static dev.todoapp.localcloud.cognito.Cognito.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokensTest {

    @SuppressWarnings("NullAway.Init")
    private Cognito cognito;

    @SuppressWarnings("NullAway.Init")
    private String sub;

    @BeforeAll
    void start() {
        cognito = Cognito.start();
        sub = cognito.account("ann@example.org");
    }

    @AfterAll
    void stop() {
        cognito.close();
    }

    @Test
    void putsCognitosClaimsIntoAnAccessToken() {
        JsonNode claims = claims(signedIn("openid email").path("access_token").asString());

        assertThat(claims.propertyNames())
                .containsExactlyInAnyOrder(
                        "sub",
                        "iss",
                        "client_id",
                        "origin_jti",
                        "event_id",
                        "token_use",
                        "scope",
                        "auth_time",
                        "exp",
                        "iat",
                        "jti",
                        "username",
                        "version");
        assertThat(claims.path("sub").asString()).isEqualTo(sub);
        assertThat(UUID.fromString(sub)).hasToString(sub);
        assertThat(claims.path("iss").asString()).isEqualTo(cognito.issuer());
        assertThat(claims.path("client_id").asString()).isEqualTo(cognito.web());
        assertThat(claims.path("token_use").asString()).isEqualTo("access");
        assertThat(claims.path("scope").asString()).isEqualTo("openid email");
        assertThat(claims.path("username").asString()).isEqualTo(sub);
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(15 * 60);
        assertThat(claims.path("auth_time").isIntegralNumber()).isTrue();
    }

    @Test
    void putsCognitosClaimsIntoAnIdToken() {
        JsonNode tokens = signedIn("openid email");
        JsonNode claims = claims(tokens.path("id_token").asString());

        assertThat(claims.propertyNames())
                .containsExactlyInAnyOrder(
                        "sub",
                        "iss",
                        "aud",
                        "origin_jti",
                        "event_id",
                        "token_use",
                        "auth_time",
                        "exp",
                        "iat",
                        "jti",
                        "cognito:username",
                        "email",
                        "email_verified",
                        "at_hash",
                        "nonce");
        assertThat(claims.path("aud").asString()).isEqualTo(cognito.web());
        assertThat(claims.path("token_use").asString()).isEqualTo("id");
        assertThat(claims.path("cognito:username").asString()).isEqualTo(sub);
        assertThat(claims.path("email").asString()).isEqualTo("ann@example.org");
        assertThat(claims.path("email_verified").booleanValue()).isTrue();
        assertThat(claims.path("nonce").asString()).isEqualTo("the-nonce");
        byte[] hash = Secrets.sha256(tokens.path("access_token").asString());
        assertThat(claims.path("at_hash").asString())
                .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16)));
    }

    @Test
    void givesNoIdTokenWithoutOpenid() {
        JsonNode tokens = signedIn("aws.cognito.signin.user.admin");

        assertThat(tokens.has("id_token")).isFalse();
        assertThat(tokens.has("refresh_token")).isTrue();
    }

    @Test
    void tellsTheAddressToOpenidAloneAndToEmailButNotToProfile() {
        assertThat(claims(signedIn("openid").path("id_token").asString()).has("email"))
                .isTrue();
        assertThat(claims(signedIn("openid profile").path("id_token").asString())
                        .has("email"))
                .isFalse();
    }

    @Test
    void marksTokensOfTheApiAsCognitoDoes() {
        JsonNode tokens = cognito.tokensOf("ann@example.org");
        JsonNode access = claims(tokens.path("AccessToken").asString());
        JsonNode id = claims(tokens.path("IdToken").asString());

        assertThat(access.path("scope").asString()).isEqualTo("aws.cognito.signin.user.admin");
        assertThat(access.path("client_id").asString()).isEqualTo(cognito.cli());
        assertThat(access.has("aud")).isFalse();
        assertThat(access.has("version")).isFalse();
        assertThat(id.path("aud").asString()).isEqualTo(cognito.cli());
        assertThat(id.path("email").asString()).isEqualTo("ann@example.org");
        assertThat(id.path("origin_jti")).isEqualTo(access.path("origin_jti"));
        assertThat(tokens.path("ExpiresIn").asInt()).isEqualTo(3600);
    }

    @Test
    void signsBothWithKeysThatItPublishes() throws Exception {
        JsonNode discovery = json(cognito.get("/" + cognito.poolId() + "/.well-known/openid-configuration"));
        assertThat(discovery.path("issuer").asString()).isEqualTo(cognito.issuer());
        assertThat(discovery.path("jwks_uri").asString()).isEqualTo(cognito.issuer() + "/.well-known/jwks.json");
        assertThat(discovery.path("token_endpoint").asString()).isEqualTo(cognito.domain() + "/oauth2/token");
        JWKSet keys = JWKSet.parse(
                cognito.get("/" + cognito.poolId() + "/.well-known/jwks.json").body());
        assertThat(keys.getKeys()).hasSize(2).noneMatch(JWK::isPrivate);

        JsonNode tokens = signedIn("openid");
        for (String token : new String[] {"access_token", "id_token"}) {
            SignedJWT jwt = SignedJWT.parse(tokens.path(token).asString());
            assertThat(jwt.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
            JWK key = keys.getKeyByKeyId(jwt.getHeader().getKeyID());
            assertThat(jwt.verify(new RSASSAVerifier(key.toRSAKey()))).as(token).isTrue();
        }
    }

    @Test
    void knowsNoOtherPool() {
        assertThat(cognito.get("/us-east-1_Other/.well-known/openid-configuration")
                        .statusCode())
                .isEqualTo(404);
        assertThat(cognito.get("/us-east-1_Other/.well-known/jwks.json").statusCode())
                .isEqualTo(404);
    }

    private JsonNode signedIn(String scope) {
        Browser browser = cognito.browser();
        Map<String, String> request = new LinkedHashMap<>(browser.request());
        request.put("scope", scope);
        return browser.authorize(request).signIn("ann@example.org", PASSWORD).tokens();
    }
}
