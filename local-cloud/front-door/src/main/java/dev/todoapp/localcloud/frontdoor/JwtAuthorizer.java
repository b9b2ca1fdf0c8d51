package dev.todoapp.localcloud.frontdoor;

import java.net.URI;
import java.util.List;

/**
 * Whose tokens an HTTP API takes.
 *
 * @param issuer as tokens name it
 * @param audience tokens are for one of these
 */
record JwtAuthorizer(String issuer, List<String> audience) {

    static JwtAuthorizer parse(Part part) {
        part.only("AuthorizerType", "JWT").leaving("Name");
        List<String> source = part.texts("IdentitySource");
        if (!source.equals(List.of("$request.header.Authorization"))) {
            throw part.error(
                    "IdentitySource", "the front door plays $request.header.Authorization only, not " + source);
        }
        Part jwt = part.part("JwtConfiguration").orElseThrow(() -> part.error("JwtConfiguration", "is missing"));
        var parsed = new JwtAuthorizer(jwt.text("Issuer"), jwt.texts("Audience"));
        if (parsed.audience.isEmpty()) {
            throw jwt.error("Audience", "is missing");
        }
        jwt.end();
        part.end();
        return parsed;
    }

    /** Where Cognito publishes its keys. */
    URI keys() {
        return URI.create(issuer + "/.well-known/jwks.json");
    }
}
