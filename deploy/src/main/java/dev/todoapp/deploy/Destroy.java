package dev.todoapp.deploy;

import dev.todoapp.infra.DeploymentFiles;
import dev.todoapp.infra.Retained;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code ./dev destroy}: deletes the stacks of an environment, the last one first. What they retain stays, and is named. */
final class Destroy {

    /** The most that S3 deletes in one call. */
    private static final int OBJECTS_AT_ONCE = 1000;

    private final Target target;
    private final CloudFormation cloudFormation;
    private final Screen screen;

    Destroy(Target target, CloudFormation cloudFormation, Screen screen) {
        this.target = target;
        this.cloudFormation = cloudFormation;
        this.screen = screen;
    }

    /** @throws Refusal if the name isn't typed, or a stack can't be deleted */
    void run() {
        DeploymentFiles files = target.files(null);
        List<DeployedStack> stacks = new ArrayList<>();
        for (String stack : files.stacks().reversed()) {
            cloudFormation.find(files.nameOnAws(stack), files.region(stack)).ifPresent(stacks::add);
        }
        stacks.forEach(stack -> stack.requireEnvironmentIn(target.region()));
        if (stacks.isEmpty()) {
            screen.say("Nothing of %s is deployed in account %s, %s."
                    .formatted(target.environment(), target.account(), target.region()));
            return;
        }
        Map<String, List<Kept>> kept = new LinkedHashMap<>();
        stacks.forEach(stack -> kept.put(stack.name(), kept(stack)));

        screen.say("These stacks of account %s are deleted, in this order:".formatted(target.account()));
        stacks.forEach(stack -> screen.say("  %s in %s (%s)".formatted(stack.name(), stack.region(), stack.status())));
        screen.say("This stays, with all that is in it:");
        kept.values().forEach(list -> list.forEach(one -> screen.say("  " + one.words())));
        if (!screen.ask("Type the environment's name to go on: ").equals(target.environment())) {
            throw new Refusal("nothing was deleted: that was not the name");
        }

        for (DeployedStack stack : stacks) {
            if (stack.nameInFiles().equals(Target.WEBSITE)) {
                emptyWebsite(stack);
            }
            DeployedStack now = stack.isBusy() ? cloudFormation.waitFor(stack) : stack;
            cloudFormation.delete(now);
            screen.say("%s: deleted".formatted(stack.name()));
        }
        screen.say("");
        screen.say("Still there, and taken over again by the next ./dev deploy %s where it has a name of ours:"
                .formatted(target.environment()));
        kept.values().forEach(list -> list.forEach(one -> screen.say("  " + one.words())));
        screen.say(
                "Prices of us-east-1 in November 2026. Delete what you don't want any more yourself: no command here does.");
    }

    /** What the stack retains. */
    private List<Kept> kept(DeployedStack stack) {
        if (stack.isOnlyPlanned() || stack.isGone()) {
            return List.of();
        }
        ObjectNode template = DeploymentFiles.json(cloudFormation.templateOf(stack), stack.name());
        List<Kept> kept = new ArrayList<>();
        for (JsonNode resource : cloudFormation.resources(stack)) {
            String id = resource.path("LogicalResourceId").asString("");
            if (Retained.outlivesItsStack(template.path("Resources").path(id))) {
                kept.add(new Kept(
                        resource.path("ResourceType").asString(""),
                        resource.path("PhysicalResourceId").asString("")));
            }
        }
        return kept;
    }

    /** A bucket must be empty to be deleted, and this one holds nothing but what a build makes again. No other is emptied. */
    private void emptyWebsite(DeployedStack stack) {
        Optional<String> bucket = Optional.ofNullable(stack.outputs().get("SiteBucketName"));
        if (bucket.isEmpty()) {
            return;
        }
        Aws aws = target.aws(stack.region());
        while (true) {
            JsonNode listed;
            try {
                listed = aws.call(
                        "s3api",
                        "list-object-versions",
                        "--bucket",
                        bucket.get(),
                        "--max-items",
                        String.valueOf(OBJECTS_AT_ONCE));
            } catch (AwsFailure e) {
                if (e.is("NoSuchBucket")) {
                    return;
                }
                throw e;
            }
            ObjectNode input = Aws.JSON.createObjectNode().put("Bucket", bucket.get());
            ArrayNode objects = input.putObject("Delete").put("Quiet", true).putArray("Objects");
            for (String kind : List.of("Versions", "DeleteMarkers")) {
                for (JsonNode version : listed.path(kind).values()) {
                    objects.addObject()
                            .put("Key", version.path("Key").asString(""))
                            .put("VersionId", version.path("VersionId").asString(""));
                }
            }
            if (objects.isEmpty()) {
                return;
            }
            aws.call("s3api", "delete-objects", input);
        }
    }

    /** A resource that outlives its stack. */
    private record Kept(String type, String id) {

        String words() {
            return "%s (%s): %s".formatted(id, type, price());
        }

        private String price() {
            return switch (type) {
                case "AWS::DynamoDB::Table" ->
                    "0.25 dollars a GB and month beyond 25 GB, 0.20 more for point-in-time recovery";
                case "AWS::S3::Bucket" -> "0.023 dollars a GB and month";
                case "AWS::ECR::Repository" -> "0.10 dollars a GB and month";
                case "AWS::Cognito::UserPool", "AWS::IAM::OIDCProvider" -> "nothing while nobody signs in";
                case "AWS::KMS::Key" -> "1 dollar a month";
                case "AWS::Logs::LogGroup" -> "0.03 dollars a GB and month until its retention ends";
                case "AWS::SecretsManager::Secret" -> "0.40 dollars a month";
                default -> "see the price list of its service";
            };
        }
    }
}
