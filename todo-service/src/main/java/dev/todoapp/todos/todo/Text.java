package dev.todoapp.todos.todo;

/** How texts are measured and trimmed: in characters as people and JSON Schema count them, not in UTF-16 units. */
final class Text {

    private Text() {}

    static boolean isLongerThan(int limit, String text) {
        // No text has more characters than UTF-16 units, so most need no counting.
        return text.length() > limit && text.codePointCount(0, text.length()) > limit;
    }

    static void checkAtMost(int limit, String text) {
        if (isLongerThan(limit, text)) {
            throw new Invalid("must have at most " + limit + " characters");
        }
    }

    /** Without white space at its ends, the kinds that {@link String#strip} leaves (no-break spaces) included. */
    static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
