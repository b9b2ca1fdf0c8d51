package dev.todoapp.localcloud.cognito;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.util.function.SingletonSupplier;

/** Makes ID and access tokens with Cognito's claims, and knows its own access tokens again. */
final class Tokens {

    /** What a sign-in or a refresh gives. */
    record Granted(Jwt accessToken, Optional<Jwt> idToken, Optional<String> refreshToken, Duration expiresIn) {}

    /** An access token that is good now. */
    record Bearer(SignIn signIn, User user) {}

    private final SigningKeys keys;
    private final JwtEncoder encoder;
    private final Address address;
    private final SingletonSupplier<JwtDecoder> decoder = SingletonSupplier.of(this::newDecoder);
    private final SignIns signIns;
    private final Users users;
    private final Clock clock;

    Tokens(SigningKeys keys, Address address, SignIns signIns, Users users, Clock clock) {
        this.keys = keys;
        this.encoder = new NimbusJwtEncoder(new ImmutableJWKSet<>(keys.all()));
        this.address = address;
        this.signIns = signIns;
        this.users = users;
        this.clock = clock;
    }

    Granted grant(AppClient client, SignIn signIn, User user, Optional<String> refreshToken) {
        Jwt access = access(client, signIn);
        Optional<Jwt> id = signIn.hasIdToken()
                ? Optional.of(id(client, signIn, user, access.getTokenValue(), null))
                : Optional.empty();
        return new Granted(access, id, refreshToken, client.accessTokenValidity());
    }

    Jwt access(AppClient client, SignIn signIn) {
        JwtClaimsSet.Builder claims = claims(signIn, client.accessTokenValidity())
                .claim("client_id", client.id())
                .claim("token_use", "access")
                .claim("scope", String.join(" ", signIn.scopes()))
                .claim("username", signIn.sub());
        if (signIn.viaPages()) {
            claims.claim("version", 2);
        }
        return encode(keys.accessTokens(), claims);
    }

    Jwt id(AppClient client, SignIn signIn, User user, String accessToken, @Nullable String nonce) {
        JwtClaimsSet.Builder claims = claims(signIn, client.idTokenValidity())
                .claim("aud", client.id())
                .claim("token_use", "id")
                .claim("cognito:username", signIn.sub());
        if (signIn.tellsEmail()) {
            claims.claim("email", user.email()).claim("email_verified", user.confirmed());
        }
        if (signIn.viaPages()) {
            claims.claim("at_hash", atHash(accessToken));
        }
        if (nonce != null) {
            claims.claim("nonce", nonce);
        }
        return encode(keys.idTokens(), claims);
    }

    /** @throws CognitoException if it is not an access token of this pool, has expired or was revoked */
    Bearer verify(String accessToken) {
        Jwt jwt;
        try {
            jwt = decoder.obtain().decode(accessToken);
        } catch (JwtException e) {
            throw CognitoException.notAuthorized(
                    String.valueOf(e.getMessage()).contains("expired")
                            ? "Access Token has expired"
                            : "Invalid Access Token");
        }
        if (!"access".equals(jwt.getClaimAsString("token_use"))) {
            throw CognitoException.notAuthorized("Invalid Access Token");
        }
        return signIns.lasting(String.valueOf(jwt.getClaimAsString("origin_jti")))
                .flatMap(signIn -> users.find(signIn.sub()).map(user -> new Bearer(signIn, user)))
                .orElseThrow(() -> CognitoException.notAuthorized("Access Token has been revoked"));
    }

    private JwtClaimsSet.Builder claims(SignIn signIn, Duration validity) {
        Instant now = clock.instant();
        return JwtClaimsSet.builder()
                .issuer(address.issuer())
                .subject(signIn.sub())
                .claim("origin_jti", signIn.originJti())
                .claim("event_id", signIn.eventId())
                .claim("auth_time", signIn.at().getEpochSecond())
                .issuedAt(now)
                .expiresAt(now.plus(validity))
                .id(UUID.randomUUID().toString());
    }

    private Jwt encode(RSAKey key, JwtClaimsSet.Builder claims) {
        JwsHeader header =
                JwsHeader.with(SignatureAlgorithm.RS256).keyId(key.getKeyID()).build();
        return encoder.encode(JwtEncoderParameters.from(header, claims.build()));
    }

    private JwtDecoder newDecoder() {
        try {
            NimbusJwtDecoder decoder = NimbusJwtDecoder.withPublicKey(
                            keys.accessTokens().toRSAPublicKey())
                    .build();
            JwtTimestampValidator timestamps = new JwtTimestampValidator(Duration.ZERO);
            timestamps.setClock(clock);
            decoder.setJwtValidator(
                    new DelegatingOAuth2TokenValidator<>(timestamps, new JwtIssuerValidator(address.issuer())));
            return decoder;
        } catch (JOSEException e) {
            throw new IllegalStateException("the signing keys are damaged", e);
        }
    }

    /** The left half of the access token's hash, which ties the two together. */
    private static String atHash(String accessToken) {
        byte[] hash = Secrets.sha256(accessToken);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, hash.length / 2));
    }
}
