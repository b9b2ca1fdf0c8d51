package dev.todoapp.infra;

import java.math.BigDecimal;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Numbers as templates write them. */
final class Numbers {

    private Numbers() {}

    /** The number that a text is, whole ones as whole ones; empty if it is none. */
    static Optional<JsonNode> parse(String text) {
        BigDecimal number;
        try {
            number = new BigDecimal(text.trim());
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonNodeFactory.instance.numberNode(number.longValueExact()));
        } catch (ArithmeticException e) {
            return Optional.of(JsonNodeFactory.instance.numberNode(number));
        }
    }
}
