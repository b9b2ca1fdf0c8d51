package dev.todoapp.deploy;

import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.DeploymentFiles;
import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The templates as moto can take them: where one asks for an attribute that moto's resource doesn't have, there stands a made-up
 * value, as the reader makes them up. All else is as it is, and a template that needs nothing of the kind is copied letter by letter.
 */
final class MotoFiles {

    private static final Pattern IN_TEXT = Pattern.compile("\\$\\{([A-Za-z0-9]+)(\\.[A-Za-z0-9.]+)?}");

    /** Templates that were changed. */
    final Set<String> changed = new TreeSet<>();

    /** What was asked for and made up: types, or a type's attribute. */
    final Set<String> madeUp = new TreeSet<>();

    private final Set<String> ignoredTypes;
    private final Set<String> ignoredAttributes;

    MotoFiles(Set<String> ignoredTypes, Set<String> ignoredAttributes) {
        this.ignoredTypes = ignoredTypes;
        this.ignoredAttributes = ignoredAttributes;
    }

    /** Copies the infra folder. */
    void copy(Path infra, Path to) throws IOException {
        for (String folder : List.of("parameters", "templates")) {
            Files.createDirectories(to.resolve(folder));
            try (Stream<Path> files = Files.list(infra.resolve(folder))) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(folder).resolve(file.getFileName()));
                }
            }
        }
        Set<String> done = new HashSet<>();
        for (String environment : DeploymentFiles.environments(infra)) {
            Deployment resolved = Deployment.read(infra, environment, Map.of());
            DeploymentFiles files = DeploymentFiles.read(infra, environment, Map.of());
            for (Stack stack : resolved.stacks()) {
                ObjectNode template = files.templateJson(stack.name());
                if (done.add(stack.template()) && replace(template, template.deepCopy(), stack)) {
                    changed.add(stack.template());
                    Files.writeString(to.resolve("templates").resolve(stack.template()), template.toString());
                }
            }
        }
    }

    private boolean replace(JsonNode node, ObjectNode template, Stack stack) {
        boolean replaced = false;
        if (node instanceof ObjectNode object) {
            for (String key : new LinkedHashSet<>(object.propertyNames())) {
                JsonNode value = object.get(key);
                String made = madeUp(value, template, stack);
                if (made != null) {
                    object.put(key, made);
                    replaced = true;
                } else if (key.equals("Fn::Sub") && (value.isString() || value.isArray())) {
                    replaced |= replaceInSub(object, value, template, stack);
                } else {
                    replaced |= replace(value, template, stack);
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                String made = madeUp(array.get(i), template, stack);
                if (made != null) {
                    array.set(i, Aws.JSON.getNodeFactory().stringNode(made));
                    replaced = true;
                } else {
                    replaced |= replace(array.get(i), template, stack);
                }
            }
        }
        return replaced;
    }

    private boolean replaceInSub(ObjectNode object, JsonNode sub, ObjectNode template, Stack stack) {
        String text = sub.isArray() ? sub.path(0).asString() : sub.asString();
        Matcher matcher = IN_TEXT.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String attribute = matcher.group(2) == null ? "" : matcher.group(2).substring(1);
            String made = madeUp(matcher.group(1), attribute, template, stack);
            matcher.appendReplacement(result, Matcher.quoteReplacement(made == null ? matcher.group() : made));
        }
        matcher.appendTail(result);
        boolean replaced = !result.toString().equals(text);
        if (sub instanceof ArrayNode array) {
            array.set(0, Aws.JSON.getNodeFactory().stringNode(result.toString()));
            return replace(array.get(1), template, stack) || replaced;
        }
        object.put("Fn::Sub", result.toString());
        return replaced;
    }

    private @Nullable String madeUp(JsonNode value, ObjectNode template, Stack stack) {
        if (!(value instanceof ObjectNode reference) || reference.size() != 1) {
            return null;
        }
        if (reference.has("Ref")) {
            return madeUp(reference.path("Ref").asString(), "", template, stack);
        }
        if (reference.has("Fn::GetAtt")) {
            return madeUp(
                    reference.path("Fn::GetAtt").path(0).asString(),
                    reference.path("Fn::GetAtt").path(1).asString(),
                    template,
                    stack);
        }
        return null;
    }

    private @Nullable String madeUp(String id, String attribute, ObjectNode template, Stack stack) {
        String type = template.path("Resources").path(id).path("Type").asString("");
        if (type.isEmpty()) {
            return null;
        }
        String name = type + "." + attribute;
        if (ignoredTypes.contains(type)) {
            madeUp.add(type);
        } else if (ignoredAttributes.contains(name)) {
            madeUp.add(name);
        } else {
            return null;
        }
        Resource resource = stack.resources().get(id);
        if (resource != null && attribute.isEmpty()) {
            return resource.physicalId();
        }
        return asOutput(id, attribute, template, stack).orElseGet(() -> shaped(id, attribute));
    }

    /** As the reader made it up for an output, and others check it. */
    private static Optional<String> asOutput(String id, String attribute, ObjectNode template, Stack stack) {
        JsonNode value = Aws.JSON
                .createObjectNode()
                .set("Fn::GetAtt", Aws.JSON.createArrayNode().add(id).add(attribute));
        return template.path("Outputs").properties().stream()
                .filter(output -> output.getValue().path("Value").equals(value))
                .map(output -> stack.outputs().get(output.getKey()))
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** Parameters of other stacks, which get it as an output, ask for the shape. */
    private static String shaped(String id, String attribute) {
        String name = "moto-has-no-" + id.toLowerCase(Locale.ROOT);
        if (attribute.endsWith("Arn")) {
            return "arn:aws:moto:us-east-1:123456789012:no/" + id;
        }
        return attribute.matches(".*(URL|Endpoint)") ? "https://%s.example.com".formatted(name) : name + ".example.com";
    }
}
