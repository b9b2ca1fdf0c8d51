package dev.todoapp.localcloud.frontdoor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Conditional requests for an object, as RFC 9110 has them in section 13.2.2. */
final class Conditions {

    private Conditions() {}

    /** 304 or 412 if that is the answer, empty if the object is. */
    static Optional<Integer> of(HttpHeaders headers, String tag, Instant modified) {
        if (headers.containsHeader(HttpHeaders.IF_MATCH)) {
            if (!names(headers, HttpHeaders.IF_MATCH, tag)) {
                return Optional.of(412);
            }
        } else if (isAfter(modified, date(headers, HttpHeaders.IF_UNMODIFIED_SINCE))) {
            return Optional.of(412);
        }
        if (headers.containsHeader(HttpHeaders.IF_NONE_MATCH)) {
            return names(headers, HttpHeaders.IF_NONE_MATCH, tag) ? Optional.of(304) : Optional.empty();
        }
        Instant since = date(headers, HttpHeaders.IF_MODIFIED_SINCE);
        return since != null && !modified.isAfter(since) ? Optional.of(304) : Optional.empty();
    }

    /** A range counts only for the object that {@code If-Range} means, if there is one. */
    static boolean allowsRange(HttpHeaders headers, String tag, Instant modified) {
        String value = headers.getFirst(HttpHeaders.IF_RANGE);
        return value == null
                || value.equals(tag)
                || (!value.contains("\"") && modified.equals(date(headers, HttpHeaders.IF_RANGE)));
    }

    /** A weak tag names the object too: CloudFront makes the tag weak when it compresses. */
    private static boolean names(HttpHeaders headers, String name, String tag) {
        return headers.getOrDefault(name, List.of()).stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(String::strip)
                .anyMatch(value -> value.equals("*") || value.equals(tag) || value.equals("W/" + tag));
    }

    private static boolean isAfter(Instant modified, @Nullable Instant date) {
        return date != null && modified.isAfter(date);
    }

    private static @Nullable Instant date(HttpHeaders headers, String name) {
        try {
            long millis = headers.getFirstDate(name);
            return millis < 0 ? null : Instant.ofEpochMilli(millis);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
