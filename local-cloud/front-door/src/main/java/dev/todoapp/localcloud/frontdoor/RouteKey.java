package dev.todoapp.localcloud.frontdoor;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which requests a route of an HTTP API is for, such as {@code GET /todos/{id}} or {@code $default}.
 *
 * @param text as the template has it
 * @param method empty for {@code ANY} and {@code $default}
 * @param segments of the path; empty for {@code $default}, which takes whatever nobody else does
 */
record RouteKey(String text, Optional<String> method, Optional<List<Segment>> segments) {

    /**
     * The most specific first: from the left, a literal goes before a variable and that before a greedy one; a method
     * goes before {@code ANY}; {@code $default} is last.
     */
    static final Comparator<RouteKey> MOST_SPECIFIC_FIRST = RouteKey::compare;

    /** A part of a path between two slashes. */
    record Segment(Kind kind, String literal) {

        enum Kind {
            LITERAL,
            VARIABLE,
            GREEDY
        }

        static Segment parse(String text) {
            if (text.matches("\\{[^{}]+\\+}")) {
                return new Segment(Kind.GREEDY, "");
            }
            return text.matches("\\{[^{}]+}") ? new Segment(Kind.VARIABLE, "") : new Segment(Kind.LITERAL, text);
        }

        boolean takes(String sent) {
            return kind == Kind.LITERAL ? literal.equals(decoded(sent)) : !sent.isEmpty();
        }

        private static String decoded(String sent) {
            try {
                return URLDecoder.decode(sent.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return sent;
            }
        }
    }

    static RouteKey parse(Part route) {
        String text = route.text("RouteKey");
        if (text.equals("$default")) {
            return new RouteKey(text, Optional.empty(), Optional.empty());
        }
        if (!text.matches("(ANY|GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) /\\S*")) {
            throw route.error("RouteKey", "must be like GET /path or $default, not " + text);
        }
        String[] parts = text.split(" ", 2);
        List<Segment> segments = split(parts[1]).stream().map(Segment::parse).toList();
        for (Segment segment : segments.subList(0, segments.size() - 1)) {
            if (segment.kind == Segment.Kind.GREEDY) {
                throw route.error("RouteKey", "a greedy variable must come last in " + text);
            }
        }
        return new RouteKey(
                text, parts[0].equals("ANY") ? Optional.empty() : Optional.of(parts[0]), Optional.of(segments));
    }

    boolean matches(String method, String path) {
        return this.method.map(method::equals).orElse(true)
                && segments.map(wanted -> matches(wanted, split(path))).orElse(true);
    }

    private static boolean matches(List<Segment> wanted, List<String> sent) {
        for (int i = 0; i < wanted.size(); i++) {
            if (i >= sent.size() || !wanted.get(i).takes(sent.get(i))) {
                return false;
            }
            if (wanted.get(i).kind == Segment.Kind.GREEDY) {
                return true;
            }
        }
        return wanted.size() == sent.size();
    }

    /** A slash at the end makes another path, as it does for an HTTP API. */
    private static List<String> split(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    private static int compare(RouteKey one, RouteKey other) {
        if (one.segments.isEmpty() || other.segments.isEmpty()) {
            return Boolean.compare(one.segments.isEmpty(), other.segments.isEmpty());
        }
        List<Segment> ours = one.segments.get();
        List<Segment> theirs = other.segments.get();
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            int order = ours.get(i).kind.compareTo(theirs.get(i).kind);
            if (order != 0) {
                return order;
            }
        }
        int longerFirst = Integer.compare(theirs.size(), ours.size());
        return longerFirst != 0 ? longerFirst : Boolean.compare(one.method.isEmpty(), other.method.isEmpty());
    }
}
