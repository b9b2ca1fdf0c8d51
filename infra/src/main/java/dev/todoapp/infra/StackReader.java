package dev.todoapp.infra;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Resolves one template into a stack. What it doesn't know it refuses: nothing unresolved ever reaches a consumer. */
final class StackReader {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Stands for {@code AWS::NoValue}: whoever holds it leaves it out. */
    private static final JsonNode NO_VALUE = MissingNode.getInstance();

    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{([^}]*)}");

    private static final Set<String> SECTIONS = Set.of(
            "AWSTemplateFormatVersion",
            "Description",
            "Metadata",
            "Parameters",
            "Rules",
            "Mappings",
            "Conditions",
            "Resources",
            "Outputs");

    private static final Set<String> RESOURCE_ATTRIBUTES = Set.of(
            "Type",
            "Properties",
            "Condition",
            "DependsOn",
            "Metadata",
            "DeletionPolicy",
            "UpdateReplacePolicy",
            "CreationPolicy",
            "UpdatePolicy");

    private static final Set<String> CONDITION_FUNCTIONS =
            Set.of("Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not", "Condition");

    private static final Set<String> RULE_FUNCTIONS =
            Set.of("Fn::Contains", "Fn::EachMemberEquals", "Fn::EachMemberIn");

    private final ParameterFiles.Entry entry;
    private final String file;
    private final String stackName;
    private final ObjectNode template;
    private final PseudoParameters pseudoParameters;
    private final Map<String, String> physical;
    private final Map<String, String> exports;

    private final Map<String, String> parameterTexts = new LinkedHashMap<>();
    private final Map<String, JsonNode> parameterValues = new LinkedHashMap<>();
    private final Map<String, Boolean> conditions = new LinkedHashMap<>();
    private final Set<String> resolving = new LinkedHashSet<>();

    /**
     * @param stackName its name on AWS
     * @param physical what {@code Ref} (by logical id) and {@code GetAtt} (by {@code LogicalId.Attribute}) give
     * @param exports of the stacks that are deployed before in the same region; this one adds its own
     */
    StackReader(
            ParameterFiles.Entry entry,
            Path infra,
            String stackName,
            PseudoParameters pseudoParameters,
            Map<String, String> physical,
            Map<String, String> exports) {
        this.entry = entry;
        this.stackName = stackName;
        this.pseudoParameters = pseudoParameters;
        this.physical = physical;
        this.exports = exports;
        String path = "templates/" + entry.template();
        this.file = entry.template().equals(entry.name() + ".yaml") ? path : path + " (" + entry.name() + ")";
        this.template = YamlFile.read(infra.resolve(path), file);
    }

    private StackReader(ObjectNode template) {
        this.entry = new ParameterFiles.Entry("stack", "", "us-east-1");
        this.stackName = "stack";
        this.pseudoParameters = new PseudoParameters("us-east-1", "000000000000");
        this.physical = Map.of();
        this.exports = new LinkedHashMap<>();
        this.file = "the template";
        this.template = template;
    }

    /**
     * What a rule of a template says of these values; empty if it holds. The values themselves aren't checked: CloudFormation
     * shows those that are secret as asterisks.
     */
    static Optional<String> broken(String rule, ObjectNode template, Map<String, String> values) {
        var reader = new StackReader(template);
        reader.section("Parameters").properties().forEach(parameter -> {
            JsonNode given = JSON.stringNode(values.getOrDefault(
                    parameter.getKey(), parameter.getValue().path("Default").asString("")));
            JsonNode value = given;
            try {
                value = new ParameterDeclaration(reader.file, parameter.getKey(), parameter.getValue())
                        .parse(given.asString());
            } catch (InvalidTemplate e) {
                // As it is: see above.
            }
            reader.parameterValues.put(parameter.getKey(), value);
        });
        try {
            reader.checkRule(rule, reader.section("Rules").path(rule));
            return Optional.empty();
        } catch (InvalidTemplate e) {
            return Optional.of(String.valueOf(e.getMessage()).replaceFirst("^the template: rule [^:]*: ", ""));
        }
    }

    Stack read(Map<String, String> given) {
        checkSections();
        readParameters(given);
        section("Conditions").propertyNames().forEach(name -> condition(name, "Conditions"));
        section("Rules").properties().forEach(rule -> checkRule(rule.getKey(), rule.getValue()));
        checkPhysical();

        Map<String, Resource> resources = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> declared : section("Resources").properties()) {
            String id = declared.getKey();
            if (exists(id)) {
                JsonNode properties = resolve(properties(id), id);
                resources.put(id, new Resource(id, type(id), physicalId(id, id), properties));
            }
        }
        return new Stack(
                entry.name(), entry.template(), pseudoParameters.region(), parameterTexts, resources, readOutputs());
    }

    private void checkSections() {
        for (String name : template.propertyNames()) {
            if (name.equals("Transform")) {
                throw error("Transform", "macros and transforms are not resolved: write the template out");
            }
            if (!SECTIONS.contains(name)) {
                throw error("", "unknown section " + name);
            }
        }
        if (section("Resources").isEmpty()) {
            throw error("", "has no Resources");
        }
        for (Map.Entry<String, JsonNode> resource : section("Resources").properties()) {
            for (String attribute : resource.getValue().propertyNames()) {
                if (!RESOURCE_ATTRIBUTES.contains(attribute)) {
                    throw error(resource.getKey(), "unknown attribute " + attribute);
                }
            }
            type(resource.getKey());
        }
    }

    private void readParameters(Map<String, String> given) {
        ObjectNode declared = section("Parameters");
        for (String name : given.keySet()) {
            if (!declared.has(name)) {
                throw error(
                        "parameter " + name,
                        "is given a value, but the template has none of that name; it has "
                                + new TreeSet<>(declared.propertyNames()));
            }
        }
        for (Map.Entry<String, JsonNode> entry : declared.properties()) {
            var declaration = new ParameterDeclaration(file, entry.getKey(), entry.getValue());
            String text = declaration.textOf(given.get(entry.getKey()));
            parameterTexts.put(entry.getKey(), text);
            parameterValues.put(entry.getKey(), declaration.parse(text));
        }
    }

    private void checkRule(String name, JsonNode rule) {
        String where = "rule " + name;
        JsonNode applies = rule.get("RuleCondition");
        if (applies != null && !test(applies, where)) {
            return;
        }
        for (JsonNode assertion : list(rule.get("Assertions"), where, "Assertions")) {
            JsonNode test = assertion.get("Assert");
            if (test == null) {
                throw error(where, "an assertion without Assert");
            }
            if (!test(test, where)) {
                JsonNode description = assertion.get("AssertDescription");
                throw error(where, description == null ? "an assertion fails" : description.asString());
            }
        }
    }

    private void checkPhysical() {
        for (String key : physical.keySet()) {
            String id = key.split("\\.", 2)[0];
            if (!section("Resources").has(id)) {
                throw error(
                        id,
                        "physical: names %s.%s, but the template has no such resource".formatted(entry.name(), key));
            }
        }
    }

    private Map<String, String> readOutputs() {
        Map<String, String> outputs = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> declared : section("Outputs").properties()) {
            String where = "output " + declared.getKey();
            JsonNode output = declared.getValue();
            JsonNode condition = output.get("Condition");
            if (condition != null && !condition(condition.asString(), where)) {
                continue;
            }
            JsonNode value = output.get("Value");
            if (value == null) {
                throw error(where, "has no Value");
            }
            String text = text(resolve(value, where), where, "its Value");
            outputs.put(declared.getKey(), text);
            JsonNode export = output.get("Export");
            if (export != null) {
                JsonNode name = export.get("Name");
                if (name == null) {
                    throw error(where, "its Export has no Name");
                }
                String exported = text(resolve(name, where), where, "the name of its Export");
                if (exports.putIfAbsent(exported, text) != null) {
                    throw error(where, "exports %s, which another output exports already".formatted(exported));
                }
            }
        }
        return outputs;
    }

    private JsonNode resolve(JsonNode node, String where) {
        return switch (node) {
            case ArrayNode array -> {
                ArrayNode resolved = JSON.arrayNode();
                for (JsonNode item : array) {
                    JsonNode value = resolve(item, where);
                    if (!value.isMissingNode()) {
                        resolved.add(value);
                    }
                }
                yield resolved;
            }
            case ObjectNode object -> {
                String function = function(object, where);
                yield function == null ? resolveObject(object, where) : call(function, object.get(function), where);
            }
            default -> node;
        };
    }

    private JsonNode resolveObject(ObjectNode object, String where) {
        ObjectNode resolved = JSON.objectNode();
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            JsonNode value = resolve(property.getValue(), where);
            if (!value.isMissingNode()) {
                resolved.set(property.getKey(), value);
            }
        }
        return resolved;
    }

    private @Nullable String function(ObjectNode object, String where) {
        for (String key : object.propertyNames()) {
            if (key.equals("Ref") || key.startsWith("Fn::")) {
                if (object.size() > 1) {
                    throw error(where, "%s stands beside other keys %s".formatted(key, object.propertyNames()));
                }
                return key;
            }
        }
        return null;
    }

    private JsonNode call(String function, JsonNode argument, String where) {
        return switch (function) {
            case "Ref" -> ref(text(argument, where, "Ref"), where);
            case "Fn::GetAtt" -> getAtt(argument, where);
            case "Fn::Sub" -> JSON.stringNode(sub(argument, where));
            case "Fn::Base64" ->
                JSON.stringNode(Base64.getEncoder()
                        .encodeToString(text(resolve(argument, where), where, "the text of Fn::Base64")
                                .getBytes(StandardCharsets.UTF_8)));
            case "Fn::Join" -> join(argument, where);
            case "Fn::If" -> {
                List<JsonNode> choice = arguments(argument, 3, where, "Fn::If");
                String name = text(choice.get(0), where, "the condition of Fn::If");
                yield resolve(choice.get(condition(name, where) ? 1 : 2), where);
            }
            case "Fn::Select" -> select(argument, where);
            case "Fn::Split" -> split(argument, where);
            case "Fn::ImportValue" -> importValue(argument, where);
            case "Fn::FindInMap" -> findInMap(argument, where);
            case "Fn::Transform" ->
                throw error(where, "Fn::Transform: macros and transforms are not resolved: write the template out");
            default -> {
                if (CONDITION_FUNCTIONS.contains(function)) {
                    throw error(where, function + " belongs in Conditions: give it a name there and use Fn::If");
                }
                throw error(where, "unknown function " + function);
            }
        };
    }

    private JsonNode ref(String name, String where) {
        if (name.equals("AWS::NoValue")) {
            return NO_VALUE;
        }
        JsonNode parameter = parameterValues.get(name);
        if (parameter != null) {
            return parameter;
        }
        var pseudo = pseudoParameters.value(name, stackName);
        if (pseudo.isPresent()) {
            return JSON.stringNode(pseudo.get());
        }
        if (name.startsWith("AWS::")) {
            throw error(where, "unknown pseudo parameter " + name);
        }
        return JSON.stringNode(physicalId(name, where));
    }

    private JsonNode getAtt(JsonNode argument, String where) {
        List<JsonNode> parts = arguments(argument, 2, where, "Fn::GetAtt");
        String id = text(parts.get(0), where, "the resource of Fn::GetAtt");
        String attribute = text(resolve(parts.get(1), where), where, "the attribute of Fn::GetAtt");
        return JSON.stringNode(attribute(id, attribute, where));
    }

    private String sub(JsonNode argument, String where) {
        Map<String, String> values = new LinkedHashMap<>();
        String pattern;
        if (argument.isArray()) {
            List<JsonNode> parts = arguments(argument, 2, where, "Fn::Sub");
            pattern = text(parts.get(0), where, "the text of Fn::Sub");
            parts.get(1)
                    .properties()
                    .forEach(value -> values.put(
                            value.getKey(),
                            text(resolve(value.getValue(), where), where, "${" + value.getKey() + "} of Fn::Sub")));
        } else {
            pattern = text(argument, where, "the text of Fn::Sub");
        }
        Matcher matcher = SUBSTITUTION.matcher(pattern);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1).trim();
            String given = values.get(name);
            String value;
            if (name.startsWith("!")) {
                value = "${" + name.substring(1) + "}";
            } else if (given != null) {
                value = given;
            } else if (name.contains(".")) {
                int dot = name.indexOf('.');
                value = attribute(name.substring(0, dot), name.substring(dot + 1), where);
            } else {
                value = text(ref(name, where), where, "${" + name + "} of Fn::Sub");
            }
            matcher.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(result).toString();
    }

    private JsonNode join(JsonNode argument, String where) {
        List<JsonNode> parts = arguments(argument, 2, where, "Fn::Join");
        String delimiter = text(parts.get(0), where, "the delimiter of Fn::Join");
        List<String> texts = new ArrayList<>();
        for (JsonNode item : list(resolve(parts.get(1), where), where, "the second part of Fn::Join")) {
            texts.add(text(item, where, "an item of Fn::Join"));
        }
        return JSON.stringNode(String.join(delimiter, texts));
    }

    private JsonNode select(JsonNode argument, String where) {
        List<JsonNode> parts = arguments(argument, 2, where, "Fn::Select");
        String index = text(resolve(parts.get(0), where), where, "the index of Fn::Select");
        List<JsonNode> items = list(resolve(parts.get(1), where), where, "the list of Fn::Select");
        if (!index.matches("[0-9]{1,6}") || Integer.parseInt(index) >= items.size()) {
            throw error(where, "Fn::Select: no item %s in a list of %d".formatted(index, items.size()));
        }
        return items.get(Integer.parseInt(index));
    }

    private JsonNode split(JsonNode argument, String where) {
        List<JsonNode> parts = arguments(argument, 2, where, "Fn::Split");
        String delimiter = text(parts.get(0), where, "the delimiter of Fn::Split");
        if (delimiter.isEmpty()) {
            throw error(where, "Fn::Split: its delimiter is empty");
        }
        String text = text(resolve(parts.get(1), where), where, "the text of Fn::Split");
        ArrayNode items = JSON.arrayNode();
        for (String item : text.split(Pattern.quote(delimiter), -1)) {
            items.add(item);
        }
        return items;
    }

    private JsonNode importValue(JsonNode argument, String where) {
        String name = text(resolve(argument, where), where, "the name of Fn::ImportValue");
        String value = exports.get(name);
        if (value == null) {
            throw error(
                    where,
                    "Fn::ImportValue: no stack that is deployed before in %s exports %s; exported are %s"
                            .formatted(pseudoParameters.region(), name, exports.keySet()));
        }
        return JSON.stringNode(value);
    }

    private JsonNode findInMap(JsonNode argument, String where) {
        List<JsonNode> keys = arguments(argument, 3, where, "Fn::FindInMap");
        JsonNode value = section("Mappings");
        StringBuilder path = new StringBuilder("Mappings");
        for (JsonNode key : keys) {
            String name = text(resolve(key, where), where, "a key of Fn::FindInMap");
            JsonNode next = value.get(name);
            if (next == null) {
                throw error(where, "Fn::FindInMap: no %s in %s".formatted(name, path));
            }
            path.append('.').append(name);
            value = next;
        }
        return value;
    }

    private boolean condition(String name, String where) {
        Boolean known = conditions.get(name);
        if (known != null) {
            return known;
        }
        JsonNode declared = section("Conditions").get(name);
        if (declared == null) {
            throw error(
                    where,
                    "no condition %s; there are %s"
                            .formatted(name, section("Conditions").propertyNames()));
        }
        boolean value = guarded("condition " + name, where, () -> test(declared, "condition " + name));
        conditions.put(name, value);
        return value;
    }

    /** A condition's or a rule's expression. */
    private boolean test(JsonNode node, String where) {
        if (!(node instanceof ObjectNode object) || object.size() != 1) {
            throw error(where, "must be one function of " + new TreeSet<>(CONDITION_FUNCTIONS));
        }
        String function = object.propertyNames().iterator().next();
        JsonNode argument = object.get(function);
        if (RULE_FUNCTIONS.contains(function) && !where.startsWith("rule ")) {
            throw error(where, function + " belongs in Rules");
        }
        return switch (function) {
            case "Condition" -> condition(text(argument, where, "Condition"), where);
            case "Fn::Equals" -> {
                List<JsonNode> parts = arguments(argument, 2, where, function);
                yield operand(parts.get(0), where).equals(operand(parts.get(1), where));
            }
            case "Fn::Not" -> !test(arguments(argument, 1, where, function).get(0), where);
            case "Fn::And" -> between2And10(argument, where, function).stream().allMatch(part -> test(part, where));
            case "Fn::Or" -> between2And10(argument, where, function).stream().anyMatch(part -> test(part, where));
            case "Fn::Contains" -> {
                List<JsonNode> parts = arguments(argument, 2, where, function);
                yield operands(parts.get(0), where).contains(operand(parts.get(1), where));
            }
            case "Fn::EachMemberEquals" -> {
                List<JsonNode> parts = arguments(argument, 2, where, function);
                String expected = operand(parts.get(1), where);
                yield operands(parts.get(0), where).stream().allMatch(expected::equals);
            }
            case "Fn::EachMemberIn" -> {
                List<JsonNode> parts = arguments(argument, 2, where, function);
                yield operands(parts.get(1), where).containsAll(operands(parts.get(0), where));
            }
            default -> throw error(where, "unknown condition function " + function);
        };
    }

    private List<JsonNode> between2And10(JsonNode argument, String where, String function) {
        List<JsonNode> parts = list(argument, where, function);
        if (parts.size() < 2 || parts.size() > 10) {
            throw error(where, "%s takes 2 to 10 conditions, not %d".formatted(function, parts.size()));
        }
        return parts;
    }

    private String operand(JsonNode node, String where) {
        if (node instanceof ObjectNode object) {
            JsonNode reference = object.get("Ref");
            boolean ofResource = reference != null && section("Resources").has(reference.asString());
            if (ofResource || object.has("Fn::GetAtt") || object.has("Fn::ImportValue")) {
                throw error(where, "a condition can't depend on a resource or another stack: " + object);
            }
        }
        JsonNode value = resolve(node, where);
        return value.isArray() ? value.toString() : text(value, where, "what it compares");
    }

    private List<String> operands(JsonNode node, String where) {
        return list(resolve(node, where), where, "what it compares").stream()
                .map(item -> operand(item, where))
                .toList();
    }

    private boolean exists(String id) {
        JsonNode condition = resource(id, id).get("Condition");
        return condition == null || condition(condition.asString(), id);
    }

    private String physicalId(String id, String where) {
        resource(id, where);
        if (!exists(id)) {
            throw error(where, "refers to %s, whose condition is false".formatted(id));
        }
        String given = physical.get(id);
        return given != null
                ? given
                : guarded("Ref of " + id, where, () -> placeholders(id).ref());
    }

    private String attribute(String id, String attribute, String where) {
        resource(id, where);
        if (!exists(id)) {
            throw error(where, "refers to %s.%s, whose condition is false".formatted(id, attribute));
        }
        String given = physical.get(id + "." + attribute);
        return given != null
                ? given
                : guarded(
                        "GetAtt of " + id + "." + attribute,
                        where,
                        () -> placeholders(id).attribute(attribute));
    }

    private Placeholders placeholders(String id) {
        return new Placeholders(
                pseudoParameters,
                stackName,
                id,
                type(id),
                name -> {
                    JsonNode property = properties(id).get(name);
                    JsonNode value = property == null ? NO_VALUE : resolve(property, id);
                    return value.isMissingNode() ? null : text(value, id, name);
                },
                () -> physicalId(id, id));
    }

    /** A value that (by names alone) depends on itself would never be found. */
    private <T> T guarded(String what, String where, Supplier<T> value) {
        if (!resolving.add(what)) {
            throw error(where, "%s depends on itself: %s".formatted(what, String.join(" → ", resolving)));
        }
        try {
            return value.get();
        } finally {
            resolving.remove(what);
        }
    }

    private JsonNode resource(String id, String where) {
        JsonNode resource = section("Resources").get(id);
        if (resource == null) {
            throw error(where, "refers to %s, which is no parameter and no resource of this template".formatted(id));
        }
        return resource;
    }

    private String type(String id) {
        JsonNode type = resource(id, id).get("Type");
        if (type == null || !type.isString()) {
            throw error(id, "has no Type");
        }
        return type.stringValue();
    }

    private ObjectNode properties(String id) {
        return resource(id, id).get("Properties") instanceof ObjectNode properties ? properties : JSON.objectNode();
    }

    private ObjectNode section(String name) {
        return switch (template.get(name)) {
            case null -> JSON.objectNode();
            case ObjectNode section -> section;
            default -> throw error("", name + " must be a mapping");
        };
    }

    private List<JsonNode> arguments(JsonNode argument, int count, String where, String function) {
        List<JsonNode> parts = list(argument, where, function);
        if (parts.size() != count) {
            throw error(where, "%s takes %d arguments, not %d".formatted(function, count, parts.size()));
        }
        return parts;
    }

    private List<JsonNode> list(@Nullable JsonNode node, String where, String what) {
        if (!(node instanceof ArrayNode array)) {
            throw error(where, what + " must be a list");
        }
        return List.copyOf(array.values());
    }

    private String text(JsonNode node, String where, String what) {
        if (!node.isValueNode() || node.isNull() || node.isMissingNode()) {
            throw error(where, "%s must be text, not %s".formatted(what, node.isMissingNode() ? "nothing" : node));
        }
        return node.asString();
    }

    private InvalidTemplate error(String where, String problem) {
        return new InvalidTemplate(file, where, problem);
    }
}
