package dev.todoapp.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/**
 * Remembers which tokens' signatures were good, by the digest of their exact text, for a few minutes: a client sends the same
 * token with every request, and parsing it and checking its signature is a good part of what a small request costs.
 *
 * <p>Only that is remembered. The claims are validated each time, expiry and all, so a token is never taken for longer than
 * without this; and what was refused is not remembered at all. A signature is checked anew well before the keys themselves
 * are fetched anew, so a key that is withdrawn counts no longer than it did.
 */
final class VerifiedTokens implements JwtDecoder {

    /** How long a signature is taken for good without looking. */
    static final Duration KEPT = Duration.ofMinutes(5);

    /** A few kilobytes each. */
    static final int MOST = 1_000;

    private final JwtDecoder signatures;
    private final OAuth2TokenValidator<Jwt> claims;
    private final Clock clock;
    private final Map<Digest, Verified> verified = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, Verified> eldest) {
            return size() > MOST;
        }
    };

    private record Verified(Jwt token, Instant until) {}

    /**
     * @param signatures verifies signatures, and nothing else needs to be right
     * @param claims says whether a token whose signature is good may be used now
     */
    VerifiedTokens(JwtDecoder signatures, OAuth2TokenValidator<Jwt> claims, Clock clock) {
        this.signatures = signatures;
        this.claims = claims;
        this.clock = clock;
    }

    @Override
    public Jwt decode(String text) {
        Digest digest = Digest.of(text);
        Jwt known = find(digest);
        Jwt token = known == null ? signatures.decode(text) : known;
        validate(token);
        if (known == null) {
            remember(digest, token);
        }
        return token;
    }

    private void validate(Jwt token) {
        OAuth2TokenValidatorResult result = claims.validate(token);
        if (result.hasErrors()) {
            String reason = result.getErrors().stream()
                    .map(OAuth2Error::getDescription)
                    .filter(description -> description != null && !description.isEmpty())
                    .findFirst()
                    .orElse("the claims are not as they must be");
            throw new JwtValidationException(reason, result.getErrors());
        }
    }

    private @Nullable Jwt find(Digest digest) {
        synchronized (verified) {
            Verified known = verified.get(digest);
            if (known == null) {
                return null;
            }
            if (clock.instant().isBefore(known.until())) {
                return known.token();
            }
            verified.remove(digest);
            return null;
        }
    }

    private void remember(Digest digest, Jwt token) {
        Verified entry = new Verified(token, clock.instant().plus(KEPT));
        synchronized (verified) {
            verified.put(digest, entry);
        }
    }
}
