package dev.todoapp.localcloud.frontdoor;

import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * One object of a template, read strictly: a property that is neither read nor named as one that changes nothing on a
 * laptop is an error. So a template never says something that the front door silently doesn't do.
 */
final class Part {

    private final String where;
    private final JsonNode node;
    private final Set<String> unread;

    private Part(String where, JsonNode node) {
        this.where = where;
        this.node = node;
        this.unread = new LinkedHashSet<>(node.propertyNames());
    }

    static Part of(Stack stack, Resource resource) {
        return new Part("%s: %s".formatted(stack.template(), resource.logicalId()), resource.properties());
    }

    boolean has(String name) {
        return node.has(name);
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> error(name, "is missing"));
    }

    Optional<String> optionalText(String name) {
        return read(name).map(value -> scalar(name, value));
    }

    int number(String name) {
        return optionalNumber(name).orElseThrow(() -> error(name, "is missing"));
    }

    Optional<Integer> optionalNumber(String name) {
        return optionalText(name).map(text -> {
            try {
                return Integer.valueOf(text);
            } catch (NumberFormatException e) {
                throw error(name, "must be a whole number, not " + text);
            }
        });
    }

    Optional<Double> optionalDecimal(String name) {
        return optionalText(name).map(text -> decimal(name, text));
    }

    /** CloudFormation takes whole seconds only; fractions are for tests. */
    Optional<Duration> optionalSeconds(String name) {
        return optionalDecimal(name).map(Part::seconds);
    }

    boolean flag(String name, boolean otherwise) {
        return optionalText(name).map(text -> flagOf(name, text)).orElse(otherwise);
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        elements(name).forEach(element -> texts.add(scalar(name, element)));
        return texts;
    }

    Optional<Part> part(String name) {
        return read(name).map(value -> {
            if (!value.isObject()) {
                throw error(name, "must be an object");
            }
            return new Part(path(name), value);
        });
    }

    List<Part> parts(String name) {
        List<Part> parts = new ArrayList<>();
        for (JsonNode element : elements(name)) {
            if (!element.isObject()) {
                throw error(name, "must be a list of objects");
            }
            parts.add(new Part("%s[%d]".formatted(path(name), parts.size()), element));
        }
        return parts;
    }

    /** The names of an object's properties, for the few that are maps by nature. */
    Set<String> names() {
        return new LinkedHashSet<>(node.propertyNames());
    }

    /** Properties that are right to have on AWS and change nothing that can be seen on a laptop. */
    Part leaving(String... names) {
        unread.removeAll(List.of(names));
        return this;
    }

    /** Properties that the front door plays with one value only. */
    Part only(String name, String playable) {
        optionalText(name).ifPresent(value -> {
            if (!value.equals(playable)) {
                throw error(name, "is %s; the front door plays %s only".formatted(value, playable));
            }
        });
        return this;
    }

    /** @throws Unplayable if there is something that nobody has read */
    void end() {
        if (!unread.isEmpty()) {
            throw error(unread.iterator().next(), "is not played by the front door");
        }
    }

    Unplayable error(String name, String what) {
        return new Unplayable(path(name), what);
    }

    Unplayable error(String what) {
        return new Unplayable(where, what);
    }

    double decimal(String name, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw error(name, "must be a number, not " + text);
        }
    }

    private boolean flagOf(String name, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw error(name, "must be true or false, not " + text);
        };
    }

    static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private Optional<JsonNode> read(String name) {
        unread.remove(name);
        return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
    }

    private List<JsonNode> elements(String name) {
        Optional<JsonNode> list = read(name);
        if (list.isEmpty()) {
            return List.of();
        }
        if (!list.get().isArray()) {
            throw error(name, "must be a list");
        }
        return new ArrayList<>(list.get().values());
    }

    private String scalar(String name, JsonNode value) {
        if (!value.isValueNode()) {
            throw error(name, "must be a single value");
        }
        return value.asString();
    }

    private String path(String name) {
        return where + "." + name;
    }
}
