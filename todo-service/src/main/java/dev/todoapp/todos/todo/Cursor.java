package dev.todoapp.todos.todo;

import dev.todoapp.platform.Problem;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/**
 * Where a list goes on, as it stands in a {@code next} link: a sort key and nothing else. The partition comes from the
 * token, so one owner's cursor shows nothing of another's list.
 */
final class Cursor {

    private Cursor() {}

    static String write(TodoId after) {
        UUID id = after.value();
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static TodoId read(String cursor) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
            if (bytes.remaining() == 16) {
                TodoId after = new TodoId(new UUID(bytes.getLong(), bytes.getLong()));
                if (write(after).equals(cursor)) {
                    return after;
                }
            }
        } catch (IllegalArgumentException e) {
            // The same answer as for one of another length.
        }
        throw Problem.badInput("cursor", "is not one that a next link has given");
    }
}
