package dev.todoapp.infra;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code parameters/common.yaml} and {@code parameters/<environment>.yaml} say: the stacks in deploy order, the
 * parameters of each, the variables, and what AWS would answer for what the laptop plays.
 */
final class ParameterFiles {

    private static final String ENVIRONMENT = "ENVIRONMENT";
    private static final String REGION = "AWS_REGION";
    private static final String ACCOUNT = "AWS_ACCOUNT_ID";
    private static final String REGION_NAME = "[a-z]{2}(-[a-z]+)+-[0-9]+";

    private static final String SITE_ORIGIN = "SITE_ORIGIN";

    /** Of a top-level domain that never exists (RFC 2606): nobody can put a page there. */
    private static final String NO_SITE_YET = "https://site.invalid";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    /** One parameter's value as its file has it, and which file that is. */
    private record Given(String file, String text) {}

    /** One stack as the files declare it, and where it is deployed. */
    record Entry(String name, String template, String region) {}

    /** One stack of the common file; without a region it is in the environment's. */
    private record Declared(String template, @Nullable String region) {}

    private final Map<String, Declared> entries = new LinkedHashMap<>();
    private final Map<String, Map<String, Given>> parameters = new LinkedHashMap<>();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final Map<String, String> physical = new LinkedHashMap<>();
    private final String environmentFile;

    private ParameterFiles(String environmentFile) {
        this.environmentFile = environmentFile;
    }

    static ParameterFiles read(Path infra, String environment, Map<String, String> overrides) {
        String common = "parameters/common.yaml";
        String own = "parameters/" + environment + ".yaml";
        ParameterFiles files = new ParameterFiles(own);
        files.readCommon(common, YamlFile.read(infra.resolve(common), common));
        files.readOwn(own, YamlFile.read(infra.resolve(own), own), environment, overrides);
        return files;
    }

    List<Entry> stacks() {
        String here = Objects.requireNonNull(variables.get(REGION));
        return entries.entrySet().stream()
                .map(entry -> new Entry(
                        entry.getKey(),
                        entry.getValue().template(),
                        Objects.requireNonNullElse(entry.getValue().region(), here)))
                .toList();
    }

    String account() {
        return Objects.requireNonNull(variables.get(ACCOUNT));
    }

    /**
     * The parameters of one stack.
     *
     * @param outputs gives the value of {@code stack.Output} of a stack that is deployed before, or fails
     */
    Map<String, String> parameters(String stack, UnaryOperator<String> outputs) {
        Map<String, String> values = new LinkedHashMap<>();
        parameters
                .getOrDefault(stack, Map.of())
                .forEach((name, given) -> values.put(
                        name, resolve(given.file(), "parameters of " + stack + "." + name, given.text(), outputs)));
        return values;
    }

    /** What {@code Ref} ({@code stack.LogicalId}) and {@code GetAtt} ({@code stack.LogicalId.Attribute}) give. */
    Map<String, String> physical() {
        return Map.copyOf(physical);
    }

    String environmentFile() {
        return environmentFile;
    }

    private void readCommon(String file, ObjectNode yaml) {
        onlyKeys(file, "", yaml, Set.of("stacks"));
        for (Map.Entry<String, JsonNode> stack :
                mapping(file, "stacks", yaml.get("stacks")).properties()) {
            String name = stack.getKey();
            ObjectNode declaration = mapping(file, "stacks." + name, stack.getValue());
            onlyKeys(file, "stacks." + name, declaration, Set.of("template", "region", "parameters"));
            JsonNode template = declaration.get("template");
            if (template == null || !template.isString()) {
                throw new InvalidTemplate(file, "stacks." + name, "needs the name of its template");
            }
            JsonNode region = declaration.get("region");
            if (region != null
                    && !text(file, "stacks." + name + ".region", region).matches(REGION_NAME)) {
                throw new InvalidTemplate(
                        file, "stacks." + name + ".region", "must be the name of a region, not " + region.asString());
            }
            entries.put(name, new Declared(template.stringValue(), region == null ? null : region.asString()));
            addParameters(file, "stacks." + name + ".parameters", name, declaration.get("parameters"));
        }
    }

    private void readOwn(String file, ObjectNode yaml, String environment, Map<String, String> overrides) {
        onlyKeys(file, "", yaml, Set.of("without", "variables", "parameters", "physical"));
        for (String stack : names(file, "without", yaml.get("without"))) {
            if (entries.remove(stack) == null) {
                throw new InvalidTemplate(
                        file, "without", "no stack %s in common.yaml; there are %s".formatted(stack, entries.keySet()));
            }
        }
        variables.put(REGION, "us-east-1");
        variables.put(ACCOUNT, "000000000000");
        Map<String, String> own = texts(file, "variables", yaml.get("variables"));
        if (!own.containsKey(SITE_ORIGIN)) {
            variables.put(SITE_ORIGIN, "");
        }
        variables.putAll(own);
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            if (!variables.containsKey(override.getKey())) {
                throw new InvalidTemplate(
                        file,
                        "variables",
                        "no variable %s to override; there are %s"
                                .formatted(override.getKey(), new TreeSet<>(variables.keySet())));
            }
            variables.put(override.getKey(), override.getValue());
        }
        // Whoever deploys gives the website's address once there is one, in a second pass.
        variables.replace(SITE_ORIGIN, "", NO_SITE_YET);
        variables.put(ENVIRONMENT, environment);
        resolveVariables(file);
        for (Map.Entry<String, JsonNode> stack :
                mapping(file, "parameters", yaml.get("parameters")).properties()) {
            if (!entries.containsKey(stack.getKey())) {
                throw new InvalidTemplate(
                        file, "parameters." + stack.getKey(), "no such stack; there are " + entries.keySet());
            }
            addParameters(file, "parameters." + stack.getKey(), stack.getKey(), stack.getValue());
        }
        texts(file, "physical", yaml.get("physical"))
                .forEach((name, text) -> physical.put(name, resolve(file, "physical." + name, text, reference -> {
                    throw new InvalidTemplate(file, "physical." + name, "${%s} is no variable".formatted(reference));
                })));
    }

    /** A variable may use those that stand above it. What it has of a stack's output is resolved where it is used. */
    private void resolveVariables(String file) {
        Map<String, String> written = new LinkedHashMap<>(variables);
        variables.clear();
        variables.put(ENVIRONMENT, Objects.requireNonNull(written.remove(ENVIRONMENT)));
        written.forEach((name, text) ->
                variables.put(name, resolve(file, "variables." + name, text, reference -> "${" + reference + "}")));
    }

    private void addParameters(String file, String where, String stack, @Nullable JsonNode yaml) {
        texts(file, where, yaml)
                .forEach((name, text) -> parameters
                        .computeIfAbsent(stack, key -> new LinkedHashMap<>())
                        .put(name, new Given(file, text)));
    }

    /** {@code ${NAME}} is a variable, {@code ${stack.Output}} an output of a stack that is deployed before. */
    private String resolve(String file, String where, String text, UnaryOperator<String> outputs) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            String value = name.contains(".") ? outputs.apply(name) : variables.get(name);
            if (value != null && !name.contains(".")) {
                value = withOutputs(value, outputs);
            }
            if (value == null) {
                throw new InvalidTemplate(
                        file,
                        where,
                        "no variable ${%s}; there are %s".formatted(name, new TreeSet<>(variables.keySet())));
            }
            matcher.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(result).toString();
    }

    private static String withOutputs(String value, UnaryOperator<String> outputs) {
        return PLACEHOLDER
                .matcher(value)
                .replaceAll(output -> Matcher.quoteReplacement(outputs.apply(output.group(1))));
    }

    private static List<String> names(String file, String where, @Nullable JsonNode yaml) {
        if (yaml == null) {
            return List.of();
        }
        if (!yaml.isArray()) {
            throw new InvalidTemplate(file, where, "must be a list");
        }
        return yaml.values().stream().map(item -> text(file, where, item)).toList();
    }

    private static Map<String, String> texts(String file, String where, @Nullable JsonNode yaml) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : mapping(file, where, yaml).properties()) {
            texts.put(entry.getKey(), text(file, where + "." + entry.getKey(), entry.getValue()));
        }
        return texts;
    }

    private static String text(String file, String where, JsonNode value) {
        if (value.isArray()) {
            return String.join(
                    ",",
                    value.values().stream().map(item -> text(file, where, item)).toList());
        }
        if (value.isObject() || value.isNull()) {
            throw new InvalidTemplate(file, where, "must be a text, a number, a boolean or a list of them");
        }
        return value.asString();
    }

    private static ObjectNode mapping(String file, String where, @Nullable JsonNode yaml) {
        return switch (yaml) {
            case null -> JsonNodeFactory.instance.objectNode();
            case ObjectNode object -> object;
            default -> throw new InvalidTemplate(file, where, "must be a mapping");
        };
    }

    private static void onlyKeys(String file, String where, ObjectNode yaml, Set<String> known) {
        for (String key : yaml.propertyNames()) {
            if (!known.contains(key)) {
                throw new InvalidTemplate(
                        file, where, "unknown key %s; there are %s".formatted(key, new TreeSet<>(known)));
            }
        }
    }
}
