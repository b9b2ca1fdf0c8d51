package dev.todoapp.deploy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A stack as AWS has it.
 *
 * @param id its ARN
 * @param status such as {@code UPDATE_COMPLETE}
 * @param reason why it is in that status, empty if AWS doesn't say
 * @param parameters by name; those that are secret have the value {@code ****}
 * @param roleArn the role that CloudFormation works with, empty if it is the caller's
 */
record DeployedStack(
        String name,
        String id,
        String region,
        String status,
        String reason,
        Map<String, String> parameters,
        Map<String, String> outputs,
        Map<String, String> tags,
        String roleArn) {

    /** Parameters of stacks that lie in one region whatever their environment's is, so that their name doesn't tell whose they are. */
    private static final List<String> REGION_OF_ENVIRONMENT = List.of("EnvironmentRegion", "FirstRegion");

    static DeployedStack of(String region, JsonNode stack) {
        return new DeployedStack(
                stack.path("StackName").asString(""),
                stack.path("StackId").asString(""),
                region,
                stack.path("StackStatus").asString(""),
                stack.path("StackStatusReason").asString(""),
                pairs(stack.path("Parameters"), "ParameterKey", "ParameterValue"),
                pairs(stack.path("Outputs"), "OutputKey", "OutputValue"),
                pairs(stack.path("Tags"), "Key", "Value"),
                stack.path("RoleARN").asString(""));
    }

    /** One of which nothing is known yet but its name. */
    static DeployedStack justMade(StackRequest request) {
        return new DeployedStack(
                request.name(), request.name(), request.region(), "", "", Map.of(), Map.of(), Map.of(), "");
    }

    /** Whether stacks of this template may lie in another region than their environment, and say in which that is. */
    static boolean namesRegion(JsonNode template) {
        return REGION_OF_ENVIRONMENT.stream().anyMatch(template.path("Parameters")::has);
    }

    /** @throws Refusal if it belongs to the environment of this name in another region */
    void requireEnvironmentIn(String environmentRegion) {
        for (String name : REGION_OF_ENVIRONMENT) {
            String own = parameters.getOrDefault(name, environmentRegion);
            if (!own.equals(environmentRegion)) {
                throw new Refusal(
                        "%s belongs to %s in %s: set AWS_REGION=%s".formatted(this.name, environmentName(), own, own));
            }
        }
    }

    /** What the files call it: {@code todo-service} is {@code dev-todo-service} on AWS. */
    String nameInFiles() {
        return name.substring(environmentName().length() + 1);
    }

    /** The command that makes it what the files say. */
    String deployCommand() {
        return "./dev deploy %s %s".formatted(environmentName(), nameInFiles());
    }

    /** It has no hyphen. */
    private String environmentName() {
        return name.substring(0, name.indexOf('-'));
    }

    /** A change set was made for it, and never carried out: nothing is in it. */
    boolean isOnlyPlanned() {
        return status.equals("REVIEW_IN_PROGRESS");
    }

    boolean isBusy() {
        return !isOnlyPlanned() && status.endsWith("_IN_PROGRESS") && !isCleaningUp();
    }

    /** The new is in force, the old is being deleted. */
    boolean isCleaningUp() {
        return status.equals("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS");
    }

    boolean isGood() {
        return status.equals("CREATE_COMPLETE")
                || status.equals("UPDATE_COMPLETE")
                || status.equals("IMPORT_COMPLETE")
                || isCleaningUp();
    }

    /** It never came to be, or is half deleted: nothing but deleting it helps. */
    boolean mustGoFirst() {
        return switch (status) {
            case "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED", "IMPORT_ROLLBACK_FAILED" ->
                true;
            default -> false;
        };
    }

    boolean isStuckInRollback() {
        return status.equals("UPDATE_ROLLBACK_FAILED");
    }

    boolean isGone() {
        return status.equals("DELETE_COMPLETE");
    }

    private static Map<String, String> pairs(JsonNode list, String key, String value) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (JsonNode item : list.values()) {
            pairs.put(item.path(key).asString(""), item.path(value).asString(""));
        }
        return pairs;
    }
}
