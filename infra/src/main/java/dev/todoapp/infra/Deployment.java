package dev.todoapp.infra;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The stacks of one environment, every intrinsic function resolved as CloudFormation would. */
public final class Deployment {

    private final String environment;
    private final Map<String, Stack> stacks = new LinkedHashMap<>();

    private Deployment(String environment) {
        this.environment = environment;
    }

    /**
     * Reads {@code parameters/common.yaml}, {@code parameters/<environment>.yaml} and the templates they name.
     *
     * @param infraFolder the folder that holds {@code templates} and {@code parameters}
     * @param environment such as {@code local}
     * @param variables values for the environment's {@code variables:}, in place of those in its file
     * @throws InvalidTemplate if anything in them is unknown, missing or not allowed
     */
    public static Deployment read(Path infraFolder, String environment, Map<String, String> variables) {
        return read(infraFolder, environment, variables, Map.of());
    }

    /**
     * The same, with parameters that no file has: those that are given to a stack while it runs, such as its image.
     *
     * @param parameters by stack and name, in place of the files'
     * @throws InvalidTemplate if anything in the files is unknown, missing or not allowed, or there is no such stack
     */
    public static Deployment read(
            Path infraFolder,
            String environment,
            Map<String, String> variables,
            Map<String, Map<String, String>> parameters) {
        ParameterFiles files = ParameterFiles.read(infraFolder, environment, variables);
        Deployment deployment = new Deployment(environment);
        Map<String, String> physical = files.physical();
        physical.keySet().forEach(key -> {
            String stack = key.split("\\.", 2)[0];
            if (files.stacks().stream().noneMatch(entry -> entry.name().equals(stack))) {
                throw new InvalidTemplate(files.environmentFile(), "physical." + key, "no stack " + stack);
            }
        });
        parameters.keySet().forEach(stack -> {
            if (files.stacks().stream().noneMatch(entry -> entry.name().equals(stack))) {
                throw new InvalidTemplate(files.environmentFile(), "given parameters", "no stack " + stack);
            }
        });
        // An export is for its own region: what another one needs is handed on as a parameter.
        Map<String, Map<String, String>> exports = new LinkedHashMap<>();
        for (ParameterFiles.Entry entry : files.stacks()) {
            var reader = new StackReader(
                    entry,
                    infraFolder,
                    environment + "-" + entry.name(),
                    new PseudoParameters(entry.region(), files.account()),
                    physicalOf(entry.name(), physical),
                    exports.computeIfAbsent(entry.region(), region -> new LinkedHashMap<>()));
            Map<String, String> given = files.parameters(
                    entry.name(),
                    reference -> deployment.outputOfEarlierStack(entry.name(), reference, files.environmentFile()));
            given.putAll(parameters.getOrDefault(entry.name(), Map.of()));
            deployment.stacks.put(entry.name(), reader.read(given));
        }
        return deployment;
    }

    /** Its name, such as {@code local}. */
    public String environment() {
        return environment;
    }

    /** Every stack, in deploy order. */
    public List<Stack> stacks() {
        return List.copyOf(stacks.values());
    }

    /** @throws IllegalArgumentException if there is none of that name */
    public Stack stack(String name) {
        Stack stack = stacks.get(name);
        if (stack == null) {
            throw new IllegalArgumentException("no stack %s; there are %s".formatted(name, stacks.keySet()));
        }
        return stack;
    }

    /** Its name: what is in it would be long, and has a secret. */
    @Override
    public String toString() {
        return environment;
    }

    private String outputOfEarlierStack(String asking, String reference, String file) {
        String[] parts = reference.split("\\.", 2);
        Stack stack = stacks.get(parts[0]);
        String where = "parameters of " + asking;
        if (stack == null) {
            throw new InvalidTemplate(
                    file,
                    where,
                    "${%s}: no stack %s is deployed before; there are %s"
                            .formatted(reference, parts[0], stacks.keySet()));
        }
        String output = stack.outputs().get(parts[1]);
        if (output == null) {
            throw new InvalidTemplate(
                    file,
                    where,
                    "${%s}: stack %s has no output %s; it has %s"
                            .formatted(
                                    reference,
                                    parts[0],
                                    parts[1],
                                    stack.outputs().keySet()));
        }
        return output;
    }

    private static Map<String, String> physicalOf(String stack, Map<String, String> physical) {
        Map<String, String> own = new LinkedHashMap<>();
        String prefix = stack + ".";
        physical.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                own.put(key.substring(prefix.length()), value);
            }
        });
        return own;
    }
}
