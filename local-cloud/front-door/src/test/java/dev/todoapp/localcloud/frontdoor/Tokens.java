package dev.todoapp.localcloud.frontdoor;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** An issuer of tokens with keys of its own, which it publishes as Cognito does. */
final class Tokens implements AutoCloseable {

    static final String ISSUER = "http://localhost:9229/us-east-1_local1234";
    static final String CLIENT = "localwebclient000000000000";
    static final RSAKey KEY = key("first");
    static final RSAKey OTHER_KEY = key("other");

    final AtomicInteger looks = new AtomicInteger();
    volatile List<RSAKey> published = List.of(KEY);
    volatile int status = 200;

    private final HttpServer server;

    Tokens() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
            server.createContext("/", exchange -> {
                try (exchange) {
                    looks.incrementAndGet();
                    byte[] keys = new JWKSet(List.copyOf(published)).toString().getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, keys.length);
                    exchange.getResponseBody().write(keys);
                }
            });
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI location() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks.json");
    }

    /** What Cognito gives a signed-in person: a client id, no audience, scopes. */
    static String access() {
        return access(claims -> {});
    }

    static String access(Consumer<JWTClaimsSet.Builder> changes) {
        return signed(KEY, accessClaims(changes));
    }

    /** An ID token has an audience and no scopes. */
    static String id() {
        return access(claims -> claims.claim("token_use", "id")
                .claim("scope", null)
                .claim("client_id", null)
                .audience(CLIENT));
    }

    static JWTClaimsSet accessClaims(Consumer<JWTClaimsSet.Builder> changes) {
        Instant now = Instant.now();
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject("3f1c2a9e-0000-4000-8000-000000000001")
                .claim("token_use", "access")
                .claim("client_id", CLIENT)
                .claim("scope", "openid email")
                .issueTime(Date.from(now.minusSeconds(60)))
                .expirationTime(Date.from(now.plusSeconds(900)));
        changes.accept(claims);
        return claims.build();
    }

    static String signed(RSAKey key, JWTClaimsSet claims) {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(key.getKeyID())
                .type(JOSEObjectType.JWT)
                .build();
        return signed(key, header, claims);
    }

    static String signed(RSAKey key, JWSHeader header, JWTClaimsSet claims) {
        try {
            SignedJWT jwt = new SignedJWT(header, claims);
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).keyUse(KeyUse.SIGNATURE).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
