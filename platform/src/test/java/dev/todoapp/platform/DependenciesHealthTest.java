package dev.todoapp.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class DependenciesHealthTest {

    private final AtomicInteger asked = new AtomicInteger();
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private boolean down;

    private final DependenciesHealth health = new DependenciesHealth(
            List.of(new Dependency() {
                @Override
                public String name() {
                    return "table";
                }

                @Override
                public void check() {
                    asked.incrementAndGet();
                    if (down) {
                        throw new IllegalStateException();
                    }
                }
            }),
            new Clock() {
                @Override
                public ZoneOffset getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(java.time.ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            });

    @Test
    void asksOnceInAFewSecondsHoweverOftenItIsAsked() {
        for (int i = 0; i < 100; i++) {
            health.health();
        }

        assertThat(asked).hasValue(1);
    }

    @Test
    void tellsOfAnOutageAndOfItsEnd() {
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        down = true;
        now = now.plus(DependenciesHealth.KEPT);
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        down = false;
        now = now.plus(Duration.ofSeconds(5));
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    }
}
