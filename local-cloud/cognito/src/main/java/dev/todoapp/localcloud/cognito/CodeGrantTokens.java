package dev.todoapp.localcloud.cognito;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/** The tokens that a code is exchanged for. A public client gets a refresh token too, which is Cognito's way. */
record CodeGrantTokens(UserPoolSettings pool, UserPool users, Tokens tokens)
        implements OAuth2TokenGenerator<OAuth2Token> {

    @Override
    public OAuth2Token generate(OAuth2TokenContext context) {
        OAuth2Authorization authorization = Objects.requireNonNull(context.getAuthorization());
        SignIn signIn = Objects.requireNonNull(AuthorizationCodes.signInOf(authorization));
        AppClient client = pool.client(signIn.clientId()).orElseThrow();
        User user = users.find(signIn.sub())
                .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT));
        if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
            return tokens.access(client, signIn);
        }
        if (OAuth2TokenType.REFRESH_TOKEN.equals(context.getTokenType())) {
            return new OAuth2RefreshToken(Secrets.token(), null, signIn.expiresAt());
        }
        return tokens.id(client, signIn, user, accessToken(authorization), nonce(authorization));
    }

    private static String accessToken(OAuth2Authorization authorization) {
        return Objects.requireNonNull(authorization.getAccessToken()).getToken().getTokenValue();
    }

    private static @Nullable String nonce(OAuth2Authorization authorization) {
        OAuth2AuthorizationRequest request =
                Objects.requireNonNull(authorization.getAttribute(OAuth2AuthorizationRequest.class.getName()));
        return (String) request.getAdditionalParameters().get(OidcParameterNames.NONCE);
    }
}
