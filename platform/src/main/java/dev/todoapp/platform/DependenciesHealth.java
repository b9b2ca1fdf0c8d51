package dev.todoapp.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether what we depend on answers. Asked at most once in a few seconds, however often the question comes. */
final class DependenciesHealth implements HealthIndicator {

    static final Duration KEPT = Duration.ofSeconds(5);

    private final List<Dependency> dependencies;
    private final Clock clock;
    private Health last = Health.unknown().build();
    private Instant until = Instant.MIN;

    DependenciesHealth(List<Dependency> dependencies, Clock clock) {
        this.dependencies = dependencies;
        this.clock = clock;
    }

    @Override
    public synchronized Health health() {
        if (!clock.instant().isBefore(until)) {
            last = ask();
            until = clock.instant().plus(KEPT);
        }
        return last;
    }

    private Health ask() {
        Health.Builder health = Health.up();
        for (Dependency dependency : dependencies) {
            try {
                dependency.check();
                health.withDetail(dependency.name(), "answers");
            } catch (RuntimeException failure) {
                health.down().withDetail(dependency.name(), failure.getClass().getSimpleName());
            }
        }
        return health.build();
    }
}
