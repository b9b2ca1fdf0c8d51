package dev.todoapp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.DeploymentFiles;
import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Our own stacks, deployed for real, though not on AWS: to moto's server, with the AWS CLI. */
class MotoTest {

    static final Path INFRA = Path.of("..", "infra").toAbsolutePath().normalize();

    /** What moto's CloudFormation passes over in silence, by type (5.2.1). */
    private static final Set<String> IGNORED = Set.of(
            "AWS::ApiGatewayV2::Api",
            "AWS::ApiGatewayV2::ApiMapping",
            "AWS::ApiGatewayV2::Authorizer",
            "AWS::ApiGatewayV2::DomainName",
            "AWS::ApiGatewayV2::Integration",
            "AWS::ApiGatewayV2::Route",
            "AWS::ApiGatewayV2::Stage",
            "AWS::ApiGatewayV2::VpcLink",
            "AWS::ApplicationAutoScaling::ScalableTarget",
            "AWS::ApplicationAutoScaling::ScalingPolicy",
            "AWS::Backup::BackupPlan",
            "AWS::Backup::BackupSelection",
            "AWS::Backup::BackupVault",
            "AWS::Budgets::Budget",
            "AWS::CertificateManager::Certificate",
            "AWS::Chatbot::SlackChannelConfiguration",
            "AWS::CloudFront::CachePolicy",
            "AWS::CloudFront::Distribution",
            "AWS::CloudFront::Function",
            "AWS::CloudFront::OriginAccessControl",
            "AWS::CloudFront::ResponseHeadersPolicy",
            "AWS::CloudWatch::Alarm",
            "AWS::CloudWatch::CompositeAlarm",
            "AWS::Cognito::ManagedLoginBranding",
            "AWS::Cognito::UserPool",
            "AWS::Cognito::UserPoolClient",
            "AWS::Cognito::UserPoolDomain",
            "AWS::Cognito::UserPoolUser",
            "AWS::EC2::NetworkAcl",
            "AWS::EC2::NetworkAclEntry",
            "AWS::EC2::SubnetNetworkAclAssociation",
            "AWS::ECS::CapacityProvider",
            "AWS::ECS::ClusterCapacityProviderAssociations",
            "AWS::GuardDuty::MalwareProtectionPlan",
            "AWS::IAM::OIDCProvider",
            "AWS::Pipes::Pipe",
            "AWS::S3::BucketPolicy",
            "AWS::SNS::Subscription",
            "AWS::SNS::TopicPolicy",
            "AWS::SQS::QueuePolicy",
            "AWS::SecretsManager::Secret",
            "AWS::ServiceDiscovery::PrivateDnsNamespace",
            "AWS::ServiceDiscovery::Service",
            "AWS::Synthetics::Canary",
            "AWS::WAFv2::LoggingConfiguration",
            "AWS::WAFv2::WebACL");

    /** Attributes that moto's resources don't have, though it knows the type. */
    private static final Set<String> WITHOUT = Set.of("AWS::ElasticLoadBalancingV2::TargetGroup.TargetGroupFullName");

    /** The templates in which therefore values stand for attributes; the others are deployed letter by letter. */
    private static final Set<String> CHANGED = Set.of(
            "api.yaml",
            "bootstrap.yaml",
            "cluster.yaml",
            "data.yaml",
            "edge.yaml",
            "identity.yaml",
            "monitoring.yaml",
            "network.yaml",
            "service.yaml",
            "website.yaml");

    private static final List<String> ENVIRONMENTS = List.of("dev", "prod");

    @TempDir
    static Path folder;

    private static MotoServer moto;
    private static final MotoFiles FILES = new MotoFiles(IGNORED, WITHOUT);

    @BeforeAll
    static void deployBoth() throws IOException {
        moto = MotoServer.start(folder.resolve("moto.log"));
        FILES.copy(INFRA, folder.resolve("infra"));
        makeTheHostedZone();
        // One after the other: moto loses things when two stacks are made at once.
        for (String environment : ENVIRONMENTS) {
            Ran ran = dev("deploy", environment, "--yes");
            assertThat(ran.exitCode()).as(ran.out()).isZero();
        }
    }

    @Test
    void makesEveryResourceThatMotoKnowsAndNamesEveryTypeThatItDoesNot() {
        Set<String> missing = new TreeSet<>();
        Set<String> asked = new TreeSet<>();
        for (String environment : ENVIRONMENTS) {
            for (Stack stack : deployment(environment).stacks()) {
                Map<String, String> made = made(environment, stack);
                stack.resources().values().forEach(resource -> asked.add(resource.type()));
                stack.resources().values().stream()
                        .filter(resource -> !resource.type().equals(made.get(resource.logicalId())))
                        .map(Resource::type)
                        .forEach(missing::add);
            }
        }

        // What only other parameters would make, such as capacity on EC2, can't be missed here.
        asked.retainAll(IGNORED);
        assertThat(missing).isEqualTo(asked);
        assertThat(FILES.madeUp)
                .as("what a template asks for, and moto doesn't have")
                .containsAll(WITHOUT);
    }

    @Test
    void namesNoTypeThatNoTemplateHas() {
        Set<String> types = new TreeSet<>();
        DeploymentFiles dev = DeploymentFiles.read(INFRA, "dev", Map.of());
        dev.stacks()
                .forEach(stack -> dev.templateJson(stack)
                        .path("Resources")
                        .values()
                        .forEach(resource -> types.add(resource.path("Type").asString())));

        assertThat(types).containsAll(IGNORED);
    }

    /** So that the list says what is so of moto, for what only other parameters ask for, too. */
    @Test
    void namesNoTypeThatMotoKnows() {
        ObjectNode input = Aws.JSON.createObjectNode().put("StackName", "ignored");
        ObjectNode resources = Aws.JSON.createObjectNode();
        IGNORED.forEach(type -> resources.putObject(type.replace(":", "")).put("Type", type));
        input.put(
                "TemplateBody",
                Aws.JSON.createObjectNode().set("Resources", resources).toString());
        Aws aws = moto.aws().in("us-east-1");

        aws.call("cloudformation", "create-stack", input);

        assertThat(aws
                        .call("cloudformation", "describe-stack-resources", "--stack-name", "ignored")
                        .path("StackResources")
                        .values()
                        .stream()
                        .map(resource -> resource.path("ResourceType").asString("")))
                .doesNotContainAnyElementsOf(IGNORED);
    }

    @Test
    void namesNoAttributeThatMotoHas() {
        for (String attribute : WITHOUT) {
            String[] parts = attribute.split("\\.", 2);
            ObjectNode template = Aws.JSON.createObjectNode();
            template.withObject("/Resources/Some").put("Type", parts[0]);
            template.withObject("/Outputs/Attribute/Value")
                    .putArray("Fn::GetAtt")
                    .add("Some")
                    .add(parts[1]);
            ObjectNode input =
                    Aws.JSON.createObjectNode().put("StackName", "without").put("TemplateBody", template.toString());

            call("cloudformation", "create-stack", "--cli-input-json", input.toString());

            assertThat(outputs("without")).as(attribute).doesNotContainKey("Attribute");
        }
    }

    @Test
    void deploysTemplatesAsTheyAreWhereMotoCanTakeThem() {
        assertThat(FILES.changed).isEqualTo(new TreeSet<>(CHANGED));
    }

    @Test
    void changesNothingTheSecondTime() {
        Ran again = dev("deploy", "dev", "--yes");

        assertThat(again.exitCode()).as(again.out()).isZero();
        assertThat(again.out().lines().filter(line -> line.endsWith("no changes")))
                .hasSameSizeAs(deployment("dev").stacks());
        assertThat(again.out()).contains("dev is as the files say.");
    }

    @Test
    void makesTheNetworkAsTheParametersSay() {
        assertThat(described("ec2", "describe-vpcs", "Vpcs", it -> text(it, "CidrBlock")))
                .containsAll(asked("AWS::EC2::VPC", it -> text(it, "CidrBlock")));
        assertThat(described("ec2", "describe-subnets", "Subnets", MotoTest::subnet))
                .containsAll(asked("AWS::EC2::Subnet", MotoTest::subnet));
        assertThat(described("ec2", "describe-nat-gateways", "NatGateways", it -> text(it, "ConnectivityType")))
                .as("none in dev, one in each zone of prod")
                .hasSize(3)
                .hasSameSizeAs(asked("AWS::EC2::NatGateway", it -> ""));
        assertThat(described("ec2", "describe-vpc-endpoints", "VpcEndpoints", MotoTest::endpoint))
                .containsExactlyInAnyOrderElementsOf(asked("AWS::EC2::VPCEndpoint", MotoTest::endpoint));
        assertThat(described("ec2", "describe-flow-logs", "FlowLogs", it -> text(it, "TrafficType")))
                .containsExactlyInAnyOrderElementsOf(asked("AWS::EC2::FlowLog", it -> text(it, "TrafficType")));
    }

    @Test
    void letsInAndOutWhatTheTemplatesSay() {
        List<String> expected = asked("AWS::EC2::SecurityGroup", it -> text(it, "GroupDescription"));

        assertThat(described("ec2", "describe-security-groups", "SecurityGroups", it -> text(it, "Description")))
                .containsAll(expected);
        // Of ingress that stands in the group itself; some is added by other stacks.
        assertThat(described(
                        "ec2",
                        "describe-security-groups",
                        "SecurityGroups",
                        it -> text(it, "Description") + ports(it.path("IpPermissions"))))
                .containsAll(asked(
                        "AWS::EC2::SecurityGroup",
                        it -> it.has("SecurityGroupIngress"),
                        it -> text(it, "GroupDescription") + ports(it.path("SecurityGroupIngress"))));
    }

    @Test
    void putsTheServicesBehindTheLoadBalancer() {
        assertThat(described(
                        "elbv2",
                        "describe-load-balancers",
                        "LoadBalancers",
                        it -> text(it, "LoadBalancerName", "Scheme")))
                .containsExactlyInAnyOrderElementsOf(
                        asked("AWS::ElasticLoadBalancingV2::LoadBalancer", it -> text(it, "Name", "Scheme")));
        assertThat(described(
                        "elbv2",
                        "describe-target-groups",
                        "TargetGroups",
                        it -> text(it, "TargetGroupName") + group(it)))
                .containsExactlyInAnyOrderElementsOf(
                        asked("AWS::ElasticLoadBalancingV2::TargetGroup", it -> text(it, "Name") + group(it)));
        for (String environment : ENVIRONMENTS) {
            String listener = outputs(environment + "-cluster").get("ListenerArn");
            assertThat(list(
                            call("elbv2", "describe-rules", "--listener-arn", String.valueOf(listener)),
                            "Rules",
                            MotoTest::rule))
                    .containsAll(deployment(environment).stacks().stream()
                            .flatMap(stack -> stack.ofType("AWS::ElasticLoadBalancingV2::ListenerRule").stream())
                            .map(Resource::properties)
                            .map(MotoTest::rule)
                            .toList());
        }
    }

    @Test
    void makesTheClustersAndTheRegistry() {
        // That images are scanned and containers watched it passes over.
        assertThat(list(
                        call("ecs", "describe-clusters", "--clusters", "dev-todo", "prod-todo"),
                        "clusters",
                        it -> text(it, "clusterName")))
                .containsExactlyInAnyOrderElementsOf(asked("AWS::ECS::Cluster", it -> text(it, "ClusterName")));
        assertThat(described(
                        "ecr",
                        "describe-repositories",
                        "repositories",
                        it -> text(it, "repositoryName", "imageTagMutability")))
                .containsExactlyInAnyOrderElementsOf(
                        asked("AWS::ECR::Repository", it -> text(it, "RepositoryName", "ImageTagMutability")));
    }

    @Test
    void makesRolesThatTrustAndAllowWhatTheTemplatesSay() {
        assertThat(described(
                        "iam",
                        "list-roles",
                        "Roles",
                        it -> text(it, "RoleName") + statements(it.path("AssumeRolePolicyDocument"))))
                .containsExactlyInAnyOrderElementsOf(asked(
                        "AWS::IAM::Role",
                        it -> text(it, "RoleName") + statements(it.path("AssumeRolePolicyDocument"))));
        assertThat(list(
                        call("iam", "get-account-authorization-details", "--filter", "LocalManagedPolicy"),
                        "Policies",
                        it -> it.path("Arn").asString().replaceFirst(".*/", "")
                                + statements(
                                        it.path("PolicyVersionList").path(0).path("Document"))))
                .containsExactlyInAnyOrderElementsOf(asked(
                        "AWS::IAM::ManagedPolicy",
                        it -> it.path("ManagedPolicyName").asString() + statements(it.path("PolicyDocument"))));
        // One call each, hence the roles of the services alone.
        deployment("prod")
                .stack("roles")
                .ofType("AWS::IAM::Role")
                .forEach(role -> role.properties()
                        .path("Policies")
                        .values()
                        .forEach(policy -> assertThat(statements(call(
                                                "iam",
                                                "get-role-policy",
                                                "--role-name",
                                                role.physicalId(),
                                                "--policy-name",
                                                policy.path("PolicyName").asString())
                                        .path("PolicyDocument")))
                                .as(role.physicalId())
                                .isEqualTo(statements(policy.path("PolicyDocument")))));
    }

    @Test
    void givesTheSiteItsNameWhereThereIsAZone() {
        String zone = call("route53", "list-hosted-zones")
                .path("HostedZones")
                .path(0)
                .path("Id")
                .asString();

        assertThat(list(
                        call("route53", "list-resource-record-sets", "--hosted-zone-id", zone),
                        "ResourceRecordSets",
                        it -> text(it, "Name", "Type").replaceFirst("\\. ", " ")))
                .containsAll(deployment("prod").stack("website").ofType("AWS::Route53::RecordSetGroup").stream()
                        .flatMap(group -> group.properties().path("RecordSets").values().stream())
                        .map(it -> text(it, "Name", "Type"))
                        .toList());
    }

    @Test
    void keepsLogsAsLongAsTheTemplatesSay() {
        assertThat(described(
                        "logs", "describe-log-groups", "logGroups", it -> text(it, "logGroupName", "retentionInDays")))
                .containsExactlyInAnyOrderElementsOf(
                        asked("AWS::Logs::LogGroup", it -> text(it, "LogGroupName", "RetentionInDays")));
    }

    @Test
    void makesTablesAsTheTemplateSays() {
        for (String environment : ENVIRONMENTS) {
            JsonNode expected =
                    deployment(environment).stack("data").resource("TodosTable").properties();
            String name = expected.path("TableName").asString();

            JsonNode table =
                    call("dynamodb", "describe-table", "--table-name", name).path("Table");

            for (String same : List.of("KeySchema", "LocalSecondaryIndexes")) {
                assertThat(keys(table.path(same))).as(same).isEqualTo(keys(expected.path(same)));
            }
            assertThat(table.at("/StreamSpecification/StreamViewType"))
                    .isEqualTo(expected.at("/StreamSpecification/StreamViewType"));
            assertThat(table.at("/BillingModeSummary/BillingMode")).isEqualTo(expected.path("BillingMode"));
            assertThat(table.path("DeletionProtectionEnabled").asString())
                    .isEqualTo(expected.path("DeletionProtectionEnabled").asString());
        }
    }

    @Test
    void makesTheBuckets() {
        // That nobody else reads them it passes over.
        assertThat(described("s3api", "list-buckets", "Buckets", it -> text(it, "Name")))
                .containsExactlyInAnyOrderElementsOf(asked("AWS::S3::Bucket", it -> text(it, "BucketName")));
    }

    @Test
    void makesQueuesAndTopics() {
        for (String environment : ENVIRONMENTS) {
            deployment(environment).stack("data").ofType("AWS::SQS::Queue").forEach(queue -> {
                String name = text(queue.properties(), "QueueName").strip();
                JsonNode made = call(
                                "sqs",
                                "get-queue-attributes",
                                "--attribute-names",
                                "All",
                                "--queue-url",
                                call("sqs", "get-queue-url", "--queue-name", name)
                                        .path("QueueUrl")
                                        .asString())
                        .path("Attributes");
                for (String same : List.of("VisibilityTimeout", "MessageRetentionPeriod")) {
                    if (queue.properties().has(same)) {
                        assertThat(text(made, same)).as(name).isEqualTo(text(queue.properties(), same));
                    }
                }
                assertThat(made.has("RedrivePolicy"))
                        .isEqualTo(queue.properties().has("RedrivePolicy"));
            });
        }
        assertThat(described(
                        "sns",
                        "list-topics",
                        "Topics",
                        it -> text(it, "TopicArn").replaceFirst(".*:", "")))
                .containsExactlyInAnyOrderElementsOf(asked("AWS::SNS::Topic", it -> text(it, "TopicName")));
        assertThat(described("cloudwatch", "list-dashboards", "DashboardEntries", it -> text(it, "DashboardName")))
                .containsExactlyInAnyOrderElementsOf(
                        asked("AWS::CloudWatch::Dashboard", it -> text(it, "DashboardName")));
    }

    @Test
    void givesEveryStackItsTags() {
        JsonNode stack = moto.aws()
                .in("us-east-1")
                .call("cloudformation", "describe-stacks", "--stack-name", "prod-data")
                .path("Stacks")
                .path(0);

        assertThat(DeployedStack.of("us-east-1", stack).tags()).isEqualTo(Requests.tags("prod"));
    }

    private static Deployment deployment(String environment) {
        return Deployment.read(INFRA, environment, Map.of("AWS_ACCOUNT_ID", "123456789012"));
    }

    /** The one thing that has to be there before a deployment with a domain. moto's ids of it begin with no Z. */
    private static void makeTheHostedZone() throws IOException {
        String id = call("route53", "create-hosted-zone", "--name", "todo.example.com", "--caller-reference", "moto")
                .at("/HostedZone/Id")
                .asString()
                .replace("/hostedzone/", "");
        try (Stream<Path> files = Files.walk(folder.resolve("infra"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(
                        file,
                        Files.readString(file)
                                .replace("Z0123456789EXAMPLE", id)
                                .replace("Z[A-Z0-9]{1,31}", "[A-Z0-9]{1,32}"));
            }
        }
    }

    private static JsonNode call(String service, String operation, String... arguments) {
        return moto.aws().in("us-east-1").call(service, operation, arguments);
    }

    /** What a service lists, one line each. */
    private static List<String> described(
            String service, String operation, String list, Function<JsonNode, String> line) {
        return list(call(service, operation), list, line);
    }

    private static List<String> list(JsonNode answer, String list, Function<JsonNode, String> line) {
        return answer.path(list).values().stream().map(line).toList();
    }

    /** The same of the resolved templates of both environments. */
    private static List<String> asked(String type, Function<JsonNode, String> line) {
        return asked(type, it -> true, line);
    }

    private static List<String> asked(String type, Predicate<JsonNode> which, Function<JsonNode, String> line) {
        return ENVIRONMENTS.stream()
                .flatMap(environment -> deployment(environment).stacks().stream())
                .flatMap(stack -> stack.ofType(type).stream())
                .map(Resource::properties)
                .filter(which)
                .map(line)
                .toList();
    }

    private static String text(JsonNode node, String... fields) {
        return Stream.of(fields)
                .map(field -> node.path(field).asString("") + " ")
                .collect(Collectors.joining());
    }

    private static String subnet(JsonNode subnet) {
        return text(subnet, "CidrBlock", "AvailabilityZone")
                + subnet.path("MapPublicIpOnLaunch").asBoolean(false);
    }

    private static String endpoint(JsonNode endpoint) {
        return text(endpoint, "ServiceName", "VpcEndpointType");
    }

    private static String group(JsonNode group) {
        return text(group, "Protocol", "Port", "TargetType", "HealthCheckPath", "HealthCheckIntervalSeconds")
                + group.at("/Matcher/HttpCode").asString("");
    }

    private static String rule(JsonNode rule) {
        return text(rule, "Priority")
                + rule.path("Conditions").values().stream()
                        .map(condition -> text(condition, "Field")
                                + condition.at("/PathPatternConfig/Values")
                                + condition
                                        .at("/HttpHeaderConfig/HttpHeaderName")
                                        .asString(""))
                        .sorted()
                        .toList();
    }

    private static List<String> ports(JsonNode permissions) {
        return permissions.values().stream()
                .map(permission -> text(permission, "IpProtocol", "FromPort", "ToPort"))
                .sorted()
                .toList();
    }

    private static List<String> keys(JsonNode schema) {
        return schema.values().stream()
                .map(key -> text(key, "AttributeName", "KeyType", "IndexName")
                        + keys(key.path("KeySchema"))
                        + key.at("/Projection/ProjectionType").asString(""))
                .toList();
    }

    /** Resources and conditions name what moto made, by its ids. */
    private static String statements(JsonNode document) {
        // moto writes some of them as Python does.
        JsonNode policy =
                document.isString() ? Aws.JSON.readTree(document.asString().replace('\'', '"')) : document;
        return policy.path("Statement").values().stream()
                .map(statement -> text(statement, "Sid", "Effect")
                        + statement.path("Action")
                        + statement.at("/Principal/Service")
                        + statement.path("Condition").propertyNames())
                .toList()
                .toString();
    }

    /** Types by logical id. */
    private static Map<String, String> made(String environment, Stack stack) {
        Map<String, String> made = new LinkedHashMap<>();
        moto.aws()
                .in(stack.region())
                .call("cloudformation", "describe-stack-resources", "--stack-name", environment + "-" + stack.name())
                .path("StackResources")
                .values()
                .forEach(resource -> made.put(
                        resource.path("LogicalResourceId").asString(""),
                        resource.path("ResourceType").asString("")));
        return made;
    }

    private static Map<String, String> outputs(String stack) {
        return DeployedStack.of(
                        "us-east-1",
                        moto.aws()
                                .in("us-east-1")
                                .call("cloudformation", "describe-stacks", "--stack-name", stack)
                                .path("Stacks")
                                .path(0))
                .outputs();
    }

    @AfterAll
    static void stop() {
        if (moto != null) {
            moto.close();
        }
    }

    record Ran(int exitCode, String out) {}

    private static Ran dev(String... words) {
        var out = new ByteArrayOutputStream();
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        var screen = new Screen(print, new BufferedReader(new StringReader("")), false, false);
        int exitCode = Main.run(folder.resolve("infra"), moto.aws(), screen, Duration.ZERO, List.of(words), print);
        return new Ran(exitCode, out.toString(StandardCharsets.UTF_8));
    }
}
