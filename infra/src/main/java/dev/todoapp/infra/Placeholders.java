package dev.todoapp.infra;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What {@code Ref} and {@code GetAtt} give for a resource that exists nowhere: of the shape that AWS gives, and the same
 * on every run. What only AWS knows (a host name, a random id) is made from a hash of the stack's and resource's names.
 */
final class Placeholders {

    private final PseudoParameters aws;
    private final String stackName;
    private final String logicalId;
    private final String type;
    private final Function<String, @Nullable String> property;
    private final Supplier<String> physicalId;

    /**
     * @param property a property of the resource as text, or null
     * @param physicalId what {@code Ref} gives, which may be fixed elsewhere
     */
    Placeholders(
            PseudoParameters aws,
            String stackName,
            String logicalId,
            String type,
            Function<String, @Nullable String> property,
            Supplier<String> physicalId) {
        this.aws = aws;
        this.stackName = stackName;
        this.logicalId = logicalId;
        this.type = type;
        this.property = property;
        this.physicalId = physicalId;
    }

    String ref() {
        return switch (type) {
            case "AWS::DynamoDB::Table" -> named("TableName");
            case "AWS::S3::Bucket" -> named("BucketName").toLowerCase(Locale.ROOT);
            case "AWS::Logs::LogGroup" -> named("LogGroupName");
            case "AWS::SQS::Queue" ->
                "https://sqs.%s.%s/%s/%s".formatted(aws.region(), aws.urlSuffix(), aws.account(), named("QueueName"));
            case "AWS::IAM::Role" -> named("RoleName");
            case "AWS::Backup::BackupVault" -> named("BackupVaultName");
            case "AWS::Backup::BackupPlan", "AWS::Backup::BackupSelection" -> uuid(stackName + logicalId);
            case "AWS::Pipes::Pipe" -> named("Name");
            case "AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm" -> named("AlarmName");
            case "AWS::SNS::Topic" -> arn("sns", named("TopicName"));
            case "AWS::Synthetics::Canary" -> named("Name");
            case "AWS::Cognito::UserPool" -> aws.region() + "_" + alphanumeric(9);
            case "AWS::Cognito::UserPoolUser" -> named("Username");
            case "AWS::SecretsManager::Secret" ->
                arn("secretsmanager", "secret:" + named("Name") + "-" + alphanumeric(6));
            case "AWS::Cognito::UserPoolClient" -> alphanumeric(26);
            case "AWS::Cognito::UserPoolDomain" -> named("Domain");
            case "AWS::ApiGatewayV2::Stage" -> named("StageName");
            case "AWS::ApiGatewayV2::Api",
                    "AWS::ApiGatewayV2::Authorizer",
                    "AWS::ApiGatewayV2::Integration",
                    "AWS::ApiGatewayV2::Route",
                    "AWS::ApiGatewayV2::VpcLink" -> alphanumeric(10);
            case "AWS::ApiGatewayV2::DomainName" -> named("DomainName");
            case "AWS::EC2::SecurityGroup" -> "sg-" + hex(17);
            case "AWS::EC2::VPC" -> "vpc-" + hex(17);
            case "AWS::EC2::Subnet" -> "subnet-" + hex(17);
            case "AWS::EC2::InternetGateway" -> "igw-" + hex(17);
            case "AWS::EC2::NatGateway" -> "nat-" + hex(17);
            case "AWS::EC2::RouteTable" -> "rtb-" + hex(17);
            case "AWS::EC2::NetworkAcl" -> "acl-" + hex(17);
            case "AWS::EC2::VPCEndpoint" -> "vpce-" + hex(17);
            case "AWS::EC2::FlowLog" -> "fl-" + hex(17);
            case "AWS::ECR::Repository" -> named("RepositoryName");
            case "AWS::IAM::ManagedPolicy" -> globalArn("iam", "policy/" + named("ManagedPolicyName"));
            case "AWS::IAM::OIDCProvider" ->
                globalArn("iam", "oidc-provider/" + named("Url").replaceFirst("^https://", ""));
            case "AWS::ElasticLoadBalancingV2::LoadBalancer" ->
                arn("elasticloadbalancing", "loadbalancer/app/" + named("Name") + "/" + hex(16));
            case "AWS::ElasticLoadBalancingV2::TargetGroup" ->
                arn("elasticloadbalancing", "targetgroup/" + named("Name") + "/" + hex(16));
            case "AWS::ElasticLoadBalancingV2::Listener" ->
                arn("elasticloadbalancing", "listener/app/" + generated() + "/" + hex(16));
            case "AWS::ElasticLoadBalancingV2::ListenerRule" ->
                arn("elasticloadbalancing", "listener-rule/app/" + generated() + "/" + hex(16));
            case "AWS::Route53::HealthCheck" -> uuid(stackName + logicalId);
            case "AWS::CertificateManager::Certificate" -> arn("acm", "certificate/" + uuid(stackName + logicalId));
            case "AWS::WAFv2::WebACL" -> named("Name") + "|" + uuid(stackName + logicalId) + "|" + named("Scope");
            case "AWS::ECS::Cluster" -> named("ClusterName");
            case "AWS::ECS::Service" -> arn("ecs", "service/" + property.apply("Cluster") + "/" + named("ServiceName"));
            case "AWS::ECS::TaskDefinition" -> arn("ecs", "task-definition/" + named("Family") + ":1");
            case "AWS::ECS::CapacityProvider" -> named("Name");
            case "AWS::EC2::LaunchTemplate" -> "lt-" + hex(17);
            case "AWS::AutoScaling::AutoScalingGroup" -> named("AutoScalingGroupName");
            case "AWS::IAM::InstanceProfile" -> named("InstanceProfileName");
            case "AWS::ServiceDiscovery::PrivateDnsNamespace" -> "ns-" + alphanumeric(16);
            case "AWS::ServiceDiscovery::Service" -> "srv-" + alphanumeric(16);
            case "AWS::ApplicationAutoScaling::ScalingPolicy" ->
                arn(
                        "autoscaling",
                        "scalingPolicy:" + uuid(stackName + logicalId) + ":policyName/" + named("PolicyName"));
            case "AWS::CloudFront::Distribution" -> "E" + alphanumeric(13).toUpperCase(Locale.ROOT);
            case "AWS::CloudFront::OriginAccessControl" ->
                "E" + alphanumeric(13).toUpperCase(Locale.ROOT);
            case "AWS::CloudFront::ResponseHeadersPolicy", "AWS::CloudFront::CachePolicy" ->
                uuid(stackName + logicalId);
            case "AWS::CloudFront::Function" -> globalArn("cloudfront", "function/" + named("Name"));
            default -> generated();
        };
    }

    String attribute(String attribute) {
        String id = physicalId.get();
        return switch (type + "." + attribute) {
            case "AWS::DynamoDB::Table.Arn" -> arn("dynamodb", "table/" + id);
            case "AWS::DynamoDB::Table.StreamArn" -> arn("dynamodb", "table/" + id + "/stream/2026-01-01T00:00:00.000");
            case "AWS::S3::Bucket.Arn" -> "arn:" + aws.partition() + ":s3:::" + id;
            case "AWS::S3::Bucket.DomainName" -> id + ".s3." + aws.urlSuffix();
            case "AWS::S3::Bucket.RegionalDomainName" -> id + ".s3." + aws.region() + "." + aws.urlSuffix();
            case "AWS::ECR::Repository.Arn" -> arn("ecr", "repository/" + id);
            case "AWS::ECR::Repository.RepositoryUri" ->
                "%s.dkr.ecr.%s.%s/%s".formatted(aws.account(), aws.region(), aws.urlSuffix(), id);
            case "AWS::EC2::EIP.AllocationId" -> "eipalloc-" + hex(17);
            case "AWS::SQS::Queue.Arn" -> arn("sqs", named("QueueName"));
            case "AWS::SQS::Queue.QueueName" -> named("QueueName");
            case "AWS::IAM::Role.Arn" -> globalArn("iam", "role/" + id);
            case "AWS::Pipes::Pipe.Arn" -> arn("pipes", "pipe/" + id);
            case "AWS::CloudWatch::Alarm.Arn" -> arn("cloudwatch", "alarm:" + id);
            case "AWS::Logs::LogGroup.Arn" -> arn("logs", "log-group:" + id + ":*");
            case "AWS::Cognito::UserPool.Arn" -> arn("cognito-idp", "userpool/" + id);
            case "AWS::Cognito::UserPool.UserPoolId",
                    "AWS::Cognito::UserPoolClient.ClientId",
                    "AWS::ApiGatewayV2::Api.ApiId",
                    "AWS::ApiGatewayV2::Authorizer.AuthorizerId",
                    "AWS::ApiGatewayV2::VpcLink.VpcLinkId",
                    "AWS::EC2::SecurityGroup.GroupId",
                    "AWS::IAM::OIDCProvider.Arn",
                    "AWS::ElasticLoadBalancingV2::LoadBalancer.LoadBalancerArn",
                    "AWS::ElasticLoadBalancingV2::Listener.ListenerArn",
                    "AWS::ElasticLoadBalancingV2::ListenerRule.RuleArn",
                    "AWS::ElasticLoadBalancingV2::TargetGroup.TargetGroupArn",
                    "AWS::CloudFront::Distribution.Id",
                    "AWS::CloudFront::OriginAccessControl.Id",
                    "AWS::CloudFront::ResponseHeadersPolicy.Id",
                    "AWS::CloudFront::CachePolicy.Id",
                    "AWS::CloudFront::Function.FunctionARN",
                    "AWS::SQS::Queue.QueueUrl",
                    "AWS::GuardDuty::MalwareProtectionPlan.MalwareProtectionPlanId" -> id;
            case "AWS::WAFv2::WebACL.Arn" ->
                arn("wafv2", "global/webacl/" + named("Name") + "/" + uuid(stackName + logicalId));
            case "AWS::Cognito::UserPool.ProviderName" -> provider(id);
            case "AWS::Cognito::UserPool.ProviderURL" -> "https://" + provider(id);
            case "AWS::ApiGatewayV2::DomainName.RegionalDomainName" ->
                "d-" + alphanumeric(10) + ".execute-api." + aws.region() + "." + aws.urlSuffix();
            case "AWS::ApiGatewayV2::DomainName.RegionalHostedZoneId" ->
                "Z" + alphanumeric(13).toUpperCase(Locale.ROOT);
            case "AWS::ApiGatewayV2::Api.ApiEndpoint" ->
                "https://" + id + ".execute-api." + aws.region() + "." + aws.urlSuffix();
            case "AWS::ElasticLoadBalancingV2::LoadBalancer.DNSName" ->
                "internal-%s.%s.elb.%s".formatted(generated().toLowerCase(Locale.ROOT), aws.region(), aws.urlSuffix());
            case "AWS::ElasticLoadBalancingV2::LoadBalancer.LoadBalancerFullName",
                    "AWS::ElasticLoadBalancingV2::TargetGroup.TargetGroupFullName" -> afterFirst(id, attribute);
            case "AWS::ECS::Cluster.Arn" -> arn("ecs", "cluster/" + id);
            case "AWS::ECS::Service.Name" -> named("ServiceName");
            case "AWS::EC2::LaunchTemplate.LatestVersionNumber" -> "1";
            case "AWS::IAM::InstanceProfile.Arn" -> globalArn("iam", "instance-profile/" + id);
            case "AWS::CloudFront::Distribution.DomainName" -> "d" + alphanumeric(13) + ".cloudfront.net";
            default -> generated() + "." + attribute;
        };
    }

    static String uuid(String of) {
        return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** The name that the template gives, or one as CloudFormation makes it up. */
    private String named(String property) {
        String name = this.property.apply(property);
        return name == null ? generated() : name;
    }

    private String generated() {
        return stackName + "-" + logicalId + "-" + alphanumeric(12);
    }

    private String provider(String userPoolId) {
        return "cognito-idp." + aws.region() + "." + aws.urlSuffix() + "/" + userPoolId;
    }

    /** {@code app/name/id} of a load balancer's ARN, {@code targetgroup/name/id} of a target group's. */
    private static String afterFirst(String arn, String attribute) {
        String mark = attribute.equals("LoadBalancerFullName") ? "loadbalancer/" : ":targetgroup/";
        int at = arn.indexOf(mark);
        return attribute.equals("LoadBalancerFullName") ? arn.substring(at + mark.length()) : arn.substring(at + 1);
    }

    private String arn(String service, String resource) {
        return "arn:%s:%s:%s:%s:%s".formatted(aws.partition(), service, aws.region(), aws.account(), resource);
    }

    private String globalArn(String service, String resource) {
        return "arn:%s:%s::%s:%s".formatted(aws.partition(), service, aws.account(), resource);
    }

    private String alphanumeric(int length) {
        String digits = new BigInteger(1, hash()).toString(36);
        return digits.substring(digits.length() - length);
    }

    private String hex(int length) {
        return HexFormat.of().formatHex(hash()).substring(0, length);
    }

    private byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest((stackName + "/" + logicalId).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
