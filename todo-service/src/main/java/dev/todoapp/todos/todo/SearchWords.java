package dev.todoapp.todos.todo;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Words that a to-do must hold, all of them, wherever in its texts. Upper and lower case, accents and the other ways in
 * which Unicode writes the same letters make no difference: {@code cafe} finds Café, {@code STRASSE} finds straße.
 *
 * @param folded the words as {@link #fold} leaves them, each once
 */
record SearchWords(List<String> folded) {

    static final int LONGEST = 200;
    static final SearchWords NONE = new SearchWords(List.of());

    private static final Pattern WHITE_SPACE = Pattern.compile("[\\p{IsWhite_Space}]+");

    /**
     * Marks on the letter before them, and joiners: accents of all scripts, vowel points of Hebrew and Arabic. The voicing
     * marks of Japanese (U+3099, U+309A) stay, since they make another letter.
     */
    private static final Pattern MARKS =
            Pattern.compile("[[\\p{IsInherited}[\\p{Mn}&&[\\p{IsHebrew}\\p{IsArabic}]]]&&[^\\u3099\\u309A]]+");

    SearchWords {
        folded = List.copyOf(folded);
    }

    /** @throws Invalid if there is no word in it, or more than 200 characters */
    static SearchWords parse(String text) {
        Text.checkAtMost(LONGEST, text);
        List<String> words = Arrays.stream(WHITE_SPACE.split(fold(text)))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
        if (words.isEmpty()) {
            throw new Invalid("must have at least one word");
        }
        return new SearchWords(words);
    }

    boolean areIn(Content content) {
        if (folded.isEmpty()) {
            return true;
        }
        // No word has a line break, so none is found across two of them.
        String text = fold(content.title().value()
                + '\n'
                + content.description().value()
                + '\n'
                + content.notes().value()
                + '\n'
                + String.join("\n", content.tags().values()));
        return folded.stream().allMatch(text::contains);
    }

    /** The same for all spellings that are to be found by one another. */
    static String fold(String text) {
        String letters =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        // Both ways, since each direction alone leaves letters apart that the other one brings together: ß and ẞ, σ and
        // ς.
        String folded = letters.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT);
        // Put together again, so that no letter is found as a part of another one.
        return Normalizer.normalize(folded, Normalizer.Form.NFC);
    }
}
