package dev.todoapp.platform;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.util.unit.DataSize;

/**
 * What both services are told by their environment.
 *
 * @param publicUrl {@code PUBLIC_URL}: the origin that viewers use, such as {@code https://todo.example.org}
 * @param issuer {@code ISSUER}: the Cognito user pool's issuer URL
 * @param jwksUri {@code JWKS_URI}: where its keys are fetched, if not at {@code {issuer}/.well-known/jwks.json}
 * @param clientIds {@code CLIENT_IDS}: the app clients whose tokens are accepted, separated by commas
 * @param drainDelay {@code DRAIN_DELAY}: how long a stopping service still takes requests, not ready any more, so that the
 *     load balancer can turn away from it first
 * @param maxBody the largest request body
 */
@ConfigurationProperties("platform")
record PlatformProperties(
        URI publicUrl, URI issuer, URI jwksUri, Set<String> clientIds, Duration drainDelay, DataSize maxBody) {

    @ConstructorBinding
    PlatformProperties(
            @Nullable String publicUrl,
            @Nullable String issuer,
            @Nullable String jwksUri,
            @Nullable String clientIds,
            Duration drainDelay,
            DataSize maxBody) {
        this(
                http("PUBLIC_URL", publicUrl, "Give the origin that viewers use, such as https://todo.example.org."),
                http(
                        "ISSUER",
                        issuer,
                        "Give the user pool's issuer URL, such as https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI."),
                http(
                        "JWKS_URI",
                        jwksUri == null || jwksUri.isBlank() ? issuer + "/.well-known/jwks.json" : jwksUri,
                        "Give the URL of the user pool's keys, or leave it out: then they are fetched from the issuer."),
                split(BadSetting.required(
                        "CLIENT_IDS", clientIds, "Give the ids of the app clients to accept, separated by commas.")),
                drainDelay,
                maxBody);
    }

    private static Set<String> split(String clientIds) {
        return Arrays.stream(clientIds.split(","))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static URI http(String variable, @Nullable String value, String remedy) {
        String url = BadSetting.required(variable, value, remedy);
        try {
            URI uri = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                throw new BadSetting(variable, "is not an http(s) URL: " + url, remedy);
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new BadSetting(variable, "is not a URL: " + url, remedy);
        }
    }
}
