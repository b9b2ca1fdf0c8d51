package dev.todoapp.infra;

import static dev.todoapp.infra.BootstrapRoles.actions;
import static dev.todoapp.infra.BootstrapRoles.actionsOnEverything;
import static dev.todoapp.infra.BootstrapRoles.allows;
import static dev.todoapp.infra.BootstrapRoles.resources;
import static dev.todoapp.infra.BootstrapRoles.statement;
import static dev.todoapp.infra.BootstrapRoles.statements;
import static dev.todoapp.infra.Environments.oneOrMany;
import static dev.todoapp.infra.Environments.raw;
import static dev.todoapp.infra.Environments.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What CloudFormation may do in the name of pipelines: for the stack of each service, and for all others. */
class CloudFormationRolesTemplateTest {

    /** The role of each service's stack. */
    private static final Map<String, String> SERVICES =
            Map.of("todo-service", "TodoServiceStackRole", "files-service", "FilesServiceStackRole");

    /** Every resource of every template, whichever conditions it has: a service that is new needs a permission. */
    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.BootstrapRoles#inEurope")
    void cloudFormationReachesTheServiceOfEachResourceInTheRegionOfItsStack(Deployment deployment) {
        Set<String> regionOfCloudFront = Set.of("edge.yaml", "routing.yaml");
        Environments.templates()
                .map(file -> file.getFileName().toString())
                .filter(template -> !template.equals("bootstrap.yaml"))
                .forEach(template -> {
                    Collection<String> roles =
                            template.equals("service.yaml") ? SERVICES.values() : List.of("CloudFormationRole");
                    String region = regionOfCloudFront.contains(template) ? "us-east-1" : "eu-west-1";
                    for (JsonNode resource : raw(template).path("Resources").values()) {
                        String type = resource.path("Type").asString();
                        assertThat(roles)
                                .allSatisfy(role -> assertThat(statements(deployment, role))
                                        .as("%s of %s in %s", type, template, region)
                                        .anyMatch(statement -> reaches(statement, service(type), region)));
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.BootstrapRoles#inEurope")
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

    /** A stack is deleted by the role that it was made with: a bucket that goes with its stack needs that role to be allowed to. */
    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void cloudFormationDeletesTheBucketsThatAreNotRetainedAndNoOther(Deployment deployment) {
        Environments.templates()
                .map(file -> file.getFileName().toString())
                .filter(template -> !template.equals("bootstrap.yaml"))
                .forEach(template -> raw(template).path("Resources").properties().stream()
                        .filter(entry ->
                                entry.getValue().path("Type").asString().equals("AWS::S3::Bucket"))
                        .forEach(entry -> {
                            String stack = template.replace(".yaml", "");
                            String bucket = deployment
                                    .stack(stack)
                                    .resource(entry.getKey())
                                    .physicalId();
                            assertThat(allows(
                                            deployment,
                                            "CloudFormationRole",
                                            "s3:DeleteBucket",
                                            "arn:aws:s3:::" + bucket))
                                    .as(bucket)
                                    .isEqualTo(entry.getValue()
                                            .path("DeletionPolicy")
                                            .asString()
                                            .equals("Delete"));
                        }));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void backupsAreTakenAwayByPeopleAlone(Deployment deployment) {
        assertThat(actions(deployment, "CloudFormationRole"))
                .contains("backup:PutBackupVaultLockConfiguration")
                .doesNotContain("backup:*", "backup:DeleteBackupVaultLockConfiguration", "backup:DeleteRecoveryPoint");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void cloudFormationHandsEachRoleToTheServiceThatWorksWithItAndToNoOther(Deployment deployment) {
        Set<String> trusted = new TreeSet<>();
        Environments.templates()
                .map(file -> file.getFileName().toString())
                .filter(template -> !Set.of("bootstrap.yaml", "roles.yaml").contains(template))
                .flatMap(template -> raw(template).path("Resources").values().stream())
                .filter(resource -> resource.path("Type").asString().equals("AWS::IAM::Role"))
                .forEach(role -> {
                    String name = role.at("/Properties/RoleName/Fn::Sub")
                            .asString()
                            .replace("${Environment}", deployment.environment());
                    String service = role.at("/Properties/AssumeRolePolicyDocument/Statement/0/Principal/Service")
                            .asString();
                    trusted.add(service);
                    assertThat(handsOn(deployment, "CloudFormationRole", name, service))
                            .as("%s to %s", name, service)
                            .isTrue();
                });

        assertThat(trusted).isNotEmpty();
        for (String other : List.of("cloudformation.amazonaws.com", "ecs-tasks.amazonaws.com", "")) {
            assertThat(handsOn(deployment, "CloudFormationRole", deployment.environment() + "-canary", other))
                    .as(other)
                    .isFalse();
        }
        for (String other : List.of("admin", "operator", "pipeline-infra", "cloudformation")) {
            assertThat(trusted)
                    .noneMatch(service ->
                            handsOn(deployment, "CloudFormationRole", deployment.environment() + "-" + other, service));
        }
    }

    /** Else Access Analyzer warns, and the infra pipeline stops at its warnings. */
    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void rolesAreHandedOnByTheirNamesAndThoseOfAwsMadeForServicesByTheirs(Deployment deployment) {
        for (Resource role : deployment.stack("bootstrap").ofType("AWS::IAM::Role")) {
            statements(deployment, role.logicalId()).stream()
                    .filter(statement -> statement.path("Effect").asString().equals("Allow"))
                    .forEach(statement -> {
                        List<String> actions = oneOrMany(statement.path("Action"));
                        List<String> arns = oneOrMany(statement.path("Resource"));
                        if (actions.contains("iam:PassRole")) {
                            assertThat(arns).as(role.logicalId()).noneMatch(arn -> arn.contains("*"));
                        }
                        if (actions.contains("iam:CreateServiceLinkedRole")) {
                            assertThat(arns)
                                    .as(role.logicalId())
                                    .allMatch(arn ->
                                            arn.matches(".*:role/aws-service-role/[a-z0-9.-]+\\.amazonaws\\.com/.+"));
                        }
                    });
        }
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
    void aServicesStackHandsItsOwnRolesOnAndCanChangeNone(Deployment deployment) {
        SERVICES.forEach((service, role) -> {
            assertThat(actions(deployment, role))
                    .filteredOn(action -> action.startsWith("iam:"))
                    .containsExactlyInAnyOrder("iam:CreateServiceLinkedRole", "iam:PassRole");
            for (Resource other : deployment.stack("roles").ofType("AWS::IAM::Role")) {
                for (String ecs : List.of("ecs.amazonaws.com", "ecs-tasks.amazonaws.com")) {
                    assertThat(handsOn(deployment, role, other.physicalId(), ecs))
                            .as("%s hands on %s", role, other.physicalId())
                            .isEqualTo(other.physicalId().startsWith(deployment.environment() + "-" + service + "-"));
                }
                assertThat(handsOn(deployment, role, other.physicalId(), "lambda.amazonaws.com"))
                        .isFalse();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("stacksOfServices")
    void aServicesStackReachesWhatItMakesAndNothingThatTheOtherMakes(Deployment deployment) {
        SERVICES.forEach((service, role) -> SERVICES.forEach((of, otherRole) -> {
            boolean itsOwn = of.equals(service);
            named(deployment, of)
                    .forEach((arn, action) -> assertThat(allows(deployment, role, action, arn))
                            .as("%s may %s on %s", role, action, arn)
                            .isEqualTo(itsOwn));
        }));
    }

    /** What has a name of ours, with the action that makes it. */
    private static Map<String, String> named(Deployment deployment, String service) {
        Stack stack = deployment.stack(service);
        String environment = deployment.environment();
        String regional = ":us-east-1:000000000000:";
        String ecsService = stack.resource("Service").physicalId();
        Map<String, String> named = new TreeMap<>();
        stack.ofType("AWS::ElasticLoadBalancingV2::TargetGroup")
                .forEach(group -> named.put(group.physicalId(), "elasticloadbalancing:CreateTargetGroup"));
        stack.ofType("AWS::CloudWatch::Alarm")
                .forEach(alarm -> named.put(
                        "arn:aws:cloudwatch" + regional + "alarm:" + alarm.physicalId(), "cloudwatch:PutMetricAlarm"));
        named.put(
                "arn:aws:cloudwatch%salarm:TargetTracking-%s-AlarmHigh-1"
                        .formatted(regional, ecsService.substring(ecsService.indexOf(":service/") + 1)),
                "cloudwatch:PutMetricAlarm");
        named.put(ecsService, "ecs:UpdateService");
        named.put(ecsService.replace(":service/", ":service-deployment/") + "/1", "ecs:DescribeServiceDeployments");
        named.put(ecsService.replace(":service/", ":service-revision/") + "/1", "ecs:DescribeServiceRevisions");
        named.put(stack.resource("TaskDefinition").physicalId(), "ecs:RegisterTaskDefinition");
        named.put("arn:aws:logs" + regional + "log-group:" + stack.output("LogGroupName"), "logs:CreateLogGroup");
        named.put("arn:aws:logs" + regional + "log-group:" + stack.output("LogGroupName") + ":*", "logs:TagResource");
        assertThat(named).as(environment).hasSizeGreaterThan(8);
        return named;
    }

    /** On Fargate rolling and with canaries, and on instances. */
    static Stream<Deployment> stacksOfServices() {
        return Stream.concat(Environments.onAws(), Stream.of(Environments.onEc2("prod")));
    }

    /** What one service's pipeline can do to the other through its stack's role is what is written here, and no more. */
    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void theRolesOfTheServicesStacksHaveInCommonWhatHasNoName(Deployment deployment) {
        Set<String> common = new TreeSet<>(resources(deployment, "TodoServiceStackRole"));
        common.retainAll(resources(deployment, "FilesServiceStackRole"));

        assertThat(common)
                .extracting(arn -> arn.replace("arn:aws:", "").replace("us-east-1:000000000000:", ""))
                .containsExactlyInAnyOrder(
                        "*",
                        "application-autoscaling:scalable-target/*",
                        "elasticloadbalancing:listener/app/%s-todo/*".formatted(deployment.environment()),
                        "elasticloadbalancing:listener-rule/app/%s-todo/*".formatted(deployment.environment()),
                        "iam::000000000000:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/"
                                + "AWSServiceRoleForApplicationAutoScaling_ECSService",
                        "secretsmanager:secret:%s/todo/origin-secret-*".formatted(deployment.environment()),
                        "servicediscovery:namespace/*",
                        "servicediscovery:service/*");
        assertThat(SERVICES.values())
                .allSatisfy(role -> assertThat(actionsOnEverything(deployment, role))
                        .allMatch(action -> action.matches(".*:(Describe.*|DeregisterTaskDefinition|GetOperation)")));
    }

    private static boolean handsOn(Deployment deployment, String role, String handedOn, String service) {
        return allows(
                deployment,
                role,
                "iam:PassRole",
                "arn:aws:iam::000000000000:role/" + handedOn,
                Map.of("iam:PassedToService", service));
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
}
