package dev.todoapp.files.file;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What kind of file it is, in its uploader's words: a media type (RFC 9110, 8.3.1), its type and subtype in lower case.
 *
 * @param value such as {@code image/png} or {@code text/plain;charset=utf-8}
 */
public record ContentType(String value) {

    static final int MOST = 127;

    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("%s/%s(; ?%s=%s)*+".formatted(TOKEN, TOKEN, TOKEN, TOKEN));

    /** What a browser can show without ever running any of it. Not SVG: it is a document that may hold scripts. */
    private static final Set<String> RASTER_IMAGES =
            Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "image/avif");

    public ContentType {
        if (value.length() > MOST) {
            throw new Invalid("must have at most " + MOST + " characters");
        }
        if (!MEDIA_TYPE.matcher(value).matches()) {
            throw new Invalid("must be a media type such as image/png");
        }
        int parameters = value.indexOf(';');
        value = parameters < 0
                ? value.toLowerCase(Locale.ROOT)
                : value.substring(0, parameters).toLowerCase(Locale.ROOT) + value.substring(parameters);
    }

    /** Whether it may be shown inside a page. */
    public boolean isRasterImage() {
        return RASTER_IMAGES.contains(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
