package dev.todoapp.todos.todo;

import dev.todoapp.platform.Problem;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * The query of {@code GET /todos}. A parameter that isn't known, or is given twice, is refused: a misspelt filter that is
 * ignored would answer with other to-dos than were meant.
 */
final class ListQuery {

    private static final Set<String> KNOWN = Set.of("limit", "cursor");

    private ListQuery() {}

    static Slice parse(MultiValueMap<String, String> query) {
        query.forEach(ListQuery::checkKnownAndSingle);
        Fields fields = new Fields();
        int limit = fields.read("limit", query.getFirst("limit"), ListQuery::limit, Slice.USUAL);
        if (fields.anyWrong()) {
            throw fields.problem();
        }
        @Nullable String cursor = query.getFirst("cursor");
        return new Slice(cursor == null ? null : Cursor.read(cursor), limit);
    }

    private static void checkKnownAndSingle(String name, List<String> values) {
        if (!KNOWN.contains(name)) {
            throw Problem.badInput(name, "is not a parameter of this request");
        }
        if (values.size() > 1) {
            throw Problem.badInput(name, "must be given once");
        }
    }

    private static int limit(String text) {
        // At most 9 digits, so that it is a number before its range is looked at.
        return Slice.checkLimit(text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0);
    }
}
