package dev.todoapp.deploy;

import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.DeploymentFiles;
import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
        // What one environment doesn't have another may.
        Map<String, List<Stack>> stacks = new LinkedHashMap<>();
        for (String environment : DeploymentFiles.environments(infra)) {
            Deployment.read(infra, environment, Map.of())
                    .stacks()
                    .forEach(stack -> stacks.computeIfAbsent(stack.template(), template -> new ArrayList<>())
                            .add(stack));
        }
        for (Map.Entry<String, List<Stack>> entry : stacks.entrySet()) {
            Path file = to.resolve("templates").resolve(entry.getKey());
            ObjectNode template = DeploymentFiles.json(Files.readString(file), entry.getKey());
            if (replace(template, template.deepCopy(), entry.getValue())) {
                changed.add(entry.getKey());
                Files.writeString(file, template.toString());
            }
        }
    }

    private boolean replace(JsonNode node, ObjectNode template, List<Stack> stacks) {
        boolean replaced = false;
        if (node instanceof ObjectNode object) {
            for (String key : new LinkedHashSet<>(object.propertyNames())) {
                JsonNode value = object.get(key);
                String made = madeUp(value, template, stacks);
                if (made != null) {
                    object.put(key, made);
                    replaced = true;
                } else if (key.equals("Fn::Sub") && (value.isString() || value.isArray())) {
                    replaced |= replaceInSub(object, value, template, stacks);
                } else {
                    replaced |= replace(value, template, stacks);
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                String made = madeUp(array.get(i), template, stacks);
                if (made != null) {
                    array.set(i, Aws.JSON.getNodeFactory().stringNode(made));
                    replaced = true;
                } else {
                    replaced |= replace(array.get(i), template, stacks);
                }
            }
        }
        return replaced;
    }

    private boolean replaceInSub(ObjectNode object, JsonNode sub, ObjectNode template, List<Stack> stacks) {
        String text = sub.isArray() ? sub.path(0).asString() : sub.asString();
        Matcher matcher = IN_TEXT.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String attribute = matcher.group(2) == null ? "" : matcher.group(2).substring(1);
            String made = madeUp(matcher.group(1), attribute, template, stacks);
            matcher.appendReplacement(result, Matcher.quoteReplacement(made == null ? matcher.group() : made));
        }
        matcher.appendTail(result);
        boolean replaced = !result.toString().equals(text);
        if (sub instanceof ArrayNode array) {
            array.set(0, Aws.JSON.getNodeFactory().stringNode(result.toString()));
            return replace(array.get(1), template, stacks) || replaced;
        }
        object.put("Fn::Sub", result.toString());
        return replaced;
    }

    private @Nullable String madeUp(JsonNode value, ObjectNode template, List<Stack> stacks) {
        if (!(value instanceof ObjectNode reference) || reference.size() != 1) {
            return null;
        }
        if (reference.has("Ref")) {
            return madeUp(reference.path("Ref").asString(), "", template, stacks);
        }
        if (reference.has("Fn::GetAtt")) {
            return madeUp(
                    reference.path("Fn::GetAtt").path(0).asString(),
                    reference.path("Fn::GetAtt").path(1).asString(),
                    template,
                    stacks);
        }
        return null;
    }

    private @Nullable String madeUp(String id, String attribute, ObjectNode template, List<Stack> stacks) {
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
        if (attribute.isEmpty()) {
            Optional<String> physicalId = stacks.stream()
                    .map(stack -> stack.resources().get(id))
                    .filter(Objects::nonNull)
                    .map(Resource::physicalId)
                    .findFirst();
            if (physicalId.isPresent()) {
                return physicalId.get();
            }
        }
        return asOutput(id, attribute, template, stacks).orElseGet(() -> shaped(id, attribute));
    }

    /** As the reader made it up for an output, and others check it. */
    private static Optional<String> asOutput(String id, String attribute, ObjectNode template, List<Stack> stacks) {
        JsonNode value = Aws.JSON
                .createObjectNode()
                .set("Fn::GetAtt", Aws.JSON.createArrayNode().add(id).add(attribute));
        return template.path("Outputs").properties().stream()
                .filter(output -> output.getValue().path("Value").equals(value))
                .flatMap(output -> stacks.stream().map(stack -> stack.outputs().get(output.getKey())))
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
