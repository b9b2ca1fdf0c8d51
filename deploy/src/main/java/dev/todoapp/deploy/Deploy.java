package dev.todoapp.deploy;

import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.DeploymentFiles;
import dev.todoapp.infra.Stack;
import java.io.Serial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code ./dev deploy}: makes the stacks what the files say, one after another. */
final class Deploy {

    /**
     * @param yes nothing is asked
     * @param planOnly change sets are shown and removed again
     * @param keepGoing a stack that fails doesn't keep the others from being deployed
     * @param shown the file that what a plan shows is written to, null for none
     * @param approved what alone is carried out, null for whatever the files say
     */
    record Options(
            boolean yes,
            boolean planOnly,
            boolean keepGoing,
            @Nullable Path shown,
            @Nullable Shown approved) {

        /** Whether only what a plan shows may be done, and so nothing that must come before a change set. */
        boolean onlyWhatPlansShow() {
            return planOnly || approved != null;
        }
    }

    private static final String SITE_URL = "SiteUrl";

    private final Target target;
    private final CloudFormation cloudFormation;
    private final Requests requests;
    private final Screen screen;
    private final Options options;
    private final Map<String, String> failures = new LinkedHashMap<>();
    private final Map<String, List<String>> shown = new LinkedHashMap<>();
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
        String digest = Shown.digest(target, target.files(null));
        if (options.approved() != null) {
            options.approved()
                    .requireOf(digest, stacks.stream().map(files::nameOnAws).toList());
        }

        stacks.forEach(stack -> attempt(files, resolved.stack(stack)));
        if (target.takesAddressFromWebsite() && !options.planOnly()) {
            handAddressOn(files, stacks, address);
        }
        if (options.shown() != null) {
            new Shown(files.environment(), digest, shown).write(options.shown());
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
                tell(files.nameOnAws(stack), files.region(stack), Shown.NOT_YET + e.getMessage());
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
        String name = files.nameOnAws(stack);
        String what = Shown.FAILED + why.getMessage();
        failures.put(name, String.valueOf(why.getMessage()));
        shown.put(name, List.of(Shown.line(name, files.region(stack), what)));
        screen.say(what);
    }

    /** All that there is to say about a stack. */
    private void tell(String name, String region, String what) {
        String line = Shown.line(name, region, what);
        shown.put(name, List.of(line));
        screen.say(line);
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
            tell(name, request.region(), Shown.LEFT_TO_A_PERSON);
            return;
        }
        if (changes.isEmpty()) {
            tell(name, request.region(), Shown.NO_CHANGES);
            if (options.approved() != null && options.approved().hasChanges(name)) {
                screen.say("  (what was approved of it is done already)");
            }
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
        ObjectNode template = files.templateJson(stack);
        List<String> words = Words.of(request, changes, template, UnaryOperator.identity());
        shown.put(request.name(), words);
        boolean wanted = cloudFormation.isWanted(request, changes, () -> {
            Words.of(request, changes, template, screen::bold).forEach(screen::say);
            requireApproved(request.name(), words);
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

    /** @throws Refusal if something else was approved, and says what */
    private void requireApproved(String name, List<String> words) {
        Shown approved = options.approved();
        if (approved == null) {
            return;
        }
        if (approved.isNotShownYet(name)) {
            screen.say("  (approved without having been shown: it needed a stack that wasn't there yet)");
            return;
        }
        List<String> differences = approved.differences(name, words);
        if (!differences.isEmpty()) {
            differences.forEach(screen::say);
            throw new Refusal("%s would change otherwise than what was approved, and nothing in it was changed; %s"
                    .formatted(name, Shown.AGAIN));
        }
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
        if (!now.isEmpty() && options.approved() == null) {
            screen.say("The site's address is %s; once more for those that need it: %s"
                    .formatted(address, String.join(", ", now)));
            Deployment resolved = resolved(address);
            now.forEach(stack -> attempt(again, resolved.stack(stack)));
        }
        if (!later.isEmpty()) {
            screen.say("%s must hear of the site's address %s: ./dev deploy %s %s"
                    .formatted(String.join(", ", later), address, target.environment(), String.join(" ", later)));
        }
        if (!now.isEmpty() && options.approved() != null) {
            refuseSecondPass(again, now, address);
        }
    }

    /** It was never shown. Whoever plans again sees it, and the first pass stays as it is. */
    private void refuseSecondPass(DeploymentFiles files, List<String> stacks, String address) {
        Refusal why =
                new Refusal("%s must hear of the site's address %s, which nobody knew when the plan was approved; %s"
                        .formatted(
                                stacks.stream().map(files::nameOnAws).collect(Collectors.joining(", ")),
                                address,
                                Shown.AGAIN));
        if (!options.keepGoing()) {
            throw why;
        }
        stacks.forEach(stack -> fail(files, stack, why));
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
        if (options.shown() != null) {
            List<String> words = new ArrayList<>(List.of(files.environment()));
            words.addAll(chosen);
            screen.say("It is in %s: ./dev deploy %s --yes --approved %s does what it says, and no more."
                    .formatted(options.shown(), String.join(" ", words), options.shown()));
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
