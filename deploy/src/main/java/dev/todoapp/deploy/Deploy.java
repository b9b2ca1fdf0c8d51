package dev.todoapp.deploy;

import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.DeploymentFiles;
import dev.todoapp.infra.Stack;
import java.io.Serial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code ./dev deploy}: makes the stacks what the files say, one after another. */
final class Deploy {

    /**
     * @param yes nothing is asked
     * @param planOnly change sets are shown and removed again
     * @param keepGoing a stack that fails doesn't keep the others from being deployed
     */
    record Options(boolean yes, boolean planOnly, boolean keepGoing) {}

    private static final String SITE_URL = "SiteUrl";

    private final Target target;
    private final CloudFormation cloudFormation;
    private final Requests requests;
    private final Screen screen;
    private final Options options;
    private final Map<String, String> failures = new LinkedHashMap<>();
    private List<String> chosen = List.of();
    private int changed;

    Deploy(Target target, CloudFormation cloudFormation, Screen screen, Options options) {
        this.target = target;
        this.cloudFormation = cloudFormation;
        this.requests = new Requests(cloudFormation);
        this.screen = screen;
        this.options = options;
    }

    /**
     * @param chosen the stacks, all if empty
     * @throws Refusal if it can't be done, or was not wanted
     */
    void run(List<String> chosen) {
        this.chosen = chosen;
        String address = target.takesAddressFromWebsite() ? siteUrl(target.files(null)) : null;
        DeploymentFiles files = target.files(address);
        List<String> stacks = inOrder(files, chosen);
        // Whatever is wrong in the files is said before anything is done.
        Deployment resolved = resolved(address);
        requireRegion(files, stacks);

        stacks.forEach(stack -> attempt(files, resolved.stack(stack)));
        if (target.takesAddressFromWebsite() && !options.planOnly()) {
            handAddressOn(files, stacks, address);
        }
        conclude(files);
    }

    private void requireRegion(DeploymentFiles files, List<String> stacks) {
        stacks.stream()
                .filter(stack -> DeployedStack.namesRegion(files.templateJson(stack)))
                .flatMap(stack -> cloudFormation.known(files.nameOnAws(stack), files.region(stack)).stream())
                .forEach(deployed -> deployed.requireEnvironmentIn(target.region()));
    }

    private Deployment resolved(@Nullable String address) {
        return Deployment.read(target.infra(), target.environment(), target.variables(address));
    }

    private void attempt(DeploymentFiles files, Stack resolved) {
        String stack = resolved.name();
        try {
            deploy(files, resolved);
            failures.remove(files.nameOnAws(stack));
        } catch (Declined e) {
            throw e;
        } catch (Requests.MissingOutput e) {
            if (!options.planOnly() && !options.keepGoing()) {
                throw e;
            }
            if (options.planOnly()) {
                changed++;
                screen.say("%s in %s: can't be shown yet: %s"
                        .formatted(files.nameOnAws(stack), files.region(stack), e.getMessage()));
            } else {
                fail(files, stack, e);
            }
        } catch (Refusal e) {
            if (!options.keepGoing()) {
                throw e;
            }
            fail(files, stack, e);
        }
    }

    private void fail(DeploymentFiles files, String stack, Refusal why) {
        failures.put(files.nameOnAws(stack), String.valueOf(why.getMessage()));
        screen.say("failed: " + why.getMessage());
    }

    private void deploy(DeploymentFiles files, Stack resolved) {
        String stack = resolved.name();
        String name = files.nameOnAws(stack);
        Optional<DeployedStack> before =
                new Readiness(cloudFormation, screen, options).ready(name, files.region(stack));
        StackRequest request = requests.of(files, resolved, before);
        ChangeSet changes;
        try {
            changes = cloudFormation.plan(request);
        } catch (AwsFailure e) {
            if (!stack.equals(Requests.BOOTSTRAP)
                    || chosen.contains(stack)
                    || before.isEmpty()
                    || !e.isAccessDenied()) {
                throw e;
            }
            screen.say("%s in %s: a person deploys it, no pipeline may; it stays as it is"
                    .formatted(name, request.region()));
            return;
        }
        if (changes.isEmpty()) {
            screen.say("%s in %s: no changes".formatted(name, request.region()));
        } else {
            carryOut(files, stack, request, changes);
        }
        if (!options.planOnly()) {
            cloudFormation
                    .known(name, request.region())
                    .ifPresent(deployed -> new SmokeTestUser(target, screen).prepare(deployed));
        }
    }

    private void carryOut(DeploymentFiles files, String stack, StackRequest request, ChangeSet changes) {
        boolean wanted = cloudFormation.isWanted(request, changes, () -> {
            Words.of(request, changes, files.templateJson(stack), screen).forEach(screen::say);
            return !options.planOnly() && (options.yes() || screen.agrees("Carry this out?"));
        });
        if (!wanted) {
            if (!options.planOnly()) {
                throw new Declined("stopped before %s, in which nothing was changed".formatted(request.name()));
            }
            changed++;
            return;
        }
        DeployedStack after = cloudFormation.carryOut(request, changes);
        changed++;
        screen.say("%s: %s".formatted(request.name(), after.status()));
    }

    /** Without a domain, the site's address is known only once the website is there; whoever needs it gets it now. */
    private void handAddressOn(DeploymentFiles files, List<String> stacks, @Nullable String before) {
        String address = siteUrl(files);
        if (address == null || address.equals(before)) {
            return;
        }
        DeploymentFiles again = target.files(address);
        List<String> naming = again.stacks().stream()
                .filter(stack -> cloudFormation
                        .known(again.nameOnAws(stack), again.region(stack))
                        .isPresent())
                .filter(stack -> !failures.containsKey(again.nameOnAws(stack)))
                .filter(stack -> !Objects.equals(requests.parameters(files, stack), requests.parameters(again, stack)))
                .toList();
        List<String> now = naming.stream().filter(stacks::contains).toList();
        List<String> later =
                naming.stream().filter(stack -> !stacks.contains(stack)).toList();
        if (!now.isEmpty()) {
            screen.say("The site's address is %s; once more for those that need it: %s"
                    .formatted(address, String.join(", ", now)));
            Deployment resolved = resolved(address);
            now.forEach(stack -> attempt(again, resolved.stack(stack)));
        }
        if (!later.isEmpty()) {
            screen.say("%s must hear of the site's address %s: ./dev deploy %s %s"
                    .formatted(String.join(", ", later), address, target.environment(), String.join(" ", later)));
        }
    }

    private void conclude(DeploymentFiles files) {
        if (!failures.isEmpty()) {
            throw new Refusal("not deployed: " + String.join("; ", failures.keySet()));
        }
        if (changed == 0) {
            screen.say("%s is as the files say.".formatted(files.environment()));
        } else if (options.planOnly()) {
            screen.say("Nothing was changed: this was a plan.");
        }
    }

    private @Nullable String siteUrl(DeploymentFiles files) {
        if (!files.stacks().contains(Target.WEBSITE)) {
            return null;
        }
        return cloudFormation
                .known(files.nameOnAws(Target.WEBSITE), files.region(Target.WEBSITE))
                .map(website -> website.outputs().get(SITE_URL))
                .orElse(null);
    }

    /** @throws Refusal if there is no such stack */
    static List<String> inOrder(DeploymentFiles files, List<String> chosen) {
        List<String> unknown = new ArrayList<>(chosen);
        unknown.removeAll(files.stacks());
        if (!unknown.isEmpty()) {
            throw new Refusal("%s has no stack '%s': there are %s"
                    .formatted(files.environment(), unknown.getFirst(), String.join(", ", files.stacks())));
        }
        return chosen.isEmpty()
                ? files.stacks()
                : files.stacks().stream().filter(chosen::contains).toList();
    }

    /** Somebody said no. */
    private static final class Declined extends Refusal {

        @Serial
        private static final long serialVersionUID = 1L;

        Declined(String message) {
            super(message);
        }
    }
}
