package dev.todoapp.localcloud.cognito;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;

/**
 * What an app sends the browser with: the parameters of {@code /oauth2/authorize}, which every page hands on to the
 * next in its own address. So two tabs don't get in each other's way, and a restart loses nothing.
 *
 * @param query as it came, still encoded
 */
record AuthorizeRequest(
        AppClient client, String redirectUri, Set<String> scopes, Map<String, String> parameters, String query) {

    private static final Set<String> NAMES = Set.of(
            "client_id",
            "redirect_uri",
            "response_type",
            "scope",
            "state",
            "nonce",
            "code_challenge",
            "code_challenge_method",
            "prompt",
            "login_hint");
    private static final Pattern CODE_CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43,128}");
    private static final Set<String> NEED_OPENID = Set.of("email", "phone", "profile");
    private static final int LONGEST_NONCE = 2048;

    /** @throws OAuth2AuthorizationCodeRequestAuthenticationException as the authorize endpoint refuses */
    static AuthorizeRequest of(HttpServletRequest request, UserPoolSettings pool) {
        String query = Optional.ofNullable(request.getQueryString()).orElse("");
        Map<String, String> parameters = new HashMap<>();
        for (String name : NAMES) {
            String[] values = request.getParameterValues(name);
            if (values != null && values.length > 1) {
                throw refusal(OAuth2ErrorCodes.INVALID_REQUEST, "The parameter '" + name + "' is there twice", null);
            }
            if (values != null) {
                parameters.put(name, values[0]);
            }
        }
        AppClient client = client(parameters, pool);
        String redirectUri = redirectUri(parameters, client);
        var incomplete = new AuthorizeRequest(client, redirectUri, Set.of(), parameters, query);
        return new AuthorizeRequest(client, redirectUri, incomplete.checked(), parameters, query);
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isBlank());
    }

    boolean prompts(String kind) {
        return Arrays.asList(parameter("prompt").orElse("").split(" ")).contains(kind);
    }

    /** The same, for after the sign-in that {@code prompt=login} asked for. */
    String queryWithoutPrompt() {
        return Arrays.stream(query.split("&"))
                .filter(parameter -> !parameter.startsWith("prompt="))
                .collect(Collectors.joining("&"));
    }

    OAuth2AuthorizationCodeRequestAuthenticationToken by(Authentication principal) {
        Map<String, Object> additional = new HashMap<>();
        for (String name : Set.of("code_challenge", "code_challenge_method", "nonce", "prompt")) {
            parameter(name).ifPresent(value -> additional.put(name, value));
        }
        return new OAuth2AuthorizationCodeRequestAuthenticationToken(
                "/oauth2/authorize",
                client.id(),
                principal,
                redirectUri,
                parameter("state").orElse(null),
                scopes,
                additional);
    }

    /** What is wrong from here on the app is told, through its callback. */
    private Set<String> checked() {
        String responseType = parameter("response_type")
                .orElseThrow(() -> refusal(OAuth2ErrorCodes.INVALID_REQUEST, "response_type"));
        if (!responseType.equals("code")) {
            throw refusal(
                    responseType.equals("token")
                            ? OAuth2ErrorCodes.UNAUTHORIZED_CLIENT
                            : OAuth2ErrorCodes.INVALID_REQUEST,
                    "response_type");
        }
        // Cognito asks a public client for no proof key; that it must have one is our rule.
        String challenge = parameter("code_challenge")
                .orElseThrow(() -> refusal(OAuth2ErrorCodes.INVALID_REQUEST, "code_challenge is required"));
        if (!parameter("code_challenge_method").orElse("").equals("S256")) {
            throw refusal(OAuth2ErrorCodes.INVALID_REQUEST, "code_challenge_method must be S256");
        }
        if (!CODE_CHALLENGE.matcher(challenge).matches()) {
            throw refusal(OAuth2ErrorCodes.INVALID_REQUEST, "code_challenge");
        }
        if (parameter("nonce").orElse("").length() > LONGEST_NONCE) {
            throw refusal(OAuth2ErrorCodes.INVALID_REQUEST, "nonce");
        }
        Set<String> asked = new LinkedHashSet<>(parameter("scope")
                .map(scope -> Arrays.asList(scope.strip().split(" +")))
                .orElseGet(List::of));
        if (asked.isEmpty()) {
            return client.scopes();
        }
        boolean lacksOpenid = !asked.contains("openid") && asked.stream().anyMatch(NEED_OPENID::contains);
        if (!client.scopes().containsAll(asked) || lacksOpenid) {
            throw refusal(OAuth2ErrorCodes.INVALID_SCOPE, "scope");
        }
        return asked;
    }

    private static AppClient client(Map<String, String> parameters, UserPoolSettings pool) {
        String id = parameters.get("client_id");
        if (id == null || id.isBlank()) {
            throw refusal(OAuth2ErrorCodes.INVALID_REQUEST, "The parameter 'client_id' is not there", null);
        }
        AppClient client = pool.client(id)
                .orElseThrow(() -> refusal("invalid_client", "There is no app client with that client_id", null));
        if (!client.codeFlow()) {
            throw refusal(
                    OAuth2ErrorCodes.UNAUTHORIZED_CLIENT, "That app client may not use the pages to sign in", null);
        }
        return client;
    }

    private static String redirectUri(Map<String, String> parameters, AppClient client) {
        String redirectUri = parameters.get("redirect_uri");
        if (redirectUri == null || !client.callbackUrls().contains(redirectUri)) {
            throw refusal("redirect_mismatch", "The redirect_uri is not a callback URL of that app client", null);
        }
        return redirectUri;
    }

    private OAuth2AuthorizationCodeRequestAuthenticationException refusal(String code, String description) {
        return refusal(code, description, this);
    }

    private static OAuth2AuthorizationCodeRequestAuthenticationException refusal(
            String code, String description, @Nullable AuthorizeRequest tellApp) {
        return new OAuth2AuthorizationCodeRequestAuthenticationException(
                new OAuth2Error(code, description, null), tellApp == null ? null : tellApp.by(OAuthEndpoints.NOBODY));
    }
}
