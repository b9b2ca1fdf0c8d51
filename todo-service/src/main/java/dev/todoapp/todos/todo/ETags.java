package dev.todoapp.todos.todo;

import dev.todoapp.platform.PublicUrl;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** By what a client recognises a state that it has already (RFC 9110, 8.8.3). */
final class ETags {

    private ETags() {}

    static String of(Todo todo) {
        return "\"" + todo.version().number() + "\"";
    }

    /**
     * A weak one: the same as long as the page shows the same versions of the same to-dos, since a version is never used for
     * two states.
     */
    static String of(Page page, PublicUrl publicUrl) {
        ByteBuffer versions = ByteBuffer.allocate(24 * page.todos().size() + 1);
        for (Todo todo : page.todos()) {
            versions.putLong(todo.id().value().getMostSignificantBits())
                    .putLong(todo.id().value().getLeastSignificantBits())
                    .putLong(todo.version().number());
        }
        versions.put((byte) (page.next() == null ? 0 : 1));
        MessageDigest digest = sha256();
        digest.update(publicUrl.origin().toString().getBytes(StandardCharsets.UTF_8));
        byte[] tag = Arrays.copyOf(digest.digest(versions.array()), 12);
        return "W/\"" + Base64.getUrlEncoder().encodeToString(tag) + "\"";
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has it
        }
    }
}
