package dev.todoapp.deploy;

import dev.todoapp.infra.DeploymentFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** {@code ./dev status}: what runs, which image, how healthy. */
final class Status {

    private final Target target;
    private final CloudFormation cloudFormation;
    private final Screen screen;

    Status(Target target, CloudFormation cloudFormation, Screen screen) {
        this.target = target;
        this.cloudFormation = cloudFormation;
        this.screen = screen;
    }

    void show() {
        DeploymentFiles files = target.files(null);
        screen.say("%s, account %s, %s".formatted(target.environment(), target.account(), target.region()));
        screen.say("");
        files.stacks().forEach(stack -> showStack(files, stack));
        for (String service : Services.names(files)) {
            cloudFormation
                    .known(files.nameOnAws(service), files.region(service))
                    .ifPresent(stack -> showService(service, stack));
        }
        showAlarms(files);
    }

    private void showStack(DeploymentFiles files, String stack) {
        Optional<DeployedStack> found = cloudFormation.find(files.nameOnAws(stack), files.region(stack));
        String status = found.map(DeployedStack::status).orElse("not deployed");
        String reason = found.map(DeployedStack::reason)
                .filter(text -> !text.isEmpty())
                .map(text -> ": " + text)
                .orElse("");
        boolean isGood = found.map(DeployedStack::isGood).orElse(false);
        String elsewhere = files.region(stack).equals(target.region()) ? "" : "  in " + files.region(stack);
        screen.say("  %-24s %s%s"
                .formatted(
                        files.nameOnAws(stack),
                        isGood ? status : screen.bold(status + Refusal.oneLine(reason)),
                        elsewhere));
    }

    private void showService(String service, DeployedStack stack) {
        screen.say("");
        screen.say(service);
        EcsService ecs = new EcsService(target, cloudFormation);
        Optional<EcsService.Running> running = ecs.find(stack);
        if (running.isEmpty()) {
            String released = stack.parameters().getOrDefault("Image", "");
            screen.say(
                    released.isEmpty()
                            ? "  runs nothing: no image was released yet (./dev release %s IMAGE %s)"
                                    .formatted(service, target.environment())
                            : ecs.whyNotAsked(stack)
                                    .map(why -> "  what runs isn't known: " + why)
                                    .orElse("  runs nothing"));
            return;
        }
        screen.say("  image    " + ecs.image(stack, running.get()));
        screen.say("  tasks    " + running.get().words());
        screen.say("  targets  " + targets(stack));
    }

    private String targets(DeployedStack stack) {
        String group = stack.outputs().get("TargetGroupArn");
        if (group == null) {
            return "none";
        }
        Map<String, Integer> counts = new TreeMap<>();
        Map<String, String> reasons = new TreeMap<>();
        for (JsonNode health : target.aws(stack.region())
                .call("elbv2", "describe-target-health", "--target-group-arn", group)
                .path("TargetHealthDescriptions")
                .values()) {
            String state = health.path("TargetHealth").path("State").asString("unknown");
            counts.merge(state, 1, Integer::sum);
            String reason = health.path("TargetHealth").path("Description").asString("");
            if (!reason.isEmpty()) {
                reasons.put(state, reason);
            }
        }
        if (counts.isEmpty()) {
            return "none";
        }
        return String.join(
                ", ",
                counts.entrySet().stream()
                        .map(count -> "%d %s%s"
                                .formatted(
                                        count.getValue(),
                                        count.getKey(),
                                        reasons.containsKey(count.getKey())
                                                ? " (" + reasons.get(count.getKey()) + ")"
                                                : ""))
                        .toList());
    }

    private void showAlarms(DeploymentFiles files) {
        screen.say("");
        List<JsonNode> ringing = files.stacks().stream()
                .map(files::region)
                .distinct()
                .flatMap(this::ringing)
                .toList();
        ringing.forEach(alarm -> screen.say(screen.bold("ALARM ")
                + alarm.path("AlarmName").asString("") + ": "
                + Refusal.oneLine(alarm.path("StateReason").asString(""))));
        if (ringing.isEmpty()) {
            screen.say("No alarm rings.");
        }
    }

    private Stream<JsonNode> ringing(String region) {
        JsonNode answer = target.aws(region)
                .call(
                        "cloudwatch",
                        "describe-alarms",
                        "--state-value",
                        "ALARM",
                        "--alarm-name-prefix",
                        target.environment() + "-");
        return Stream.of("CompositeAlarms", "MetricAlarms").flatMap(kind -> answer.path(kind).values().stream());
    }
}
