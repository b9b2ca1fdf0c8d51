package dev.todoapp.deploy;

import dev.todoapp.infra.DeploymentFiles;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** CloudFormation's calls, with their waiting, and what a person is told while they wait. */
class CloudFormation {

    /** A page of events that is surely more than came since the last look. */
    private static final String EVENTS_AT_ONCE = "200";

    /** Of making a change set where one is in the way that is being deleted. */
    private static final int MOST_ATTEMPTS = 10;

    private final Target target;
    private final Screen screen;
    private final Duration pause;
    private final Map<String, Optional<DeployedStack>> known = new LinkedHashMap<>();
    private boolean importsExisting = true;

    /** @param pause between two looks at something that takes a while */
    CloudFormation(Target target, Screen screen, Duration pause) {
        this.target = target;
        this.screen = screen;
        this.pause = pause;
    }

    /** For what is called often: the stack as it was when this was asked last. */
    Optional<DeployedStack> known(String name, String region) {
        return known.computeIfAbsent(region + "/" + name, key -> lookUp(name, region));
    }

    /** The stack as it is now. */
    Optional<DeployedStack> find(String name, String region) {
        Optional<DeployedStack> stack = lookUp(name, region);
        known.put(region + "/" + name, stack);
        return stack;
    }

    /** @return what would change; it is there to be carried out or discarded, unless it is {@link ChangeSet#NONE} */
    ChangeSet plan(StackRequest request) {
        String id = create(request);
        while (true) {
            JsonNode described = target.aws(request.region())
                    .call(
                            "cloudformation",
                            "describe-change-set",
                            "--change-set-name",
                            id,
                            "--stack-name",
                            request.name());
            String status = described.path("Status").asString("");
            if (status.equals("CREATE_COMPLETE")) {
                return ChangeSet.of(described);
            }
            if (status.equals("FAILED")) {
                String reason = described.path("StatusReason").asString("");
                discard(request, new ChangeSet(id, List.of()));
                if (isNothingNew(reason)) {
                    return ChangeSet.NONE;
                }
                throw new Refusal("%s: no change set: %s".formatted(request.name(), reason));
            }
            pause();
        }
    }

    /** Deletes a change set that nobody wants, and the empty stack that it was made for, if it can be. */
    void discard(StackRequest request, ChangeSet changes) {
        if (changes.isEmpty()) {
            return;
        }
        try {
            delete(request, changes.id());
            if (request.isNew()) {
                target.aws(request.region())
                        .apart()
                        .call("cloudformation", "delete-stack", "--stack-name", request.name());
            }
        } catch (AwsFailure e) {
            // A pipeline may not delete stacks. An empty one costs nothing, and the next deployment goes on with it.
            if (!e.isAccessDenied() && !e.isNotFound()) {
                throw e;
            }
        }
    }

    /**
     * Has somebody decide on a change set. It is discarded if they don't want it, can't say so, or are cut off meanwhile, by
     * Ctrl-C too.
     *
     * @return whether it is there to be carried out
     */
    final boolean isWanted(StackRequest request, ChangeSet changes, BooleanSupplier decision) {
        Thread whenCutOff = new Thread(() -> discard(request, changes));
        Runtime.getRuntime().addShutdownHook(whenCutOff);
        boolean wanted = false;
        try {
            wanted = decision.getAsBoolean();
        } finally {
            if (forget(whenCutOff) && !wanted) {
                discard(request, changes);
            }
        }
        return wanted;
    }

    /** @return false if this process is ending already, so that the hook does its work now */
    private static boolean forget(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** @throws Refusal with the first cause, if it fails */
    DeployedStack carryOut(StackRequest request, ChangeSet changes) {
        DeployedStack now = find(request.name(), request.region())
                .orElseThrow(() -> new Refusal(request.name() + " has gone meanwhile: begin again"));
        Set<String> seen = seen(now);
        target.aws(request.region())
                .call(
                        "cloudformation",
                        "execute-change-set",
                        "--change-set-name",
                        changes.id(),
                        "--stack-name",
                        request.name());
        return follow(now, seen);
    }

    /** Waits until nothing is being done to the stack any more, whoever does it. */
    DeployedStack waitFor(DeployedStack busy) {
        return untilIdle(busy, seen(busy), new ArrayList<>());
    }

    /** Deletes a stack. What it retains stays. */
    void delete(DeployedStack stack) {
        Set<String> seen = seen(stack);
        target.aws(stack.region()).call("cloudformation", "delete-stack", "--stack-name", stack.id());
        List<Event> events = new ArrayList<>();
        DeployedStack after = untilIdle(stack, seen, events);
        known.remove(stack.region() + "/" + stack.name());
        if (!after.isGone()) {
            throw new Refusal(failure(after, events));
        }
    }

    /** Brings a stack whose way back failed to where it was before. */
    DeployedStack goOnRollingBack(DeployedStack stuck) {
        Set<String> seen = seen(stuck);
        target.aws(stuck.region()).call("cloudformation", "continue-update-rollback", "--stack-name", stuck.name());
        List<Event> events = new ArrayList<>();
        DeployedStack after = untilIdle(stuck, seen, events);
        if (after.isStuckInRollback()) {
            throw new Refusal(failure(after, events)
                    + "; mend that, or skip it with aws cloudformation continue-update-rollback --resources-to-skip");
        }
        return after;
    }

    /** The resources of a stack, as AWS lists them. */
    List<JsonNode> resources(DeployedStack stack) {
        return List.copyOf(target.aws(stack.region())
                .call("cloudformation", "describe-stack-resources", "--stack-name", stack.name())
                .path("StackResources")
                .values());
    }

    /** The template that the stack was made from. */
    String templateOf(DeployedStack stack) {
        JsonNode body = target.aws(stack.region())
                .call("cloudformation", "get-template", "--stack-name", stack.name())
                .path("TemplateBody");
        return body.isString() ? body.stringValue() : body.toString();
    }

    final Target target() {
        return target;
    }

    final Screen screen() {
        return screen;
    }

    /** Between two looks at something of AWS that nobody tells us of: a loop that asks again follows. */
    final void pause() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Interrupted();
        }
    }

    final DeployedStack follow(DeployedStack stack, Set<String> seen) {
        List<Event> events = new ArrayList<>();
        DeployedStack after = untilIdle(stack, seen, events);
        if (!after.isGood()) {
            throw new Refusal(failure(after, events));
        }
        return after;
    }

    ObjectNode changeSetInput(StackRequest request) {
        ObjectNode input = Aws.JSON
                .createObjectNode()
                .put("StackName", request.name())
                .put("ChangeSetName", changeSetName())
                .put("ChangeSetType", request.isNew() ? "CREATE" : "UPDATE");
        putCommon(input, request);
        if (importsExisting && request.template() != null) {
            // What was retained when the stack was deleted is taken over, not made twice.
            input.put("ImportExistingResources", true);
        }
        return input;
    }

    final void putCommon(ObjectNode input, StackRequest request) {
        StackRequest.Template template = request.template();
        if (template == null) {
            input.put("UsePreviousTemplate", true);
        } else {
            putTemplate(input, request, template);
        }
        if (template == null || template.makesRoles()) {
            input.putArray("Capabilities").add("CAPABILITY_NAMED_IAM");
        }
        ArrayNode parameters = input.putArray("Parameters");
        request.parameters()
                .forEach((name, value) ->
                        parameters.addObject().put("ParameterKey", name).put("ParameterValue", value));
        request.kept()
                .forEach(
                        name -> parameters.addObject().put("ParameterKey", name).put("UsePreviousValue", true));
        ArrayNode tags = input.putArray("Tags");
        request.tags().forEach((key, value) -> tags.addObject().put("Key", key).put("Value", value));
        if (request.roleArn() != null) {
            input.put("RoleARN", request.roleArn());
        }
    }

    /** What has happened to the stack before. */
    final Set<String> seen(DeployedStack stack) {
        Set<String> seen = new HashSet<>();
        events(stack).forEach(event -> seen.add(event.id()));
        return seen;
    }

    private List<Event> events(DeployedStack stack) {
        List<Event> events = new ArrayList<>();
        for (JsonNode event : target.aws(stack.region())
                .call(
                        "cloudformation",
                        "describe-stack-events",
                        "--stack-name",
                        stack.id(),
                        "--max-items",
                        EVENTS_AT_ONCE)
                .path("StackEvents")
                .values()) {
            // AWS lists the newest first.
            events.addFirst(Event.of(event));
        }
        return events;
    }

    /** For an emulator that writes something otherwise than AWS does. */
    DeployedStack readable(DeployedStack stack) {
        return stack;
    }

    private Optional<DeployedStack> lookUp(String name, String region) {
        try {
            JsonNode stacks = target.aws(region)
                    .call("cloudformation", "describe-stacks", "--stack-name", name)
                    .path("Stacks");
            return stacks.isEmpty() ? Optional.empty() : Optional.of(readable(DeployedStack.of(region, stacks.get(0))));
        } catch (AwsFailure e) {
            if (e.isUnknownStack()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private String create(StackRequest request) {
        Aws aws = target.aws(request.region());
        for (int attempt = 1; ; attempt++) {
            try {
                return aws.call("cloudformation", "create-change-set", changeSetInput(request))
                        .path("Id")
                        .asString("");
            } catch (AwsFailure e) {
                if (importsExisting && e.message().contains("ImportExistingResources")) {
                    screen.say(
                            "This AWS CLI can't import what an earlier deployment left behind (--import-existing-resources): update it if"
                                    + " a stack says that something exists already.");
                    importsExisting = false;
                } else if (e.is("AlreadyExistsException") && attempt < MOST_ATTEMPTS) {
                    // Our own, of a run that was cut off: nobody else's has this name.
                    delete(request, changeSetName());
                    pause();
                } else {
                    throw e;
                }
            }
        }
    }

    private void delete(StackRequest request, String changeSet) {
        target.aws(request.region())
                .call(
                        "cloudformation",
                        "delete-change-set",
                        "--change-set-name",
                        changeSet,
                        "--stack-name",
                        request.name());
    }

    /** The same for the same person on the same machine, so that what a run left behind is found again by the next. */
    private static String changeSetName() {
        String who = System.getProperty("user.name", "someone") + "-"
                + System.getenv().getOrDefault("HOSTNAME", "here");
        String name = "deploy-" + who.replaceAll("[^A-Za-z0-9]+", "-");
        return name.substring(0, Math.min(name.length(), 100));
    }

    void putTemplate(ObjectNode input, StackRequest request, StackRequest.Template template) {
        byte[] bytes = template.text().getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= DeploymentFiles.LONGEST_TEMPLATE) {
            input.put("TemplateBody", template.text());
            return;
        }
        if (template.bucket() == null) {
            throw new Refusal(
                    ("%s: its template has %,d bytes, and CloudFormation takes more than %,d only from a bucket: deploy"
                                    + " bootstrap first, which has one")
                            .formatted(request.name(), bytes.length, DeploymentFiles.LONGEST_TEMPLATE));
        }
        input.put("TemplateURL", new TemplateBucket(target, template.bucket()).put(bytes));
    }

    /** Follows what is done to the stack; the events go to {@code events}, too. */
    private DeployedStack untilIdle(DeployedStack stack, Set<String> seen, List<Event> events) {
        while (true) {
            // First the status, then the events: what is said last then includes the last event.
            DeployedStack now = lookUp(stack.id(), stack.region()).orElse(gone(stack));
            for (Event event : now.isGone() && now.id().isEmpty() ? List.<Event>of() : events(stack)) {
                if (seen.add(event.id())) {
                    events.add(event);
                    event.line(stack.name()).ifPresent(screen::say);
                }
            }
            if (!now.isBusy() && !now.isOnlyPlanned()) {
                known.put(stack.region() + "/" + stack.name(), now.isGone() ? Optional.empty() : Optional.of(now));
                return now;
            }
            pause();
        }
    }

    private static DeployedStack gone(DeployedStack stack) {
        return new DeployedStack(
                stack.name(), "", stack.region(), "DELETE_COMPLETE", "", Map.of(), Map.of(), Map.of(), stack.roleArn());
    }

    private static String failure(DeployedStack after, List<Event> events) {
        return events.stream()
                .filter(event -> event.isFirstCause(after.name()))
                .findFirst()
                .map(event -> "%s: %s".formatted(after.name(), event.cause()))
                .orElse("%s is %s%s"
                        .formatted(
                                after.name(), after.status(), after.reason().isEmpty() ? "" : ": " + after.reason()));
    }

    private static boolean isNothingNew(String reason) {
        return reason.contains("didn't contain changes") || reason.contains("No updates are to be performed");
    }
}
