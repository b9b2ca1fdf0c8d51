package dev.todoapp.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Where templates lie that are too long to be handed over: the artifact bucket of the stack {@code bootstrap}. */
final class TemplateBucket {

    private final Target target;
    private final String name;

    TemplateBucket(Target target, String name) {
        this.target = target;
        this.name = name;
    }

    /** @return the URL to hand to CloudFormation */
    String put(byte[] template) {
        // The folder that the infra pipeline may write to. Named by its content, a template never changes under a
        // change set.
        String key = "infra/templates/" + digest(template) + ".yaml";
        try {
            Path file = Files.createTempFile("template-", ".yaml");
            try {
                Files.write(file, template);
                target.aws()
                        .apart()
                        .call("s3api", "put-object", "--bucket", name, "--key", key, "--body", file.toString());
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new Refusal("can't write a temporary file: " + e.getMessage());
        }
        return "https://%s.s3.%s.%s/%s".formatted(name, target.region(), target.domain(), key);
    }

    private static String digest(byte[] template) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(template));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
