package dev.todoapp.localcloud.frontdoor;

import java.util.Locale;

/**
 * A pattern as CloudFront and load balancers know them: {@code *} is any number of characters, {@code ?} exactly one.
 *
 * @param ignoreCase paths are compared exactly, the values of headers aren't
 */
record Wildcard(String pattern, boolean ignoreCase) {

    static Wildcard exact(String pattern) {
        return new Wildcard(pattern, false);
    }

    static Wildcard ignoringCase(String pattern) {
        return new Wildcard(pattern.toLowerCase(Locale.ROOT), true);
    }

    /** Goes back to the last star only, so that no pattern and no path can make it slow. */
    boolean matches(String subject) {
        String text = ignoreCase ? subject.toLowerCase(Locale.ROOT) : subject;
        int at = 0;
        int next = 0;
        int star = -1;
        int resume = 0;
        while (at < text.length()) {
            if (next < pattern.length() && pattern.charAt(next) == '*') {
                star = next++;
                resume = at;
            } else if (next < pattern.length()
                    && (pattern.charAt(next) == '?' || pattern.charAt(next) == text.charAt(at))) {
                next++;
                at++;
            } else if (star >= 0) {
                next = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (next < pattern.length() && pattern.charAt(next) == '*') {
            next++;
        }
        return next == pattern.length();
    }
}
