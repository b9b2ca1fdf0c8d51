package dev.todoapp.localcloud.frontdoor;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks a token as a JWT authorizer does: signature, issuer, times, audience, and then the route's scopes. */
final class TokenCheck {

    /** API Gateway takes RSA signatures only. */
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512);

    private static final String SCHEME = "Bearer";

    private final JwtAuthorizer authorizer;
    private final SigningKeys keys;
    private final Clock clock;

    TokenCheck(JwtAuthorizer authorizer, SigningKeys keys, Clock clock) {
        this.authorizer = authorizer;
        this.keys = keys;
        this.clock = clock;
    }

    /** What came of it. */
    sealed interface Verdict {}

    /** The request may go on. */
    record Allowed() implements Verdict {}

    /**
     * It may not.
     *
     * @param challenge for {@code www-authenticate}
     */
    record Refused(int status, String message, String challenge) implements Verdict {

        static Refused noToken() {
            return new Refused(401, "Unauthorized", "Bearer");
        }

        static Refused invalid(String why) {
            return new Refused(
                    401,
                    "Unauthorized",
                    "Bearer scope=\"\" error=\"invalid_token\" error_description=\"%s\"".formatted(why));
        }

        static Refused insufficient(List<String> scopes) {
            String wanted = String.join(" ", scopes);
            return new Refused(
                    403,
                    "Forbidden",
                    "Bearer scope=\"%1$s\" error=\"insufficient_scope\" error_description=\"expected scopes: [%1$s]\""
                            .formatted(wanted));
        }
    }

    /** A claim or the signature is not as it must be. The message is for the caller and repeats nothing of the token. */
    private static final class Invalid extends Exception {

        private static final long serialVersionUID = 1L;

        Invalid(String why) {
            super(why, null, false, false);
        }
    }

    /**
     * @param authorization every {@code Authorization} header that was sent
     * @param scopes any one of them will do; none are asked for where this is empty
     */
    Verdict check(List<String> authorization, List<String> scopes) throws SigningKeys.Unavailable {
        Optional<String> token = token(authorization);
        if (token.isEmpty()) {
            return Refused.noToken();
        }
        try {
            JWTClaimsSet claims = verified(token.get());
            checkClaims(claims);
            boolean inScope = scopes.isEmpty() || scopes(claims).stream().anyMatch(scopes::contains);
            return inScope ? new Allowed() : Refused.insufficient(scopes);
        } catch (Invalid e) {
            return Refused.invalid(String.valueOf(e.getMessage()));
        }
    }

    /** The header may hold the token alone or after {@code Bearer}. */
    private static Optional<String> token(List<String> authorization) {
        String header = String.join(",", authorization).strip();
        String[] words = header.split("\\s+", 2);
        String token = words[0].equalsIgnoreCase(SCHEME) ? (words.length == 2 ? words[1] : "") : header;
        return Optional.of(token).filter(value -> !value.isEmpty());
    }

    private JWTClaimsSet verified(String token) throws Invalid, SigningKeys.Unavailable {
        if (token.chars().filter(c -> c == '.').count() != 2) {
            throw new Invalid("token contains an invalid number of segments");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            if (!ALGORITHMS.contains(jwt.getHeader().getAlgorithm())) {
                throw new Invalid("signing method is invalid");
            }
            String keyId = jwt.getHeader().getKeyID();
            if (keyId == null) {
                throw new Invalid("the token does not name its key");
            }
            RSAKey key = keys.find(keyId).orElseThrow(() -> new Invalid("the token's key is unknown"));
            if (!jwt.verify(new RSASSAVerifier(key.toRSAPublicKey()))) {
                throw new Invalid("the token's signature is invalid");
            }
            return jwt.getJWTClaimsSet();
        } catch (ParseException | JOSEException e) {
            throw new Invalid("the token is malformed");
        }
    }

    private void checkClaims(JWTClaimsSet claims) throws Invalid {
        Instant now = clock.instant();
        if (!authorizer.issuer().equals(claims.getIssuer())) {
            throw new Invalid("the token does not have a valid issuer");
        }
        @Nullable Date expires = claims.getExpirationTime();
        if (expires == null || !expires.toInstant().isAfter(now)) {
            throw new Invalid("the token has expired");
        }
        if (isLater(claims.getNotBeforeTime(), now) || isLater(claims.getIssueTime(), now)) {
            throw new Invalid("the token is not valid yet");
        }
        if (audience(claims).stream().noneMatch(authorizer.audience()::contains)) {
            throw new Invalid("the token does not have a valid audience");
        }
    }

    private static boolean isLater(@Nullable Date time, Instant now) {
        return time != null && time.toInstant().isAfter(now);
    }

    /** The client id counts only where there is no audience; Cognito's access tokens have none. */
    private static List<String> audience(JWTClaimsSet claims) {
        List<String> audience = claims.getAudience();
        return audience.isEmpty() ? texts(claims.getClaim("client_id")) : audience;
    }

    private static List<String> scopes(JWTClaimsSet claims) {
        List<String> scopes = new ArrayList<>();
        for (String claim : List.of("scope", "scp")) {
            for (String text : texts(claims.getClaim(claim))) {
                scopes.addAll(List.of(text.split(" ")));
            }
        }
        return scopes;
    }

    private static List<String> texts(@Nullable Object claim) {
        return switch (claim) {
            case String text -> List.of(text);
            case List<?> list ->
                list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            case null, default -> List.of();
        };
    }
}
