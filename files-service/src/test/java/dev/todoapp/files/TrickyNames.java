package dev.todoapp.files;

import java.util.stream.Stream;

/** File names that someone has on a disk somewhere, and that something along the way would like to change. */
public final class TrickyNames {

    private TrickyNames() {}

    public static Stream<String> all() {
        return Stream.of(
                "plan.pdf",
                "Caf\u00e9.txt", // é as one character (NFC)
                "Cafe\u0301.txt", // and as two (NFD): another name
                "\"quoted\" 'name'.txt",
                "party \uD83C\uDF89 \uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67.png",
                "100% sure %2F %00 %zz.txt",
                "..",
                ".",
                "..secret",
                ".gitignore",
                "...",
                " leading and trailing ",
                "\u00a0",
                "a;b=c,d&e?f#g+h=i@j:k$l!m.txt",
                "filename*=UTF-8''evil.exe",
                "attachment; filename=\"evil.exe\"",
                "\u202Egnp.exe",
                "\u0645\u0631\u062d\u0628\u0627\u200F.txt",
                "line\u2028separator\u2029.txt",
                "\u65e5\u672c\u8a9e\u306e\u30d5\u30a1\u30a4\u30eb.txt",
                "<svg onload=alert(1)>.html",
                "*|<>:?",
                "CON",
                "~",
                "\uFFFE\uFFFF",
                "a".repeat(255),
                "\u00e9".repeat(127) + "!", // 255 bytes
                "\u540d".repeat(85), // 255 bytes
                "\uD83D\uDE00".repeat(63) + ".md"); // 255 bytes
    }
}
