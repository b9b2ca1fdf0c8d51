package dev.todoapp.files.sqs;

import dev.todoapp.files.file.TodoId;
import dev.todoapp.platform.Owner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A message of the queue: {@code {"owner": …, "todoId": …}}, and a {@code sweep} from the second one on. Whatever isn't
 * exactly that is refused, a field that we don't know too: it might narrow what is meant, and what is deleted is gone.
 *
 * @param sweep which sweep of its files this is, from 1
 */
record DeletedTodo(Owner owner, TodoId todoId, int sweep) {

    /** More than anyone configures; such a number was made by nobody of us. */
    private static final int MOST_SWEEPS = 1_000;

    /** The subjects that there are: visible ASCII (as OpenID Connect has it), and nothing that is a path. */
    private static final Pattern SUBJECT = Pattern.compile("[!-~&&[^./\\\\]][!-~&&[^/\\\\]]{0,254}");

    /** In the to-do table a {@code #} of an owner is doubled; a single one marks a partition that lists don't read. */
    private static final Pattern PARTITION = Pattern.compile("([^#]|##)+");

    /** @throws Poisoned if it is anything else; says why, not what it says */
    static DeletedTodo parse(JsonMapper json, String message) {
        @Nullable Body body = read(json, message);
        if (body == null || body.owner() == null || body.todoId() == null) {
            throw new Poisoned("it names no owner or no to-do");
        }
        int sweep = body.sweep() == null ? 1 : body.sweep();
        if (sweep < 1 || sweep > MOST_SWEEPS) {
            throw new Poisoned("there is no such sweep");
        }
        return new DeletedTodo(owner(body.owner()), todoId(body.todoId()), sweep);
    }

    /** The message that makes the next sweep happen. */
    String next(JsonMapper json) {
        return json.writeValueAsString(new Body(owner.value().replace("#", "##"), todoId.toString(), sweep + 1));
    }

    private static @Nullable Body read(JsonMapper json, String message) {
        try {
            return json.readValue(message, Body.class);
        } catch (JacksonException e) {
            throw new Poisoned("it is not the JSON that it must be");
        }
    }

    private static Owner owner(String partition) {
        String subject = partition.replace("##", "#");
        if (!PARTITION.matcher(partition).matches() || !SUBJECT.matcher(subject).matches()) {
            throw new Poisoned("its owner is none of the to-do table's");
        }
        return new Owner(subject);
    }

    private static TodoId todoId(String text) {
        try {
            return TodoId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Poisoned("its to-do's id is not a UUID in its canonical form");
        }
    }

    private record Body(
            @Nullable String owner,
            @Nullable String todoId,
            @Nullable Integer sweep) {}

    /** Nothing can be done about such a message, now or later. */
    static final class Poisoned extends RuntimeException {

        Poisoned(String why) {
            super(why);
        }
    }
}
