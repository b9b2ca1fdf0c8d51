package dev.todoapp.localcloud.cognito;

import java.util.Objects;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenRevocationAuthenticationToken;

/** {@code /oauth2/revoke}: takes refresh tokens and ends everything that stems from the same sign-in. */
record Revocation(UserPoolSettings pool, SignIns signIns) implements AuthenticationProvider {

    @Override
    public Authentication authenticate(Authentication authentication) {
        OAuth2TokenRevocationAuthenticationToken revocation = (OAuth2TokenRevocationAuthenticationToken) authentication;
        OAuth2ClientAuthenticationToken principal =
                (OAuth2ClientAuthenticationToken) Objects.requireNonNull(revocation.getPrincipal());
        AppClient client = pool.client(
                        Objects.requireNonNull(principal.getRegisteredClient()).getClientId())
                .orElseThrow();
        if (!client.revocable()) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
        }
        if (looksLikeJwt(revocation.getToken())) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.UNSUPPORTED_TOKEN_TYPE);
        }
        // One that nobody has is as good as revoked.
        signIns.revoke(client, revocation.getToken());
        return revocation;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2TokenRevocationAuthenticationToken.class.isAssignableFrom(authentication);
    }

    static boolean looksLikeJwt(String token) {
        return token.chars().filter(c -> c == '.').count() == 2;
    }
}
