package dev.todoapp.todos.todo;

import dev.todoapp.todos.todo.ListQuery.Given;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Where a list goes on, as it stands in a {@code next} link: a sort key and, when the list is filtered, the mark of its
 * filters, so that it isn't used with others by mistake. The partition comes from the token, so one owner's cursor shows
 * nothing of another's list.
 */
final class Cursor {

    private Cursor() {}

    static String write(TodoId after, List<Given> filters) {
        UUID id = after.value();
        ByteBuffer bytes = ByteBuffer.allocate(filters.isEmpty() ? 16 : 20)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        if (!filters.isEmpty()) {
            bytes.putInt(mark(filters));
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** @throws Invalid if it is none that a next link of this list has given */
    static TodoId read(String cursor, List<Given> filters) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
            if (bytes.remaining() >= 16) {
                TodoId after = new TodoId(new UUID(bytes.getLong(), bytes.getLong()));
                if (write(after, filters).equals(cursor)) {
                    return after;
                }
            }
        } catch (IllegalArgumentException e) {
            // The same answer as for one that decodes to something else.
        }
        throw new Invalid("is not one that a next link of this list has given");
    }

    private static int mark(List<Given> filters) {
        CRC32C mark = new CRC32C();
        filters.forEach(
                filter -> mark.update((filter.name() + '=' + filter.value() + '\n').getBytes(StandardCharsets.UTF_8)));
        return (int) mark.getValue();
    }
}
