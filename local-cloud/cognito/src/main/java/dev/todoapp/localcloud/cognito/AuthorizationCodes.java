package dev.todoapp.localcloud.cognito;

import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Where Spring Authorization Server keeps its codes.
 *
 * <p>Not its JDBC service: that knows one refresh token for each authorization, while with rotation several are good
 * at a time (see {@link SignIns}), and it keeps codes and tokens readable. So only the codes are authorizations here,
 * hashed; what a code is exchanged for is a {@link SignIn}.
 */
final class AuthorizationCodes implements OAuth2AuthorizationService {

    private static final Duration VALIDITY = Duration.ofMinutes(5);
    private static final String SIGN_IN = SignIn.class.getName();

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final RegisteredClientRepository registeredClients;
    private final Map<String, AppClient> clients;
    private final SignIns signIns;
    private final Clock clock;

    AuthorizationCodes(
            Database database,
            RegisteredClientRepository registeredClients,
            Map<String, AppClient> clients,
            SignIns signIns,
            Clock clock) {
        this.jdbc = database.jdbc();
        this.transactions = database.transactions();
        this.registeredClients = registeredClients;
        this.clients = clients;
        this.signIns = signIns;
        this.clock = clock;
    }

    /** The sign-in that the tokens of an authorization belong to. */
    static @Nullable SignIn signInOf(@Nullable OAuth2Authorization authorization) {
        return authorization == null ? null : authorization.getAttribute(SIGN_IN);
    }

    @Override
    public void save(OAuth2Authorization authorization) {
        SignIn signIn = signInOf(authorization);
        if (signIn == null) {
            add(authorization);
        } else {
            redeem(authorization, signIn);
        }
    }

    @Override
    public void remove(OAuth2Authorization authorization) {
        jdbc.sql("delete from authorization_code where hash = ?")
                .param(authorization.getId())
                .update();
    }

    @Override
    public @Nullable OAuth2Authorization findById(String id) {
        throw new UnsupportedOperationException("codes are found by their value");
    }

    /** A code that was redeemed or is too old is one that never was. */
    @Override
    public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType tokenType) {
        return jdbc.sql("select * from authorization_code where hash = ? and not redeemed and expires_at > ?")
                .params(Secrets.hash(token), clock.instant())
                .query((row, number) -> new Code(
                        row.getString("hash"),
                        row.getString("client_id"),
                        row.getString("sub"),
                        row.getString("redirect_uri"),
                        row.getString("scopes"),
                        row.getString("code_challenge"),
                        row.getString("nonce"),
                        row.getObject("auth_time", Instant.class)))
                .optional()
                .filter(code -> clients.containsKey(code.clientId()))
                .map(code -> authorization(code, token))
                .orElse(null);
    }

    private void add(OAuth2Authorization authorization) {
        OAuth2AuthorizationRequest request =
                Objects.requireNonNull(authorization.getAttribute(OAuth2AuthorizationRequest.class.getName()));
        UsernamePasswordAuthenticationToken principal =
                Objects.requireNonNull(authorization.getAttribute(Principal.class.getName()));
        SignedIn signedIn = (SignedIn) Objects.requireNonNull(principal.getPrincipal());
        String code = Objects.requireNonNull(authorization.getToken(OAuth2AuthorizationCode.class))
                .getToken()
                .getTokenValue();
        Map<String, Object> parameters = request.getAdditionalParameters();
        jdbc.sql("insert into authorization_code (hash, client_id, sub, redirect_uri, scopes, code_challenge,"
                        + " auth_time, expires_at, redeemed, nonce) values (?, ?, ?, ?, ?, ?, ?, ?, false, ?)")
                .params(
                        Secrets.hash(code),
                        request.getClientId(),
                        signedIn.sub(),
                        Objects.requireNonNull(request.getRedirectUri()),
                        String.join(" ", authorization.getAuthorizedScopes()),
                        Objects.requireNonNull(parameters.get(PkceParameterNames.CODE_CHALLENGE)),
                        signedIn.at(),
                        clock.instant().plus(VALIDITY))
                .param(parameters.get(OidcParameterNames.NONCE))
                .update();
    }

    /** Of two at the same time one finds the code redeemed. */
    private void redeem(OAuth2Authorization authorization, SignIn signIn) {
        OAuth2Authorization.Token<OAuth2RefreshToken> refreshToken = authorization.getRefreshToken();
        transactions.executeWithoutResult(status -> {
            int redeemed = jdbc.sql("update authorization_code set redeemed = true where hash = ? and not redeemed")
                    .param(authorization.getId())
                    .update();
            if (redeemed == 0) {
                throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
            }
            // Without one somebody else's client presented the code, and that spoils it.
            if (refreshToken != null) {
                signIns.start(signIn, refreshToken.getToken().getTokenValue());
            }
        });
    }

    private OAuth2Authorization authorization(Code code, String value) {
        AppClient client = Objects.requireNonNull(clients.get(code.clientId()));
        Instant now = clock.instant();
        Map<String, Object> parameters = new HashMap<>();
        parameters.put(PkceParameterNames.CODE_CHALLENGE, code.challenge());
        parameters.put(PkceParameterNames.CODE_CHALLENGE_METHOD, "S256");
        if (code.nonce() != null) {
            parameters.put(OidcParameterNames.NONCE, code.nonce());
        }
        OAuth2AuthorizationRequest request = OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri("/oauth2/authorize")
                .clientId(client.id())
                .redirectUri(code.redirectUri())
                .scopes(SignIns.scopes(code.scopes()))
                .additionalParameters(parameters)
                .build();
        SignedIn signedIn = new SignedIn(code.sub(), code.signedInAt());
        return OAuth2Authorization.withRegisteredClient(
                        Objects.requireNonNull(registeredClients.findByClientId(client.id())))
                .id(code.hash())
                .principalName(code.sub())
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .authorizedScopes(SignIns.scopes(code.scopes()))
                .attribute(OAuth2AuthorizationRequest.class.getName(), request)
                .attribute(Principal.class.getName(), signedIn.authentication())
                .attribute(
                        SIGN_IN,
                        SignIn.viaPages(client, code.sub(), SignIns.scopes(code.scopes()), code.signedInAt(), now))
                .token(fresh(value))
                .build();
    }

    /** One found here is good; the providers' own look at the time is not to differ. */
    private static OAuth2AuthorizationCode fresh(String value) {
        Instant now = Instant.now();
        return new OAuth2AuthorizationCode(value, now, now.plus(VALIDITY));
    }

    private record Code(
            String hash,
            String clientId,
            String sub,
            String redirectUri,
            String scopes,
            String challenge,
            @Nullable String nonce,
            Instant signedInAt) {}
}
