package dev.todoapp.localcloud.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.todoapp.localcloud.frontdoor.TokenCheck.Allowed;
import dev.todoapp.localcloud.frontdoor.TokenCheck.Refused;
import dev.todoapp.localcloud.frontdoor.TokenCheck.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenCheckTest {

    private static final List<String> SCOPES = List.of("openid", "aws.cognito.signin.user.admin");

    private final Tokens tokens = new Tokens();
    private final TokenCheck check = new TokenCheck(
            new JwtAuthorizer(Tokens.ISSUER, List.of(Tokens.CLIENT, "anotherclient")),
            new SigningKeys(tokens.location(), System::nanoTime),
            Clock.systemUTC());

    @AfterEach
    void stop() {
        tokens.close();
    }

    @Test
    void letsAnAccessTokenInAfterBearerInAnyCaseOrAlone() throws Exception {
        String token = Tokens.access();

        assertThat(check("Bearer " + token)).isEqualTo(new Allowed());
        assertThat(check("bearer " + token)).isEqualTo(new Allowed());
        assertThat(check(token)).isEqualTo(new Allowed());
    }

    @Test
    void asksForATokenWhereThereIsNone() throws Exception {
        assertThat(check.check(List.of(), SCOPES)).isEqualTo(new Refused(401, "Unauthorized", "Bearer"));
        assertThat(check("")).isEqualTo(new Refused(401, "Unauthorized", "Bearer"));
        assertThat(check("Bearer ")).isEqualTo(new Refused(401, "Unauthorized", "Bearer"));
    }

    @Test
    void refusesGarbage() throws Exception {
        assertInvalid(check("Bearer not-a-token"), "token contains an invalid number of segments");
        assertInvalid(check("Bearer a.b.c"), "the token is malformed");
        assertInvalid(check("Bearer ..."), "token contains an invalid number of segments");
        assertInvalid(check("Bearer .."), "the token is malformed");
        assertInvalid(check("Basic dXNlcjpwYXNz"), "token contains an invalid number of segments");
        assertInvalid(
                check.check(List.of(Tokens.access(), Tokens.access()), SCOPES),
                "token contains an invalid number of segments");
    }

    @Test
    void refusesATokenForAnotherClient() throws Exception {
        assertInvalid(
                check(Tokens.access(claims -> claims.claim("client_id", "stranger"))),
                "the token does not have a valid audience");
        assertInvalid(
                check(Tokens.access(claims -> claims.claim("client_id", null))),
                "the token does not have a valid audience");
    }

    @Test
    void letsTheAudienceDecideWhereThereIsOne() throws Exception {
        assertThat(check(
                        Tokens.access(claims -> claims.audience("anotherclient").claim("client_id", "stranger"))))
                .isEqualTo(new Allowed());
        assertInvalid(
                check(Tokens.access(claims -> claims.audience("stranger"))),
                "the token does not have a valid audience");
    }

    @Test
    void refusesATokenOfAnotherIssuer() throws Exception {
        assertInvalid(
                check(Tokens.access(claims -> claims.issuer("http://localhost:9229/us-east-1_other"))),
                "the token does not have a valid issuer");
        assertInvalid(check(Tokens.access(claims -> claims.issuer(null))), "the token does not have a valid issuer");
    }

    @Test
    void refusesATokenThatHasExpired() throws Exception {
        assertInvalid(check(Tokens.access(claims -> claims.expirationTime(in(-1)))), "the token has expired");
        assertInvalid(check(Tokens.access(claims -> claims.expirationTime(null))), "the token has expired");
    }

    @Test
    void refusesATokenThatIsNotValidYet() throws Exception {
        assertInvalid(check(Tokens.access(claims -> claims.notBeforeTime(in(600)))), "the token is not valid yet");
        assertInvalid(check(Tokens.access(claims -> claims.issueTime(in(600)))), "the token is not valid yet");
    }

    @Test
    void refusesATokenThatAnotherKeySigned() throws Exception {
        JWTClaimsSet claims = Tokens.accessClaims(unchanged -> {});
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(Tokens.KEY.getKeyID())
                .build();

        assertInvalid(check(Tokens.signed(Tokens.OTHER_KEY, header, claims)), "the token's signature is invalid");
        assertInvalid(check(Tokens.signed(Tokens.OTHER_KEY, claims)), "the token's key is unknown");
    }

    @Test
    void refusesATokenWhoseClaimsWereChanged() throws Exception {
        String[] parts = Tokens.access().split("\\.");
        String[] others =
                Tokens.access(claims -> claims.subject("somebody-else")).split("\\.");

        assertInvalid(check(parts[0] + "." + others[1] + "." + parts[2]), "the token's signature is invalid");
    }

    @Test
    void refusesATokenThatNobodySigned() throws Exception {
        String token = new PlainJWT(Tokens.accessClaims(unchanged -> {})).serialize();

        assertThat(check(token))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.status()).isEqualTo(401));
        assertThat(check(token + Tokens.access().split("\\.")[2]))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.status()).isEqualTo(401));
    }

    @Test
    void refusesATokenThatIsSignedWithThePublicKeyAsASecret() throws Exception {
        assertInvalid(check(signedWithThePublicKey()), "signing method is invalid");
    }

    @Test
    void refusesATokenThatDoesNotNameItsKey() throws Exception {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256).build();

        assertInvalid(
                check(Tokens.signed(Tokens.KEY, header, Tokens.accessClaims(unchanged -> {}))),
                "the token does not name its key");
    }

    @Test
    void forbidsATokenWithoutTheRoutesScopes() throws Exception {
        String challenge = "Bearer scope=\"openid aws.cognito.signin.user.admin\" error=\"insufficient_scope\""
                + " error_description=\"expected scopes: [openid aws.cognito.signin.user.admin]\"";
        Refused forbidden = new Refused(403, "Forbidden", challenge);

        assertThat(check(Tokens.id())).isEqualTo(forbidden);
        assertThat(check(Tokens.access(claims -> claims.claim("scope", "email openidx"))))
                .isEqualTo(forbidden);
    }

    @Test
    void letsAnyOneOfTheScopesDo() throws Exception {
        assertThat(check(Tokens.access(claims -> claims.claim("scope", "x aws.cognito.signin.user.admin"))))
                .isEqualTo(new Allowed());
        assertThat(check(Tokens.access(claims -> claims.claim("scope", null).claim("scp", List.of("email", "openid")))))
                .isEqualTo(new Allowed());
    }

    @Test
    void asksForNoScopeWhereTheRouteAsksForNone() throws Exception {
        assertThat(check.check(List.of(Tokens.id()), List.of())).isEqualTo(new Allowed());
    }

    @Test
    void saysNothingAboutATokenWhileTheKeysAreOutOfReach() {
        tokens.status = 503;

        assertThatThrownBy(() -> check(Tokens.access())).isInstanceOf(SigningKeys.Unavailable.class);
    }

    private Verdict check(String authorization) throws SigningKeys.Unavailable {
        return check.check(List.of(authorization), SCOPES);
    }

    private static void assertInvalid(Verdict verdict, String why) {
        assertThat(verdict)
                .isEqualTo(new Refused(
                        401,
                        "Unauthorized",
                        "Bearer scope=\"\" error=\"invalid_token\" error_description=\"" + why + "\""));
    }

    private static Date in(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    static String signedWithThePublicKey() {
        try {
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .keyID(Tokens.KEY.getKeyID())
                            .build(),
                    Tokens.accessClaims(unchanged -> {}));
            jwt.sign(new MACSigner(Tokens.KEY.toRSAPublicKey().getEncoded()));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
