package dev.todoapp.infra;

import static dev.todoapp.infra.BootstrapRoles.actions;
import static dev.todoapp.infra.BootstrapRoles.allows;
import static dev.todoapp.infra.BootstrapRoles.glob;
import static dev.todoapp.infra.BootstrapRoles.matches;
import static dev.todoapp.infra.Environments.oneOrMany;
import static dev.todoapp.infra.Environments.raw;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The most that roles can do which the infra pipeline makes: what our stacks' roles do, and not that pipeline's own rights. */
class RoleBoundaryTest {

    private static final String ROLE = "arn:aws:iam::000000000000:role/";

    /** Together they have every role that a template can make. */
    private static final List<Deployment> DEPLOYMENTS = List.of(
            Environments.DEV,
            Environments.PROD,
            Environments.onEc2("dev"),
            Deployment.read(
                    Environments.INFRA,
                    "prod",
                    Map.of("AWS_REGION", "eu-west-1"),
                    Map.of("monitoring", Map.of("SlackWorkspaceId", "T0123456789", "SlackChannelId", "C0123456789"))));

    static List<Deployment> deployments() {
        return DEPLOYMENTS;
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void everyRoleOfTheOtherStacksHasIt(Deployment deployment) {
        assertThat(roles(deployment))
                .isNotEmpty()
                .allSatisfy(role -> assertThat(
                                role.properties().path("PermissionsBoundary").asString(""))
                        .as(role.physicalId())
                        .isEqualTo(deployment.stack("bootstrap").output("RoleBoundaryArn")));
    }

    /** So that the tests here have seen them all. */
    @Test
    void noTemplateHasARoleThatIsInNoneOfTheseDeployments() {
        Set<String> declared = Environments.templates()
                .map(file -> file.getFileName().toString())
                .filter(template -> !template.equals("bootstrap.yaml"))
                .flatMap(template -> raw(template).path("Resources").properties().stream())
                .filter(resource -> resource.getValue().path("Type").asString().equals("AWS::IAM::Role"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> seen = DEPLOYMENTS.stream()
                .flatMap(RoleBoundaryTest::roles)
                .map(Resource::logicalId)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(seen).isEqualTo(declared);
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void takesNothingFromARoleThatItsPoliciesGiveIt(Deployment deployment) {
        assertThat(beyond(deployment)).isEmpty();
    }

    @Test
    void hasNoActionThatNoRoleNeeds() {
        Set<String> needed = DEPLOYMENTS.stream()
                .flatMap(RoleBoundaryTest::roles)
                .flatMap(RoleBoundaryTest::statements)
                .flatMap(statement -> oneOrMany(statement.path("Action")).stream())
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> allowed = boundary(Environments.PROD)
                .flatMap(statement -> oneOrMany(statement.path("Action")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(allowed).isEqualTo(needed);
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void givesNobodyAnotherRoleOrMoreRights(Deployment deployment) {
        assertThat(boundary(deployment)).isNotEmpty().allSatisfy(statement -> {
            assertThat(statement.path("Effect").asString()).isEqualTo("Allow");
            assertThat(statement.has("NotAction") || statement.has("NotResource"))
                    .isFalse();
            assertThat(oneOrMany(statement.path("Action")))
                    .noneMatch(action -> action.contains("*"))
                    .noneMatch(
                            action -> action.matches("(iam|sts|sso|organizations|cloudformation|lambda|codebuild):.*"))
                    .noneMatch(action -> action.matches("[a-z0-9-]+:(Put|Set|Add|Delete).*(Policy|Permission|Acl)"))
                    .noneMatch(action -> action.matches("ec2:Run.*|ecs:(Run|Start|Register)Task.*|ssm:(Send|Start).*"));
        });
    }

    /** What one environment's roles can reach is that environment's, where its name is in the ARN. */
    @Test
    void reachesNoOtherEnvironmentsDataOrSecrets() {
        for (String other : List.of(
                "arn:aws:dynamodb:us-east-1:000000000000:table/dev-todos",
                "arn:aws:s3:::dev-todo-files-000000000000-us-east-1",
                "arn:aws:s3:::dev-todo-files-000000000000-us-east-1/owner/1",
                "arn:aws:s3:::prod-todo-artifacts-000000000000-us-east-1/infra/1.yaml",
                "arn:aws:s3:::prod-todo-site-000000000000-us-east-1/index.html",
                "arn:aws:sqs:us-east-1:000000000000:dev-deleted-todos",
                "arn:aws:secretsmanager:us-east-1:000000000000:secret:dev/todo-service/key-abcdef",
                "arn:aws:secretsmanager:us-east-1:000000000000:secret:prod/todo/origin-secret-1-abcdef",
                "arn:aws:ecr:us-east-1:000000000000:repository/dev-todo-service")) {
            String service = other.split(":")[2] + ":";
            assertThat(boundary(Environments.PROD)
                            .filter(statement -> matches(statement.path("Resource"), other))
                            .flatMap(statement -> oneOrMany(statement.path("Action")).stream())
                            .filter(action -> action.startsWith(service)))
                    .as(other)
                    .allMatch(action -> Set.of("ecr:GetAuthorizationToken", "s3:ListAllMyBuckets")
                            .contains(action));
        }
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void cloudFormationMakesEachRoleWithItAndNoneWithout(Deployment deployment) {
        String boundary = deployment.stack("bootstrap").output("RoleBoundaryArn");
        for (Resource role : roles(deployment).toList()) {
            String arn = ROLE + role.physicalId();
            for (String action : List.of(
                    "iam:CreateRole", "iam:PutRolePolicy", "iam:DeleteRolePolicy", "iam:PutRolePermissionsBoundary")) {
                assertThat(allowed(deployment, action, arn, Map.of("iam:PermissionsBoundary", boundary)))
                        .as("%s on %s", action, arn)
                        .isTrue();
                assertThat(allowed(deployment, action, arn, Map.of()))
                        .as("%s on %s without it", action, arn)
                        .isFalse();
                assertThat(allowed(
                                deployment,
                                action,
                                arn,
                                Map.of("iam:PermissionsBoundary", "arn:aws:iam::aws:policy/AdministratorAccess")))
                        .as("%s on %s with another", action, arn)
                        .isFalse();
            }
            for (String action : List.of("iam:DeleteRole", "iam:UpdateAssumeRolePolicy", "iam:TagRole")) {
                assertThat(allowed(deployment, action, arn, Map.of()))
                        .as(action)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iam:DeleteRolePermissionsBoundary",
                "iam:AttachRolePolicy",
                "iam:CreatePolicy",
                "iam:CreatePolicyVersion",
                "iam:SetDefaultPolicyVersion",
                "iam:DeletePolicy",
                "iam:CreateUser",
                "iam:CreateAccessKey",
                "iam:CreateOpenIDConnectProvider",
                "sts:AssumeRole"
            })
    void cloudFormationHasNoOtherWayRoundIt(String action) {
        assertThat(actions(Environments.PROD, "CloudFormationRole"))
                .filteredOn(allowed -> glob(allowed).matcher(action).matches())
                .as("but for what is denied")
                .allMatch("iam:*"::equals);
        String boundary = Environments.PROD.stack("bootstrap").output("RoleBoundaryArn");
        for (String arn : List.of(boundary, ROLE + "prod-canary", ROLE + "prod-admin")) {
            assertThat(allowed(Environments.PROD, action, arn, Map.of("iam:PermissionsBoundary", boundary)))
                    .as(arn)
                    .isFalse();
        }
    }

    /** Somebody's own role may have a name that begins like ours. */
    @ParameterizedTest
    @ValueSource(strings = {"prod-admin", "prod-operator", "prod-pipeline-infra", "prod-cloudformation", "dev-canary"})
    void cloudFormationTouchesNoRoleThatNoStackMakes(String other) {
        String boundary = Environments.PROD.stack("bootstrap").output("RoleBoundaryArn");

        for (String action : List.of(
                "iam:CreateRole",
                "iam:DeleteRole",
                "iam:PutRolePolicy",
                "iam:PutRolePermissionsBoundary",
                "iam:UpdateAssumeRolePolicy",
                "iam:TagRole")) {
            assertThat(allowed(Environments.PROD, action, ROLE + other, Map.of("iam:PermissionsBoundary", boundary)))
                    .as(action)
                    .isFalse();
        }
    }

    @Test
    void whereBootstrapIsNotDeployedRolesHaveNone(@TempDir Path folder) throws IOException {
        Sandbox.copyOfOurs(folder)
                .change("parameters/prod.yaml", "without: [routing]", "without: [bootstrap, routing]")
                .change("parameters/prod.yaml", "  bootstrap:\n", "")
                .change("parameters/prod.yaml", "    KeepArtifactsDays: 30\n", "")
                .change("parameters/common.yaml", "${bootstrap.TodoServiceRoleArn}", ROLE + "somebody")
                .change("parameters/common.yaml", "${bootstrap.FilesServiceRoleArn}", ROLE + "somebody")
                .change("parameters/common.yaml", "${bootstrap.ArtifactBucketName}", "some-bucket");
        Deployment byHand = Deployment.read(folder, "prod", Map.of("ROLE_BOUNDARY_ARN", ""));

        assertThat(Stream.concat(roles(byHand), roles(Environments.LOCAL)))
                .isNotEmpty()
                .allSatisfy(role -> assertThat(role.properties().has("PermissionsBoundary"))
                        .as(role.physicalId())
                        .isFalse());
    }

    /** What the stacks' roles are given, and it takes away: role, action, resource. */
    static Set<String> beyond(Deployment deployment) {
        Set<String> beyond = new TreeSet<>();
        roles(deployment)
                .forEach(role -> statements(role)
                        .forEach(statement -> oneOrMany(statement.path("Action"))
                                .forEach(action -> oneOrMany(statement.path("Resource")).stream()
                                        .filter(arn -> boundary(deployment)
                                                .noneMatch(bound -> matches(bound.path("Action"), action)
                                                        && matches(bound.path("Resource"), arn)
                                                        && holdsForOurs(deployment, bound.path("Condition"))))
                                        .forEach(arn -> beyond.add(
                                                "%s: %s on %s".formatted(role.physicalId(), action, arn))))));
        return beyond;
    }

    /** By the tags of the one thing that is told by tags. */
    private static boolean holdsForOurs(Deployment deployment, JsonNode condition) {
        return condition.path("StringEquals").properties().stream()
                .allMatch(key -> deployment
                        .stack("identity")
                        .resource("UserPool")
                        .properties()
                        .path("UserPoolTags")
                        .path(key.getKey().replace("aws:ResourceTag/", ""))
                        .equals(key.getValue()));
    }

    private static boolean allowed(Deployment deployment, String action, String arn, Map<String, String> context) {
        return allows(deployment, "CloudFormationRole", action, arn, context);
    }

    private static Stream<Resource> roles(Deployment deployment) {
        return deployment.stacks().stream()
                .filter(stack -> !stack.name().equals("bootstrap"))
                .flatMap(stack -> stack.ofType("AWS::IAM::Role").stream());
    }

    private static Stream<JsonNode> statements(Resource role) {
        return role.properties().path("Policies").values().stream()
                .flatMap(policy -> policy.at("/PolicyDocument/Statement").values().stream());
    }

    private static Stream<JsonNode> boundary(Deployment deployment) {
        return deployment
                .stack("bootstrap")
                .resource("RoleBoundary")
                .properties()
                .at("/PolicyDocument/Statement")
                .values()
                .stream();
    }
}
