package dev.todoapp.infra;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which parameters a value in a template depends on: itself, by conditions, and by the resources that it names. */
final class Dependence {

    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{([A-Za-z0-9]+)[^}]*}");

    /**
     * The properties for which CloudFormation replaces a resource, where its id and address are made up by AWS and nothing else
     * changes them. What another type is called may depend on any property.
     */
    private static final Map<String, Set<String>> REPLACED_BY = Map.of(
            "AWS::Cognito::UserPool", Set.of("AliasAttributes", "UsernameAttributes", "UsernameConfiguration"),
            "AWS::ApiGatewayV2::Api", Set.of("ProtocolType"));

    private final ObjectNode template;
    private final Set<String> parameters = new TreeSet<>();
    private final Set<String> seen = new TreeSet<>();

    Dependence(ObjectNode template) {
        this.template = template;
    }

    /** @param value a value, or an output as a whole */
    Set<String> of(JsonNode value) {
        follow(value);
        return parameters;
    }

    private void follow(JsonNode value) {
        if (value.isObject()) {
            value.properties().forEach(entry -> follow(entry.getKey(), entry.getValue()));
        } else {
            value.values().forEach(this::follow);
        }
    }

    private void follow(String key, JsonNode value) {
        switch (key) {
            case "Ref" -> name(value.asString());
            case "Fn::GetAtt" -> name(value.path(0).asString());
            case "Condition" -> condition(value.asString());
            case "Fn::If" -> {
                condition(value.path(0).asString());
                follow(value);
            }
            case "Fn::Sub" -> {
                Matcher matcher =
                        SUBSTITUTION.matcher(value.isArray() ? value.path(0).asString() : value.asString());
                while (matcher.find()) {
                    name(matcher.group(1));
                }
                follow(value);
            }
            default -> follow(value);
        }
    }

    private void condition(String name) {
        if (seen.add("condition " + name)) {
            follow(template.path("Conditions").path(name));
        }
    }

    private void name(String name) {
        if (template.path("Parameters").has(name)) {
            parameters.add(name);
        }
        JsonNode resource = template.path("Resources").path(name);
        if (!resource.isMissingNode() && seen.add("resource " + name)) {
            if (resource.has("Condition")) {
                condition(resource.path("Condition").asString());
            }
            Set<String> replacedBy = REPLACED_BY.get(resource.path("Type").asString());
            resource.path("Properties").properties().stream()
                    .filter(property -> replacedBy == null || replacedBy.contains(property.getKey()))
                    .forEach(property -> follow(property.getValue()));
        }
    }
}
