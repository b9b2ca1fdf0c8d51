package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.attribute;
import static dev.todoapp.infra.Environments.texts;
import static dev.todoapp.infra.Environments.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What tasks run on, and who reaches them. The load balancer's part is in {@link LoadBalancerTemplatesTest}. */
class ClusterTemplateTest {

    private static final String CERTIFICATE =
            "arn:aws:acm:us-east-1:000000000000:certificate/11111111-2222-3333-4444-555555555555";

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void nothingButTheLoadBalancerReachesATask(Deployment deployment) {
        Stack cluster = deployment.stack("cluster");
        int port = Integer.parseInt(Objects.requireNonNull(cluster.parameters().get("ContainerPort")));

        assertThat(ingress(cluster))
                .isEqualTo(yaml("""
                        - Description: From the load balancer
                          IpProtocol: tcp
                          FromPort: %d
                          ToPort: %d
                          SourceSecurityGroupId: %s
                        """.formatted(port, port, cluster.output("LoadBalancerSecurityGroupId"))));
        assertThat(deployment.stacks().stream()
                        .flatMap(stack -> stack.ofType("AWS::EC2::SecurityGroupIngress").stream())
                        .map(rule -> rule.properties().path("GroupId").asString()))
                .doesNotContain(cluster.output("TaskSecurityGroupId"));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void tasksReachOutOverTlsAlone(Deployment deployment) {
        JsonNode egress =
                group(deployment.stack("cluster"), "TaskSecurityGroup").path("SecurityGroupEgress");

        assertThat(egress).hasSize(1);
        assertThat(egress.get(0).path("FromPort").asInt()).isEqualTo(443);
        assertThat(egress.get(0).path("ToPort").asInt()).isEqualTo(443);
        assertThat(egress.get(0).path("IpProtocol").asString()).isEqualTo("tcp");
    }

    @Test
    void tasksReachALogEndpointWithinTheVpc() {
        Stack cluster = with(Map.of("LogPort", "9200"));

        assertThat(group(cluster, "TaskSecurityGroup")
                        .path("SecurityGroupEgress")
                        .get(1))
                .isEqualTo(yaml("""
                        Description: To the log endpoint
                        IpProtocol: tcp
                        FromPort: 9200
                        ToPort: 9200
                        CidrIp: %s
                        """.formatted(cluster.parameters().get("VpcCidr"))));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void theClusterIsWatched(Deployment deployment) {
        assertThat(deployment.stack("cluster").resource("Cluster").properties().path("ClusterSettings"))
                .isEqualTo(yaml("[{Name: containerInsights, Value: enabled}]"));
    }

    @ParameterizedTest
    @CsvSource({"dev, FARGATE_SPOT", "prod, FARGATE"})
    void tasksRunOnFargate(String environment, String provider) {
        Stack cluster = Environments.onAws()
                .filter(deployment -> deployment.environment().equals(environment))
                .findFirst()
                .orElseThrow()
                .stack("cluster");

        assertThat(cluster.output("CapacityProvider")).isEqualTo(provider);
        assertThat(texts(cluster.resource("ClusterCapacity").properties().path("CapacityProviders")))
                .containsExactly("FARGATE", "FARGATE_SPOT");
        assertThat(cluster.ofType("AWS::AutoScaling::AutoScalingGroup")).isEmpty();
        assertThat(cluster.ofType("AWS::EC2::LaunchTemplate")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void accessLogsAreKeptForAWhileInABucketThatTheLoadBalancerMayWriteTo(Deployment deployment) {
        Stack cluster = deployment.stack("cluster");
        String bucket = cluster.resource("AccessLogBucket").physicalId();
        JsonNode attributes = cluster.resource("LoadBalancer").properties().path("LoadBalancerAttributes");

        assertThat(attribute(attributes, "access_logs.s3.enabled")).isEqualTo("true");
        assertThat(attribute(attributes, "access_logs.s3.bucket")).isEqualTo(bucket);
        assertThat(cluster.resource("AccessLogBucket")
                        .properties()
                        .at("/LifecycleConfiguration/Rules/0/ExpirationInDays")
                        .asInt())
                .isEqualTo(deployment == Environments.PROD ? 90 : 7);
        JsonNode write = cluster.resource("AccessLogBucketPolicy")
                .properties()
                .at("/PolicyDocument/Statement")
                .get(0);
        assertThat(write.at("/Principal/Service").asString())
                .isEqualTo("logdelivery.elasticloadbalancing.amazonaws.com");
        assertThat(write.path("Resource").asString()).isEqualTo("arn:aws:s3:::" + bucket + "/AWSLogs/000000000000/*");
        assertThat(Environments.raw("cluster.yaml")
                        .at("/Resources/AccessLogBucket/DeletionPolicy")
                        .asString())
                .isEqualTo("Retain");
    }

    @Test
    void theListenerSpeaksHttpsWithACertificate() {
        Stack cluster = with(Map.of("CertificateArn", CERTIFICATE));
        JsonNode listener = cluster.resource("Listener").properties();

        assertThat(listener.path("Port").asInt()).isEqualTo(443);
        assertThat(listener.path("Protocol").asString()).isEqualTo("HTTPS");
        assertThat(listener.path("Certificates")).isEqualTo(yaml("[{CertificateArn: \"%s\"}]".formatted(CERTIFICATE)));
        assertThat(listener.path("SslPolicy").asString()).startsWith("ELBSecurityPolicy-TLS13-1-2");
        assertThat(cluster.output("ListenerPort")).isEqualTo("443");
        assertThat(listener.at("/DefaultActions/0/FixedResponseConfig/StatusCode")
                        .asString())
                .isEqualTo("404");
    }

    @Test
    void instancesAreSpreadOverTheZonesRepairedAndRenewed() {
        Stack cluster = with(Map.of("Capacity", "EC2"));
        JsonNode instances = cluster.resource("Instances").properties();

        assertThat(texts(instances.path("VPCZoneIdentifier")))
                .containsExactly(Environments.DEV
                        .stack("network")
                        .output("PublicSubnetIds")
                        .split(","))
                .hasSize(3);
        assertThat(instances.path("HealthCheckType").asString()).isEqualTo("EBS");
        assertThat(instances.path("MaxInstanceLifetime").asInt()).isEqualTo(14 * 24 * 3600);
        assertThat(instances.has("DesiredCapacity"))
                .as("the capacity provider's business")
                .isFalse();
        assertThat(instances.path("NewInstancesProtectedFromScaleIn").asBoolean())
                .isTrue();
        JsonNode provider = cluster.resource("InstanceCapacity").properties().path("AutoScalingGroupProvider");
        assertThat(provider.at("/ManagedScaling/Status").asString()).isEqualTo("ENABLED");
        assertThat(provider.path("ManagedDraining").asString()).isEqualTo("ENABLED");
        assertThat(provider.path("ManagedTerminationProtection").asString()).isEqualTo("ENABLED");
        assertThat(provider.path("AutoScalingGroupArn").asString())
                .isEqualTo(cluster.resource("Instances").physicalId());
        assertThat(texts(cluster.resource("ClusterCapacity").properties().path("CapacityProviders")))
                .contains(cluster.resource("InstanceCapacity").physicalId());
    }

    @ParameterizedTest
    @CsvSource({
        "ARM64, resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id",
        "X86_64, resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"
    })
    void instancesStartWithTheImageThatAwsRecommendsForTheirProcessor(String architecture, String image) {
        JsonNode template = launchTemplate(with(Map.of("Capacity", "EC2", "Architecture", architecture)));

        assertThat(template.path("ImageId").asString()).isEqualTo(image);
    }

    /** A container in bridge mode is one hop away from the instance's metadata, and the instance's role with them. */
    @Test
    void noContainerReachesTheInstancesRole() {
        JsonNode template = launchTemplate(with(Map.of("Capacity", "EC2")));

        assertThat(template.path("MetadataOptions"))
                .isEqualTo(yaml("{HttpEndpoint: enabled, HttpTokens: required, HttpPutResponseHopLimit: 1}"));
        assertThat(template.at("/BlockDeviceMappings/0/Ebs/Encrypted").asBoolean())
                .isTrue();
        String userData =
                new String(Base64.getDecoder().decode(template.path("UserData").asString()), StandardCharsets.UTF_8);
        assertThat(userData)
                .startsWith("#!/bin/bash\n")
                .contains("ECS_CLUSTER=dev-todo\n", "ECS_DISABLE_PRIVILEGED=true\n");
    }

    /** Docker takes the ports from the range that the agent is given. */
    @Test
    void theLoadBalancerReachesEveryPortThatATaskOnAnInstanceMayGet() {
        Stack cluster = with(Map.of("Capacity", "EC2"));
        String userData = new String(
                Base64.getDecoder()
                        .decode(launchTemplate(cluster).path("UserData").asString()),
                StandardCharsets.UTF_8);

        assertThat(userData).contains("ECS_DYNAMIC_HOST_PORT_RANGE=32768-65535\n");
        assertThat(ingress(cluster)).hasSize(1);
        assertThat(ingress(cluster).get(0).path("FromPort").asInt()).isEqualTo(32768);
        assertThat(ingress(cluster).get(0).path("ToPort").asInt()).isEqualTo(65535);
        assertThat(ingress(cluster).get(0).path("SourceSecurityGroupId").asString())
                .isEqualTo(cluster.output("LoadBalancerSecurityGroupId"));
        JsonNode egress = group(cluster, "LoadBalancerSecurityGroup").path("SecurityGroupEgress");
        assertThat(egress).hasSize(2);
        assertThat(egress.get(1).path("FromPort").asInt()).isEqualTo(32768);
    }

    /** Public subnets give no address by themselves, and private ones have a way out without one. */
    @ParameterizedTest
    @CsvSource({"dev, PublicSubnetIds, true", "prod, PrivateSubnetIds, false"})
    void instancesHaveAWayOutToEcsAndOnlyTheLoadBalancerAWayIn(String environment, String subnets, boolean isPublic) {
        Deployment deployment = Environments.onEc2(environment);
        Stack cluster = deployment.stack("cluster");
        JsonNode template = launchTemplate(cluster);

        assertThat(texts(cluster.resource("Instances").properties().path("VPCZoneIdentifier")))
                .containsExactly(deployment.stack("network").output(subnets).split(","));
        assertThat(template.path("NetworkInterfaces"))
                .isEqualTo(yaml("""
                        - DeviceIndex: 0
                          AssociatePublicIpAddress: %s
                          DeleteOnTermination: true
                          Groups: ["%s"]
                        """.formatted(isPublic, cluster.output("TaskSecurityGroupId"))));
        assertThat(template.has("SecurityGroupIds"))
                .as("Auto Scaling refuses groups beside an interface")
                .isFalse();
        assertThat(ingress(cluster))
                .singleElement()
                .satisfies(rule -> assertThat(rule.path("SourceSecurityGroupId").asString())
                        .isEqualTo(cluster.output("LoadBalancerSecurityGroupId")));
        assertThat(deployment.stacks().stream()
                        .flatMap(stack -> stack.ofType("AWS::EC2::SecurityGroupIngress").stream())
                        .map(rule -> rule.properties().path("GroupId").asString()))
                .doesNotContain(cluster.output("TaskSecurityGroupId"));
    }

    @Test
    void instancesNeedSubnets() {
        assertThatThrownBy(() -> with(Map.of("Capacity", "EC2", "InstanceSubnetIds", "")))
                .hasMessageContaining("Capacity EC2 needs InstanceSubnetIds");
    }

    @Test
    void anInstanceMayDoWhatTheAgentDoesInThisClusterAlone() {
        Stack cluster = with(Map.of("Capacity", "EC2"));
        List<JsonNode> statements =
                cluster
                        .resource("InstanceRole")
                        .properties()
                        .at("/Policies/0/PolicyDocument/Statement")
                        .values()
                        .stream()
                        .toList();

        assertThat(statements).allSatisfy(statement -> {
            String resource = statement.path("Resource").asString();
            assertThat(resource.equals("*"))
                    .isEqualTo(statement.path("Action").asString("").equals("ecs:DiscoverPollEndpoint"));
            assertThat(resource.equals("*") || resource.contains("/dev-todo")).isTrue();
        });
    }

    /** Of dev, whose releases roll: on EC2 there are no canaries. */
    private static Stack with(Map<String, String> parameters) {
        Map<String, String> api = Map.of("ListenerServerName", "services.todo.example.com");
        return Deployment.read(Environments.INFRA, "dev", Map.of(), Map.of("cluster", parameters, "api", api))
                .stack("cluster");
    }

    private static JsonNode launchTemplate(Stack cluster) {
        return cluster.resource("InstanceTemplate").properties().path("LaunchTemplateData");
    }

    private static JsonNode group(Stack cluster, String id) {
        return cluster.resource(id).properties();
    }

    private static JsonNode ingress(Stack cluster) {
        return group(cluster, "TaskSecurityGroup").path("SecurityGroupIngress");
    }
}
