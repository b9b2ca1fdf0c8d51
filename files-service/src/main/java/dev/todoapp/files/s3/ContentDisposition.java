package dev.todoapp.files.s3;

import dev.todoapp.files.file.FileName;
import java.nio.charset.StandardCharsets;

/** How a browser is told a file's name (RFC 6266): exactly in {@code filename*}, and roughly for what doesn't read that. */
final class ContentDisposition {

    /** RFC 8187's attr-char, beside letters and digits. */
    private static final String PLAIN = "!#$&+-.^_`|~";

    private ContentDisposition() {}

    /** @param type {@code attachment} or {@code inline} */
    static String of(String type, FileName name) {
        return "%s; filename=\"%s\"; filename*=UTF-8''%s".formatted(type, roughly(name), exactly(name));
    }

    private static String roughly(FileName name) {
        StringBuilder text = new StringBuilder();
        name.value().codePoints().forEach(c -> {
            // A percent sign is left out as well: some clients decode it, others don't.
            boolean safe = c >= ' ' && c < 127 && c != '"' && c != '%';
            text.append(safe ? (char) c : '_');
        });
        return text.toString();
    }

    private static String exactly(FileName name) {
        StringBuilder text = new StringBuilder();
        for (byte b : name.value().getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || PLAIN.indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append('%').append("%02X".formatted((int) c));
            }
        }
        return text.toString();
    }
}
