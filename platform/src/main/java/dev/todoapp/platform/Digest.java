package dev.todoapp.platform;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 of a secret text, to look it up by: how long a comparison takes says nothing about the text.
 *
 * @param bytes 32 of them
 */
record Digest(ByteBuffer bytes) {

    static Digest of(String text) {
        try {
            return new Digest(ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
