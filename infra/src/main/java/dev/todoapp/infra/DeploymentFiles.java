package dev.todoapp.infra;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The stacks of one environment as the files have them, with nothing made up: for whoever deploys them and knows the real
 * outputs. {@link Deployment} is the other view, with everything resolved.
 */
public final class DeploymentFiles {

    private static final String COMMON = "common";

    /** The most bytes of a template that CloudFormation takes within a request; a longer one has to lie in a bucket. */
    public static final int LONGEST_TEMPLATE = 51_200;

    private final Path infra;
    private final String environment;
    private final ParameterFiles files;
    private final Map<String, ParameterFiles.Entry> entries = new LinkedHashMap<>();

    private DeploymentFiles(Path infra, String environment, ParameterFiles files) {
        this.infra = infra;
        this.environment = environment;
        this.files = files;
        files.stacks().forEach(entry -> entries.put(entry.name(), entry));
    }

    /**
     * @param infraFolder the folder that holds {@code templates} and {@code parameters}
     * @param environment such as {@code dev}
     * @param variables values for the environment's {@code variables:}, in place of those in its file
     * @throws InvalidTemplate if anything in the parameter files is unknown, missing or not allowed
     */
    public static DeploymentFiles read(Path infraFolder, String environment, Map<String, String> variables) {
        return new DeploymentFiles(infraFolder, environment, ParameterFiles.read(infraFolder, environment, variables));
    }

    /** The environments that can be deployed: those with a parameter file that plays nothing of AWS itself. */
    public static List<String> environments(Path infraFolder) {
        try (Stream<Path> parameters = Files.list(infraFolder.resolve("parameters"))) {
            return parameters
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - ".yaml".length()))
                    .filter(name -> !name.equals(COMMON))
                    .filter(name -> !YamlFile.read(
                                    infraFolder.resolve("parameters").resolve(name + ".yaml"), name)
                            .has("physical"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InvalidTemplate("parameters", "", "can't be read from " + infraFolder.toAbsolutePath());
        }
    }

    /** A variable as the environment's file has it, before anything is put in its place; empty if it has none. */
    public static Optional<String> written(Path infraFolder, String environment, String variable) {
        String name = "parameters/" + environment + ".yaml";
        return Optional.ofNullable(YamlFile.read(infraFolder.resolve(name), name)
                        .path("variables")
                        .get(variable))
                .map(JsonNode::asString);
    }

    /** Its name, such as {@code dev}. */
    public String environment() {
        return environment;
    }

    /** The names of the stacks, in deploy order. */
    public List<String> stacks() {
        return List.copyOf(entries.keySet());
    }

    /** What the stack is called on AWS. */
    public String nameOnAws(String stack) {
        return environment + "-" + stack;
    }

    /** Where the stack is deployed. */
    public String region(String stack) {
        return entry(stack).region();
    }

    /** The file name of its template, such as {@code service.yaml}. */
    public String template(String stack) {
        return entry(stack).template();
    }

    /**
     * Its template as it is sent: letter by letter, or as JSON without white space where that would be more than
     * CloudFormation takes in a request.
     */
    public String templateText(String stack) {
        String text = text(stack);
        return text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_TEMPLATE
                ? text
                : templateJson(stack).toString();
    }

    private String text(String stack) {
        Path file = infra.resolve("templates").resolve(template(stack));
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new InvalidTemplate("templates/" + template(stack), "", "can't be read from " + file);
        }
    }

    /** Its template as JSON, short forms written out and nothing resolved. */
    public ObjectNode templateJson(String stack) {
        return YamlFile.parse(text(stack), "templates/" + template(stack));
    }

    /** A template that was read elsewhere, such as the one that a deployed stack was made from. */
    public static ObjectNode json(String template, String name) {
        return template.isBlank() ? JsonNodeFactory.instance.objectNode() : YamlFile.parse(template, name);
    }

    /**
     * What the files give to a stack's parameters; those that they leave to the template's defaults aren't there.
     *
     * @param outputs gives the value of {@code stack.Output}, or fails
     */
    public Map<String, String> parameters(String stack, UnaryOperator<String> outputs) {
        entry(stack);
        return files.parameters(stack, outputs);
    }

    private ParameterFiles.Entry entry(String stack) {
        ParameterFiles.Entry entry = entries.get(stack);
        if (entry == null) {
            throw new IllegalArgumentException("no stack %s; there are %s".formatted(stack, entries.keySet()));
        }
        return entry;
    }
}
