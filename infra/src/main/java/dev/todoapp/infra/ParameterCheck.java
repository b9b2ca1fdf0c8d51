package dev.todoapp.infra;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Values for a template that was read elsewhere, checked as CloudFormation does before it changes a stack. */
public final class ParameterCheck {

    private ParameterCheck() {}

    /**
     * What the parameter must be, where the value isn't that; empty where it is, or the template doesn't declare the parameter.
     *
     * @throws InvalidTemplate if the declaration can't be read
     */
    public static Optional<String> insteadOf(String value, ObjectNode template, String parameter) {
        JsonNode declared = template.path("Parameters").path(parameter);
        if (!declared.isObject()) {
            return Optional.empty();
        }
        var declaration = new ParameterDeclaration("the template", parameter, declared);
        try {
            declaration.parse(value);
            return Optional.empty();
        } catch (InvalidTemplate e) {
            return Optional.of(declaration.allowed());
        }
    }

    /**
     * Why the template's rules forbid values that they let be before, in the words of the rule; empty if they don't.
     *
     * @param before every parameter with the value in force
     * @param after the same with those that are wanted
     */
    public static Optional<String> brokenRule(
            ObjectNode template, Map<String, String> before, Map<String, String> after) {
        for (String rule : template.path("Rules").propertyNames()) {
            Optional<String> broken = StackReader.broken(rule, template, after);
            if (broken.isPresent() && StackReader.broken(rule, template, before).isEmpty()) {
                return broken;
            }
        }
        return Optional.empty();
    }
}
