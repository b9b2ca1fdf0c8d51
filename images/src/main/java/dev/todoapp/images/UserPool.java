package dev.todoapp.images;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** Plays a user pool for a training: a key that is gone with it, and tokens signed with it. */
final class UserPool implements AutoCloseable {

    static final String CLIENT_ID = "training";

    private static final String POOL = "/us-east-1_Training";

    private final KeyPair key = newKey();
    private final HttpServer server;

    private UserPool(HttpServer server) {
        this.server = server;
    }

    static UserPool start() throws IOException {
        UserPool pool = new UserPool(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        RSAPublicKey open = (RSAPublicKey) pool.key.getPublic();
        byte[] keys =
                "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"1\",\"n\":\"%s\",\"e\":\"%s\"}]}"
                        .formatted(encoded(open.getModulus()), encoded(open.getPublicExponent()))
                        .getBytes(StandardCharsets.UTF_8);
        pool.server.createContext(POOL + "/.well-known/jwks.json", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        pool.server.start();
        return pool;
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + POOL;
    }

    /** An access token with Cognito's claims. */
    String token(String subject) {
        long now = Instant.now().getEpochSecond();
        String claims = """
                {"iss":"%s","sub":"%s","username":"%s","client_id":"%s","token_use":"access",\
                "scope":"openid aws.cognito.signin.user.admin","jti":"training","iat":%d,"exp":%d}""".formatted(issuer(), subject, subject, CLIENT_ID, now - 60, now + 3_600);
        String signed = encoded("{\"alg\":\"RS256\",\"kid\":\"1\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
                + "." + encoded(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(BigInteger number) {
        byte[] bytes = number.toByteArray();
        // Two's complement has a zero in front of what would look negative.
        return encoded(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
