package dev.todoapp.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
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
    private static final Set<String> CHANGED =
            Set.of("api.yaml", "cluster.yaml", "edge.yaml", "identity.yaml", "service.yaml", "website.yaml");

    @TempDir
    static Path folder;

    private static MotoServer moto;
    private static final MotoFiles FILES = new MotoFiles(IGNORED, WITHOUT);

    @BeforeAll
    static void deployBoth() throws IOException {
        moto = MotoServer.start(folder.resolve("moto.log"));
        FILES.copy(INFRA, folder.resolve("infra"));
        CompletableFuture<Ran> prod = CompletableFuture.supplyAsync(() -> dev("deploy", "prod", "--yes"));
        Ran dev = dev("deploy", "dev", "--yes");
        assertThat(dev.exitCode()).as(dev.out()).isZero();
        assertThat(prod.join().exitCode()).as(prod.join().out()).isZero();
    }

    @Test
    void makesEveryResourceThatMotoKnowsAndNamesEveryTypeThatItDoesNot() {
        Set<String> missing = new TreeSet<>();
        Set<String> asked = new TreeSet<>();
        for (String environment : List.of("dev", "prod")) {
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

            assertThatThrownBy(() -> moto.aws().in("us-east-1").call("cloudformation", "create-stack", input))
                    .hasMessageContaining("does not support attribute type " + parts[1]);
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
    void makesTheTableAsItsTemplateSays() {
        JsonNode expected =
                deployment("prod").stack("data").resource("TodosTable").properties();

        JsonNode table = moto.aws()
                .in("us-east-1")
                .call(
                        "dynamodb",
                        "describe-table",
                        "--table-name",
                        expected.path("TableName").asString())
                .path("Table");

        assertThat(table.path("KeySchema")).isEqualTo(expected.path("KeySchema"));
        assertThat(table.path("StreamSpecification").path("StreamViewType"))
                .isEqualTo(expected.path("StreamSpecification").path("StreamViewType"));
        assertThat(table.path("LocalSecondaryIndexes").path(0).path("KeySchema"))
                .isEqualTo(expected.path("LocalSecondaryIndexes").path(0).path("KeySchema"));
    }

    @Test
    void makesTheSubnetsAsTheParametersSay() {
        List<String> expected = deployment("dev").stack("network").ofType("AWS::EC2::Subnet").stream()
                .map(subnet -> subnet.properties().path("CidrBlock").asString())
                .toList();

        List<String> subnets = moto
                .aws()
                .in("us-east-1")
                .call("ec2", "describe-subnets", "--filters", "Name=tag:Environment,Values=dev")
                .path("Subnets")
                .values()
                .stream()
                .map(subnet -> subnet.path("CidrBlock").asString())
                .toList();

        assertThat(subnets).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void makesRepositoriesWhoseTagsDoNotMove() {
        Set<String> expected = deployment("dev").stack("registry").ofType("AWS::ECR::Repository").stream()
                .map(repository ->
                        repository.properties().path("RepositoryName").asString())
                .collect(Collectors.toSet());

        Map<String, String> repositories = new TreeMap<>();
        moto.aws()
                .in("us-east-1")
                .call("ecr", "describe-repositories")
                .path("repositories")
                .values()
                .forEach(repository -> repositories.put(
                        repository.path("repositoryName").asString(),
                        repository.path("imageTagMutability").asString()));

        assertThat(repositories.keySet()).containsAll(expected);
        assertThat(repositories.values()).containsOnly("IMMUTABLE_WITH_EXCLUSION");
    }

    @Test
    void sendsThePathsOfEachServiceToIt() {
        Set<String> expected =
                deployment("dev").stack("files-service").ofType("AWS::ElasticLoadBalancingV2::ListenerRule").stream()
                        .map(rule -> rule.properties()
                                .path("Conditions")
                                .path(0)
                                .path("PathPatternConfig")
                                .path("Values")
                                .toString())
                        .collect(Collectors.toSet());
        String listener = outputs("dev-cluster").get("ListenerArn");

        List<String> rules = moto
                .aws()
                .in("us-east-1")
                .call("elbv2", "describe-rules", "--listener-arn", String.valueOf(listener))
                .path("Rules")
                .values()
                .stream()
                .map(rule -> rule.path("Conditions")
                        .path(0)
                        .path("PathPatternConfig")
                        .path("Values")
                        .toString())
                .toList();

        assertThat(rules).containsAll(expected);
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
