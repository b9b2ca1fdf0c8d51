package dev.todoapp.platform.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Plays a Cognito user pool as far as a resource server sees one: keys on a loopback port, and tokens with Cognito's claims. */
public final class TokenIssuer implements AutoCloseable {

    /** The app client that tests allow. */
    public static final String CLIENT_ID = "testclient0000000000000000";

    private static final String POOL = "/us-east-1_Test12345";

    private final RSAKey key = newKey();
    private final RSAKey unpublished = newKey();
    private final HttpServer server;
    private final AtomicInteger fetches = new AtomicInteger();

    private TokenIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        server.createContext(POOL + "/.well-known/jwks.json", exchange -> {
            fetches.incrementAndGet();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        server.start();
    }

    public static TokenIssuer start() {
        return new TokenIssuer();
    }

    /** For {@code ISSUER}. */
    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + POOL;
    }

    /** How often the keys were asked for. */
    public int fetches() {
        return fetches.get();
    }

    /** A valid access token of that subject. */
    public String accessToken(String subject) {
        return accessToken(subject, claims -> {});
    }

    /** An access token of that subject with some claims changed. */
    public String accessToken(String subject, Consumer<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = accessClaims(subject);
        change.accept(claims);
        return sign(claims.build(), key);
    }

    public String expired(String subject) {
        return accessToken(subject, claims -> claims.expirationTime(in(-3_600)));
    }

    public String notYetValid(String subject) {
        return accessToken(subject, claims -> claims.notBeforeTime(in(3_600)));
    }

    public String ofAnotherIssuer(String subject) {
        return accessToken(
                subject, claims -> claims.issuer("https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other"));
    }

    public String ofAnotherClient(String subject) {
        return accessToken(subject, claims -> claims.claim("client_id", "anotherclient"));
    }

    /** An ID token, as Cognito makes them: {@code aud} instead of {@code client_id}, and no scope. */
    public String idToken(String subject) {
        return sign(
                new JWTClaimsSet.Builder()
                        .issuer(issuer())
                        .subject(subject)
                        .audience(CLIENT_ID)
                        .claim("token_use", "id")
                        .claim("email", "someone@example.org")
                        .claim("cognito:username", subject)
                        .issueTime(in(-60))
                        .expirationTime(in(3_600))
                        .build(),
                key);
    }

    /** Says that it is signed with the published key, and is not. */
    public String signedByAnotherKey(String subject) {
        return sign(
                accessClaims(subject).build(),
                new RSAKey.Builder(unpublished).keyID(key.getKeyID()).build());
    }

    /** {@code alg=none}. */
    public String unsigned(String subject) {
        return new PlainJWT(accessClaims(subject).build()).serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private JWTClaimsSet.Builder accessClaims(String subject) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject(subject)
                .claim("client_id", CLIENT_ID)
                .claim("token_use", "access")
                .claim("scope", "openid aws.cognito.signin.user.admin")
                .claim("username", subject)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(in(-60))
                .expirationTime(in(3_600));
    }

    private static Date in(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static String sign(JWTClaimsSet claims, RSAKey key) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID(UUID.randomUUID().toString())
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
