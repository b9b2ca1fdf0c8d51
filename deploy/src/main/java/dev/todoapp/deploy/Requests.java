package dev.todoapp.deploy;

import dev.todoapp.infra.DeploymentFiles;
import dev.todoapp.infra.Retained;
import dev.todoapp.infra.Stack;
import java.io.Serial;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes of the files what is asked of AWS, with the outputs that the deployed stacks really have. */
final class Requests {

    static final String SERVICE_TEMPLATE = "service.yaml";

    static final String BOOTSTRAP = "bootstrap";

    /** Under this name of its Metadata, a template lists what is changed while it runs, and a deployment leaves as it is. */
    private static final String OPERATIONAL = "Operational";

    private final CloudFormation cloudFormation;

    Requests(CloudFormation cloudFormation) {
        this.cloudFormation = cloudFormation;
    }

    /**
     * @param resolved the same stack, with what it calls its resources in this account and region
     * @param before the stack as it is
     * @throws Refusal if it needs something of a stack that isn't deployed
     */
    StackRequest of(DeploymentFiles files, Stack resolved, Optional<DeployedStack> before) {
        String stack = resolved.name();
        String name = files.nameOnAws(stack);
        ObjectNode template = files.templateJson(stack);
        Map<String, String> parameters = parameters(files, stack);
        return new StackRequest(
                name,
                files.region(stack),
                before.orElse(null),
                new StackRequest.Template(
                        text(files, template, resolved),
                        makesRoles(template),
                        output(files, BOOTSTRAP, "ArtifactBucketName")),
                parameters,
                kept(template, parameters, before),
                secret(template),
                tags(files.environment()),
                role(files, stack));
    }

    /** What the files and the deployed stacks give to its parameters. */
    Map<String, String> parameters(DeploymentFiles files, String stack) {
        return files.parameters(stack, reference -> {
            String[] parts = reference.split("\\.", 2);
            if (!files.stacks().contains(parts[0]) || parts.length < 2) {
                throw new Refusal("parameters of %s: ${%s} is no output of a stack of %s: there are %s"
                        .formatted(stack, reference, files.environment(), String.join(", ", files.stacks())));
            }
            String value = output(files, parts[0], parts[1]);
            if (value == null) {
                throw new MissingOutput(files, stack, parts[0], parts[1]);
            }
            return value;
        });
    }

    /** Parameters that {@code ./dev config} and {@code ./dev scale} change. */
    static Set<String> operational(ObjectNode template) {
        Set<String> names = new LinkedHashSet<>();
        template.path("Metadata").path(OPERATIONAL).values().forEach(name -> names.add(name.asString()));
        return names;
    }

    static Set<String> secret(ObjectNode template) {
        Set<String> names = new LinkedHashSet<>();
        template.path("Parameters").properties().forEach(parameter -> {
            if (parameter.getValue().path("NoEcho").asString("").equals("true")) {
                names.add(parameter.getKey());
            }
        });
        return names;
    }

    /** The value in force where nobody gives one; empty if the template has none. */
    static Optional<String> defaultOf(ObjectNode template, String parameter) {
        JsonNode value = template.path("Parameters").path(parameter).path("Default");
        return value.isMissingNode() ? Optional.empty() : Optional.of(value.asString());
    }

    static Map<String, String> tags(String environment) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("Application", "todo-app");
        tags.put("Environment", environment);
        return tags;
    }

    /**
     * As it is in its file, but what outlives its stack has its name written out: an earlier deployment may have left it behind,
     * and AWS takes it over only where no function makes the name. In updates, too: a parameter may turn something on again.
     */
    private static String text(DeploymentFiles files, ObjectNode template, Stack resolved) {
        ObjectNode named = Retained.withNames(template, resolved);
        return named.equals(template) ? files.templateText(resolved.name()) : named.toString();
    }

    private static Set<String> kept(
            ObjectNode template, Map<String, String> parameters, Optional<DeployedStack> before) {
        Set<String> kept = new LinkedHashSet<>(operational(template));
        kept.addAll(Release.PARAMETERS);
        kept.removeAll(parameters.keySet());
        kept.retainAll(template.path("Parameters").propertyNames());
        kept.retainAll(before.map(stack -> stack.parameters().keySet()).orElse(Set.of()));
        return kept;
    }

    private static boolean makesRoles(ObjectNode template) {
        return template.path("Resources").values().stream()
                .anyMatch(resource -> resource.path("Type").asString("").startsWith("AWS::IAM::"));
    }

    /**
     * CloudFormation works with the roles of bootstrap where that is deployed: whoever changes the stack, it may do the same. A
     * service's stack has one of its own.
     */
    private @Nullable String role(DeploymentFiles files, String stack) {
        if (stack.equals(BOOTSTRAP)) {
            return null;
        }
        String output = files.template(stack).equals(SERVICE_TEMPLATE)
                ? camelCase(stack) + "StackRoleArn"
                : "CloudFormationRoleArn";
        String role = output(files, BOOTSTRAP, output);
        if (role == null && isDeployed(files, BOOTSTRAP)) {
            // Else it would work with the rights of whoever asks.
            throw new MissingOutput(files, stack, BOOTSTRAP, output);
        }
        return role;
    }

    private static String camelCase(String words) {
        return Arrays.stream(words.split("-"))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }

    private boolean isDeployed(DeploymentFiles files, String stack) {
        return files.stacks().contains(stack)
                && cloudFormation
                        .known(files.nameOnAws(stack), files.region(stack))
                        .filter(deployed -> !deployed.outputs().isEmpty())
                        .isPresent();
    }

    private @Nullable String output(DeploymentFiles files, String stack, String output) {
        if (!files.stacks().contains(stack)) {
            return null;
        }
        return cloudFormation
                .known(files.nameOnAws(stack), files.region(stack))
                .map(deployed -> deployed.outputs().get(output))
                .orElse(null);
    }

    /** A stack needs what a stack before it has, and that isn't there yet. */
    static final class MissingOutput extends Refusal {

        @Serial
        private static final long serialVersionUID = 1L;

        MissingOutput(DeploymentFiles files, String stack, String of, String output) {
            super("%s needs %s of %s, which has none: ./dev deploy %s %s"
                    .formatted(files.nameOnAws(stack), output, files.nameOnAws(of), files.environment(), of));
        }
    }
}
