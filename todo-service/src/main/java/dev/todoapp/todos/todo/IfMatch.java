package dev.todoapp.todos.todo;

import dev.todoapp.platform.Problem;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.convert.converter.Converter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * The header {@code If-Match}: which versions a client is ready to change. A tag that we never gave matches nothing; {@code
 * W/}, which proxies add when they compress, is ignored.
 *
 * @param any {@code *}: whichever there is
 */
record IfMatch(boolean any, Set<Version> versions) {

    private static final Pattern TAG = Pattern.compile("\\s*(?:W/)?\"([^\"]*)\"\\s*(?:,|$)");
    private static final Pattern OURS = Pattern.compile("[1-9][0-9]{0,17}");

    IfMatch {
        versions = Set.copyOf(versions);
    }

    static IfMatch of(String header) {
        if (header.strip().equals("*")) {
            return new IfMatch(true, Set.of());
        }
        Set<Version> versions = new HashSet<>();
        Matcher tags = TAG.matcher(header);
        int end = 0;
        while (end < header.length() && tags.find(end) && tags.start() == end) {
            String tag = tags.group(1);
            if (OURS.matcher(tag).matches()) {
                versions.add(new Version(Long.parseLong(tag)));
            }
            end = tags.end();
        }
        if (end == 0 || end < header.length()) {
            throw Problem.badInput(HttpHeaders.IF_MATCH, "must be a to-do's ETag, such as \"7\", or *");
        }
        return new IfMatch(false, versions);
    }

    /** @throws Problem 412, if the to-do is in none of the states that the client is ready to change */
    void check(Todo todo) {
        if (!any && !versions.contains(todo.version())) {
            throw stale();
        }
    }

    static Problem stale() {
        return new Problem(
                HttpStatus.PRECONDITION_FAILED, "stale-version", "The to-do is not in the state that If-Match names");
    }

    /** Lets a controller method take the header as it is meant. */
    @Component
    static class FromHeader implements Converter<String, IfMatch> {

        @Override
        public IfMatch convert(String header) {
            return IfMatch.of(header);
        }
    }
}
