package dev.todoapp.localcloud.frontdoor;

import java.util.LinkedHashMap;
import java.util.Map;

/** The {@code Key} and {@code Value} pairs in which load balancers and target groups keep most of their settings. */
final class Attributes {

    private Attributes() {}

    static Map<String, String> read(Part part, String name) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (Part pair : part.parts(name)) {
            attributes.put(pair.text("Key"), pair.text("Value"));
            pair.end();
        }
        return attributes;
    }

    static void only(Part part, Map.Entry<String, String> attribute, String playable) {
        if (!attribute.getValue().equals(playable)) {
            throw part.error(
                    attribute.getKey(),
                    "is %s; the front door plays %s only".formatted(attribute.getValue(), playable));
        }
    }
}
