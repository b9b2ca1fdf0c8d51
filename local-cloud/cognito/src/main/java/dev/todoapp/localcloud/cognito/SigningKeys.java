package dev.todoapp.localcloud.cognito;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;

/**
 * The pool's keys, made at the first start of an installation. Like Cognito it signs ID tokens with one and access
 * tokens with another.
 */
record SigningKeys(RSAKey idTokens, RSAKey accessTokens) {

    static SigningKeys in(Path folder) {
        Path file = folder.resolve("keys.json");
        try {
            if (!Files.exists(file)) {
                write(folder, file, new JWKSet(List.of(generate(), generate())));
            }
            List<JWK> keys = JWKSet.parse(Files.readString(file)).getKeys();
            return new SigningKeys(keys.get(0).toRSAKey(), keys.get(1).toRSAKey());
        } catch (IOException e) {
            throw new UncheckedIOException("the signing keys in " + file + " can't be read or made", e);
        } catch (ParseException | JOSEException | IndexOutOfBoundsException e) {
            throw new IllegalStateException(
                    "the signing keys in %s are damaged; without the file new ones are made".formatted(file), e);
        }
    }

    JWKSet all() {
        return new JWKSet(List.of(idTokens, accessTokens));
    }

    private static RSAKey generate() throws JOSEException {
        byte[] id = new byte[32];
        new SecureRandom().nextBytes(id);
        return new RSAKeyGenerator(2048)
                .keyID(Base64.getEncoder().encodeToString(id))
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.RS256)
                .generate();
    }

    /** Whole or not at all, and never readable by others, however the process ends. */
    private static void write(Path folder, Path file, JWKSet keys) throws IOException {
        Path draft = Folders.createPrivateFile(folder, "keys.json.new");
        Files.writeString(draft, keys.toString(false));
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
