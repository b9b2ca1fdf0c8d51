package dev.todoapp.localcloud.cognito;

import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.PublicClientAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.web.NimbusJwkSetEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2ClientAuthenticationFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenRevocationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2RefreshTokenAuthenticationConverter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.DelegatingAuthenticationConverter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * Spring Authorization Server's endpoints, put together by hand: Cognito's lie at other places than its configurer puts
 * them, there are fewer of them, and a refusal looks different.
 */
final class OAuthEndpoints {

    static final Authentication NOBODY = new AnonymousAuthenticationToken(
            "anonymous", "anonymousUser", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));

    /** As long as Cognito's own cookie is good for. */
    private static final Duration SESSION = Duration.ofHours(1);

    private final UserPoolSettings pool;
    private final UserPool users;
    private final SignIns signIns;
    private final Tokens tokens;
    private final SigningKeys keys;
    private final Database database;
    private final PageWriter pages;
    private final Address address;
    private final Clock clock;
    private final JsonMapper json = JsonMapper.shared();

    OAuthEndpoints(
            UserPoolSettings pool,
            UserPool users,
            SignIns signIns,
            Tokens tokens,
            SigningKeys keys,
            Database database,
            PageWriter pages,
            Address address,
            Clock clock) {
        this.pool = pool;
        this.users = users;
        this.signIns = signIns;
        this.tokens = tokens;
        this.keys = keys;
        this.database = database;
        this.pages = pages;
        this.address = address;
        this.clock = clock;
    }

    void addTo(HttpSecurity http) {
        RegisteredClientRepository clients = new InMemoryRegisteredClientRepository(
                pool.clients().values().stream().map(OAuthEndpoints::registered).toList());
        var codes = new AuthorizationCodes(database, clients, pool.clients(), signIns, clock);

        var authorize = new OAuth2AuthorizationEndpointFilter(
                new ProviderManager(new OAuth2AuthorizationCodeRequestAuthenticationProvider(
                        clients, codes, new InMemoryOAuth2AuthorizationConsentService())));
        authorize.setAuthenticationConverter(this::authorizeRequest);
        authorize.setAuthenticationFailureHandler(this::refuseAuthorization);

        var publicClients = new PublicClients(clients);
        var clientAuthentication = new OAuth2ClientAuthenticationFilter(
                new ProviderManager(publicClients, new PublicClientAuthenticationProvider(clients, codes)),
                new OrRequestMatcher(post("/oauth2/token"), post("/oauth2/revoke")));
        clientAuthentication.setAuthenticationConverter(publicClients);
        clientAuthentication.setAuthenticationFailureHandler(this::refuse);

        var token = new OAuth2TokenEndpointFilter(new ProviderManager(
                new OAuth2AuthorizationCodeAuthenticationProvider(codes, new CodeGrantTokens(pool, users, tokens)),
                new RefreshTokenGrant(pool, users, signIns, tokens)));
        token.setAuthenticationConverter(new DelegatingAuthenticationConverter(
                new OAuth2AuthorizationCodeAuthenticationConverter(), new OAuth2RefreshTokenAuthenticationConverter()));
        token.setAuthenticationSuccessHandler(this::grant);
        token.setAuthenticationFailureHandler(this::refuse);

        var revoke = new OAuth2TokenRevocationEndpointFilter(new ProviderManager(new Revocation(pool, signIns)));
        revoke.setAuthenticationFailureHandler(this::refuse);

        var jwks = new NimbusJwkSetEndpointFilter(
                new ImmutableJWKSet<>(keys.all()), "/" + pool.id() + "/.well-known/jwks.json");

        // One after the other in this order.
        for (var filter : List.of(new ServerContext(address), authorize, clientAuthentication, token, revoke, jwks)) {
            http.addFilterBefore(filter, AnonymousAuthenticationFilter.class);
        }
    }

    private static PathPatternRequestMatcher post(String path) {
        return PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, path);
    }

    private static RegisteredClient registered(AppClient client) {
        RegisteredClient.Builder registered = RegisteredClient.withId(client.id())
                .clientId(client.id())
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                .clientSettings(ClientSettings.builder().requireProofKey(true).build());
        if (client.codeFlow()) {
            registered
                    .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                    .redirectUris(uris -> uris.addAll(client.callbackUrls()))
                    .scopes(scopes -> scopes.addAll(client.scopes()));
        }
        return registered.build();
    }

    private Authentication authorizeRequest(HttpServletRequest request) {
        AuthorizeRequest authorize = AuthorizeRequest.of(request, pool);
        Authentication known = SecurityContextHolder.getContext().getAuthentication();
        boolean signedIn = known != null
                && known.getPrincipal() instanceof SignedIn principal
                && clock.instant().isBefore(principal.at().plus(SESSION))
                && users.find(principal.sub()).isPresent();
        if (authorize.prompts("none")) {
            return authorize.by(signedIn ? Objects.requireNonNull(known) : NOBODY);
        }
        if (!signedIn || authorize.prompts("login")) {
            throw new SignInNeeded(authorize);
        }
        return authorize.by(Objects.requireNonNull(known));
    }

    private void refuseAuthorization(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        if (exception instanceof SignInNeeded needed) {
            response.sendRedirect("/login?" + needed.request.queryWithoutPrompt());
            return;
        }
        OAuth2AuthorizationCodeRequestAuthenticationException refusal =
                (OAuth2AuthorizationCodeRequestAuthenticationException) exception;
        OAuth2AuthorizationCodeRequestAuthenticationToken asked = refusal.getAuthorizationCodeRequestAuthentication();
        String redirectUri = asked == null ? null : asked.getRedirectUri();
        if (asked == null || redirectUri == null) {
            pages.write(request, response, pages.problem(refusal.getError()));
            return;
        }
        response.sendRedirect(callback(redirectUri, refusal.getError(), asked.getState()));
    }

    private static String callback(String redirectUri, OAuth2Error error, @Nullable String state) {
        UriComponentsBuilder callback =
                UriComponentsBuilder.fromUriString(redirectUri).queryParam("error", error.getErrorCode());
        if (error.getDescription() != null) {
            callback.queryParam("error_description", encoded(error.getDescription()));
        }
        if (state != null) {
            callback.queryParam("state", encoded(state));
        }
        return callback.build(true).toUriString();
    }

    private static String encoded(String value) {
        return UriUtils.encode(value, StandardCharsets.UTF_8);
    }

    private void grant(HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        OAuth2AccessTokenAuthenticationToken granted = (OAuth2AccessTokenAuthenticationToken) authentication;
        OAuth2AccessToken access = granted.getAccessToken();
        Map<String, Object> body = new LinkedHashMap<>();
        Object idToken = granted.getAdditionalParameters().get(OidcParameterNames.ID_TOKEN);
        if (idToken != null) {
            body.put("id_token", idToken);
        }
        body.put("access_token", access.getTokenValue());
        if (granted.getRefreshToken() != null) {
            body.put("refresh_token", granted.getRefreshToken().getTokenValue());
        }
        body.put(
                "expires_in",
                Duration.between(
                                Objects.requireNonNull(access.getIssuedAt()),
                                Objects.requireNonNull(access.getExpiresAt()))
                        .toSeconds());
        body.put("token_type", "Bearer");
        write(response, HttpStatus.OK, body);
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        OAuth2Error error = ((OAuth2AuthenticationException) exception).getError();
        write(response, HttpStatus.BAD_REQUEST, Map.of("error", error.getErrorCode()));
    }

    private void write(HttpServletResponse response, HttpStatus status, Map<String, Object> body) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.getWriter().write(json.writeValueAsString(body));
    }

    /** The app's request is good, but nobody is signed in. */
    private static final class SignInNeeded extends OAuth2AuthenticationException {

        private static final long serialVersionUID = 1;

        private final transient AuthorizeRequest request;

        SignInNeeded(AuthorizeRequest request) {
            super("login_required");
            this.request = request;
        }
    }

    /** Spring Authorization Server's providers look for it on their thread. */
    private static final class ServerContext extends OncePerRequestFilter implements AuthorizationServerContext {

        private final AuthorizationServerSettings settings =
                AuthorizationServerSettings.builder().build();
        private final Address address;

        ServerContext(Address address) {
            this.address = address;
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            AuthorizationServerContextHolder.setContext(this);
            try {
                chain.doFilter(request, response);
            } finally {
                AuthorizationServerContextHolder.resetContext();
            }
        }

        @Override
        public String getIssuer() {
            return address.issuer();
        }

        @Override
        public AuthorizationServerSettings getAuthorizationServerSettings() {
            return settings;
        }
    }
}
