package dev.todoapp.todos.todo;

/** How texts are measured and trimmed: in characters as people and JSON Schema count them, not in UTF-16 units. */
final class Text {

    /** Letters and marks that show nothing: fillers of Hangul, the empty Braille pattern, variation selectors. */
    private static final String BLANKS = "\u115f\u1160\u3164\uffa0\u2800\u034f\ufe0e\ufe0f";

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

    /** Whether there is anything in it that a person could see, and click on. */
    static boolean isVisible(String text) {
        return text.codePoints().anyMatch(Text::isVisible);
    }

    private static boolean isVisible(int character) {
        return !Character.isWhitespace(character)
                && !Character.isSpaceChar(character)
                && Character.getType(character) != Character.FORMAT
                && Character.getType(character) != Character.CONTROL
                && BLANKS.indexOf(character) < 0;
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
