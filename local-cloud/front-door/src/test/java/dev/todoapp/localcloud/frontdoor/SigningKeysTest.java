package dev.todoapp.localcloud.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SigningKeysTest {

    private final Tokens tokens = new Tokens();
    private final AtomicLong clock = new AtomicLong();
    private final SigningKeys keys = new SigningKeys(tokens.location(), clock::get);

    @AfterEach
    void stop() {
        tokens.close();
    }

    @Test
    void asksTheIssuerOnce() throws Exception {
        assertThat(keys.find("first")).isPresent();
        assertThat(keys.find("first")).isPresent();

        assertThat(tokens.looks).hasValue(1);
    }

    @Test
    void findsAKeyThatTheIssuerHasAddedSince() throws Exception {
        keys.find("first");
        tokens.published = List.of(Tokens.KEY, Tokens.OTHER_KEY);

        pass(Duration.ofSeconds(10));

        assertThat(keys.find("other")).isPresent();
        assertThat(tokens.looks).hasValue(2);
    }

    @Test
    void doesNotAskForEveryUnknownKey() throws Exception {
        keys.find("first");
        for (int i = 0; i < 50; i++) {
            assertThat(keys.find("unknown-" + i)).isEmpty();
        }
        assertThat(tokens.looks).hasValue(1);

        pass(Duration.ofSeconds(10));
        for (int i = 0; i < 50; i++) {
            assertThat(keys.find("unknown-" + i)).isEmpty();
        }
        assertThat(tokens.looks).hasValue(2);
    }

    @Test
    void forgetsAKeyThatTheIssuerHasTakenBack() throws Exception {
        keys.find("first");
        tokens.published = List.of(Tokens.OTHER_KEY);

        pass(Duration.ofHours(2));

        assertThat(keys.find("first")).isEmpty();
    }

    @Test
    void comesBackOnceTheIssuerIsBack() throws Exception {
        tokens.status = 503;
        assertThatThrownBy(() -> keys.find("first")).isInstanceOf(SigningKeys.Unavailable.class);

        tokens.status = 200;

        assertThat(keys.find("first")).isPresent();
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }
}
