package dev.todoapp.localcloud.frontdoor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/**
 * What an HTTP API lets pages of other origins do. With one, the API answers preflights itself and what its integrations
 * say about CORS is left out.
 */
record CorsConfiguration(
        boolean credentials,
        List<String> headers,
        List<String> methods,
        List<String> origins,
        List<String> exposed,
        Optional<Integer> maxAge) {

    static CorsConfiguration parse(Part cors) {
        var parsed = new CorsConfiguration(
                cors.flag("AllowCredentials", false),
                cors.texts("AllowHeaders"),
                cors.texts("AllowMethods"),
                cors.texts("AllowOrigins"),
                cors.texts("ExposeHeaders"),
                cors.optionalNumber("MaxAge"));
        cors.end();
        return parsed;
    }

    /** What every answer to a page of an allowed origin says. */
    void addTo(HttpHeaders headers, String origin) {
        allowed(origin).ifPresent(allowed -> {
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
            if (credentials) {
                headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
            }
            if (!exposed.isEmpty()) {
                headers.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, String.join(",", exposed));
            }
        });
    }

    /** What the answer to a preflight says as well; nothing to an origin that is not allowed. */
    void addToPreflight(HttpHeaders headers, String origin) {
        if (allowed(origin).isEmpty()) {
            return;
        }
        if (!methods.isEmpty()) {
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, String.join(",", methods));
        }
        if (!this.headers.isEmpty()) {
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, String.join(",", this.headers));
        }
        maxAge.ifPresent(seconds -> headers.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, seconds.toString()));
    }

    /** Origins are compared without regard to case; {@code https://*} stands for every origin of that scheme. */
    private Optional<String> allowed(String origin) {
        String sent = origin.toLowerCase(Locale.ROOT);
        for (String allowed : origins) {
            if (allowed.equals("*")) {
                return Optional.of("*");
            }
            if (Wildcard.ignoringCase(allowed).matches(sent)) {
                return Optional.of(origin);
            }
        }
        return Optional.empty();
    }
}
