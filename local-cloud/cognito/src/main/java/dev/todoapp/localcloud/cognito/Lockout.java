package dev.todoapp.localcloud.cognito;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Cognito's temporary lock-out: from the fifth failure in a row a name is locked for a second, and twice as long after
 * each further one, up to a quarter of an hour. A quarter of an hour of rest forgets it all.
 */
final class Lockout {

    private static final int FREE_FAILURES = 5;
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final JdbcClient jdbc;
    private final Clock clock;

    Lockout(Database database, Clock clock) {
        this.jdbc = database.jdbc();
        this.clock = clock;
    }

    boolean isLocked(String username) {
        return failures(username)
                .filter(failures -> clock.instant().isBefore(failures.lockedUntil()))
                .isPresent();
    }

    void countFailure(String username) {
        int before = failures(username).map(Failures::count).orElse(0);
        jdbc.sql("merge into failed_sign_in (username, failures, last_at) key (username) values (?, ?, ?)")
                .params(username, before + 1, clock.instant())
                .update();
    }

    void forget(String username) {
        jdbc.sql("delete from failed_sign_in where username = ?")
                .param(username)
                .update();
    }

    private Optional<Failures> failures(String username) {
        return jdbc.sql("select failures, last_at from failed_sign_in where username = ?")
                .param(username)
                .query((row, number) -> new Failures(row.getInt("failures"), row.getObject("last_at", Instant.class)))
                .optional()
                .filter(failures -> clock.instant().isBefore(failures.lastAt().plus(LONGEST)));
    }

    private record Failures(int count, Instant lastAt) {

        Instant lockedUntil() {
            if (count < FREE_FAILURES) {
                return lastAt;
            }
            Duration lock = Duration.ofSeconds(1L << Math.min(count - FREE_FAILURES, 10));
            return lastAt.plus(lock.compareTo(LONGEST) < 0 ? lock : LONGEST);
        }
    }
}
