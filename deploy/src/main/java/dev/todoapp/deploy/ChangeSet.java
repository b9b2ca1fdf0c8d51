package dev.todoapp.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * What CloudFormation would do to a stack.
 *
 * @param id its ARN, empty where nothing would change
 * @param changes of resources; there may be none where only outputs or tags change
 */
record ChangeSet(String id, List<Change> changes) {

    static final ChangeSet NONE = new ChangeSet("", List.of());

    static ChangeSet of(JsonNode described) {
        List<Change> changes = new ArrayList<>();
        for (JsonNode change : described.path("Changes").values()) {
            if (change.has("ResourceChange")) {
                changes.add(Change.of(change.path("ResourceChange")));
            }
        }
        return new ChangeSet(described.path("ChangeSetId").asString(""), List.copyOf(changes));
    }

    boolean isEmpty() {
        return id.isEmpty();
    }

    /**
     * One resource.
     *
     * @param action {@code Add}, {@code Modify}, {@code Remove}, {@code Import} or {@code Dynamic}
     * @param replacement {@code True}, {@code Conditional}, else it stays
     * @param policy what becomes of the old one: {@code Delete}, {@code Retain}, {@code ReplaceAndRetain}, …
     * @param properties those that change
     * @param forcing those of them that ask for another resource
     */
    record Change(
            String action,
            String logicalId,
            String type,
            String replacement,
            String policy,
            Set<String> properties,
            Set<String> forcing) {

        static Change of(JsonNode change) {
            // AWS lists them now in this order, now in that.
            Set<String> properties = new TreeSet<>();
            Set<String> forcing = new TreeSet<>();
            for (JsonNode detail : change.path("Details").values()) {
                JsonNode target = detail.path("Target");
                String attribute = target.path("Attribute").asString("");
                String name = attribute.equals("Properties") || attribute.isEmpty()
                        ? target.path("Name").asString("")
                        : attribute;
                if (name.isEmpty()) {
                    continue;
                }
                properties.add(name);
                String recreation = target.path("RequiresRecreation").asString("");
                if (recreation.equals("Always") || recreation.equals("Conditionally")) {
                    forcing.add(name);
                }
            }
            return new Change(
                    change.path("Action").asString(""),
                    change.path("LogicalResourceId").asString(""),
                    change.path("ResourceType").asString(""),
                    change.path("Replacement").asString(""),
                    change.path("PolicyAction").asString(""),
                    properties,
                    forcing);
        }

        boolean isReplaced() {
            return action.equals("Modify") && replacement.equals("True");
        }

        /** What happens to it, in one word or two. */
        String word() {
            return switch (action) {
                case "Add" -> "added";
                case "Remove" -> policy.startsWith("Retain") ? "let go" : "removed";
                case "Import" -> "imported";
                case "Modify" ->
                    switch (replacement) {
                        case "True" -> "REPLACED";
                        case "Conditional" -> "may be REPLACED";
                        default -> "changed";
                    };
                default -> "depends on another stack";
            };
        }

        /** Why, and what becomes of the old one. */
        String remark() {
            return switch (word()) {
                case "REPLACED" ->
                    forcedBy("forces it")
                            + (policy.endsWith("Retain") ? "; the old one is kept" : "; the old one is deleted");
                case "may be REPLACED" -> forcedBy("may force it");
                case "changed" -> String.join(", ", properties);
                case "let go" -> "not deleted";
                case "imported" -> "it was there already";
                default -> "";
            };
        }

        private String forcedBy(String verb) {
            Set<String> causes = forcing.isEmpty() ? properties : forcing;
            return causes.isEmpty() ? "AWS doesn't say which property " + verb : String.join(", ", causes) + " " + verb;
        }
    }
}
