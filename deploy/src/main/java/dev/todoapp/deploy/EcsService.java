package dev.todoapp.deploy;

import dev.todoapp.infra.DeploymentFiles;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What runs of a service, as ECS sees it. */
final class EcsService {

    private static final String CLUSTER = "cluster";
    private static final String NAME = "EcsServiceName";
    private static final int LAST_EVENTS = 20;

    private final Target target;
    private final CloudFormation cloudFormation;

    EcsService(Target target, CloudFormation cloudFormation) {
        this.target = target;
        this.cloudFormation = cloudFormation;
    }

    /**
     * One service.
     *
     * @param rollout of the last deployment, such as {@code COMPLETED}
     * @param since when that began, such as {@code 2026-11-21T13:07:55Z}
     */
    record Running(
            String taskDefinition,
            int desired,
            int running,
            int pending,
            String rollout,
            String since,
            List<String> events) {

        String words() {
            String deployment = rollout.isEmpty() ? "" : "; last deployment %s, begun %s".formatted(rollout, since);
            return "%d of %d tasks run, %d pending%s".formatted(running, desired, pending, deployment);
        }
    }

    /** Empty if there is none yet, or the caller may not look: CloudFormation has waited for it already. */
    Optional<Running> find(DeployedStack stack) {
        String name = stack.outputs().get(NAME);
        if (name == null) {
            return Optional.empty();
        }
        try {
            Optional<String> cluster = cluster();
            if (cluster.isEmpty()) {
                return Optional.empty();
            }
            ObjectNode input = Aws.JSON.createObjectNode().put("cluster", cluster.get());
            input.putArray("services").add(name);
            JsonNode service = target.aws(stack.region())
                    .call("ecs", "describe-services", input)
                    .path("services")
                    .path(0);
            return service.isMissingNode()
                            || service.path("status").asString("").equals("INACTIVE")
                    ? Optional.empty()
                    : Optional.of(of(service));
        } catch (AwsFailure e) {
            if (e.isAccessDenied() || e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Why ECS can't even be asked, though the stack was made; empty if it can. */
    Optional<String> whyNotAsked(DeployedStack stack) {
        if (!stack.outputs().containsKey(NAME)) {
            return Optional.of("its stack has no output " + NAME);
        }
        return cluster().isEmpty() ? Optional.of("the stack cluster has no output ClusterName") : Optional.empty();
    }

    private Optional<String> cluster() {
        DeploymentFiles files = target.files(null);
        if (!files.stacks().contains(CLUSTER)) {
            return Optional.empty();
        }
        return cloudFormation
                .known(files.nameOnAws(CLUSTER), files.region(CLUSTER))
                .map(found -> found.outputs().get("ClusterName"));
    }

    /** What ECS says of it, to be put behind what CloudFormation says; empty if it says nothing. */
    String whyItFailed(DeployedStack stack) {
        try {
            return find(stack)
                    .flatMap(service -> service.events().stream()
                            .filter(event -> event.contains("unable to")
                                    || event.contains("failed")
                                    || event.contains("unhealthy")
                                    || event.contains("circuit breaker"))
                            .findFirst())
                    .map(event -> "; ECS says: " + event)
                    .orElse("");
        } catch (Refusal e) {
            // What went wrong first is what counts.
            return "";
        }
    }

    /** The image that the task definition's first container has. */
    String image(DeployedStack stack, Running running) {
        JsonNode definition = target.aws(stack.region())
                .call("ecs", "describe-task-definition", "--task-definition", running.taskDefinition())
                .path("taskDefinition");
        return definition.path("containerDefinitions").path(0).path("image").asString("");
    }

    /** Version 1 of the AWS CLI writes seconds since 1970 here, version 2 a date with a zone. */
    private static String time(JsonNode written) {
        if (written.isNumber()) {
            return Instant.ofEpochSecond(written.decimalValue().longValue()).toString();
        }
        String text = written.asString("");
        try {
            return OffsetDateTime.parse(text)
                    .toInstant()
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString();
        } catch (DateTimeParseException e) {
            return text;
        }
    }

    private static Running of(JsonNode service) {
        JsonNode last = service.path("deployments").path(0);
        List<String> events = new ArrayList<>();
        for (JsonNode event : service.path("events").values()) {
            if (events.size() < LAST_EVENTS) {
                events.add(Refusal.oneLine(event.path("message").asString("")));
            }
        }
        return new Running(
                service.path("taskDefinition").asString(""),
                service.path("desiredCount").asInt(0),
                service.path("runningCount").asInt(0),
                service.path("pendingCount").asInt(0),
                last.path("rolloutState").asString(""),
                time(last.path("createdAt")),
                events);
    }
}
