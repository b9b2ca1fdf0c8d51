package dev.todoapp.localcloud.cognito;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Everybody's sign-ins and the refresh tokens that are good for them. The tokens are kept as hashes. */
final class SignIns {

    /** What came of presenting a refresh token. */
    sealed interface Refresh {

        /**
         * It is good.
         *
         * @param next the token for the next time, where tokens rotate
         */
        record Accepted(SignIn signIn, Optional<String> next) implements Refresh {}

        /** Not one of that client's, and none that has ended either. */
        record Unknown() implements Refresh {}

        record Expired() implements Refresh {}

        record Revoked() implements Refresh {}

        /** It was rotated out, and the grace period is over. */
        record Reused() implements Refresh {}
    }

    private final Stripes locks = new Stripes();
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Clock clock;

    SignIns(Database database, Clock clock) {
        this.jdbc = database.jdbc();
        this.transactions = database.transactions();
        this.clock = clock;
    }

    /** {@return a refresh token for it} */
    String start(SignIn signIn) {
        String token = Secrets.token();
        start(signIn, token);
        return token;
    }

    void start(SignIn signIn, String refreshToken) {
        transactions.executeWithoutResult(status -> {
            jdbc.sql("insert into sign_in (origin_jti, event_id, client_id, sub, scopes, via_pages, auth_time,"
                            + " expires_at, revoked) values (?, ?, ?, ?, ?, ?, ?, ?, false)")
                    .params(
                            signIn.originJti(),
                            signIn.eventId(),
                            signIn.clientId(),
                            signIn.sub(),
                            String.join(" ", signIn.scopes()),
                            signIn.viaPages(),
                            signIn.at(),
                            signIn.expiresAt())
                    .update();
            add(refreshToken, signIn);
        });
    }

    /** The same token at the same time, from two tabs say: one after the other, and within the grace both succeed. */
    Refresh refresh(AppClient client, String token) {
        String hash = Secrets.hash(token);
        return locks.holding(hash, () -> {
            Instant now = clock.instant();
            Optional<Known> known =
                    known(hash).filter(one -> one.signIn().clientId().equals(client.id()));
            if (known.isEmpty()) {
                return new Refresh.Unknown();
            }
            SignIn signIn = known.get().signIn();
            if (known.get().revoked()) {
                return new Refresh.Revoked();
            }
            if (!now.isBefore(signIn.expiresAt())) {
                return new Refresh.Expired();
            }
            Duration grace = client.rotationGrace().orElse(Duration.ZERO);
            Instant rotatedAt = known.get().rotatedAt();
            if (rotatedAt != null && (grace.isZero() || now.isAfter(rotatedAt.plus(grace)))) {
                return new Refresh.Reused();
            }
            return new Refresh.Accepted(
                    signIn, client.rotates() ? Optional.of(rotate(hash, signIn, now)) : Optional.empty());
        });
    }

    /** {@return whether that client has such a token; if so, nothing that stems from its sign-in is good any more} */
    boolean revoke(AppClient client, String refreshToken) {
        Optional<Known> known = known(Secrets.hash(refreshToken))
                .filter(one -> one.signIn().clientId().equals(client.id()));
        known.ifPresent(one -> jdbc.sql("update sign_in set revoked = true where origin_jti = ?")
                .param(one.signIn().originJti())
                .update());
        return known.isPresent();
    }

    boolean isKnown(String refreshToken) {
        return known(Secrets.hash(refreshToken)).isPresent();
    }

    void revokeAll(User user) {
        jdbc.sql("update sign_in set revoked = true where sub = ?")
                .param(user.sub())
                .update();
    }

    /** The sign-in of that name, unless it was revoked. */
    Optional<SignIn> lasting(String originJti) {
        return jdbc.sql("select * from sign_in where origin_jti = ? and not revoked")
                .param(originJti)
                .query((row, number) -> signIn(row))
                .optional();
    }

    private String rotate(String hash, SignIn signIn, Instant now) {
        String next = Secrets.token();
        transactions.executeWithoutResult(status -> {
            // The first use counts: a retry doesn't prolong the grace.
            jdbc.sql("update refresh_token set rotated_at = ? where hash = ? and rotated_at is null")
                    .params(now, hash)
                    .update();
            add(next, signIn);
        });
        return next;
    }

    private void add(String token, SignIn signIn) {
        jdbc.sql("insert into refresh_token (hash, origin_jti) values (?, ?)")
                .params(Secrets.hash(token), signIn.originJti())
                .update();
    }

    private Optional<Known> known(String hash) {
        return jdbc.sql("select * from refresh_token join sign_in using (origin_jti) where hash = ?")
                .param(hash)
                .query((row, number) ->
                        new Known(signIn(row), row.getObject("rotated_at", Instant.class), row.getBoolean("revoked")))
                .optional();
    }

    private static SignIn signIn(ResultSet row) throws SQLException {
        return new SignIn(
                row.getString("origin_jti"),
                row.getString("event_id"),
                row.getString("client_id"),
                row.getString("sub"),
                scopes(row.getString("scopes")),
                row.getBoolean("via_pages"),
                row.getObject("auth_time", Instant.class),
                row.getObject("expires_at", Instant.class));
    }

    static Set<String> scopes(String scopes) {
        return new LinkedHashSet<>(List.of(scopes.split(" ")));
    }

    private record Known(SignIn signIn, @Nullable Instant rotatedAt, boolean revoked) {}
}
