package dev.todoapp.deploy;

import dev.todoapp.infra.ParameterCheck;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code ./dev release}, {@code rollback}, {@code config} and {@code scale}: one service, single parameters, and the template that is
 * deployed. What may have changed in the files waits for a deployment.
 */
final class Release {

    private static final String IMAGE = "Image";

    /** The images before this one, the newest first: kept by the stack, so that they change together with it or not at all. */
    private static final String PREVIOUS = "PreviousImages";

    /** What a release changes, and a deployment leaves alone. */
    static final Set<String> PARAMETERS = Set.of(IMAGE, PREVIOUS);

    /** Set by a rollback for itself: what runs is bad, so that there is nothing to wait for. */
    static final String AT_ONCE = "AtOnce";

    private static final String FEWEST = "MinTasks";
    private static final String MOST = "MaxTasks";

    private static final int REMEMBERED = 10;

    private final Target target;
    private final CloudFormation cloudFormation;
    private final Services services;
    private final Screen screen;
    private final boolean yes;
    private boolean marked;

    Release(Target target, CloudFormation cloudFormation, Screen screen, boolean yes) {
        this.target = target;
        this.cloudFormation = cloudFormation;
        this.services = new Services(target, cloudFormation, screen, yes);
        this.screen = screen;
        this.yes = yes;
    }

    /** @param forward whether a lower version than the one that runs is refused */
    void release(String service, String image, boolean forward) {
        DeployedStack stack = services.ready(service, found -> {
            if (forward) {
                requireForward(found, service, image);
            }
        });
        requireParameters(stack, Set.of(IMAGE));
        Images images = new Images(target, service);
        String wanted = images.pinned(image);
        String running = stack.parameters().getOrDefault(IMAGE, "");
        if (wanted.equals(running)) {
            images.markAsRunning(wanted);
            screen.say("%s runs %s already".formatted(stack.name(), wanted));
            return;
        }
        List<String> before = history(stack);
        if (!running.isEmpty()) {
            before.addFirst(running);
        }
        move(stack, running, wanted, before, Map.of(), () -> mark(images, wanted));
    }

    /** What has no version, on either side, is let through. */
    private void requireForward(DeployedStack stack, String service, String image) {
        String running = stack.parameters().getOrDefault(IMAGE, "");
        Images images = new Images(target, service);
        NavigableSet<Version> wanted = images.versions(image);
        if (wanted.isEmpty() || running.isEmpty() || stack.isOnlyPlanned() || stack.mustGoFirst()) {
            return;
        }
        NavigableSet<Version> now = images.versions(running);
        // The same image may have been released twice, under two versions.
        if (now.isEmpty() || now.contains(wanted.last()) || now.last().compareTo(wanted.last()) < 0) {
            return;
        }
        throw new Refusal(
                "%1$s runs %2$s%3$s, and %2$s%4$s would go back: nothing was changed; when that is meant, ./dev release %5$s %6$s %7$s without --forward, or ./dev rollback %5$s %7$s"
                        .formatted(
                                stack.name(),
                                Images.RELEASE,
                                now.last(),
                                wanted.last(),
                                service,
                                image,
                                target.environment()));
    }

    void rollback(String service) {
        DeployedStack stack = services.ready(service);
        requireParameters(stack, PARAMETERS);
        List<String> before = history(stack);
        String running = stack.parameters().getOrDefault(IMAGE, "");
        if (before.isEmpty()) {
            throw new Refusal("%s remembers no image before %s: ./dev release %s IMAGE %s names one"
                    .formatted(stack.name(), running.isEmpty() ? "the first" : running, service, target.environment()));
        }
        String wanted = before.removeFirst();
        screen.say("%s goes back".formatted(stack.name()));
        Map<String, String> atOnce = stack.parameters().containsKey(AT_ONCE) ? Map.of(AT_ONCE, "true") : Map.of();
        Images images = new Images(target, service);
        move(stack, running, wanted, before, atOnce, () -> markIfAllowed(images, wanted, service));
    }

    /** @param values by name of the parameter */
    void config(String service, Map<String, String> values) {
        DeployedStack stack = services.ready(service);
        ObjectNode template = services.template(stack);
        Set<String> operational = Requests.operational(template);
        for (String name : values.keySet()) {
            if (!operational.contains(name)) {
                throw new Refusal(
                        "%s can't be changed while %s runs: there are %s; all else is in infra/parameters, and deployed"
                                .formatted(name, service, String.join(", ", operational)));
            }
        }
        check(stack, template, values);
        change(service, stack, values);
    }

    /** @param tasks a whole number */
    void scale(String service, String tasks) {
        DeployedStack stack = services.ready(service);
        requireParameters(stack, Set.of(FEWEST, MOST));
        Map<String, String> values = new LinkedHashMap<>();
        values.put(FEWEST, tasks);
        if (isMore(tasks, stack.parameters().getOrDefault(MOST, "0"))) {
            values.put(MOST, tasks);
        }
        check(stack, services.template(stack), values);
        change(service, stack, values);
        screen.say(
                "%s has at least %s task%s; fewer than now end once the load allows it, and autoscaling adds up to %s."
                        .formatted(
                                stack.name(),
                                tasks,
                                tasks.equals("1") ? "" : "s",
                                values.getOrDefault(MOST, stack.parameters().getOrDefault(MOST, "its most"))));
    }

    /** What CloudFormation would find out minutes later, or ECS later still. */
    private static void check(DeployedStack stack, ObjectNode template, Map<String, String> values) {
        values.forEach((name, value) -> ParameterCheck.insteadOf(value, template, name)
                .ifPresent(takes -> {
                    throw new Refusal("%s can't be \"%s\": it must be %s".formatted(name, value, takes));
                }));
        Map<String, String> after = new LinkedHashMap<>(stack.parameters());
        after.putAll(values);
        String fewest = after.get(FEWEST);
        String most = after.get(MOST);
        if (fewest != null && most != null && isMore(fewest, most)) {
            throw new Refusal("%s would have at least %s tasks and at most %s: %s can't be more than %s"
                    .formatted(stack.name(), fewest, most, FEWEST, MOST));
        }
        ParameterCheck.brokenRule(template, stack.parameters(), after).ifPresent(why -> {
            throw new Refusal("%s can't be changed so: %s".formatted(stack.name(), why));
        });
    }

    private static boolean isMore(String number, String than) {
        return new BigDecimal(number.strip()).compareTo(new BigDecimal(than.strip())) > 0;
    }

    private void change(String service, DeployedStack stack, Map<String, String> values) {
        values.entrySet()
                .removeIf(value -> value.getValue().equals(stack.parameters().get(value.getKey())));
        if (values.isEmpty()) {
            screen.say("%s has these values already".formatted(stack.name()));
            return;
        }
        services.warnOfFiles(service, values);
        StackRequest request = services.change(stack, values);
        ChangeSet changes = cloudFormation.plan(request);
        values.forEach((name, value) -> screen.say(
                "  %s: \"%s\" becomes \"%s\"".formatted(name, stack.parameters().getOrDefault(name, ""), value)));
        carryOut(request, changes, () -> {});
    }

    private void move(
            DeployedStack stack,
            String running,
            String wanted,
            List<String> before,
            Map<String, String> how,
            Runnable mark) {
        Map<String, String> values = new LinkedHashMap<>(how);
        values.put(IMAGE, wanted);
        if (stack.parameters().containsKey(PREVIOUS)) {
            values.put(PREVIOUS, String.join(",", before.subList(0, Math.min(before.size(), REMEMBERED))));
        }
        StackRequest request = services.change(stack, values);
        ChangeSet changes = cloudFormation.plan(request);
        screen.say("  from %s".formatted(running.isEmpty() ? "nothing: the first release" : running));
        screen.say("  to   %s".formatted(wanted));
        // Before the service moves: a task that starts must find its image, however long ago it was built.
        carryOut(request, changes, mark);
        screen.say("%s runs %s".formatted(stack.name(), wanted));
        new EcsService(target, cloudFormation).find(stack).ifPresent(service -> screen.say("  " + service.words()));
    }

    private void mark(Images images, String image) {
        images.markAsRunning(image);
        marked = true;
    }

    /** What runs is bad: whoever may change the stack goes back, and the tag that only keeps the image for later can wait. */
    private void markIfAllowed(Images images, String image, String service) {
        try {
            mark(images, image);
        } catch (AwsFailure e) {
            if (!e.isAccessDenied()) {
                throw e;
            }
            screen.say(
                    "%s couldn't be given the tag that keeps it from expiring (access denied): who may push images does it with ./dev release %s %s %s"
                            .formatted(image, service, image, target.environment()));
        }
    }

    private void carryOut(StackRequest request, ChangeSet changes, Runnable first) {
        if (changes.isEmpty()) {
            screen.say("%s: no changes".formatted(request.name()));
            return;
        }
        boolean wanted = cloudFormation.isWanted(request, changes, () -> {
            Words.resources(changes, screen::bold).forEach(screen::say);
            boolean agreed = yes || screen.agrees("Carry this out?");
            if (agreed) {
                first.run();
            }
            return agreed;
        });
        if (!wanted) {
            throw new Refusal("stopped: %s is as it was".formatted(request.name()));
        }
        try {
            cloudFormation.carryOut(request, changes);
        } catch (Refusal e) {
            putMarkBack(request);
            DeployedStack before = Objects.requireNonNull(request.before());
            throw new Refusal(e.getMessage() + new EcsService(target, cloudFormation).whyItFailed(before));
        }
    }

    /** The service went back to what it ran before, and so must the tag that keeps that from expiring. */
    private void putMarkBack(StackRequest request) {
        DeployedStack before = Objects.requireNonNull(request.before());
        String running = before.parameters().getOrDefault(IMAGE, "");
        if (marked && !running.isEmpty()) {
            String service = before.nameInFiles();
            try {
                new Images(target, service).markAsRunning(running);
            } catch (Refusal e) {
                // What went wrong first is what counts.
                screen.say("%s has lost the tag that keeps it from expiring (%s): ./dev release %s %s %s gives it back"
                        .formatted(running, e.getMessage(), service, running, target.environment()));
            }
        }
    }

    private static List<String> history(DeployedStack stack) {
        return new ArrayList<>(
                Arrays.stream(stack.parameters().getOrDefault(PREVIOUS, "").split(","))
                        .map(String::strip)
                        .filter(image -> !image.isEmpty())
                        .toList());
    }

    private void requireParameters(DeployedStack stack, Set<String> names) {
        if (!stack.parameters().keySet().containsAll(names)) {
            throw new Refusal("%s was deployed by a template that doesn't know %s yet: %s"
                    .formatted(stack.name(), String.join(", ", names), stack.deployCommand()));
        }
    }
}
