package dev.todoapp.deploy;

import dev.todoapp.infra.DeploymentFiles;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** The stacks that are made from {@code service.yaml}, and changes of single parameters of theirs. */
final class Services {

    private final Target target;
    private final CloudFormation cloudFormation;
    private final Screen screen;
    private final boolean yes;
    private final DeploymentFiles files;

    Services(Target target, CloudFormation cloudFormation, Screen screen, boolean yes) {
        this.target = target;
        this.cloudFormation = cloudFormation;
        this.screen = screen;
        this.yes = yes;
        this.files = target.files(null);
    }

    static List<String> names(DeploymentFiles files) {
        return files.stacks().stream()
                .filter(stack -> files.template(stack).equals(Requests.SERVICE_TEMPLATE))
                .toList();
    }

    /**
     * The service's stack, once it can be changed.
     *
     * @throws Refusal if there is no such service, or it isn't deployed
     */
    DeployedStack ready(String service) {
        return ready(service, stack -> {});
    }

    /** @param check of the stack before anything is done to it that would make it ready */
    DeployedStack ready(String service, Consumer<DeployedStack> check) {
        requireName(files, service);
        return new Readiness(cloudFormation, screen, new Deploy.Options(yes, true, false, null, null))
                .ready(files.nameOnAws(service), files.region(service), check)
                .filter(found -> !found.isOnlyPlanned())
                .orElseThrow(() -> notDeployed(service));
    }

    /** The service's stack as it is, whatever that may be. */
    DeployedStack deployed(String service) {
        requireName(files, service);
        return cloudFormation
                .find(files.nameOnAws(service), files.region(service))
                .filter(found -> !found.isOnlyPlanned())
                .orElseThrow(() -> notDeployed(service));
    }

    /** The template that the stack was made from: what a change of a parameter goes by. */
    ObjectNode template(DeployedStack stack) {
        return DeploymentFiles.json(cloudFormation.templateOf(stack), stack.name());
    }

    /** All parameters stay but these, and the template too. What the last rollback had set for itself doesn't stay. */
    StackRequest change(DeployedStack before, Map<String, String> parameters) {
        Map<String, String> values = new LinkedHashMap<>(parameters);
        if (before.parameters().containsKey(Release.AT_ONCE)) {
            values.putIfAbsent(Release.AT_ONCE, "false");
        }
        Set<String> kept = new LinkedHashSet<>(before.parameters().keySet());
        kept.removeAll(values.keySet());
        return new StackRequest(
                before.name(), before.region(), before, null, values, kept, Set.of(), before.tags(), null);
    }

    /** Values that the files give, too, so that the next deployment would give them back. */
    void warnOfFiles(String service, Map<String, String> parameters) {
        Set<String> inFiles;
        try {
            inFiles = new Requests(cloudFormation).parameters(files, service).keySet();
        } catch (Refusal e) {
            // Something it needs isn't deployed; then a deployment would say so.
            return;
        }
        parameters.keySet().stream()
                .filter(inFiles::contains)
                .forEach(name ->
                        screen.say("infra/parameters gives %s, too: the next ./dev deploy brings that value back"
                                .formatted(name)));
    }

    /** @throws Refusal if there is no such service */
    static void requireName(DeploymentFiles files, String service) {
        List<String> known = names(files);
        if (!known.contains(service)) {
            throw new Refusal("there is no service '%s': there are %s".formatted(service, String.join(", ", known)));
        }
    }

    private Refusal notDeployed(String service) {
        return new Refusal(
                "%s isn't deployed: ./dev deploy %s".formatted(files.nameOnAws(service), target.environment()));
    }
}
