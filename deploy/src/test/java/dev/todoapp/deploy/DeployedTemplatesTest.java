package dev.todoapp.deploy;

import static dev.todoapp.deploy.FakeAws.ADDED;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** In what form {@code ./dev deploy} hands CloudFormation a template. */
class DeployedTemplatesTest {

    private Scene scene;

    @BeforeEach
    void open(@TempDir Path folder) {
        scene = new Scene(folder);
    }

    @Test
    void takesOverWhatAnEarlierDeploymentRetained() {
        scene.aws.stack("dev-network", "CREATE_COMPLETE").noChanges("dev-network");

        scene.dev("deploy", "dev", "--yes");

        assertThat(scene.aws
                        .inputs("create-change-set")
                        .getFirst()
                        .path("ImportExistingResources")
                        .asBoolean())
                .isTrue();
    }

    /** AWS imports nothing whose name a function makes. */
    @Test
    void writesOutTheNamesByWhichItIsFound() {
        scene.common("stacks: {data: {template: data.yaml, parameters: {Environment: \"${ENVIRONMENT}\"}}}")
                .template("data", """
                        Parameters: {Environment: {Type: String}}
                        Resources:
                          Files:
                            Type: AWS::S3::Bucket
                            DeletionPolicy: Retain
                            Properties: {BucketName: !Sub "${Environment}-files-${AWS::AccountId}-${AWS::Region}"}
                          Logs:
                            Type: AWS::S3::Bucket
                            Properties: {BucketName: !Sub "${Environment}-logs"}
                        """);
        scene.aws
                .replace("get-caller-identity", "{\"Account\": \"210987654321\"}")
                .changes("dev-data", ADDED);

        assertThat(scene.dev("deploy", "dev", "--plan")).as(scene.err()).isZero();

        JsonNode resources = Aws.JSON
                .readTree(scene.aws
                        .inputs("create-change-set")
                        .getFirst()
                        .path("TemplateBody")
                        .asString())
                .path("Resources");
        assertThat(resources.at("/Files/Properties/BucketName").asString())
                .isEqualTo("dev-files-210987654321-eu-central-1");
        assertThat(resources.at("/Logs/Properties/BucketName/Fn::Sub").asString())
                .as("what goes with its stack")
                .isEqualTo("${Environment}-logs");
    }

    @Test
    void sendsATemplateThatLeavesNothingBehindLetterByLetter() {
        String written = "# As somebody wrote it.\nResources: {Vpc: {Type: AWS::EC2::VPC}}\n";
        scene.template("network", written);
        scene.aws.changes("dev-network", ADDED);

        assertThat(scene.dev("deploy", "dev", "--plan")).as(scene.err()).isZero();

        assertThat(scene.aws
                        .inputs("create-change-set")
                        .getFirst()
                        .path("TemplateBody")
                        .asString())
                .isEqualTo(written);
    }

    @Test
    void saysThatAnOldCliCanTakeNothingOverAndGoesOn() {
        scene.aws.stack("dev-network", "CREATE_COMPLETE").noChanges("dev-network");
        scene.aws
                .answers(
                        "create-change-set@dev-network",
                        "Parameter validation failed:\nUnknown parameter in input: \"ImportExistingResources\", must be one of: …")
                .answers("create-change-set@dev-network", "{\"Id\": \"arn:another\"}");

        assertThat(scene.dev("deploy", "dev", "--yes")).isZero();

        assertThat(scene.out()).contains("This AWS CLI can't import");
        assertThat(scene.aws.inputs("create-change-set").getLast().has("ImportExistingResources"))
                .isFalse();
    }

    @Test
    void isAllowedToMakeRolesOnlyWhereATemplateHasSome() {
        scene.common("stacks: {network: {template: network.yaml}, roles: {template: roles.yaml}}")
                .template("roles", "Resources: {Role: {Type: AWS::IAM::Role}}");
        scene.aws.changes("dev-network", ADDED).changes("dev-roles", ADDED);

        scene.dev("deploy", "dev", "--plan");

        assertThat(scene.aws.inputs("create-change-set")).hasSize(2);
        assertThat(scene.aws.inputs("create-change-set").get(0).has("Capabilities"))
                .isFalse();
        assertThat(scene.aws
                        .inputs("create-change-set")
                        .get(1)
                        .path("Capabilities")
                        .path(0)
                        .asString())
                .isEqualTo("CAPABILITY_NAMED_IAM");
    }

    @Test
    void putsATemplateThatIsTooLongIntoTheArtifactBucket() {
        scene.common("stacks: {bootstrap: {template: network.yaml}, long: {template: long.yaml}}")
                .template(
                        "long", "Description: %s\nResources: {Group: {Type: AWS::X::Y}}".formatted("x".repeat(51_200)));
        scene.aws.stack(
                "dev-bootstrap",
                "CREATE_COMPLETE",
                Map.of(),
                Map.of("ArtifactBucketName", "artifacts", "CloudFormationRoleArn", "arn:all"));
        scene.aws.noChanges("dev-bootstrap").changes("dev-long", ADDED);

        assertThat(scene.dev("deploy", "dev", "--plan")).as(scene.err()).isZero();

        assertThat(scene.aws.calls("put-object"))
                .singleElement()
                .asString()
                .contains("--bucket artifacts --key infra/templates/");
        assertThat(scene.aws
                        .inputs("create-change-set")
                        .getLast()
                        .path("TemplateURL")
                        .asString())
                .matches("https://artifacts\\.s3\\.eu-central-1\\.amazonaws\\.com/infra/templates/[0-9a-f]{64}\\.yaml");
        assertThat(scene.aws.inputs("create-change-set").getLast().has("TemplateBody"))
                .isFalse();
    }

    @Test
    void saysWhatToDoWithATemplateThatIsTooLongAndNoBucket() {
        scene.template(
                "network", "Description: %s\nResources: {Group: {Type: AWS::X::Y}}".formatted("x".repeat(51_200)));

        assertThat(scene.dev("deploy", "dev", "--plan")).isEqualTo(1);

        assertThat(scene.err()).contains("takes more than 51,200 only from a bucket: deploy bootstrap first");
    }
}
