package dev.todoapp.platform;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Verifies Cognito's access tokens: signature (RS256), {@code iss}, {@code exp}, {@code token_use=access}, {@code
 * client_id} in the allowed set. Cognito's access tokens have no {@code aud}.
 *
 * @see <a href="https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-json-web-token.html">Verifying
 *     JSON web tokens</a>
 */
final class AccessTokens {

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int MOST_BYTES = 50 * 1024;
    private static final Duration SKEW = Duration.ofSeconds(30);

    private AccessTokens() {}

    static JwtDecoder decoder(PlatformProperties properties, Clock clock) {
        NimbusJwtDecoder signatures = NimbusJwtDecoder.withJwkSource(keys(properties.jwksUri()))
                .jwsAlgorithm(SignatureAlgorithm.RS256)
                .build();
        signatures.setJwtValidator(token -> OAuth2TokenValidatorResult.success()); // the claims are looked at after it
        return new VerifiedTokens(signatures, validator(properties.issuer(), properties.clientIds()), clock);
    }

    /** Fetched when first needed, kept, fetched anew for an unknown key but not at anyone's pace, and used on through an outage. */
    private static JWKSource<SecurityContext> keys(URI jwksUri) {
        try {
            Fetches fetches = new Fetches();
            JWKSource<SecurityContext> keys = JWKSourceBuilder.create(jwksUri.toURL(), fetches)
                    .cache(
                            Duration.ofMinutes(15).toMillis(),
                            Duration.ofSeconds(5).toMillis())
                    .rateLimited(Duration.ofSeconds(10).toMillis())
                    .retrying(true)
                    .outageTolerant(Duration.ofHours(4).toMillis())
                    .build();
            return (selector, context) -> {
                try {
                    return keys.get(selector, context);
                } catch (RateLimitReachedException tooOften) {
                    if (fetches.lastFailed) {
                        throw new KeySourceException("The keys could not be fetched a moment ago");
                    }
                    throw tooOften;
                }
            };
        } catch (MalformedURLException e) {
            throw new BadSetting("JWKS_URI", "is not a URL: " + jwksUri, "Give the URL of the user pool's keys.");
        }
    }

    /** Remembers how the last one ended: whoever asks again too soon is told the same, and not that the token is bad. */
    private static final class Fetches implements ResourceRetriever {

        private final ResourceRetriever http = new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MOST_BYTES);
        private volatile boolean lastFailed;

        @Override
        public Resource retrieveResource(URL url) throws IOException {
            lastFailed = true;
            Resource keys = http.retrieveResource(url);
            lastFailed = false;
            return keys;
        }
    }

    private static OAuth2TokenValidator<Jwt> validator(URI issuer, Set<String> clientIds) {
        return new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(SKEW),
                new JwtIssuerValidator(issuer.toString()),
                new JwtClaimValidator<Object>("exp", expiry -> expiry != null),
                new JwtClaimValidator<String>("sub", subject -> subject != null && !subject.isBlank()),
                new JwtClaimValidator<Object>("token_use", "access"::equals),
                new JwtClaimValidator<Object>(
                        "client_id", clientId -> clientId instanceof String id && clientIds.contains(id)));
    }

    /** Whether the keys could not be had, through no fault of the token: an unknown key asked for too often is the token's fault. */
    static boolean keysWereUnavailable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RateLimitReachedException) {
                return false;
            }
        }
        return true;
    }
}
