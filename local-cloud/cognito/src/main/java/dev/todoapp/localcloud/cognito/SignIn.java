package dev.todoapp.localcloud.cognito;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * One time that somebody signed in. Every token that stems from it names it, and revoking it ends them all.
 *
 * @param originJti its name in tokens
 * @param viaPages whether through the managed-login pages; else through the API
 * @param at when the password was given
 * @param expiresAt when the last refresh token that stems from it does: rotation doesn't prolong it
 */
record SignIn(
        String originJti,
        String eventId,
        String clientId,
        String sub,
        Set<String> scopes,
        boolean viaPages,
        Instant at,
        Instant expiresAt) {

    static final String SELF_SERVICE = "aws.cognito.signin.user.admin";

    static SignIn viaPages(AppClient client, String sub, Set<String> scopes, Instant signedInAt, Instant now) {
        return new SignIn(
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                client.id(),
                sub,
                scopes,
                true,
                signedInAt,
                now.plus(client.refreshTokenValidity()));
    }

    static SignIn viaApi(AppClient client, User user, Instant now) {
        return new SignIn(
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                client.id(),
                user.sub(),
                Set.of(SELF_SERVICE),
                false,
                now,
                now.plus(client.refreshTokenValidity()));
    }

    boolean hasIdToken() {
        return !viaPages || scopes.contains("openid");
    }

    /** With {@code openid} alone everything is told; with other scopes beside it, what they name. */
    boolean tellsEmail() {
        return !viaPages || scopes.contains("email") || (!scopes.contains("profile") && !scopes.contains("phone"));
    }
}
