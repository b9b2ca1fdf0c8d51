package dev.todoapp.localcloud.frontdoor;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The issuer's public keys. They are kept for as long as API Gateway keeps them; a key that isn't among them is looked
 * for again, but not more often than every few seconds, whatever tokens are sent.
 */
final class SigningKeys {

    private static final Logger log = LoggerFactory.getLogger(FrontDoor.LOGGER);

    /** API Gateway's own limits. */
    private static final Duration KEPT = Duration.ofHours(2);

    private static final int TIMEOUT_MILLIS = 1500;
    private static final int MAX_BYTES = 150_000;

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    private final URI location;
    private final LongSupplier clock;
    private @Nullable List<JWK> keys;
    private long lookedAt;

    /** The keys can't be had, so nothing can be said about a token. */
    static final class Unavailable extends Exception {

        private static final long serialVersionUID = 1L;

        Unavailable(URI location, Exception cause) {
            super("no keys from " + location, cause);
        }
    }

    /** @param clock in nanoseconds */
    SigningKeys(URI location, LongSupplier clock) {
        this.location = location;
        this.clock = clock;
    }

    /** The key of that id, or empty if the issuer has none. */
    synchronized Optional<RSAKey> find(String keyId) throws Unavailable {
        if (keys == null || isOlderThan(KEPT)) {
            keys = look();
        }
        Optional<RSAKey> key = among(keys, keyId);
        if (key.isEmpty() && isOlderThan(BETWEEN_LOOKS)) {
            keys = look();
            key = among(keys, keyId);
        }
        return key;
    }

    private boolean isOlderThan(Duration age) {
        return clock.getAsLong() - lookedAt >= age.toNanos();
    }

    private List<JWK> look() throws Unavailable {
        try {
            var retriever = new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_BYTES);
            retriever.setProxy(Proxy.NO_PROXY);
            List<JWK> found = JWKSet.parse(
                            retriever.retrieveResource(location.toURL()).getContent())
                    .getKeys();
            lookedAt = clock.getAsLong();
            return found;
        } catch (IOException | ParseException e) {
            log.warn("The keys that tokens are checked with can't be read from {}: {}", location, e.getMessage());
            throw new Unavailable(location, e);
        }
    }

    private static Optional<RSAKey> among(List<JWK> keys, String keyId) {
        return keys.stream()
                .filter(key -> keyId.equals(key.getKeyID()))
                .filter(key -> key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse()))
                .filter(RSAKey.class::isInstance)
                .map(RSAKey.class::cast)
                .findFirst();
    }
}
