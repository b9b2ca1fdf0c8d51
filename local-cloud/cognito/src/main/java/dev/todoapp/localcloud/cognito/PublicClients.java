package dev.todoapp.localcloud.cognito;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Knows a client without a secret by its {@code client_id}. Spring Authorization Server does so for the code exchange
 * alone, where the proof key stands in for the secret; Cognito's clients refresh and revoke too, where the refresh
 * token does.
 */
record PublicClients(RegisteredClientRepository clients) implements AuthenticationConverter, AuthenticationProvider {

    @Override
    public Authentication convert(HttpServletRequest request) {
        Map<String, Object> parameters = new HashMap<>();
        request.getParameterMap().forEach((name, values) -> {
            if (values.length != 1) {
                throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
            }
            parameters.put(name, values[0]);
        });
        boolean claimsSecret =
                request.getHeader(HttpHeaders.AUTHORIZATION) != null || parameters.containsKey("client_secret");
        if (claimsSecret || !(parameters.get(OAuth2ParameterNames.CLIENT_ID) instanceof String id) || id.isBlank()) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        return new OAuth2ClientAuthenticationToken(id, ClientAuthenticationMethod.NONE, null, parameters);
    }

    /** {@return null for the code exchange, which Spring Authorization Server's own provider checks the proof key of} */
    @Override
    public @Nullable Authentication authenticate(Authentication authentication) {
        OAuth2ClientAuthenticationToken claimed = (OAuth2ClientAuthenticationToken) authentication;
        if (AuthorizationGrantType.AUTHORIZATION_CODE
                .getValue()
                .equals(claimed.getAdditionalParameters().get(OAuth2ParameterNames.GRANT_TYPE))) {
            return null;
        }
        RegisteredClient client = clients.findByClientId(String.valueOf(claimed.getPrincipal()));
        if (client == null) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        return new OAuth2ClientAuthenticationToken(client, ClientAuthenticationMethod.NONE, null);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2ClientAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
