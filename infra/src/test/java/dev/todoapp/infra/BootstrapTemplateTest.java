package dev.todoapp.infra;

import static dev.todoapp.infra.BootstrapRoles.actions;
import static dev.todoapp.infra.BootstrapRoles.actionsOnEverything;
import static dev.todoapp.infra.BootstrapRoles.allows;
import static dev.todoapp.infra.BootstrapRoles.glob;
import static dev.todoapp.infra.BootstrapRoles.matches;
import static dev.todoapp.infra.BootstrapRoles.resources;
import static dev.todoapp.infra.BootstrapRoles.statement;
import static dev.todoapp.infra.Environments.oneOrMany;
import static dev.todoapp.infra.Environments.raw;
import static dev.todoapp.infra.Environments.texts;
import static dev.todoapp.infra.Environments.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What pipelines may do, and who may be one. */
class BootstrapTemplateTest {

    private static final Map<String, String> PIPELINES = Map.of(
            "TodoServiceRole", "todo-service",
            "FilesServiceRole", "files-service",
            "InfraRole", "infra",
            "FrontendRole", "frontend");

    private static final String CLOUDFORMATION = "arn:aws:cloudformation:us-east-1:000000000000:stack/";

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void aRoleIsGivenToItsOwnWorkflowOnTheBranchInTheEnvironmentAlone(Deployment deployment) {
        Stack bootstrap = deployment.stack("bootstrap");

        PIPELINES.forEach((role, pipeline) -> {
            assertThat(bootstrap.resource(role).physicalId())
                    .isEqualTo(deployment.environment() + "-pipeline-" + pipeline);
            assertThat(bootstrap.resource(role).properties().at("/AssumeRolePolicyDocument/Statement"))
                    .isEqualTo(yaml("""
                            - Effect: Allow
                              Principal:
                                Federated: arn:aws:iam::000000000000:oidc-provider/token.actions.githubusercontent.com
                              Action: sts:AssumeRoleWithWebIdentity
                              Condition:
                                StringEquals:
                                  "token.actions.githubusercontent.com:aud": sts.amazonaws.com
                                  "token.actions.githubusercontent.com:sub": repo:example-org@1234567/todo-app@987654321:\
                            environment:%s:workflow_ref:example-org/todo-app/.github/workflows/%s.yml@refs/heads/main
                            """.formatted(deployment.environment(), pipeline)));
        });
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void nobodyButGitHubAndCloudFormationIsGivenARole(Deployment deployment) {
        assertThat(deployment.stack("bootstrap").ofType("AWS::IAM::Role"))
                .extracting(Resource::logicalId)
                .containsExactlyInAnyOrder(
                        "TodoServiceRole",
                        "FilesServiceRole",
                        "InfraRole",
                        "FrontendRole",
                        "PreviewRole",
                        "CloudFormationRole",
                        "TodoServiceStackRole",
                        "FilesServiceStackRole");
        for (String role : List.of("CloudFormationRole", "TodoServiceStackRole", "FilesServiceStackRole")) {
            assertThat(deployment
                            .stack("bootstrap")
                            .resource(role)
                            .properties()
                            .at("/AssumeRolePolicyDocument/Statement"))
                    .isEqualTo(yaml("""
                            - Effect: Allow
                              Principal: {Service: cloudformation.amazonaws.com}
                              Action: sts:AssumeRole
                              Condition: {StringEquals: {"aws:SourceAccount": "000000000000"}}
                            """));
        }
    }

    @Test
    void takesNoBranchOrRepositoryWithAWildcard() {
        assertThatThrownBy(() -> bootstrap("Branch: '*'")).hasMessageContaining("Branch");
        assertThatThrownBy(() -> bootstrap("SubjectRepository: 'example-org/*'"))
                .hasMessageContaining("SubjectRepository");
    }

    @Test
    void usesTheProviderThatTheAccountHasAlready() {
        String provider = "arn:aws:iam::000000000000:oidc-provider/token.actions.githubusercontent.com";

        Stack given = bootstrap("OidcProviderArn: " + provider);

        assertThat(given.ofType("AWS::IAM::OIDCProvider")).isEmpty();
        assertThat(given.resource("InfraRole")
                        .properties()
                        .at("/AssumeRolePolicyDocument/Statement/0/Principal/Federated")
                        .asString())
                .isEqualTo(provider);
        assertThat(bootstrap("Branch: main")
                        .resource("GitHubProvider")
                        .properties()
                        .path("ClientIdList"))
                .isEqualTo(yaml("[sts.amazonaws.com]"));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void aServicesPipelineReachesItsOwnImagesItsOwnStackAndItsOwnFolder(Deployment deployment) {
        String environment = deployment.environment();

        for (String service : List.of("todo-service", "files-service")) {
            String role = service.equals("todo-service") ? "TodoServiceRole" : "FilesServiceRole";
            assertThat(resources(deployment, role))
                    .containsExactlyInAnyOrder(
                            "*",
                            "arn:aws:ecr:us-east-1:000000000000:repository/%s-%s".formatted(environment, service),
                            CLOUDFORMATION + "%s-%s/*".formatted(environment, service),
                            CLOUDFORMATION + "%s-*/*".formatted(environment),
                            "arn:aws:ecs:us-east-1:000000000000:service/%s-todo/%s".formatted(environment, service),
                            "arn:aws:ecs:us-east-1:000000000000:service/%s-todo/%s-ec2".formatted(environment, service),
                            "arn:aws:s3:::%s-todo-artifacts-000000000000-us-east-1/%s/*"
                                    .formatted(environment, service),
                            "arn:aws:secretsmanager:us-east-1:000000000000:secret:%s/todo/smoke-test-*"
                                    .formatted(environment),
                            "arn:aws:cognito-idp:us-east-1:000000000000:userpool/*");
            assertThat(statement(deployment, role, "SignIn").at("/Condition/StringEquals"))
                    .isEqualTo(yaml("""
                            "aws:ResourceTag/Application": todo-app
                            "aws:ResourceTag/Environment": %s
                            """.formatted(environment)));
            assertThat(oneOrMany(
                            statement(deployment, role, "SeeWhatItStandsOn").path("Action")))
                    .as("of other stacks it sees what there is, and changes nothing")
                    .containsExactly("cloudformation:DescribeStacks");
            assertThat(oneOrMany(statement(deployment, role, "SeeHowItGoes").path("Action")))
                    .containsExactly("ecs:DescribeServices");
            assertThat(actionsOnEverything(deployment, role)).containsExactly("ecr:GetAuthorizationToken");
            assertThat(actions(deployment, role)).noneMatch(action -> action.startsWith("iam:"));
            assertThat(actions(deployment, role))
                    .as("a pipeline adds images, and takes none away")
                    .doesNotContain("ecr:BatchDeleteImage", "cloudformation:DeleteStack");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void theWebsitesPipelineReachesTheBucketThatTheWebsiteIsIn(Deployment deployment) {
        String site = "arn:aws:s3:::" + deployment.stack("website").output("SiteBucketName");

        assertThat(resources(deployment, "FrontendRole"))
                .containsExactlyInAnyOrder(
                        site,
                        site + "/*",
                        "arn:aws:cloudfront::000000000000:distribution/*",
                        CLOUDFORMATION + deployment.environment() + "-identity/*",
                        CLOUDFORMATION + deployment.environment() + "-website/*",
                        "arn:aws:s3:::%s-todo-artifacts-000000000000-us-east-1/frontend/*"
                                .formatted(deployment.environment()));
        assertThat(statement(deployment, "FrontendRole", "ForgetTheOldOne").path("Condition"))
                .isEqualTo(yaml("""
                        StringEquals:
                          "aws:ResourceTag/Application": todo-app
                          "aws:ResourceTag/Environment": %s
                        """.formatted(deployment.environment())));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void theInfraPipelineWorksThroughCloudFormationAndCanNotChangeItsOwnRole(Deployment deployment) {
        assertThat(actions(deployment, "InfraRole"))
                .filteredOn(action -> !action.startsWith("cloudformation:"))
                .containsExactlyInAnyOrder(
                        "access-analyzer:ValidatePolicy",
                        "cognito-idp:AdminGetUser",
                        "cognito-idp:AdminSetUserPassword",
                        "iam:PassRole",
                        "s3:GetObject",
                        "s3:PutObject",
                        "secretsmanager:DescribeSecret",
                        "secretsmanager:GetSecretValue");
        assertThat(statement(deployment, "InfraRole", "UserOfTheSmokeTest").path("Condition"))
                .as("of the user pools, its own")
                .isEqualTo(yaml("""
                        StringEquals:
                          "aws:ResourceTag/Application": todo-app
                          "aws:ResourceTag/Environment": %s
                        """.formatted(deployment.environment())));
        assertThat(deployment
                        .stack("identity")
                        .resource("UserPool")
                        .properties()
                        .path("UserPoolTags"))
                .isEqualTo(yaml("{Application: todo-app, Environment: %s}".formatted(deployment.environment())));
        assertThat(deployment.stack("identity").output("SmokeTestSecretArn"))
                .matches(glob(statement(deployment, "InfraRole", "PasswordOfTheSmokeTest")
                        .path("Resource")
                        .asString()));
        assertThat(statement(deployment, "InfraRole", "HandOverToCloudFormation")
                        .at("/Condition/StringEquals/iam:PassedToService")
                        .asString())
                .isEqualTo("cloudformation.amazonaws.com");
        JsonNode roles = statement(deployment, "CloudFormationRole", "ButNotThoseOfPipelines");
        assertThat(roles.path("Effect").asString()).isEqualTo("Deny");
        assertThat(texts(roles.path("Resource")))
                .containsExactly(
                        "arn:aws:iam::000000000000:*/%s-cloudformation*".formatted(deployment.environment()),
                        "arn:aws:iam::000000000000:*/%s-pipeline-*".formatted(deployment.environment()));
        Stack bootstrap = deployment.stack("bootstrap");
        assertThat(Stream.of("AWS::IAM::Role", "AWS::IAM::ManagedPolicy")
                        .flatMap(type -> bootstrap.ofType(type).stream())
                        .map(resource -> resource.physicalId().contains(":policy/")
                                ? resource.physicalId()
                                : "arn:aws:iam::000000000000:role/" + resource.physicalId()))
                .allSatisfy(arn ->
                        assertThat(matches(roles.path("Resource"), arn)).as(arn).isTrue());
    }

    /** A stack keeps the role of a change set, and a service's pipeline carries out what is there for its stack. */
    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void whoPlansForEveryStackPlansForEachByItsOwnRole(Deployment deployment) {
        Stack bootstrap = deployment.stack("bootstrap");
        Map<String, String> itsOwn = Map.of(
                "todo-service", "TodoServiceStackRoleArn",
                "files-service", "FilesServiceStackRoleArn",
                "cluster", "CloudFormationRoleArn");
        for (String role : List.of("InfraRole", "PreviewRole")) {
            itsOwn.forEach((stack, output) -> {
                String arn = CLOUDFORMATION + deployment.environment() + "-" + stack + "/1";
                for (String other : itsOwn.values()) {
                    assertThat(allows(
                                    deployment,
                                    role,
                                    "cloudformation:CreateChangeSet",
                                    arn,
                                    Map.of("cloudformation:RoleArn", bootstrap.output(other))))
                            .as("%s, %s by %s", role, stack, other)
                            // A service's role can do nothing in another's stack.
                            .isEqualTo(other.equals(output) || stack.equals("cluster"));
                }
                assertThat(allows(deployment, role, "cloudformation:CreateChangeSet", arn, Map.of()))
                        .as("by the one that it has")
                        .isTrue();
            });
            String ours = CLOUDFORMATION + deployment.environment() + "-bootstrap/1";
            for (String action : List.of("CreateChangeSet", "ExecuteChangeSet", "ContinueUpdateRollback")) {
                assertThat(allows(deployment, role, "cloudformation:" + action, ours, Map.of()))
                        .as("%s %s", role, action)
                        // What the preview plans for it, nobody but a person carries out, and a person has plans of
                        // their own.
                        .isEqualTo(role.equals("PreviewRole") && action.equals("CreateChangeSet"));
            }
        }
        assertThat(allows(
                        deployment,
                        "InfraRole",
                        "cloudformation:ContinueUpdateRollback",
                        CLOUDFORMATION + deployment.environment() + "-todo-service/1",
                        Map.of("cloudformation:RoleArn", bootstrap.output("CloudFormationRoleArn"))))
                .isFalse();
    }

    /** Whoever may push a branch can write a workflow that becomes it. */
    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void thePreviewOfAPullRequestPlansAndCarriesNothingOut(Deployment deployment) {
        assertThat(deployment
                        .stack("bootstrap")
                        .resource("PreviewRole")
                        .properties()
                        .at("/AssumeRolePolicyDocument/Statement/0/Condition"))
                .isEqualTo(yaml("""
                        StringEquals: {"token.actions.githubusercontent.com:aud": sts.amazonaws.com}
                        StringLike:
                          "token.actions.githubusercontent.com:sub":
                            - repo:example-org@1234567/todo-app@987654321:environment:%1$s-preview:\
                        workflow_ref:example-org/todo-app/.github/workflows/pull-request.yml@refs/pull/*/merge
                            - repo:example-org@1234567/todo-app@987654321:environment:%1$s-preview:\
                        workflow_ref:example-org/todo-app/.github/workflows/infra.yml@refs/heads/main
                        """.formatted(deployment.environment())));
        assertThat(actions(deployment, "PreviewRole"))
                .containsExactly(
                        "cloudformation:CreateChangeSet",
                        "cloudformation:DeleteChangeSet",
                        "cloudformation:DescribeChangeSet",
                        "cloudformation:DescribeStackEvents",
                        "cloudformation:DescribeStackResources",
                        "cloudformation:DescribeStacks",
                        "cloudformation:GetTemplate",
                        "cloudformation:GetTemplateSummary",
                        "iam:PassRole");
        assertThat(statement(deployment, "PreviewRole", "HandOverToCloudFormation")
                        .at("/Condition/StringEquals/iam:PassedToService")
                        .asString())
                .isEqualTo("cloudformation.amazonaws.com");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.BootstrapRoles#inEurope")
    void theInfraPipelineReachesEachStackInItsRegion(Deployment deployment) {
        assertThat(deployment.stacks()).extracting(Stack::region).contains("eu-west-1", "us-east-1");
        for (Stack stack : deployment.stacks()) {
            String arn = "arn:aws:cloudformation:%s:000000000000:stack/%s-%s/0a1b"
                    .formatted(stack.region(), deployment.environment(), stack.name());
            assertThat(allows(deployment, "InfraRole", "cloudformation:CreateChangeSet", arn))
                    .as(arn)
                    .isTrue();
        }
        assertThat(allows(
                        deployment,
                        "InfraRole",
                        "cloudformation:CreateChangeSet",
                        "arn:aws:cloudformation:us-east-1:000000000000:stack/%s-routing/0a1b"
                                .formatted(deployment.environment())))
                .isTrue();
    }

    /** Not even an empty one that was only planned: IAM doesn't see what state a stack is in. */
    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void noPipelineDeletesAStack(Deployment deployment) {
        for (String role : PIPELINES.keySet()) {
            assertThat(actions(deployment, role))
                    .as(role)
                    .noneMatch(action ->
                            glob(action).matcher("cloudformation:DeleteStack").matches());
        }
    }

    /** Every wildcard but those of Deny statements has a comment at most three lines above it, within its statement. */
    @Test
    void everyWildcardSaysWhy() {
        for (String template :
                List.of("bootstrap.yaml", "network.yaml", "registry.yaml", "cluster.yaml", "roles.yaml")) {
            String text =
                    Environments.text(Environments.INFRA.resolve("templates").resolve(template));
            for (String statement : text.split("- (?=Sid: |Effect: )")) {
                boolean allows = statement.contains("Effect: Allow");
                boolean wildcard = statement
                        .lines()
                        .anyMatch(line -> line.matches(".*(Action|Resource|^ +-|SourceArn).*[:/\\-\"]\\*\"?$"));
                if (allows && wildcard) {
                    assertThat(statement.lines().anyMatch(line -> line.strip().startsWith("# ")))
                            .as("%s: %s", template, statement)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void artifactsAreKeptForAWhileWithTheirVersions(Deployment deployment) {
        JsonNode bucket =
                deployment.stack("bootstrap").resource("ArtifactBucket").properties();
        int days = deployment.environment().equals("prod") ? 30 : 7;

        assertThat(bucket.path("VersioningConfiguration")).isEqualTo(yaml("{Status: Enabled}"));
        assertThat(bucket.at("/LifecycleConfiguration/Rules")).isEqualTo(yaml("""
                - Id: forget-artifacts
                  Status: Enabled
                  ExpirationInDays: %d
                  NoncurrentVersionExpiration: {NoncurrentDays: %d}
                - Id: drop-unfinished-uploads
                  Status: Enabled
                  AbortIncompleteMultipartUpload: {DaysAfterInitiation: 1}
                """.formatted(days, days)));
        for (String kept : List.of("ArtifactBucket", "GitHubProvider")) {
            assertThat(raw("bootstrap.yaml")
                            .path("Resources")
                            .path(kept)
                            .path("DeletionPolicy")
                            .asString())
                    .isEqualTo("Retain");
        }
    }

    private Stack bootstrap(String parameter) {
        return new Sandbox(folder).ofOurs("bootstrap.yaml", """
                Environment: test
                DataEnvironment: test
                Repository: example-org/todo-app
                SubjectRepository: example-org/todo-app
                """, parameter);
    }
}
