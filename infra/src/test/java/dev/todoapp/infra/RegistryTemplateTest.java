package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.raw;
import static dev.todoapp.infra.Environments.texts;
import static dev.todoapp.infra.Environments.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The images: that they stay what they are, who may add to them, and which ones go. */
class RegistryTemplateTest {

    private static final Map<String, String> ROLES =
            Map.of("TodoServiceRepository", "todo-service", "FilesServiceRepository", "files-service");

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void eachServiceHasARepository(Deployment deployment) {
        assertThat(deployment.stack("registry").ofType("AWS::ECR::Repository"))
                .extracting(Resource::physicalId)
                .containsExactly(
                        deployment.environment() + "-todo-service", deployment.environment() + "-files-service");
        assertThat(deployment.stack("registry").output("TodoServiceRepositoryUri"))
                .isEqualTo("000000000000.dkr.ecr.us-east-1.amazonaws.com/%s-todo-service"
                        .formatted(deployment.environment()));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void noTagMovesButThatOfWhatRuns(Deployment deployment) {
        assertThat(repositories(deployment)).allSatisfy(repository -> {
            assertThat(repository.path("ImageTagMutability").asString()).isEqualTo("IMMUTABLE_WITH_EXCLUSION");
            assertThat(repository.path("ImageTagMutabilityExclusionFilters")).isEqualTo(yaml("""
                    - ImageTagMutabilityExclusionFilterType: WILDCARD
                      ImageTagMutabilityExclusionFilterValue: running-*
                    """));
        });
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void imagesAreEncryptedAndScannedWhenTheyArePushed(Deployment deployment) {
        assertThat(repositories(deployment)).allSatisfy(repository -> {
            assertThat(repository.path("ImageScanningConfiguration")).isEqualTo(yaml("{ScanOnPush: true}"));
            assertThat(repository.path("EncryptionConfiguration")).isEqualTo(yaml("{EncryptionType: AES256}"));
        });
    }

    /** ECR: an image whose tags match a rule can't be expired by a rule of a higher number. */
    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void whatRunsNeverExpiresAndTheLastReleasesStay(Deployment deployment) {
        boolean prod = deployment.environment().equals("prod");

        assertThat(repositories(deployment))
                .allSatisfy(repository -> assertThat(YamlFile.parse(
                                        repository
                                                .at("/LifecyclePolicy/LifecyclePolicyText")
                                                .asString(),
                                        "lifecycle")
                                .path("rules")
                                .values())
                        .extracting(RegistryTemplateTest::inWords)
                        .containsExactly(
                                "1 tagged [running-*] imageCountMoreThan 1000: expire",
                                "2 tagged [release-*] imageCountMoreThan %d: expire".formatted(prod ? 50 : 10),
                                "3 untagged [] sinceImagePushed 1 days: expire",
                                "4 any [] sinceImagePushed %d days: expire".formatted(prod ? 30 : 7)));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void onlyAServicesOwnPipelinePushesItsImages(Deployment deployment) {
        ROLES.forEach((repository, service) -> assertThat(deployment
                        .stack("registry")
                        .resource(repository)
                        .properties()
                        .at("/RepositoryPolicyText/Statement"))
                .isEqualTo(yaml("""
                        - Sid: OnlyItsPipelinePushes
                          Effect: Deny
                          Principal: "*"
                          Action:
                            - ecr:BatchDeleteImage
                            - ecr:CompleteLayerUpload
                            - ecr:InitiateLayerUpload
                            - ecr:PutImage
                            - ecr:UploadLayerPart
                          Condition:
                            ArnNotEquals:
                              aws:PrincipalArn: ["arn:aws:iam::000000000000:role/%s-pipeline-%s"]
                        """.formatted(deployment.environment(), service))));
    }

    /** A release moves the mark of what runs, which is a push: without it nobody could release or go back by hand. */
    @Test
    void peoplePushInTheRoleThatIsNamedForThem(@TempDir Path folder) {
        String operators = "arn:aws:iam::000000000000:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Operator_*";

        Stack registry = new Sandbox(folder).ofOurs("registry.yaml", """
                Environment: test
                TodoServicePusherArns: arn:aws:iam::000000000000:role/a
                FilesServicePusherArns: arn:aws:iam::000000000000:role/b
                """, "OperatorRoleArn: \"" + operators + "\"");

        assertThat(texts(refusal(registry, "TodoServiceRepository")))
                .containsExactly("arn:aws:iam::000000000000:role/a", operators);
        assertThat(texts(refusal(registry, "FilesServiceRepository")))
                .containsExactly("arn:aws:iam::000000000000:role/b", operators);
    }

    private static JsonNode refusal(Stack registry, String repository) {
        return registry.resource(repository)
                .properties()
                .at("/RepositoryPolicyText/Statement/0/Condition/ArnNotEquals/aws:PrincipalArn");
    }

    @Test
    void anotherAccountMayPullWhenItIsNamed(@TempDir Path folder) {
        Stack registry = new Sandbox(folder)
                .ofOurs("registry.yaml", """
                Environment: test
                TodoServicePusherArns: arn:aws:iam::000000000000:role/a
                FilesServicePusherArns: arn:aws:iam::000000000000:role/b
                """, "PullAccountIds: [\"111111111111\", \"222222222222\"]");

        JsonNode pull = registry.resource("TodoServiceRepository")
                .properties()
                .at("/RepositoryPolicyText/Statement")
                .path(1);
        assertThat(texts(pull.at("/Principal/AWS"))).containsExactly("111111111111", "222222222222");
        assertThat(texts(pull.path("Action")))
                .containsExactly("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer");
    }

    @Test
    void imagesOutliveTheStack() {
        ROLES.keySet().forEach(repository -> {
            JsonNode resource = raw("registry.yaml").path("Resources").path(repository);
            assertThat(resource.path("DeletionPolicy").asString()).isEqualTo("Retain");
            assertThat(resource.path("UpdateReplacePolicy").asString()).isEqualTo("Retain");
        });
    }

    private static List<JsonNode> repositories(Deployment deployment) {
        List<JsonNode> repositories = deployment.stack("registry").ofType("AWS::ECR::Repository").stream()
                .map(Resource::properties)
                .toList();
        assertThat(repositories).hasSize(2);
        return repositories;
    }

    private static String inWords(JsonNode rule) {
        JsonNode selection = rule.path("selection");
        return "%s %s %s %s %s: %s"
                .formatted(
                        rule.path("rulePriority").asString(),
                        selection.path("tagStatus").asString(),
                        texts(selection.path("tagPatternList")),
                        selection.path("countType").asString(),
                        (selection.path("countNumber").asString() + " "
                                        + selection.path("countUnit").asString(""))
                                .strip(),
                        rule.at("/action/type").asString());
    }
}
