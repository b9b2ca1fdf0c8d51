package dev.todoapp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** {@code ./dev deploy}, with AWS's answers as its documentation has them. */
class DeployTest {

    private static final String ADDED =
            "{\"Action\": \"Add\", \"LogicalResourceId\": \"Vpc\", \"ResourceType\": \"AWS::EC2::VPC\"}";

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
    void waitsForSomebodyElseWhoIsChangingTheStack() {
        scene.aws
                .stack("dev-network", "UPDATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "UPDATE_COMPLETE")
                .noChanges("dev-network");

        assertThat(scene.dev("deploy", "dev", "--yes")).isZero();

        assertThat(scene.out())
                .contains("dev-network is UPDATE_IN_PROGRESS: somebody else is changing it")
                .contains("no changes");
    }

    @Test
    void deletesAStackThatNeverCameToBeAndMakesItAnew() {
        scene.aws
                .stack("dev-network", "ROLLBACK_COMPLETE", "DELETE_COMPLETE", "REVIEW_IN_PROGRESS", "CREATE_COMPLETE")
                .changes("dev-network", ADDED);

        assertThat(scene.types("y\ny\n").dev("deploy", "dev")).as(scene.err()).isZero();

        assertThat(scene.out())
                .contains("dev-network is ROLLBACK_COMPLETE: it must be deleted before it can be made anew");
        assertThat(scene.aws.calls("delete-stack")).hasSize(1);
        assertThat(scene.aws.inputs("create-change-set"))
                .singleElement()
                .satisfies(input ->
                        assertThat(input.path("ChangeSetType").asString()).isEqualTo("CREATE"));
    }

    @Test
    void finishesAWayBackThatFailedBeforeItChangesAnything() {
        scene.aws
                .stack("dev-network", "UPDATE_ROLLBACK_FAILED", "UPDATE_ROLLBACK_COMPLETE")
                .noChanges("dev-network");

        assertThat(scene.dev("deploy", "dev", "--yes")).isZero();

        assertThat(scene.aws.calls("continue-update-rollback")).hasSize(1);
    }

    @Test
    void makesAStackThatWasOnlyPlanned() {
        scene.aws
                .stack("dev-network", "REVIEW_IN_PROGRESS", "REVIEW_IN_PROGRESS", "CREATE_COMPLETE")
                .changes("dev-network", ADDED);

        assertThat(scene.dev("deploy", "dev", "--yes")).as(scene.err()).isZero();

        assertThat(scene.aws
                        .inputs("create-change-set")
                        .getFirst()
                        .path("ChangeSetType")
                        .asString())
                .isEqualTo("CREATE");
        assertThat(scene.aws.calls("execute-change-set")).hasSize(1);
    }

    @Test
    void putsAnotherInPlaceOfItsOwnChangeSetThatWasLeftBehind() {
        scene.aws.stack("dev-network", "CREATE_COMPLETE").noChanges("dev-network");
        scene.aws
                .fails("create-change-set@dev-network", "AlreadyExistsException", "ChangeSet deploy-x already exists")
                .answers("create-change-set@dev-network", "{\"Id\": \"arn:another\"}");

        assertThat(scene.dev("deploy", "dev", "--yes")).isZero();

        assertThat(scene.aws.calls("create-change-set")).hasSize(2);
        assertThat(scene.aws.calls("delete-change-set").getFirst()).contains("--change-set-name deploy-");
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
    void handsOverTheOutputsThatTheStacksBeforeReallyHave() {
        twoStacks();
        scene.aws
                .stack("dev-network", "CREATE_COMPLETE", Map.of(), Map.of("VpcId", "vpc-real"))
                .noChanges("dev-network")
                .stack("dev-app", "CREATE_COMPLETE")
                .noChanges("dev-app");

        assertThat(scene.dev("deploy", "dev", "--yes")).as(scene.err()).isZero();

        assertThat(parameter("dev-app", "Vpc").path("ParameterValue").asString())
                .isEqualTo("vpc-real");
        assertThat(parameter("dev-app", "Account").path("ParameterValue").asString())
                .isEqualTo("123456789012");
    }

    @Test
    void saysWhichStackIsMissingWhenItsOutputIsNeeded() {
        twoStacks();

        assertThat(scene.dev("deploy", "dev", "app", "--yes")).isEqualTo(1);

        assertThat(scene.err())
                .isEqualTo("dev: dev-app needs VpcId of dev-network, which has none: ./dev deploy dev network");
    }

    @Test
    void leavesAloneWhatIsChangedWhileTheServiceRuns() {
        service();
        scene.aws
                .stack(
                        "dev-app",
                        "CREATE_COMPLETE",
                        Map.of("Image", "registry/app@sha256:1", "MinTasks", "7", "LogLevel", "DEBUG", "Plain", "old"),
                        Map.of())
                .noChanges("dev-app");

        scene.dev("deploy", "dev", "--yes");

        assertThat(parameter("dev-app", "Image").path("UsePreviousValue").asBoolean())
                .isTrue();
        assertThat(parameter("dev-app", "MinTasks").path("UsePreviousValue").asBoolean())
                .isTrue();
        assertThat(parameter("dev-app", "LogLevel").path("ParameterValue").asString())
                .as("which the files give")
                .isEqualTo("INFO");
        assertThat(parameter("dev-app", "Plain").isMissingNode())
                .as("the template's default counts")
                .isTrue();
    }

    @Test
    void saysWhichParametersChangeButNoSecret() {
        service();
        scene.aws
                .stack(
                        "dev-app",
                        "CREATE_COMPLETE",
                        Map.of("LogLevel", "DEBUG", "Secret", "****", "MinTasks", "1"),
                        Map.of())
                .changes("dev-app");

        scene.dev("deploy", "dev", "--plan");

        assertThat(scene.out())
                .contains("parameter  LogLevel: \"DEBUG\" becomes \"INFO\"")
                .doesNotContain("Secret:")
                .doesNotContain("MinTasks:");
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

    @Test
    void worksWithTheRolesOfBootstrapWhereItIsDeployed() {
        scene.common("""
                stacks:
                  bootstrap: {template: network.yaml}
                  network: {template: network.yaml}
                  app: {template: service.yaml}
                """).template("service", "Resources: {Group: {Type: AWS::X::Y}}");
        scene.aws.stack(
                "dev-bootstrap",
                "CREATE_COMPLETE",
                Map.of(),
                Map.of("CloudFormationRoleArn", "arn:all", "ServiceStackRoleArn", "arn:service"));
        scene.aws.noChanges("dev-bootstrap").changes("dev-network", ADDED).changes("dev-app", ADDED);

        assertThat(scene.dev("deploy", "dev", "--plan")).as(scene.err()).isZero();

        assertThat(scene.aws.inputs("create-change-set").stream()
                        .map(input -> input.path("RoleARN").asString("its caller's")))
                .containsExactly("its caller's", "arn:all", "arn:service");
    }

    @Test
    void putsATemplateThatIsTooLongIntoTheArtifactBucket() {
        scene.common("stacks: {bootstrap: {template: network.yaml}, long: {template: long.yaml}}")
                .template(
                        "long", "Description: %s\nResources: {Group: {Type: AWS::X::Y}}".formatted("x".repeat(51_200)));
        scene.aws.stack("dev-bootstrap", "CREATE_COMPLETE", Map.of(), Map.of("ArtifactBucketName", "artifacts"));
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

    @Test
    void handsTheSitesAddressOnOnceThereIsOne() {
        scene.common("""
                stacks:
                  data: {template: origin.yaml, parameters: {SiteOrigin: "${SITE_ORIGIN}"}}
                  website: {template: network.yaml}
                """).template("origin", """
                        Parameters: {SiteOrigin: {Type: String}}
                        Resources: {Bucket: {Type: AWS::S3::Bucket}}
                        """);
        scene.aws
                .stack("dev-data", "CREATE_COMPLETE")
                .changes("dev-data", ADDED)
                .stack("dev-website", "REVIEW_IN_PROGRESS")
                .stack("dev-website", "REVIEW_IN_PROGRESS")
                .stack("dev-website", "REVIEW_IN_PROGRESS")
                .stack("dev-website", "CREATE_COMPLETE", Map.of(), Map.of("SiteUrl", "https://d1.cloudfront.net"))
                .changes("dev-website", ADDED)
                .noChanges("dev-website");

        assertThat(scene.dev("deploy", "dev", "--yes")).as(scene.err()).isZero();

        assertThat(parameters("dev-data", "SiteOrigin"))
                .containsExactly("https://site.invalid", "https://d1.cloudfront.net");
        assertThat(scene.out())
                .contains("The site's address is https://d1.cloudfront.net; once more for those that need it: data");
    }

    @Test
    void needsNoSecondPassOnceTheSitesAddressIsKnown() {
        scene.common(
                        "stacks: {data: {template: origin.yaml, parameters: {SiteOrigin: \"${SITE_ORIGIN}\"}}, website: {template: network.yaml}}")
                .template(
                        "origin",
                        "{Parameters: {SiteOrigin: {Type: String}}, Resources: {Bucket: {Type: AWS::S3::Bucket}}}");
        scene.aws
                .stack("dev-data", "CREATE_COMPLETE")
                .noChanges("dev-data")
                .stack("dev-website", "CREATE_COMPLETE", Map.of(), Map.of("SiteUrl", "https://d1.cloudfront.net"))
                .noChanges("dev-website");

        assertThat(scene.dev("deploy", "dev", "--yes")).isZero();

        assertThat(parameters("dev-data", "SiteOrigin")).containsExactly("https://d1.cloudfront.net");
        assertThat(scene.out()).doesNotContain("once more").contains("dev is as the files say.");
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

    private void twoStacks() {
        scene.common("""
                stacks:
                  network: {template: network.yaml}
                  app:
                    template: app.yaml
                    parameters: {Vpc: "${network.VpcId}", Account: "${AWS_ACCOUNT_ID}"}
                """).template("app", """
                Parameters: {Vpc: {Type: String}, Account: {Type: String}}
                Resources: {Group: {Type: AWS::EC2::SecurityGroup}}
                """);
    }

    private void service() {
        scene.common("stacks: {app: {template: service.yaml, parameters: {LogLevel: INFO}}}")
                .template("service", """
                        Metadata: {Operational: [MinTasks, LogLevel]}
                        Parameters:
                          Image: {Type: String, Default: ""}
                          MinTasks: {Type: Number, Default: 1}
                          LogLevel: {Type: String}
                          Plain: {Type: String, Default: new}
                          Secret: {Type: String, NoEcho: true, Default: secret-value-of-16}
                        Resources: {Group: {Type: AWS::X::Y}}
                        """);
    }

    private JsonNode parameter(String stack, String name) {
        for (var input : scene.aws.inputs("create-change-set")) {
            for (var parameter : input.path("Parameters").values()) {
                if (input.path("StackName").asString().equals(stack)
                        && parameter.path("ParameterKey").asString().equals(name)) {
                    return parameter;
                }
            }
        }
        return MissingNode.getInstance();
    }

    private List<String> parameters(String stack, String name) {
        return scene.aws.inputs("create-change-set").stream()
                .filter(input -> input.path("StackName").asString().equals(stack))
                .flatMap(input -> input.path("Parameters").values().stream())
                .filter(parameter -> parameter.path("ParameterKey").asString().equals(name))
                .map(parameter -> parameter.path("ParameterValue").asString())
                .toList();
    }
}
