package dev.todoapp.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtValidationException;

class VerifiedTokensTest {

    private static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");

    private final MovableClock clock = new MovableClock();
    private final List<String> checked = new ArrayList<>();
    private Instant expiry = NOW.plus(Duration.ofHours(1));
    private boolean areSignaturesGood = true;

    @Test
    void checksTheSignatureOfATokenOnce() {
        VerifiedTokens tokens = tokens();

        Jwt first = tokens.decode("alice");
        Jwt second = tokens.decode("alice");

        assertThat(second).isSameAs(first);
        assertThat(checked).containsExactly("alice");
    }

    @Test
    void knowsATokenByItsExactTextOnly() {
        VerifiedTokens tokens = tokens();
        tokens.decode("alice");
        areSignaturesGood = false;

        assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> tokens.decode("Alice"));
        assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> tokens.decode("alice "));
        assertThat(tokens.decode("alice").getSubject()).isEqualTo("alice");
    }

    @Test
    void givesNobodyTheTokenOfSomeoneElseWithTheSameHashCode() {
        VerifiedTokens tokens = tokens();

        assertThat("AaAa".hashCode()).isEqualTo("BBBB".hashCode());
        assertThat(tokens.decode("AaAa").getSubject()).isEqualTo("AaAa");
        assertThat(tokens.decode("BBBB").getSubject()).isEqualTo("BBBB");
    }

    @Test
    void refusesAKnownTokenFromTheMomentThatItExpires() {
        expiry = NOW.plus(Duration.ofMinutes(2));
        VerifiedTokens tokens = tokens();
        tokens.decode("alice");

        clock.now = expiry.minusMillis(1);
        assertThat(tokens.decode("alice").getSubject()).isEqualTo("alice");

        clock.now = expiry.plusMillis(1);
        assertThatExceptionOfType(JwtValidationException.class).isThrownBy(() -> tokens.decode("alice"));
    }

    @Test
    void looksAtASignatureAgainAfterFiveMinutes() {
        VerifiedTokens tokens = tokens();
        tokens.decode("alice");

        clock.now = NOW.plus(VerifiedTokens.KEPT);
        areSignaturesGood = false; // the key was withdrawn

        assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> tokens.decode("alice"));
    }

    @Test
    void useDoesNotPutOffTheNextLookAtTheSignature() {
        VerifiedTokens tokens = tokens();
        tokens.decode("alice");
        clock.now = NOW.plus(VerifiedTokens.KEPT).minusMillis(1);
        tokens.decode("alice");
        clock.now = NOW.plus(VerifiedTokens.KEPT);
        tokens.decode("alice");

        assertThat(checked).containsExactly("alice", "alice");
    }

    @Test
    void neverRemembersWhatWasRefused() {
        VerifiedTokens tokens = new VerifiedTokens(
                this::checkSignature,
                token -> OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token", "not for us", null)),
                clock);

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(JwtValidationException.class)
                    .isThrownBy(() -> tokens.decode("alice"))
                    .withMessageContaining("not for us");
        }
        assertThat(checked).containsExactly("alice", "alice");
    }

    @Test
    void forgetsWhatWasNotUsedForLongestWhenThereAreMany() {
        VerifiedTokens tokens = tokens();
        tokens.decode("first");
        tokens.decode("second");
        for (int i = 2; i < VerifiedTokens.MOST; i++) {
            tokens.decode("other " + i);
        }
        tokens.decode("first");
        tokens.decode("one more");
        checked.clear();

        tokens.decode("first");
        assertThat(checked).isEmpty();
        tokens.decode("second");
        assertThat(checked).containsExactly("second");
    }

    private VerifiedTokens tokens() {
        JwtTimestampValidator times = new JwtTimestampValidator(Duration.ZERO);
        times.setClock(clock);
        return new VerifiedTokens(this::checkSignature, times, clock);
    }

    private Jwt checkSignature(String text) {
        checked.add(text);
        if (!areSignaturesGood) {
            throw new BadJwtException("the signature is not good");
        }
        return Jwt.withTokenValue(text)
                .header("alg", "RS256")
                .subject(text)
                .expiresAt(expiry)
                .build();
    }

    private static final class MovableClock extends Clock {

        private Instant now = NOW;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
