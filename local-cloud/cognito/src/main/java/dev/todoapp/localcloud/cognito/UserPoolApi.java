package dev.todoapp.localcloud.cognito;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The user-pool API in AWS's JSON protocol, as the AWS CLI and the SDKs speak it. */
@RestController
final class UserPoolApi {

    private static final String TARGET = "AWSCognitoIdentityProviderService.";
    private static final MediaType AMZ_JSON = new MediaType("application", "x-amz-json-1.1");
    private static final int LONGEST_BODY = 64 * 1024;

    private final Map<String, Function<ApiRequest, Map<String, ?>>> actions = Map.ofEntries(
            Map.entry("SignUp", this::signUp),
            Map.entry("ConfirmSignUp", this::confirmSignUp),
            Map.entry("ResendConfirmationCode", this::resendConfirmationCode),
            Map.entry("InitiateAuth", this::initiateAuth),
            Map.entry("GetTokensFromRefreshToken", this::getTokensFromRefreshToken),
            Map.entry("ForgotPassword", this::forgotPassword),
            Map.entry("ConfirmForgotPassword", this::confirmForgotPassword),
            Map.entry("RevokeToken", this::revokeToken),
            Map.entry("GlobalSignOut", this::globalSignOut),
            Map.entry("GetUser", this::getUser),
            Map.entry("ChangePassword", this::changePassword),
            Map.entry("DeleteUser", this::deleteUser));

    private final UserPoolSettings pool;
    private final UserPool users;
    private final SignIns signIns;
    private final Tokens tokens;
    private final Clock clock;
    private final JsonMapper json = JsonMapper.shared();

    UserPoolApi(UserPoolSettings pool, UserPool users, SignIns signIns, Tokens tokens, Clock clock) {
        this.pool = pool;
        this.users = users;
        this.signIns = signIns;
        this.tokens = tokens;
        this.clock = clock;
    }

    @PostMapping("/")
    ResponseEntity<String> call(HttpServletRequest request) throws IOException {
        String target = Optional.ofNullable(request.getHeader("X-Amz-Target")).orElse("");
        var action = target.startsWith(TARGET) ? actions.get(target.substring(TARGET.length())) : null;
        if (action == null) {
            return refuse(HttpStatus.BAD_REQUEST, "UnknownOperationException", "");
        }
        byte[] body = request.getInputStream().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) {
            return refuse(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "RequestEntityTooLargeException",
                    "the request is longer than 64 KiB");
        }
        try {
            JsonNode parameters = json.readTree(body);
            if (!parameters.isObject()) {
                return refuse(HttpStatus.BAD_REQUEST, "SerializationException", "the request is not a JSON object");
            }
            return answer(HttpStatus.OK, action.apply(new ApiRequest(parameters)));
        } catch (JacksonException e) {
            return refuse(HttpStatus.BAD_REQUEST, "SerializationException", "the request is not JSON");
        } catch (CognitoException e) {
            return refuse(HttpStatus.BAD_REQUEST, e.type(), e.getMessage());
        }
    }

    private Map<String, ?> signUp(ApiRequest request) {
        client(request);
        String username = request.username();
        String password = request.password("Password");
        for (JsonNode attribute : request.list("UserAttributes")) {
            ApiRequest one = new ApiRequest(attribute);
            String name = one.text("Name");
            boolean same = pool.folded(one.optionalText("Value").orElse("")).equals(pool.folded(username));
            if (!name.equals("email") || !same) {
                throw CognitoException.invalidParameter(
                        "Attributes did not conform to the schema: the stand-in keeps the email that is the username, and no "
                                + (name.equals("email") ? "other" : name));
            }
        }
        User user = users.signUp(username, password);
        return Map.of(
                "UserConfirmed",
                false,
                "UserSub",
                user.sub(),
                "CodeDeliveryDetails",
                delivery(UserPool.masked(user.email())));
    }

    private Map<String, ?> confirmSignUp(ApiRequest request) {
        users.confirmSignUp(client(request), request.username(), request.text("ConfirmationCode"));
        return Map.of();
    }

    private Map<String, ?> resendConfirmationCode(ApiRequest request) {
        return Map.of("CodeDeliveryDetails", delivery(users.resendConfirmation(client(request), request.username())));
    }

    private Map<String, ?> forgotPassword(ApiRequest request) {
        return Map.of("CodeDeliveryDetails", delivery(users.forgotPassword(client(request), request.username())));
    }

    private Map<String, ?> confirmForgotPassword(ApiRequest request) {
        users.confirmForgotPassword(
                client(request), request.username(), request.text("ConfirmationCode"), request.password("Password"));
        return Map.of();
    }

    private Map<String, ?> initiateAuth(ApiRequest request) {
        AppClient client = client(request);
        String flow = request.text("AuthFlow");
        Map<String, String> parameters = request.texts("AuthParameters");
        return switch (flow) {
            case "USER_PASSWORD_AUTH" -> {
                requireFlow(client, flow);
                User user =
                        users.authenticate(client, required(parameters, "USERNAME"), required(parameters, "PASSWORD"));
                SignIn signIn = SignIn.viaApi(client, user, clock.instant());
                yield result(tokens.grant(client, signIn, user, Optional.of(signIns.start(signIn))));
            }
            case "REFRESH_TOKEN_AUTH", "REFRESH_TOKEN" -> {
                // Off for a client whose tokens rotate: a template can't have both.
                requireFlow(client, "REFRESH_TOKEN_AUTH");
                yield result(refreshed(client, required(parameters, "REFRESH_TOKEN")));
            }
            case "USER_SRP_AUTH", "CUSTOM_AUTH", "USER_AUTH" -> {
                requireFlow(client, flow);
                throw CognitoException.invalidParameter("The stand-in does not play " + flow);
            }
            case "ADMIN_NO_SRP_AUTH", "ADMIN_USER_PASSWORD_AUTH" ->
                throw CognitoException.invalidParameter("Initiate Auth method not supported.");
            default ->
                throw CognitoException.invalidParameter(
                        "1 validation error detected: Value at 'authFlow' failed to satisfy constraint: Member must satisfy"
                                + " enum value set: [USER_SRP_AUTH, REFRESH_TOKEN_AUTH, REFRESH_TOKEN, CUSTOM_AUTH,"
                                + " ADMIN_NO_SRP_AUTH, USER_PASSWORD_AUTH, ADMIN_USER_PASSWORD_AUTH, USER_AUTH]");
        };
    }

    private Map<String, ?> getTokensFromRefreshToken(ApiRequest request) {
        AppClient client = client(request);
        if (!client.rotates()) {
            requireFlow(client, "REFRESH_TOKEN_AUTH");
        }
        Map<String, Object> result = new LinkedHashMap<>(result(refreshed(client, request.text("RefreshToken"))));
        result.remove("ChallengeParameters");
        return result;
    }

    private Map<String, ?> revokeToken(ApiRequest request) {
        AppClient client = client(request);
        String token = request.text("Token");
        if (!client.revocable()) {
            throw new CognitoException(
                    "UnsupportedOperationException", "Token revocation is not enabled for this client.");
        }
        if (Revocation.looksLikeJwt(token)) {
            throw new CognitoException("UnsupportedTokenTypeException", "Unsupported token type");
        }
        if (!signIns.revoke(client, token) && signIns.isKnown(token)) {
            throw new CognitoException("UnauthorizedException", "Invalid token for this client");
        }
        return Map.of();
    }

    private Map<String, ?> globalSignOut(ApiRequest request) {
        signIns.revokeAll(self(request));
        return Map.of();
    }

    private Map<String, ?> getUser(ApiRequest request) {
        User user = self(request);
        return Map.of(
                "Username",
                user.sub(),
                "UserAttributes",
                List.of(
                        attribute("email", user.email()),
                        attribute("email_verified", String.valueOf(user.confirmed())),
                        attribute("sub", user.sub())));
    }

    private Map<String, ?> changePassword(ApiRequest request) {
        users.changePassword(self(request), request.password("PreviousPassword"), request.password("ProposedPassword"));
        return Map.of();
    }

    private Map<String, ?> deleteUser(ApiRequest request) {
        users.delete(self(request));
        return Map.of();
    }

    private AppClient client(ApiRequest request) {
        String id = request.text("ClientId");
        return pool.client(id)
                .orElseThrow(() -> new CognitoException(
                        "ResourceNotFoundException", "User pool client " + id + " does not exist."));
    }

    /** Whom the access token speaks for, if it may do so here. */
    private User self(ApiRequest request) {
        Tokens.Bearer bearer = tokens.verify(request.text("AccessToken"));
        if (!bearer.signIn().scopes().contains(SignIn.SELF_SERVICE)) {
            throw CognitoException.notAuthorized("Access Token does not have required scopes");
        }
        return bearer.user();
    }

    private Tokens.Granted refreshed(AppClient client, String refreshToken) {
        return switch (signIns.refresh(client, refreshToken)) {
            case SignIns.Refresh.Accepted accepted -> {
                User user = users.find(accepted.signIn().sub())
                        .orElseThrow(() -> CognitoException.notAuthorized("Invalid Refresh Token"));
                yield tokens.grant(client, accepted.signIn(), user, accepted.next());
            }
            case SignIns.Refresh.Unknown() -> throw CognitoException.notAuthorized("Invalid Refresh Token");
            case SignIns.Refresh.Expired() -> throw CognitoException.notAuthorized("Refresh Token has expired");
            case SignIns.Refresh.Revoked() -> throw CognitoException.notAuthorized("Refresh Token has been revoked");
            case SignIns.Refresh.Reused() ->
                throw new CognitoException("RefreshTokenReuseException", "Refresh token has been used already");
        };
    }

    private static void requireFlow(AppClient client, String flow) {
        if (!client.allows(flow)) {
            throw CognitoException.invalidParameter(flow + " flow not enabled for this client");
        }
    }

    private static String required(Map<String, String> parameters, String name) {
        String value = parameters.get(name);
        if (value == null || value.isEmpty()) {
            throw CognitoException.invalidParameter("Missing required parameter " + name);
        }
        return value;
    }

    private static Map<String, Object> result(Tokens.Granted granted) {
        Map<String, Object> tokens = new LinkedHashMap<>();
        tokens.put("AccessToken", granted.accessToken().getTokenValue());
        tokens.put("ExpiresIn", granted.expiresIn().toSeconds());
        tokens.put("TokenType", "Bearer");
        granted.refreshToken().ifPresent(token -> tokens.put("RefreshToken", token));
        granted.idToken().ifPresent(token -> tokens.put("IdToken", token.getTokenValue()));
        return Map.of("ChallengeParameters", Map.of(), "AuthenticationResult", tokens);
    }

    private static Map<String, String> delivery(String destination) {
        return Map.of("Destination", destination, "DeliveryMedium", "EMAIL", "AttributeName", "email");
    }

    private static Map<String, String> attribute(String name, String value) {
        return Map.of("Name", name, "Value", value);
    }

    private ResponseEntity<String> refuse(HttpStatus status, String type, String message) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("__type", type);
        body.put("message", message);
        return answer(status, body);
    }

    private ResponseEntity<String> answer(HttpStatus status, Map<String, ?> body) {
        return ResponseEntity.status(status)
                .header("x-amzn-RequestId", UUID.randomUUID().toString())
                .contentType(AMZ_JSON)
                .body(json.writeValueAsString(body));
    }
}
