package dev.todoapp.localcloud.cognito;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2RefreshTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/** {@code grant_type=refresh_token} with Cognito's rotation and its grace period for retries. */
record RefreshTokenGrant(UserPoolSettings pool, UserPool users, SignIns signIns, Tokens tokens)
        implements AuthenticationProvider {

    @Override
    public Authentication authenticate(Authentication authentication) {
        OAuth2RefreshTokenAuthenticationToken grant = (OAuth2RefreshTokenAuthenticationToken) authentication;
        OAuth2ClientAuthenticationToken principal =
                (OAuth2ClientAuthenticationToken) Objects.requireNonNull(grant.getPrincipal());
        RegisteredClient registered = Objects.requireNonNull(principal.getRegisteredClient());
        AppClient client = pool.client(registered.getClientId()).orElseThrow();
        if (!(signIns.refresh(client, grant.getRefreshToken()) instanceof SignIns.Refresh.Accepted accepted)) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
        }
        User user = users.find(accepted.signIn().sub())
                .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT));
        Tokens.Granted granted = tokens.grant(client, accepted.signIn(), user, accepted.next());
        Map<String, Object> additional = new HashMap<>();
        granted.idToken().ifPresent(id -> additional.put(OidcParameterNames.ID_TOKEN, id.getTokenValue()));
        Jwt access = granted.accessToken();
        Optional<OAuth2RefreshToken> next = granted.refreshToken()
                .map(token -> new OAuth2RefreshToken(
                        token, access.getIssuedAt(), accepted.signIn().expiresAt()));
        return new OAuth2AccessTokenAuthenticationToken(
                registered,
                principal,
                new OAuth2AccessToken(
                        OAuth2AccessToken.TokenType.BEARER,
                        access.getTokenValue(),
                        access.getIssuedAt(),
                        access.getExpiresAt(),
                        accepted.signIn().scopes()),
                next.orElse(null),
                additional);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2RefreshTokenAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
