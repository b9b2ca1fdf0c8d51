package dev.todoapp.platform;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/**
 * Reads strings that every store and every client can carry: no NUL, and no half of a surrogate pair, which UTF-8 can't
 * express and which would come back as something else than was sent.
 */
public final class StrictText extends StdScalarDeserializer<String> {

    StrictText() {
        super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            return (String) context.handleUnexpectedToken(String.class, parser);
        }
        String text = parser.getString();
        String fault = faultOf(text);
        if (fault != null) {
            throw new Refused(parser, fault);
        }
        return text;
    }

    /** @return what is wrong with the text, following on from its field's name; null when nothing is */
    public static @org.jspecify.annotations.Nullable String faultOf(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return "must not contain NUL";
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return "must not contain half of a surrogate pair";
            }
        }
        return null;
    }

    static final class Refused extends DatabindException {

        Refused(JsonParser parser, String fault) {
            super(parser, fault);
        }
    }
}
