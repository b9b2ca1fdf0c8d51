package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.raw;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A deploy after a destroy takes up again what was kept. */
class RetainedTest {

    /** Known by what AWS makes up, so they are given to a change set by hand. The provider is the account's, not ours alone. */
    private static final Set<String> NAMELESS = Set.of("AWS::Cognito::UserPool", "AWS::IAM::OIDCProvider");

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void whatOutlivesItsStackHasANameToBeFoundBy(Deployment deployment) {
        for (Stack stack : deployment.stacks()) {
            raw(stack.template()).path("Resources").properties().stream()
                    .filter(declared -> Retained.outlivesItsStack(declared.getValue()))
                    .filter(declared -> stack.resources().containsKey(declared.getKey()))
                    .filter(declared ->
                            !NAMELESS.contains(declared.getValue().path("Type").asString()))
                    .forEach(declared -> {
                        Resource resource = stack.resource(declared.getKey());
                        assertThat(Retained.NAMES).as(declared.getKey()).containsKey(resource.type());
                        assertThat(resource.properties()
                                        .path(Retained.NAMES.get(resource.type()))
                                        .asString(""))
                                .as(declared.getKey())
                                .startsWith(deployment.environment() + "-");
                        assertThat(declared.getValue()
                                        .path("UpdateReplacePolicy")
                                        .asString())
                                .as(declared.getKey())
                                .isEqualTo("Retain");
                    });
        }
    }

    @Test
    void everythingThatPeopleEntrustedToUsIsAmongIt() {
        List<String> kept = new ArrayList<>();
        for (Stack stack : Environments.PROD.stacks()) {
            raw(stack.template()).path("Resources").properties().forEach(declared -> {
                if (Retained.outlivesItsStack(declared.getValue())) {
                    kept.add(stack.name() + "." + declared.getKey());
                }
            });
        }

        assertThat(kept)
                .contains("data.TodosTable", "data.FilesBucket", "data.BackupVault", "identity.UserPool")
                .contains("registry.TodoServiceRepository", "registry.FilesServiceRepository");
    }

    /** The account and the region are known before anything is deployed; an output of another stack would not be. */
    @Test
    void writesTheNamesOutWithWhereItIsDeployed() {
        Stack data = Deployment.read(
                        Environments.INFRA, "prod", Map.of("AWS_ACCOUNT_ID", "123456789012", "AWS_REGION", "eu-west-1"))
                .stack("data");
        ObjectNode template = raw("data.yaml");

        JsonNode resources = Retained.withNames(template, data).path("Resources");

        assertThat(resources.at("/TodosTable/Properties/TableName").asString()).isEqualTo("prod-todos");
        assertThat(resources.at("/FilesBucket/Properties/BucketName").asString())
                .isEqualTo("prod-todo-files-123456789012-eu-west-1");
        assertThat(resources.at("/BackupVault/Properties/BackupVaultName").asString())
                .isEqualTo("prod-todo");
        assertThat(resources.at("/DeletedTodosQueue/Properties/QueueName").isObject())
                .as("what goes with its stack stays as it is written")
                .isTrue();
        assertThat(template).isEqualTo(raw("data.yaml"));
    }

    @Test
    void leavesOutWhatTheEnvironmentDoesNotHave() {
        JsonNode resources = Retained.withNames(raw("data.yaml"), Environments.DEV.stack("data"))
                .path("Resources");

        assertThat(resources.at("/TodosTable/Properties/TableName").asString()).isEqualTo("dev-todos");
        assertThat(resources.at("/BackupVault/Properties/BackupVaultName").isObject())
                .isTrue();
    }
}
