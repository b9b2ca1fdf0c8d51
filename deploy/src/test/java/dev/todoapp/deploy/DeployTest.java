package dev.todoapp.deploy;

import static dev.todoapp.deploy.FakeAws.ADDED;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./dev deploy}, with AWS's answers as its documentation has them. */
class DeployTest {

    private Scene scene;

    @BeforeEach
    void open(@TempDir Path folder) {
        scene = new Scene(folder);
    }

    @Test
    void saysInWordsWhatIsAddedChangedReplacedAndRemoved() {
        scene.aws.stack("dev-network", "UPDATE_COMPLETE").changes("dev-network", ADDED, """
                {"Action": "Modify", "LogicalResourceId": "Pool", "ResourceType": "AWS::Cognito::UserPool", "Replacement": "False",
                 "Details": [{"Target": {"Attribute": "Properties", "Name": "Policies", "RequiresRecreation": "Never"}},
                             {"Target": {"Attribute": "Tags", "RequiresRecreation": "Never"}}]}""", """
                {"Action": "Modify", "LogicalResourceId": "Balancer", "ResourceType": "AWS::X::LoadBalancer", "Replacement": "True",
                 "PolicyAction": "ReplaceAndDelete",
                 "Details": [{"Target": {"Attribute": "Properties", "Name": "Tags", "RequiresRecreation": "Never"}},
                             {"Target": {"Attribute": "Properties", "Name": "Scheme", "RequiresRecreation": "Always"}}]}""", """
                {"Action": "Modify", "LogicalResourceId": "Table", "ResourceType": "AWS::DynamoDB::Table", "Replacement": "True",
                 "PolicyAction": "ReplaceAndRetain",
                 "Details": [{"Target": {"Attribute": "Properties", "Name": "KeySchema", "RequiresRecreation": "Always"}}]}""", """
                {"Action": "Remove", "LogicalResourceId": "Alarm", "ResourceType": "AWS::CloudWatch::Alarm", "PolicyAction": "Delete"}""", """
                {"Action": "Remove", "LogicalResourceId": "Bucket", "ResourceType": "AWS::S3::Bucket", "PolicyAction": "Retain"}""", """
                {"Action": "Import", "LogicalResourceId": "Images", "ResourceType": "AWS::ECR::Repository"}""");

        assertThat(scene.dev("deploy", "dev", "--plan")).isZero();

        assertThat(scene.out()).contains("dev-network in eu-central-1: 7 resources change, 2 REPLACED");
        assertThat(scene.out().lines().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        " added Vpc AWS::EC2::VPC",
                        " changed Pool AWS::Cognito::UserPool (Policies, Tags)",
                        " REPLACED Balancer AWS::X::LoadBalancer (Scheme forces it; the old one is deleted)",
                        " REPLACED Table AWS::DynamoDB::Table (KeySchema forces it; the old one is kept)",
                        " removed Alarm AWS::CloudWatch::Alarm",
                        " let go Bucket AWS::S3::Bucket (not deleted)",
                        " imported Images AWS::ECR::Repository (it was there already)");
    }

    @Test
    void showsAPlanAndRemovesItAgain() {
        scene.aws.changes("dev-network", ADDED);

        assertThat(scene.withoutTerminal().dev("deploy", "dev", "--plan")).isZero();

        assertThat(scene.out()).contains("dev-network in eu-central-1: a new stack of 1 resource");
        assertThat(scene.aws.calls("delete-change-set")).hasSize(1);
        assertThat(scene.aws.calls("delete-stack"))
                .as("the empty stack that it was made for")
                .hasSize(1);
        assertThat(scene.aws.calls("execute-change-set")).isEmpty();
    }

    @Test
    void asksAndLeavesEverythingAsItWasWhenTheAnswerIsNo() {
        scene.aws.stack("dev-network", "CREATE_COMPLETE").changes("dev-network", ADDED);

        assertThat(scene.types("n\n").dev("deploy", "dev")).isEqualTo(1);

        assertThat(scene.out()).contains("Carry this out? [y/N]");
        assertThat(scene.err()).isEqualTo("dev: stopped before dev-network, in which nothing was changed");
        assertThat(scene.aws.calls("delete-change-set")).hasSize(1);
        assertThat(scene.aws.calls("delete-stack")).isEmpty();
        assertThat(scene.aws.calls("execute-change-set")).isEmpty();
    }

    @Test
    void carriesOutWhatWasAgreedToAndTellsEventsAsTheyCome() {
        scene.aws
                .stack("dev-network", "CREATE_COMPLETE", "CREATE_COMPLETE", "UPDATE_IN_PROGRESS", "UPDATE_COMPLETE")
                .changes("dev-network", ADDED)
                .answers("describe-stack-events", "{\"StackEvents\": []}", """
                        {"StackEvents": [
                          {"EventId": "1", "Timestamp": "2026-11-21T13:07:55.792Z", "LogicalResourceId": "Vpc",
                           "ResourceType": "AWS::EC2::VPC", "ResourceStatus": "CREATE_IN_PROGRESS"}]}""", """
                        {"StackEvents": [
                          {"EventId": "2", "Timestamp": "2026-11-21T13:08:05.792Z", "LogicalResourceId": "Vpc",
                           "ResourceType": "AWS::EC2::VPC", "ResourceStatus": "CREATE_COMPLETE"},
                          {"EventId": "1", "Timestamp": "2026-11-21T13:07:55.792Z", "LogicalResourceId": "Vpc",
                           "ResourceType": "AWS::EC2::VPC", "ResourceStatus": "CREATE_IN_PROGRESS"}]}""");

        assertThat(scene.types("y\n").dev("deploy", "dev")).as(scene.err()).isZero();

        assertThat(scene.aws.calls("execute-change-set"))
                .singleElement()
                .asString()
                .contains("--change-set-name arn:change-set");
        assertThat(scene.out()
                        .lines()
                        .filter(line -> line.contains("13:0"))
                        .map(line -> line.replace("Carry this out? [y/N] ", "").replaceAll(" +", " ")))
                .containsExactly(
                        " 13:07:55 create in progress Vpc (AWS::EC2::VPC)",
                        " 13:08:05 create complete Vpc (AWS::EC2::VPC)");
        assertThat(scene.out()).contains("dev-network: UPDATE_COMPLETE");
    }

    @Test
    void refusesToDoAnythingWithNobodyThereToAnswer() {
        assertThat(scene.withoutTerminal().dev("deploy", "dev")).isEqualTo(1);

        assertThat(scene.err()).contains("no terminal to answer on: add --yes");
        assertThat(scene.aws.calls()).isEmpty();
    }

    @Test
    void takesNoChangesForSuccess() {
        scene.aws.stack("dev-network", "CREATE_COMPLETE").noChanges("dev-network");

        assertThat(scene.withoutTerminal().dev("deploy", "dev", "--yes")).isZero();

        assertThat(scene.out())
                .contains("dev-network in eu-central-1: no changes")
                .contains("dev is as the files say.");
        assertThat(scene.aws.calls("execute-change-set")).isEmpty();
    }

    @Test
    void saysInOneLineWhatWentWrongFirst() {
        scene.aws
                .stack("dev-network", "CREATE_COMPLETE", "CREATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE")
                .changes("dev-network", ADDED)
                .answers("describe-stack-events", "{\"StackEvents\": []}", """
                        {"StackEvents": [
                          {"EventId": "4", "LogicalResourceId": "dev-network", "ResourceStatus": "UPDATE_ROLLBACK_COMPLETE"},
                          {"EventId": "3", "LogicalResourceId": "Later", "ResourceType": "AWS::X::Y", "ResourceStatus": "CREATE_FAILED",
                           "ResourceStatusReason": "a consequence"},
                          {"EventId": "2", "LogicalResourceId": "Vpc", "ResourceType": "AWS::EC2::VPC", "ResourceStatus": "CREATE_FAILED",
                           "ResourceStatusReason": "Resource handler returned message: \\"The limit of\\n 5 VPCs is reached\\" (RequestToken: 1, HandlerErrorCode: ServiceLimitExceeded)"},
                          {"EventId": "1", "LogicalResourceId": "Other", "ResourceType": "AWS::X::Z", "ResourceStatus": "UPDATE_FAILED",
                           "ResourceStatusReason": "Resource update cancelled"}]}""");

        assertThat(scene.dev("deploy", "dev", "--yes")).isEqualTo(1);

        assertThat(scene.err())
                .isEqualTo("dev: dev-network: Vpc (AWS::EC2::VPC): create failed: The limit of 5 VPCs is reached");
    }

    @Test
    void tagsEverything() {
        scene.aws.changes("dev-network", ADDED);

        scene.dev("deploy", "dev", "--plan");

        assertThat(scene.aws.inputs("create-change-set").getFirst().path("Tags").toString())
                .isEqualTo(
                        "[{\"Key\":\"Application\",\"Value\":\"todo-app\"},{\"Key\":\"Environment\",\"Value\":\"dev\"}]");
    }

    @Test
    void deploysAStackWhereItBelongs() {
        scene.common("stacks: {network: {template: network.yaml, region: us-east-1}}");
        scene.aws.stack("dev-network", "CREATE_COMPLETE").noChanges("dev-network");

        scene.dev("deploy", "dev", "--yes");

        assertThat(scene.aws.calls("create-change-set").getFirst()).contains("--region us-east-1");
        assertThat(scene.aws.calls("get-caller-identity").getFirst()).contains("--region eu-central-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EnvironmentRegion", "FirstRegion"})
    void leavesAStackAloneThatBelongsToTheEnvironmentInAnotherRegion(String parameter) {
        withEdge(parameter, "us-east-1");

        assertThat(scene.dev("deploy", "dev", "--yes")).isEqualTo(1);

        assertThat(scene.err()).isEqualTo("dev: dev-edge belongs to dev in us-east-1: set AWS_REGION=us-east-1");
        assertThat(scene.aws.calls("create-change-set"))
                .as("nor is the rest made a second time here")
                .isEmpty();
    }

    @Test
    void deploysAStackThatBelongsToTheEnvironmentHere() {
        withEdge("EnvironmentRegion", "eu-central-1");

        assertThat(scene.dev("deploy", "dev", "--yes")).as(scene.err()).isZero();
    }

    private void withEdge(String parameter, String region) {
        scene.common("""
                stacks:
                  network: {template: network.yaml}
                  edge: {template: edge.yaml, region: us-east-1, parameters: {%s: "${AWS_REGION}"}}
                """.formatted(parameter)).template("edge", """
                Parameters: {%s: {Type: String}}
                Resources: {Topic: {Type: AWS::SNS::Topic}}
                """.formatted(parameter));
        scene.aws
                .stack("dev-network", "CREATE_COMPLETE")
                .noChanges("dev-network")
                .stack("dev-edge", "CREATE_COMPLETE", Map.of(parameter, region), Map.of())
                .noChanges("dev-edge");
    }

    @Test
    void worksWithTheRolesOfBootstrapWhereItIsDeployedOneForEachService() {
        withBootstrap("CloudFormationRoleArn", "ServiceStackRoleArn", "OtherServiceStackRoleArn");
        scene.aws.changes("dev-network", ADDED).changes("dev-service", ADDED).changes("dev-other-service", ADDED);

        assertThat(scene.dev("deploy", "dev", "--plan")).as(scene.err()).isZero();

        assertThat(scene.aws.inputs("create-change-set").stream()
                        .map(input -> input.path("RoleARN").asString("its caller's")))
                .containsExactly(
                        "its caller's",
                        "arn:CloudFormationRoleArn",
                        "arn:ServiceStackRoleArn",
                        "arn:OtherServiceStackRoleArn");
    }

    /** One service more, of which bootstrap hasn't heard: its stack must not be made with the rights of whoever asks. */
    @Test
    void deploysNoStackWhoseRoleBootstrapDoesNotHaveYet() {
        withBootstrap("CloudFormationRoleArn", "ServiceStackRoleArn");
        scene.aws.noChanges("dev-network").noChanges("dev-service").noChanges("dev-other-service");

        assertThat(scene.dev("deploy", "dev", "--yes")).isEqualTo(1);

        assertThat(scene.err())
                .isEqualTo("dev: dev-other-service needs OtherServiceStackRoleArn of dev-bootstrap, which has none:"
                        + " ./dev deploy dev bootstrap");
        assertThat(scene.aws.inputs("create-change-set")).hasSize(3);
    }

    private void withBootstrap(String... outputs) {
        scene.common("""
                stacks:
                  bootstrap: {template: network.yaml}
                  network: {template: network.yaml}
                  service: {template: service.yaml}
                  other-service: {template: service.yaml}
                """).template("service", "Resources: {Group: {Type: AWS::X::Y}}");
        scene.aws.stack(
                "dev-bootstrap",
                "CREATE_COMPLETE",
                Map.of(),
                Stream.of(outputs).collect(Collectors.toMap(output -> output, output -> "arn:" + output)));
        scene.aws.noChanges("dev-bootstrap");
    }

    @Test
    void goesOnWithTheOthersWhenItIsToldToAndStillFails() {
        scene.common("stacks: {network: {template: network.yaml}, other: {template: network.yaml}}");
        scene.aws
                .fails("create-change-set@dev-network", "ValidationError", "no")
                .stack("dev-other", "CREATE_COMPLETE")
                .noChanges("dev-other");

        assertThat(scene.dev("deploy", "dev", "--yes", "--keep-going")).isEqualTo(1);

        assertThat(scene.out()).contains("dev-other in eu-central-1: no changes");
        assertThat(scene.err()).isEqualTo("dev: not deployed: dev-network");
    }

    @Test
    void givesTheSmokeTestUserItsPasswordOnce() {
        scene.aws
                .stack(
                        "dev-network",
                        "CREATE_COMPLETE",
                        Map.of(),
                        Map.of("UserPoolId", "pool", "SmokeTestUserName", "smoke", "SmokeTestSecretArn", "arn:secret"))
                .noChanges("dev-network")
                .answers(
                        "get-secret-value",
                        "{\"SecretString\": \"{\\\"username\\\": \\\"smoke\\\", \\\"password\\\": \\\"Correct-1\\\"}\"}")
                .answers("describe-secret", "{\"LastChangedDate\": 1000.5}")
                .answers(
                        "admin-get-user",
                        "{\"UserStatus\": \"FORCE_CHANGE_PASSWORD\"}",
                        "{\"UserStatus\": \"CONFIRMED\", \"UserLastModifiedDate\": \"2026-11-21T13:07:55.792Z\"}");

        scene.dev("deploy", "dev", "--yes");
        scene.dev("deploy", "dev", "--yes");

        assertThat(scene.aws.inputs("admin-set-user-password")).singleElement().satisfies(input -> {
            assertThat(input.path("Password").asString()).isEqualTo("Correct-1");
            assertThat(input.path("Permanent").asBoolean()).isTrue();
        });
        assertThat(scene.out()).doesNotContain("Correct-1");
    }
}
