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

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What CloudFormation may do in the name of pipelines: for every stack, and for those of the services alone. */
class CloudFormationRolesTemplateTest {

    /** Every resource of every template, whichever conditions it has: a service that is new needs a permission. */
    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.BootstrapRoles#inEurope")
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
                            "arn:aws:cloudwatch:us-east-1:000000000000:alarm:%s-%s-*".formatted(environment, service),
                            "arn:aws:cloudwatch:us-east-1:000000000000:alarm:TargetTracking-service/%s-todo/*"
                                    .formatted(environment));
            assertThat(stack.ofType("AWS::CloudWatch::Alarm"))
                    .allSatisfy(alarm -> assertThat(alarm.physicalId()).startsWith(environment + "-" + service + "-"));
        }
        assertThat(actionsOnEverything(deployment, "ServiceStackRole"))
                .allMatch(action -> action.matches(".*:(Describe.*|DeregisterTaskDefinition|GetOperation)"));
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
