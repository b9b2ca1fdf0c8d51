package dev.todoapp.localcloud.cognito;

import dev.todoapp.infra.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads a resource's properties as CloudFormation does: numbers and booleans may be written as text.
 *
 * @param where what an error names, such as {@code WebClient.TokenValidityUnits}
 */
record Properties(String where, JsonNode node) {

    static Properties of(Resource resource) {
        return new Properties(resource.logicalId(), resource.properties());
    }

    Properties child(String name) {
        JsonNode child = node.path(name);
        return new Properties(where + "." + name, child.isObject() ? child : MissingNode.getInstance());
    }

    boolean isMissing() {
        return node.isMissingNode() || node.isNull();
    }

    Optional<String> text(String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isValueNode()) {
            throw wrong(name, "must be a single value");
        }
        return Optional.of(value.asString());
    }

    OptionalInt number(String name) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(text.get().strip()));
        } catch (NumberFormatException e) {
            throw wrong(name, "must be a whole number, not " + text.get());
        }
    }

    boolean flag(String name, boolean otherwise) {
        return switch (text(name).orElse(String.valueOf(otherwise))) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw wrong(name, "must be true or false, not " + text(name).orElse(""));
        };
    }

    List<String> texts(String name) {
        JsonNode values = node.path(name);
        if (values.isMissingNode() || values.isNull()) {
            return List.of();
        }
        if (!values.isArray()) {
            throw wrong(name, "must be a list");
        }
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(value.asString()));
        return texts;
    }

    IllegalArgumentException wrong(String name, String what) {
        return new IllegalArgumentException("identity stack: %s.%s %s".formatted(where, name, what));
    }
}
