package dev.todoapp.localcloud.cognito;

import dev.todoapp.infra.Resource;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * An app client of the pool.
 *
 * @param explicitAuthFlows without the {@code ALLOW_} before them
 * @param codeFlow whether it may use the pages and the authorization code flow
 * @param rotationGrace how long a refresh token that was rotated out can still be used; empty without rotation
 * @param hidesUsers whether answers keep to themselves who has an account
 * @param revocable whether its tokens can be revoked
 */
record AppClient(
        String id,
        Set<String> explicitAuthFlows,
        boolean codeFlow,
        Set<String> scopes,
        Set<String> callbackUrls,
        Set<String> logoutUrls,
        Duration accessTokenValidity,
        Duration idTokenValidity,
        Duration refreshTokenValidity,
        Optional<Duration> rotationGrace,
        boolean hidesUsers,
        boolean revocable) {

    static AppClient read(Resource resource) {
        Properties client = Properties.of(resource);
        if (client.flag("GenerateSecret", false)) {
            throw client.wrong("GenerateSecret", "is not played by the stand-in: its clients are public");
        }
        Set<String> oauthFlows = Set.copyOf(client.texts("AllowedOAuthFlows"));
        boolean oauth = client.flag("AllowedOAuthFlowsUserPoolClient", false);
        Properties units = client.child("TokenValidityUnits");
        Duration access = validity(
                        client, "AccessTokenValidity", units.text("AccessToken").orElse("hours"), "60")
                .orElse(Duration.ofHours(1));
        Duration id = validity(client, "IdTokenValidity", units.text("IdToken").orElse("hours"), "60")
                .orElse(Duration.ofHours(1));
        Duration refresh = validity(
                        client,
                        "RefreshTokenValidity",
                        units.text("RefreshToken").orElse("days"),
                        "30")
                .orElse(Duration.ofDays(30));
        between(client, "AccessTokenValidity", access, Duration.ofMinutes(5), Duration.ofDays(1));
        between(client, "IdTokenValidity", id, Duration.ofMinutes(5), Duration.ofDays(1));
        between(client, "RefreshTokenValidity", refresh, Duration.ofMinutes(60), Duration.ofDays(3650));
        return new AppClient(
                resource.physicalId(),
                authFlows(client),
                oauth && oauthFlows.contains("code"),
                oauth ? new LinkedHashSet<>(client.texts("AllowedOAuthScopes")) : Set.of(),
                new LinkedHashSet<>(client.texts("CallbackURLs")),
                new LinkedHashSet<>(client.texts("LogoutURLs")),
                access,
                id,
                refresh,
                rotation(client),
                client.text("PreventUserExistenceErrors").orElse("LEGACY").equals("ENABLED"),
                client.flag("EnableTokenRevocation", true));
    }

    boolean allows(String authFlow) {
        return explicitAuthFlows.contains(authFlow);
    }

    boolean rotates() {
        return rotationGrace.isPresent();
    }

    /** What a Content-Security-Policy calls the places that a sign-in ends at. */
    Set<String> callbackSources() {
        Set<String> sources = new LinkedHashSet<>();
        for (String url : callbackUrls) {
            URI uri = URI.create(url);
            sources.add(
                    uri.getScheme().startsWith("http")
                            ? uri.getScheme() + "://" + uri.getAuthority()
                            : uri.getScheme() + ":");
        }
        return sources;
    }

    private static Set<String> authFlows(Properties client) {
        Set<String> flows = new LinkedHashSet<>();
        client.texts("ExplicitAuthFlows").forEach(flow -> flows.add(flow.replaceFirst("^ALLOW_", "")));
        if (flows.isEmpty()) {
            // What Cognito gives a client that names none.
            flows.addAll(Set.of("USER_SRP_AUTH", "CUSTOM_AUTH", "REFRESH_TOKEN_AUTH"));
        }
        return flows;
    }

    private static Optional<Duration> rotation(Properties client) {
        Properties rotation = client.child("RefreshTokenRotation");
        if (!rotation.text("Feature").orElse("DISABLED").equals("ENABLED")) {
            return Optional.empty();
        }
        if (client.texts("ExplicitAuthFlows").contains("ALLOW_REFRESH_TOKEN_AUTH")) {
            throw client.wrong("ExplicitAuthFlows", "can't have ALLOW_REFRESH_TOKEN_AUTH while refresh tokens rotate");
        }
        int grace = rotation.number("RetryGracePeriodSeconds").orElse(0);
        if (grace < 0 || grace > 60) {
            throw rotation.wrong("RetryGracePeriodSeconds", "must be between 0 and 60");
        }
        return Optional.of(Duration.ofSeconds(grace));
    }

    private static Optional<Duration> validity(Properties client, String name, String unit, String example) {
        int amount = client.number(name).orElse(0);
        if (amount == 0) {
            return Optional.empty();
        }
        return Optional.of(
                switch (unit) {
                    case "seconds" -> Duration.ofSeconds(amount);
                    case "minutes" -> Duration.ofMinutes(amount);
                    case "hours" -> Duration.ofHours(amount);
                    case "days" -> Duration.ofDays(amount);
                    default ->
                        throw client.wrong(
                                "TokenValidityUnits",
                                "of %s (%s, for example) must be seconds, minutes, hours or days, not %s"
                                        .formatted(name, example, unit));
                });
    }

    private static void between(Properties client, String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw client.wrong(
                    name, "must be between %d minutes and %d days".formatted(least.toMinutes(), most.toDays()));
        }
    }
}
