package dev.todoapp.files.file;

import java.util.Base64;

/**
 * The SHA-256 of a file's bytes.
 *
 * @param base64 as S3's headers spell it
 */
public record Sha256(String base64) {

    private static final int BYTES = 32;

    public Sha256 {
        if (!isCanonical(base64)) {
            throw new Invalid("must be a SHA-256 in base64");
        }
    }

    private static boolean isCanonical(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return bytes.length == BYTES
                    && Base64.getEncoder().encodeToString(bytes).equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
