package dev.todoapp.deploy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * CloudFormation as moto's server has it. Its change sets can be looked at, but a stack that is made by one has no outputs and no
 * exports; so here stacks are made and changed directly, and what a change set says is only shown. {@link MotoTemplate} has what else
 * it doesn't do.
 */
final class Moto extends CloudFormation {

    /** Long: taken for AWS, it would lose outputs, and a machine may be busy. Where nobody listens, nobody waits. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    Moto(Target target, Screen screen, Duration pause) {
        super(target, screen, pause);
    }

    /** Whether it is moto that listens there. */
    static boolean listensAt(@Nullable String endpoint) {
        if (endpoint == null) {
            return false;
        }
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            URI page = URI.create(endpoint.replaceAll("/+$", "") + "/moto-api/data.json");
            return client.send(
                                    HttpRequest.newBuilder(page)
                                            .timeout(PATIENCE)
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException | IllegalArgumentException e) {
            // The first call says what is wrong.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    ChangeSet plan(StackRequest request) {
        DeployedStack before = request.before();
        if (before != null && before.isOnlyPlanned()) {
            // A second change set would make a second stack of the same name.
            target().aws(request.region()).call("cloudformation", "delete-stack", "--stack-name", request.name());
        }
        StackRequest full = inFull(request);
        if (!request.isNew() && before != null && isTheSame(full, before)) {
            return ChangeSet.NONE;
        }
        ChangeSet changes = super.plan(asMotoTakesIt(full));
        if (!changes.isEmpty()) {
            // The empty stack goes with its change set.
            target().aws(request.region())
                    .call(
                            "cloudformation",
                            request.isNew() ? "delete-stack" : "delete-change-set",
                            request.isNew() ? "--stack-name" : "--change-set-name",
                            request.isNew() ? request.name() : changes.id());
        }
        return changes;
    }

    @Override
    void discard(StackRequest request, ChangeSet changes) {
        // It is gone already.
    }

    @Override
    DeployedStack carryOut(StackRequest request, ChangeSet changes) {
        StackRequest full = asMotoTakesIt(inFull(request));
        Aws aws = target().aws(request.region());
        ObjectNode input = Aws.JSON.createObjectNode().put("StackName", request.name());
        putCommon(input, full);
        DeployedStack before = request.before();
        Set<String> seen = before == null || request.isNew() ? new HashSet<>() : seen(before);
        try {
            aws.call("cloudformation", request.isNew() ? "create-stack" : "update-stack", input);
        } catch (AwsFailure e) {
            if (request.isNew()) {
                // It would be in creation for ever.
                try {
                    aws.call("cloudformation", "delete-stack", "--stack-name", request.name());
                } catch (AwsFailure again) {
                    e.addSuppressed(again);
                }
            }
            throw new Refusal(request.name() + ": " + e.message());
        }
        return follow(before == null || request.isNew() ? DeployedStack.justMade(request) : before, seen);
    }

    @Override
    String templateOf(DeployedStack stack) {
        return MotoTemplate.asWritten(super.templateOf(stack));
    }

    @Override
    ObjectNode changeSetInput(StackRequest request) {
        ObjectNode input = super.changeSetInput(request);
        // It imports nothing, and not every CLI can ask for it.
        input.remove("ImportExistingResources");
        return input;
    }

    /** No template is too long for moto. */
    @Override
    void putTemplate(ObjectNode input, StackRequest request, StackRequest.Template template) {
        input.put("TemplateBody", template.text());
    }

    /** moto can't keep a list's value by itself, so that every kept value is given again, and the template with it. */
    private StackRequest inFull(StackRequest request) {
        DeployedStack before = request.before();
        if (before == null) {
            return request;
        }
        Map<String, String> parameters = new LinkedHashMap<>(request.parameters());
        request.kept().forEach(name -> parameters.put(name, before.parameters().getOrDefault(name, "")));
        StackRequest.Template template = request.template();
        return with(
                request,
                template == null ? new StackRequest.Template(templateOf(before), true, null) : template,
                parameters,
                Set.of());
    }

    private static StackRequest asMotoTakesIt(StackRequest full) {
        StackRequest.Template template = full.template();
        if (template == null) {
            return full;
        }
        return with(
                full,
                new StackRequest.Template(
                        MotoTemplate.of(template.text(), full.name(), full.parameters()), template.makesRoles(), null),
                full.parameters(),
                full.kept());
    }

    private static StackRequest with(
            StackRequest request, StackRequest.Template template, Map<String, String> parameters, Set<String> kept) {
        return new StackRequest(
                request.name(),
                request.region(),
                request.before(),
                template,
                parameters,
                kept,
                request.secret(),
                request.tags(),
                request.roleArn());
    }

    private boolean isTheSame(StackRequest request, DeployedStack before) {
        boolean sameParameters = request.parameters().entrySet().stream()
                .allMatch(given -> given.getValue().equals(before.parameters().get(given.getKey())));
        StackRequest.Template template = request.template();
        return sameParameters
                && request.tags().equals(before.tags())
                && (template == null
                        || template.text().strip().equals(templateOf(before).strip()));
    }

    /** moto writes lists as Python does: {@code ['a', 'b']}. */
    @Override
    DeployedStack readable(DeployedStack stack) {
        Map<String, String> parameters = new LinkedHashMap<>(stack.parameters());
        parameters.replaceAll((name, value) -> value.startsWith("['") && value.endsWith("']")
                ? value.substring(2, value.length() - 2).replace("', '", ",")
                : value);
        return new DeployedStack(
                stack.name(),
                stack.id(),
                stack.region(),
                stack.status(),
                stack.reason(),
                parameters,
                stack.outputs(),
                stack.tags(),
                stack.roleArn());
    }
}
