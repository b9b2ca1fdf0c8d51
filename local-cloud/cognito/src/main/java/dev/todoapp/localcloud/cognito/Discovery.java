package dev.todoapp.localcloud.cognito;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The pool's discovery document, and who an access token speaks for. */
@RestController
final class Discovery {

    private final UserPoolSettings pool;
    private final Address address;
    private final Tokens tokens;
    private final JsonMapper json = JsonMapper.shared();

    Discovery(UserPoolSettings pool, Address address, Tokens tokens) {
        this.pool = pool;
        this.address = address;
        this.tokens = tokens;
    }

    @GetMapping("/{pool}/.well-known/openid-configuration")
    ResponseEntity<String> discover(@PathVariable("pool") String asked) {
        if (!asked.equals(pool.id())) {
            return answer(HttpStatus.NOT_FOUND, Map.of("message", "User pool " + asked + " does not exist."));
        }
        String domain = address.domain();
        String issuer = address.issuer();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("authorization_endpoint", domain + "/oauth2/authorize");
        document.put("end_session_endpoint", domain + "/logout");
        document.put("id_token_signing_alg_values_supported", List.of("RS256"));
        document.put("issuer", issuer);
        document.put("jwks_uri", issuer + "/.well-known/jwks.json");
        document.put("response_types_supported", List.of("code"));
        document.put("revocation_endpoint", domain + "/oauth2/revoke");
        document.put("scopes_supported", List.of("openid", "email", "phone", "profile"));
        document.put("subject_types_supported", List.of("public"));
        document.put("token_endpoint", domain + "/oauth2/token");
        document.put("token_endpoint_auth_methods_supported", List.of("none"));
        document.put("userinfo_endpoint", domain + "/oauth2/userInfo");
        document.put("code_challenge_methods_supported", List.of("S256"));
        return answer(HttpStatus.OK, document);
    }

    @RequestMapping(
            path = "/oauth2/userInfo",
            method = {RequestMethod.GET, RequestMethod.POST})
    ResponseEntity<String> userInfo(@RequestHeader(name = "Authorization", defaultValue = "") String authorization) {
        if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return refuse(HttpStatus.UNAUTHORIZED, "invalid_token", "Access token is missing");
        }
        Tokens.Bearer bearer;
        try {
            bearer = tokens.verify(authorization.substring(7).strip());
        } catch (CognitoException e) {
            return refuse(HttpStatus.UNAUTHORIZED, "invalid_token", e.getMessage());
        }
        if (!bearer.signIn().scopes().contains("openid")) {
            return refuse(HttpStatus.FORBIDDEN, "insufficient_scope", "Access token lacks the scope openid");
        }
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", bearer.user().sub());
        if (bearer.signIn().tellsEmail()) {
            // As text, which is Cognito's way here.
            claims.put("email_verified", String.valueOf(bearer.user().confirmed()));
            claims.put("email", bearer.user().email());
        }
        claims.put("username", bearer.user().sub());
        return answer(HttpStatus.OK, claims);
    }

    private ResponseEntity<String> refuse(HttpStatus status, String error, String description) {
        return ResponseEntity.status(status)
                .header(
                        HttpHeaders.WWW_AUTHENTICATE,
                        "Bearer error=\"%s\", error_description=\"%s\"".formatted(error, description))
                .contentType(MediaType.APPLICATION_JSON)
                .body(json.writeValueAsString(Map.of("error", error, "error_description", description)));
    }

    private ResponseEntity<String> answer(HttpStatus status, Map<String, ?> body) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(json.writeValueAsString(body));
    }
}
