package dev.todoapp.todos.todo;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriUtils;

/**
 * The query of {@code GET /todos}.
 *
 * @param given the filters as they were given, in an order of ours: they stand in the next link, and a cursor is for them
 */
record ListQuery(Filter filter, Slice slice, List<Given> given) {

    private static final List<String> FILTERS = List.of("completed", "tag", "priority", "dueBefore", "dueAfter", "q");

    record Given(String name, String value) {}

    static ListQuery parse(MultiValueMap<String, String> parameters) {
        Query query =
                new Query(parameters, "limit", "cursor", "completed", "tag", "priority", "dueBefore", "dueAfter", "q");
        Filter filter = new Filter(
                query.read("completed", ListQuery::bool),
                query.read("tag", ListQuery::tag),
                query.read("priority", Priority::parse),
                query.read("dueBefore", DueDate::parse),
                query.read("dueAfter", DueDate::parse),
                query.read("q", SearchWords::parse, SearchWords.NONE));
        int limit = query.read("limit", Slice::parseLimit, Slice.USUAL);
        query.refuseWhatIsWrong();
        List<Given> given = FILTERS.stream()
                .flatMap(name -> query.value(name).map(value -> new Given(name, value)).stream())
                .toList();
        TodoId after = query.read("cursor", cursor -> Cursor.read(cursor, given));
        query.refuseWhatIsWrong();
        return new ListQuery(filter, new Slice(after, limit), given);
    }

    /** The query of the page that goes on after that id. */
    String next(TodoId after) {
        return given.stream()
                        .map(filter ->
                                filter.name() + "=" + UriUtils.encode(filter.value(), StandardCharsets.UTF_8) + "&")
                        .collect(Collectors.joining())
                + "limit=" + slice.limit() + "&cursor=" + Cursor.write(after, given);
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Invalid("must be true or false");
        };
    }

    private static String tag(String text) {
        return new Tags(List.of(text)).values().getFirst();
    }
}
