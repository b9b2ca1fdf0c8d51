package dev.todoapp.infra;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What outlives its stack and comes back into the next one of that name: CloudFormation imports it by its name, but only where
 * the template has the name itself, and no function that makes it.
 */
public final class Retained {

    /** The property by which CloudFormation knows a resource of each type that we keep; a user pool has none. */
    static final Map<String, String> NAMES = Map.of(
            "AWS::Backup::BackupVault", "BackupVaultName",
            "AWS::DynamoDB::Table", "TableName",
            "AWS::ECR::Repository", "RepositoryName",
            "AWS::S3::Bucket", "BucketName");

    private Retained() {}

    /**
     * The template for a change set with {@code ImportExistingResources}: the names of what is retained written out.
     *
     * @param template short forms written out and nothing resolved; it isn't changed
     * @param stack the same, resolved for the account and region that it is deployed to
     */
    public static ObjectNode withNames(ObjectNode template, Stack stack) {
        ObjectNode named = template.deepCopy();
        for (Map.Entry<String, JsonNode> declared : named.path("Resources").properties()) {
            String property = NAMES.get(declared.getValue().path("Type").asString());
            Resource resource = stack.resources().get(declared.getKey());
            if (property != null
                    && resource != null
                    && outlivesItsStack(declared.getValue())
                    && resource.properties().has(property)
                    && declared.getValue().path("Properties") instanceof ObjectNode properties) {
                properties.set(property, resource.properties().get(property));
            }
        }
        return named;
    }

    /** @param declared the resource as its template has it */
    public static boolean outlivesItsStack(JsonNode declared) {
        return declared.path("DeletionPolicy").asString("Delete").startsWith("Retain");
    }
}
