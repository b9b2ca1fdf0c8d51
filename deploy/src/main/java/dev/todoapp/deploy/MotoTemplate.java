package dev.todoapp.deploy;

import dev.todoapp.infra.DeploymentFiles;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A template with a task definition, as moto can update a stack of it. moto doesn't replace a task definition, and changes only what
 * refers to a parameter itself; so the task definition has another name for each set of values, which makes a new one and moves the
 * service that refers to it. It fails to update what a condition turns off; so that is left out. The template as it was written goes
 * along, for whoever asks for it. Templates without a task definition are sent as they are.
 */
final class MotoTemplate {

    private static final String WRITTEN = "AsWritten";

    private final ObjectNode template;
    private final Map<String, String> parameters = new LinkedHashMap<>();

    private MotoTemplate(ObjectNode template, Map<String, String> given) {
        this.template = template;
        template.path("Parameters")
                .properties()
                .forEach(parameter -> parameters.put(
                        parameter.getKey(), parameter.getValue().path("Default").asString("")));
        parameters.putAll(given);
    }

    /** @param given the values of parameters, where they aren't the defaults */
    static String of(String text, String name, Map<String, String> given) {
        ObjectNode template = DeploymentFiles.json(text, name);
        Set<String> taskDefinitions = new LinkedHashSet<>();
        template.path("Resources").properties().forEach(resource -> {
            if (resource.getValue().path("Type").asString("").equals("AWS::ECS::TaskDefinition")) {
                taskDefinitions.add(resource.getKey());
            }
        });
        if (taskDefinitions.isEmpty()) {
            return text;
        }
        new MotoTemplate(template, given).change(taskDefinitions, text);
        return template.toString();
    }

    /** The template that one which moto has was made from. */
    static String asWritten(String text) {
        if (!text.stripLeading().startsWith("{") || !text.contains(WRITTEN)) {
            return text;
        }
        return Aws.JSON.readTree(text).path("Metadata").path(WRITTEN).asString(text);
    }

    private void change(Set<String> taskDefinitions, String text) {
        ObjectNode resources = (ObjectNode) template.path("Resources");
        for (String id : new LinkedHashSet<>(resources.propertyNames())) {
            JsonNode condition = resources.path(id).path("Condition");
            if (condition.isString() && Boolean.FALSE.equals(isTrue(condition.asString()))) {
                resources.remove(id);
            }
        }
        String digest = "%08X".formatted(Objects.hash(text, new TreeMap<>(parameters)));
        for (String id : taskDefinitions) {
            if (resources.has(id)) {
                rename(template, id, id + digest);
                resources.set(id + digest, resources.remove(id));
            }
        }
        template.withObject("/Metadata").put(WRITTEN, text);
    }

    private static void rename(JsonNode node, String from, String to) {
        if (node instanceof ArrayNode array) {
            array.forEach(item -> rename(item, from, to));
        } else if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                JsonNode value = entry.getValue();
                switch (entry.getKey()) {
                    case "Ref", "DependsOn" -> {
                        if (value.isString() && value.asString().equals(from)) {
                            entry.setValue(Aws.JSON.getNodeFactory().stringNode(to));
                        }
                    }
                    case "Fn::GetAtt" -> {
                        if (value instanceof ArrayNode path
                                && path.path(0).asString("").equals(from)) {
                            path.set(0, Aws.JSON.getNodeFactory().stringNode(to));
                        }
                    }
                    default -> rename(value, from, to);
                }
            }
        }
    }

    /** @return null where it takes more than parameters to tell */
    private @Nullable Boolean isTrue(String condition) {
        return isTrue(template.path("Conditions").path(condition));
    }

    private @Nullable Boolean isTrue(JsonNode condition) {
        if (condition.has("Condition")) {
            return isTrue(condition.path("Condition").asString());
        }
        if (condition.has("Fn::Not")) {
            Boolean other = isTrue(condition.path("Fn::Not").path(0));
            return other == null ? null : !other;
        }
        if (condition.has("Fn::Equals")) {
            String one = value(condition.path("Fn::Equals").path(0));
            String other = value(condition.path("Fn::Equals").path(1));
            return (one == null || other == null) ? null : one.equals(other);
        }
        if (condition.has("Fn::And")) {
            return all(condition.path("Fn::And"), true);
        }
        return condition.has("Fn::Or") ? all(condition.path("Fn::Or"), false) : null;
    }

    /** @param expected what all must be for the result to be it */
    private @Nullable Boolean all(JsonNode conditions, boolean expected) {
        Boolean result = expected;
        for (JsonNode condition : conditions.values()) {
            Boolean one = isTrue(condition);
            if (one != null && one != expected) {
                return !expected;
            }
            if (one == null) {
                result = null;
            }
        }
        return result;
    }

    private @Nullable String value(JsonNode operand) {
        if (operand.isValueNode()) {
            return operand.asString();
        }
        return operand.has("Ref") ? parameters.get(operand.path("Ref").asString()) : null;
    }
}
