package dev.todoapp.localcloud.cognito;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The codes that were mailed and not used yet: the newest for each user and purpose. */
final class ConfirmationCodes {

    /** What a code is for. */
    enum Purpose {
        SIGN_UP(Duration.ofHours(24)),
        RESET(Duration.ofHours(1));

        private final Duration validity;

        Purpose(Duration validity) {
            this.validity = validity;
        }
    }

    /** What came of trying a code. */
    enum Verdict {
        RIGHT,
        WRONG,
        /** There is none, or it is too old. */
        EXPIRED,
        /** Even the right one is refused now; a new one has to be asked for. */
        TOO_MANY_ATTEMPTS
    }

    private static final int ATTEMPTS = 5;
    private static final int REQUESTS_AN_HOUR = 20;

    private final SecureRandom random = new SecureRandom();
    private final JdbcClient jdbc;
    private final Clock clock;

    ConfirmationCodes(Database database, Clock clock) {
        this.jdbc = database.jdbc();
        this.clock = clock;
    }

    /** @throws CognitoException if too many codes were asked for under that name, whether anybody has it or not */
    void countRequest(String username) {
        Instant now = clock.instant();
        Instant hourAgo = now.minus(Duration.ofHours(1));
        jdbc.sql("delete from code_request where requested_at <= ?")
                .param(hourAgo)
                .update();
        int requests = jdbc.sql("select count(*) from code_request where username = ?")
                .param(username)
                .query(Integer.class)
                .single();
        if (requests >= REQUESTS_AN_HOUR) {
            throw CognitoException.tooOften();
        }
        jdbc.sql("insert into code_request (username, requested_at) values (?, ?)")
                .params(username, now)
                .update();
    }

    String issue(User user, Purpose purpose) {
        String code = "%06d".formatted(random.nextInt(1_000_000));
        jdbc.sql("merge into confirmation_code (sub, purpose, code, expires_at, attempts) key (sub, purpose)"
                        + " values (?, ?, ?, ?, 0)")
                .params(user.sub(), purpose.name(), code, clock.instant().plus(purpose.validity))
                .update();
        return code;
    }

    /** Counts the attempt; callers hold the user's lock. */
    Verdict attempt(User user, Purpose purpose, String attempt) {
        Optional<Issued> issued = jdbc.sql(
                        "select code, expires_at, attempts from confirmation_code where sub = ? and purpose = ?")
                .params(user.sub(), purpose.name())
                .query((row, number) -> new Issued(
                        row.getString("code"), row.getObject("expires_at", Instant.class), row.getInt("attempts")))
                .optional()
                .filter(code -> clock.instant().isBefore(code.expiresAt()));
        if (issued.isEmpty()) {
            return Verdict.EXPIRED;
        }
        if (issued.get().attempts() >= ATTEMPTS) {
            return Verdict.TOO_MANY_ATTEMPTS;
        }
        if (!issued.get().is(attempt)) {
            jdbc.sql("update confirmation_code set attempts = attempts + 1 where sub = ? and purpose = ?")
                    .params(user.sub(), purpose.name())
                    .update();
            return Verdict.WRONG;
        }
        return Verdict.RIGHT;
    }

    void spend(User user, Purpose purpose) {
        jdbc.sql("delete from confirmation_code where sub = ? and purpose = ?")
                .params(user.sub(), purpose.name())
                .update();
    }

    private record Issued(String code, Instant expiresAt, int attempts) {

        boolean is(String attempt) {
            return MessageDigest.isEqual(
                    code.getBytes(StandardCharsets.UTF_8), attempt.getBytes(StandardCharsets.UTF_8));
        }
    }
}
