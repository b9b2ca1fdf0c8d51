package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.raw;
import static dev.todoapp.infra.Environments.texts;
import static dev.todoapp.infra.Environments.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    private static final String SITE = "https://todo.example.com";

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
                        "ServiceStackRole");
        for (String role : List.of("CloudFormationRole", "ServiceStackRole")) {
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
        JsonNode itself = statement(deployment, "InfraRole", "ButNotThisOne");
        assertThat(itself.path("Effect").asString()).isEqualTo("Deny");
        assertThat(itself.path("Resource").asString())
                .isEqualTo(CLOUDFORMATION + deployment.environment() + "-bootstrap/*");
        JsonNode roles = statement(deployment, "CloudFormationRole", "ButNotThoseOfPipelines");
        assertThat(roles.path("Effect").asString()).isEqualTo("Deny");
        assertThat(texts(roles.path("Resource")))
                .containsExactly(
                        "arn:aws:iam::000000000000:policy/%s-cloudformation*".formatted(deployment.environment()),
                        "arn:aws:iam::000000000000:policy/%s-pipeline-*".formatted(deployment.environment()),
                        "arn:aws:iam::000000000000:role/%s-pipeline-*".formatted(deployment.environment()),
                        "arn:aws:iam::000000000000:role/%s-cloudformation*".formatted(deployment.environment()));
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
        assertThat(statement(deployment, "PreviewRole", "NameTheRoleOfAPlan")
                        .at("/Condition/StringEquals/iam:PassedToService")
                        .asString())
                .isEqualTo("cloudformation.amazonaws.com");
    }

    @ParameterizedTest
    @MethodSource("inEurope")
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

    /** Every resource of every template, whichever conditions it has: a service that is new needs a permission. */
    @ParameterizedTest
    @MethodSource("inEurope")
    void cloudFormationReachesTheServiceOfEachResourceInTheRegionOfItsStack(Deployment deployment) {
        Set<String> regionOfCloudFront = Set.of("edge.yaml", "routing.yaml");
        Environments.templates()
                .map(file -> file.getFileName().toString())
                .filter(template -> !template.equals("bootstrap.yaml"))
                .forEach(template -> {
                    String role = template.equals("service.yaml") ? "ServiceStackRole" : "CloudFormationRole";
                    String region = regionOfCloudFront.contains(template) ? "us-east-1" : "eu-west-1";
                    for (JsonNode resource : raw(template).path("Resources").values()) {
                        String type = resource.path("Type").asString();
                        assertThat(statements(deployment, role))
                                .as("%s of %s in %s", type, template, region)
                                .anyMatch(statement -> reaches(statement, service(type), region));
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("inEurope")
    void cloudFormationMakesWhatHasANameByThatName(Deployment deployment) {
        String environment = deployment.environment();
        String regional = ":eu-west-1:000000000000:";
        Map<String, String> made = Map.ofEntries(
                Map.entry("wafv2:CreateWebACL", deployment.stack("edge").output("WebAclArn")),
                Map.entry("wafv2:UpdateWebACL", "arn:aws:wafv2:us-east-1:000000000000:global/managedruleset/AWS/x"),
                Map.entry(
                        "logs:CreateLogGroup",
                        "arn:aws:logs:us-east-1:000000000000:log-group:aws-waf-logs-" + environment + "-todo"),
                Map.entry("acm:DescribeCertificate", "arn:aws:acm:us-east-1:000000000000:certificate/1"),
                Map.entry("acm:AddTagsToCertificate", "arn:aws:acm" + regional + "certificate/1"),
                Map.entry("acm:RequestCertificate", "*"),
                Map.entry(
                        "cloudwatch:PutMetricAlarm",
                        "arn:aws:cloudwatch:us-east-1:000000000000:alarm:" + environment + "-region-eu-west-1"),
                Map.entry(
                        "cloudwatch:PutDashboard",
                        "arn:aws:cloudwatch::000000000000:dashboard/" + environment + "-todo"),
                Map.entry("cloudwatch:PutCompositeAlarm", "*"),
                Map.entry("route53:CreateHealthCheck", "*"),
                Map.entry("route53:GetChange", "arn:aws:route53:::change/C1"),
                Map.entry("sns:CreateTopic", deployment.stack("monitoring").output("AlarmTopicArn")),
                Map.entry("synthetics:CreateCanary", "*"),
                Map.entry(
                        "synthetics:UpdateCanary",
                        "arn:aws:synthetics" + regional + "canary:" + environment + "-adds-a-todo"),
                Map.entry(
                        "lambda:CreateFunction",
                        "arn:aws:lambda" + regional + "function:cwsyn-" + environment + "-adds-a-todo-1"),
                Map.entry("budgets:ModifyBudget", "arn:aws:budgets::000000000000:budget/" + environment + "-todo"),
                Map.entry(
                        "secretsmanager:CreateSecret",
                        deployment.stack("identity").output("SmokeTestSecretArn")),
                Map.entry("secretsmanager:GetRandomPassword", "*"),
                Map.entry(
                        "backup:CreateBackupVault",
                        "arn:aws:backup" + regional + "backup-vault:" + environment + "-todo"),
                Map.entry("backup:CreateBackupSelection", "arn:aws:backup" + regional + "backup-plan:1"),
                Map.entry("backup-storage:MountCapsule", "*"),
                Map.entry("kms:CreateGrant", "arn:aws:kms" + regional + "key/1"),
                Map.entry("cloudfront:CreateDistribution", "*"),
                Map.entry("servicediscovery:CreatePrivateDnsNamespace", "*"));

        made.forEach((action, arn) -> assertThat(allows(deployment, "CloudFormationRole", action, arn))
                .as("%s on %s", action, arn)
                .isTrue());
        for (String other : List.of(
                "arn:aws:sns" + regional + "another-alarms",
                "arn:aws:secretsmanager" + regional + "secret:another/todo/smoke-test-abcdef",
                "arn:aws:wafv2:us-east-1:000000000000:global/webacl/another/1")) {
            assertThat(actions(deployment, "CloudFormationRole"))
                    .as(other)
                    .noneMatch(action -> allows(deployment, "CloudFormationRole", action.replace("*", "Put"), other));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void backupsAreTakenAwayByPeopleAlone(Deployment deployment) {
        assertThat(actions(deployment, "CloudFormationRole"))
                .contains("backup:PutBackupVaultLockConfiguration")
                .doesNotContain("backup:*", "backup:DeleteBackupVaultLockConfiguration", "backup:DeleteRecoveryPoint");
    }

    /** Not those of tasks, which a service's stack hands on. */
    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void cloudFormationHandsEachRoleToTheServiceThatWorksWithIt(Deployment deployment) {
        Set<String> trusted = Environments.templates()
                .map(file -> file.getFileName().toString())
                .filter(template -> !Set.of("bootstrap.yaml", "roles.yaml").contains(template))
                .flatMap(template -> raw(template).path("Resources").values().stream())
                .filter(resource -> resource.path("Type").asString().equals("AWS::IAM::Role"))
                .map(role -> role.at("/Properties/AssumeRolePolicyDocument/Statement/0/Principal/Service")
                        .asString())
                .collect(Collectors.toSet());

        assertThat(trusted).isNotEmpty();
        assertThat(texts(statement(deployment, "CloudFormationRole", "HandThemOver")
                        .at("/Condition/StringEquals/iam:PassedToService")))
                .containsAll(trusted);
    }

    @Test
    void recordsAreWrittenToOneZoneIfThereIsOne() {
        assertThat(texts(statement(Environments.PROD, "CloudFormationRole", "Records")
                        .path("Action")))
                .contains("route53:ChangeResourceRecordSets");
        assertThat(statement(Environments.PROD, "CloudFormationRole", "Records")
                        .path("Resource")
                        .asString())
                .isEqualTo("arn:aws:route53:::hostedzone/Z0123456789EXAMPLE");
        assertThat(actions(Environments.DEV, "CloudFormationRole")).doesNotContain("route53:ChangeResourceRecordSets");
    }

    /** Whoever may write a role's policy may do anything, and a service's pipeline decides what its stack asks for. */
    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void aServicesStackHandsItsRolesOnAndCanChangeNone(Deployment deployment) {
        Set<String> roles = deployment.stack("roles").ofType("AWS::IAM::Role").stream()
                .map(role -> "arn:aws:iam::000000000000:role/" + role.physicalId())
                .collect(Collectors.toSet());

        assertThat(actions(deployment, "ServiceStackRole"))
                .filteredOn(action -> action.startsWith("iam:"))
                .containsExactlyInAnyOrder("iam:CreateServiceLinkedRole", "iam:PassRole");
        JsonNode handedOn = statement(deployment, "ServiceStackRole", "HandOverTheirRoles");
        assertThat(texts(handedOn.path("Resource"))).containsExactlyInAnyOrderElementsOf(roles);
        assertThat(texts(handedOn.at("/Condition/StringEquals/iam:PassedToService")))
                .containsExactly("ecs.amazonaws.com", "ecs-tasks.amazonaws.com");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void aServicesStackReachesWhatItMakesByItsNames(Deployment deployment) {
        Set<String> reached = resources(deployment, "ServiceStackRole");
        String environment = deployment.environment();

        for (String service : List.of("todo-service", "files-service")) {
            Stack stack = deployment.stack(service);
            stack.ofType("AWS::ElasticLoadBalancingV2::TargetGroup")
                    .forEach(group -> assertThat(reached)
                            .contains(group.physicalId()
                                            .substring(0, group.physicalId().lastIndexOf('/')) + "/*"));
            assertThat(reached)
                    .contains(
                            stack.resource("Service").physicalId(),
                            stack.resource("TaskDefinition").physicalId().replaceAll("[0-9]+$", "*"),
                            "arn:aws:logs:us-east-1:000000000000:log-group:" + stack.output("LogGroupName"),
                            "arn:aws:cloudwatch:us-east-1:000000000000:alarm:%s-%s-*".formatted(environment, service));
            assertThat(stack.ofType("AWS::CloudWatch::Alarm"))
                    .allSatisfy(alarm -> assertThat(alarm.physicalId()).startsWith(environment + "-" + service + "-"));
        }
        assertThat(actionsOnEverything(deployment, "ServiceStackRole"))
                .allMatch(action -> action.matches(".*:(Describe.*|DeregisterTaskDefinition|GetOperation)"));
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
        return new Sandbox(folder)
                .template("app.yaml", Environments.text(Environments.INFRA.resolve("templates/bootstrap.yaml")))
                .common("""
                        stacks:
                          app:
                            template: app.yaml
                            parameters:
                              Environment: test
                              Repository: example-org/todo-app
                              SubjectRepository: example-org/todo-app
                        """)
                .environment("parameters:\n  app:\n    " + parameter)
                .read()
                .stack("app");
    }

    static Stream<Deployment> inEurope() {
        return Stream.of("dev", "prod")
                .map(environment ->
                        Environments.released(environment, Map.of("AWS_REGION", "eu-west-1", "SITE_ORIGIN", SITE)));
    }

    /** A service as IAM calls it. */
    private static String service(String type) {
        String service = type.split("::")[1];
        return switch (service) {
            case "ApiGatewayV2" -> "apigateway";
            case "ApplicationAutoScaling" -> "application-autoscaling";
            case "CertificateManager" -> "acm";
            case "Cognito" -> "cognito-idp";
            case "ElasticLoadBalancingV2" -> "elasticloadbalancing";
            default -> service.toLowerCase(Locale.ROOT);
        };
    }

    private static boolean reaches(JsonNode statement, String service, String region) {
        return statement.path("Effect").asString().equals("Allow")
                && oneOrMany(statement.path("Action")).stream().anyMatch(action -> action.startsWith(service + ":"))
                && oneOrMany(statement.path("Resource")).stream()
                        .anyMatch(arn -> arn.equals("*") || Set.of("", region).contains(arn.split(":", 6)[3]));
    }

    private static boolean allows(Deployment deployment, String role, String action, String arn) {
        return statements(deployment, role).stream()
                .filter(statement -> statement.path("Effect").asString().equals("Allow"))
                .filter(statement -> oneOrMany(statement.path("Action")).stream()
                        .anyMatch(allowed -> glob(allowed).matcher(action).matches()))
                .flatMap(statement -> oneOrMany(statement.path("Resource")).stream())
                .anyMatch(allowed -> !(allowed.equals("*") && !arn.equals("*"))
                        && glob(allowed).matcher(arn).matches());
    }

    /** What IAM takes an asterisk for. */
    private static Pattern glob(String pattern) {
        return Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    }

    /** Of the role's own policies, and of those that are attached to it. */
    private static List<JsonNode> statements(Deployment deployment, String role) {
        Stack bootstrap = deployment.stack("bootstrap");
        Resource found = bootstrap.resource(role);
        return Stream.concat(
                        found.properties().path("Policies").values().stream(),
                        bootstrap.ofType("AWS::IAM::ManagedPolicy").stream()
                                .map(Resource::properties)
                                .filter(policy -> texts(policy.path("Roles")).contains(found.physicalId())))
                .flatMap(policy -> policy.at("/PolicyDocument/Statement").values().stream())
                .toList();
    }

    private static JsonNode statement(Deployment deployment, String role, String sid) {
        return statements(deployment, role).stream()
                .filter(statement -> statement.path("Sid").asString().equals(sid))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> resources(Deployment deployment, String role) {
        return statements(deployment, role).stream()
                .flatMap(statement -> oneOrMany(statement.path("Resource")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> actions(Deployment deployment, String role) {
        return statements(deployment, role).stream()
                .flatMap(statement -> oneOrMany(statement.path("Action")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> actionsOnEverything(Deployment deployment, String role) {
        return statements(deployment, role).stream()
                .filter(statement -> oneOrMany(statement.path("Resource")).contains("*"))
                .flatMap(statement -> oneOrMany(statement.path("Action")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> oneOrMany(JsonNode value) {
        return value.isArray() ? texts(value) : List.of(value.asString());
    }
}
