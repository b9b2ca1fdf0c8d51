package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.raw;
import static dev.todoapp.infra.Environments.text;
import static dev.todoapp.infra.Environments.texts;
import static dev.todoapp.infra.Environments.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What holds of all templates, those to come included. */
class EveryTemplateTest {

    private static final Set<String> ANYWHERE = Set.of("0.0.0.0/0", "::/0");

    /** Where a resource's tags are, as far as we use such resources: a list of Key and Value, or a mapping. */
    private static final Map<String, String> TAGS = Map.ofEntries(
            Map.entry("AWS::DynamoDB::Table", "Tags"),
            Map.entry("AWS::S3::Bucket", "Tags"),
            Map.entry("AWS::Backup::BackupVault", "BackupVaultTags"),
            Map.entry("AWS::Backup::BackupPlan", "BackupPlanTags"),
            Map.entry("AWS::SQS::Queue", "Tags"),
            Map.entry("AWS::Pipes::Pipe", "Tags"),
            Map.entry("AWS::IAM::Role", "Tags"),
            Map.entry("AWS::CloudWatch::Alarm", "Tags"),
            Map.entry("AWS::CloudWatch::CompositeAlarm", "Tags"),
            Map.entry("AWS::SNS::Topic", "Tags"),
            Map.entry("AWS::Chatbot::SlackChannelConfiguration", "Tags"),
            Map.entry("AWS::Budgets::Budget", "ResourceTags"),
            Map.entry("AWS::Synthetics::Canary", "Tags"),
            Map.entry("AWS::GuardDuty::MalwareProtectionPlan", "Tags"),
            Map.entry("AWS::Cognito::UserPool", "UserPoolTags"),
            Map.entry("AWS::EC2::SecurityGroup", "Tags"),
            Map.entry("AWS::ECR::Repository", "Tags"),
            Map.entry("AWS::IAM::OIDCProvider", "Tags"),
            Map.entry("AWS::EC2::VPC", "Tags"),
            Map.entry("AWS::EC2::InternetGateway", "Tags"),
            Map.entry("AWS::EC2::Subnet", "Tags"),
            Map.entry("AWS::EC2::RouteTable", "Tags"),
            Map.entry("AWS::EC2::NetworkAcl", "Tags"),
            Map.entry("AWS::EC2::NatGateway", "Tags"),
            Map.entry("AWS::EC2::EIP", "Tags"),
            Map.entry("AWS::EC2::FlowLog", "Tags"),
            Map.entry("AWS::ElasticLoadBalancingV2::LoadBalancer", "Tags"),
            Map.entry("AWS::ElasticLoadBalancingV2::TargetGroup", "Tags"),
            Map.entry("AWS::ECS::Cluster", "Tags"),
            Map.entry("AWS::ECS::CapacityProvider", "Tags"),
            Map.entry("AWS::ECS::TaskDefinition", "Tags"),
            Map.entry("AWS::ECS::Service", "Tags"),
            Map.entry("AWS::ServiceDiscovery::PrivateDnsNamespace", "Tags"),
            Map.entry("AWS::ServiceDiscovery::Service", "Tags"),
            Map.entry("AWS::ApiGatewayV2::Api", "Tags"),
            Map.entry("AWS::ApiGatewayV2::Stage", "Tags"),
            Map.entry("AWS::ApiGatewayV2::VpcLink", "Tags"),
            Map.entry("AWS::ApiGatewayV2::DomainName", "Tags"),
            Map.entry("AWS::Logs::LogGroup", "Tags"),
            Map.entry("AWS::CertificateManager::Certificate", "Tags"),
            Map.entry("AWS::WAFv2::WebACL", "Tags"),
            Map.entry("AWS::SecretsManager::Secret", "Tags"),
            Map.entry("AWS::CloudFront::Distribution", "Tags"));

    static Stream<String> templates() {
        return Environments.templates().map(file -> file.getFileName().toString());
    }

    @Test
    void belongsToAStackAndEachStackIsInEveryEnvironmentOnAws() {
        assertThat(Environments.onAws()).allSatisfy(deployment -> {
            assertThat(deployment.stacks())
                    .extracting(Stack::name)
                    .containsExactly(
                            "bootstrap",
                            "network",
                            "registry",
                            "data",
                            "identity",
                            "cluster",
                            "roles",
                            "todo-service",
                            "files-service",
                            "api",
                            "edge",
                            "website",
                            "monitoring");
            assertThat(Stream.concat(
                                    deployment.stacks().stream().map(Stack::template),
                                    // Where there is a second region: RegionsTemplateTest.
                                    Stream.of("routing.yaml"))
                            .distinct())
                    .containsExactlyInAnyOrderElementsOf(templates().toList());
        });
    }

    @Test
    void theLaptopHasTheStacksThatItPlays() {
        assertThat(Environments.LOCAL.stacks())
                .extracting(Stack::name)
                .containsExactly("data", "identity", "cluster", "todo-service", "files-service", "api", "website");
    }

    @ParameterizedTest
    @MethodSource("templates")
    void saysWhatItIsFor(String template) {
        assertThat(text(Environments.INFRA.resolve("templates").resolve(template)))
                .as("starts with a comment")
                .startsWith("# ");
        assertThat(raw(template).path("Description").asString()).startsWith("To-do app: ");
    }

    @ParameterizedTest
    @MethodSource("templates")
    void describesLabelsAndGroupsItsParameters(String template) {
        JsonNode parameters = raw(template).path("Parameters");
        JsonNode form = raw(template).path("Metadata").path("AWS::CloudFormation::Interface");

        assertThat(parameters.values())
                .allSatisfy(parameter ->
                        assertThat(parameter.path("Description").asString()).isNotBlank());
        assertThat(form.path("ParameterLabels").propertyNames())
                .containsExactlyInAnyOrderElementsOf(parameters.propertyNames());
        assertThat(form.path("ParameterGroups").values().stream()
                        .flatMap(group -> texts(group.path("Parameters")).stream()))
                .containsExactlyInAnyOrderElementsOf(parameters.propertyNames());
    }

    @ParameterizedTest
    @MethodSource("templates")
    void usesEachParameterAndConditionThatItDeclares(String template) {
        String text = text(Environments.INFRA.resolve("templates").resolve(template));
        String body = text.substring(text.indexOf("\nResources:"));
        String before = text.substring(0, text.indexOf("\nResources:"));

        for (String condition : raw(template).path("Conditions").propertyNames()) {
            assertThat(body.contains(condition) || before.contains("- Condition: " + condition + "\n"))
                    .as(condition)
                    .isTrue();
        }
        for (String parameter : raw(template).path("Parameters").propertyNames()) {
            boolean used = body.contains("!Ref " + parameter + "\n")
                    || Pattern.compile("!Ref " + parameter + "\\b")
                            .matcher(body)
                            .find()
                    || body.contains("${" + parameter + "}")
                    || Pattern.compile("!Ref " + parameter + "\\b")
                            .matcher(before)
                            .find();
            assertThat(used).as(parameter).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void describesItsOutputs(String template) {
        assertThat(raw(template).path("Outputs").values())
                .isNotEmpty()
                .allSatisfy(output ->
                        assertThat(output.path("Description").asString()).isNotBlank());
    }

    @Test
    void exportsOnlyWhatAnotherImports() {
        Set<String> exported = new TreeSet<>();
        Set<String> imported = new TreeSet<>();
        Pattern imports = Pattern.compile("Fn::ImportValue: !Sub \"([^\"]+)\"");
        templates().forEach(template -> {
            raw(template).path("Outputs").values().forEach(output -> {
                if (output.has("Export")) {
                    exported.add(output.at("/Export/Name/Fn::Sub").asString());
                }
            });
            Matcher matcher =
                    imports.matcher(text(Environments.INFRA.resolve("templates").resolve(template)));
            while (matcher.find()) {
                imported.add(matcher.group(1));
            }
        });

        assertThat(exported).isNotEmpty().isEqualTo(imported);
    }

    /** CloudFormation refuses to change an export that is imported, and with it the whole deployment of its stack. */
    @ParameterizedTest
    @MethodSource("templates")
    void exportsNothingThatAParameterChanges(String template) {
        raw(template).path("Outputs").properties().stream()
                .filter(output -> output.getValue().has("Export"))
                .forEach(output -> assertThat(new Dependence(raw(template)).of(output.getValue()))
                        .as(output.getKey())
                        .isSubsetOf("Environment"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Value: !Ref Size                                    | Size
            Value: !Sub "https://${Size}.example.com"           | Size
            Value: !Sub ["${It}", {It: !Ref Size}]              | Size
            Value: !Join [",", [a, !Ref Size]]                  | Size
            Value: !If [Large, a, b]                            | Size
            Value: !If [NotLarge, a, b]                         | Size
            {Condition: NotLarge, Value: a}                     | Size
            Value: !Ref Queue                                   | Size
            Value: !GetAtt Queue.Arn                            | Size
            Value: !GetAtt Api.ApiEndpoint                      |
            Value: !Ref OtherApi                                | Size
            Value: !Sub "${AWS::Region}-${!Size}-${Environment}" | Environment
            """)
    void seesWhatAnOutputDependsOn(String output, @Nullable String parameter) {
        ObjectNode template = (ObjectNode) yaml("""
                Parameters: {Environment: {Type: String}, Size: {Type: String}}
                Conditions:
                  Large: !Equals [!Ref Size, large]
                  NotLarge: !Not [Condition: Large]
                Resources:
                  Queue: {Type: "AWS::SQS::Queue", Properties: {QueueName: !Ref Size}}
                  Api: {Type: "AWS::ApiGatewayV2::Api", Properties: {Name: !Ref Size, ProtocolType: HTTP}}
                  OtherApi: {Type: "AWS::ApiGatewayV2::Api", Condition: Large, Properties: {ProtocolType: HTTP}}
                """);

        assertThat(new Dependence(template).of(yaml(output)))
                .isEqualTo(parameter == null ? Set.of() : Set.of(parameter));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void tagsWhatCanBeTagged(Deployment deployment) {
        resources(deployment)
                .filter(resource -> TAGS.containsKey(resource.type()))
                .forEach(resource -> {
                    JsonNode tags = resource.properties().path(TAGS.get(resource.type()));
                    Map<String, String> values = tags.isArray()
                            ? tags.values().stream()
                                    .collect(Collectors.toMap(
                                            tag -> tag.path("Key").asString(),
                                            tag -> tag.path("Value").asString()))
                            : tags.properties().stream()
                                    .collect(Collectors.toMap(
                                            Map.Entry::getKey,
                                            tag -> tag.getValue().asString()));
                    assertThat(values)
                            .as(resource.logicalId())
                            .containsEntry("Application", "todo-app")
                            .containsEntry("Environment", deployment.environment());
                });
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void hasNoPublicBucket(Deployment deployment) {
        List<Resource> buckets = ofType(deployment, "AWS::S3::Bucket");

        assertThat(buckets).hasSize(deployment == Environments.LOCAL ? 2 : 4).allSatisfy(bucket -> {
            JsonNode properties = bucket.properties();
            assertThat(properties.path("PublicAccessBlockConfiguration")).isEqualTo(yaml("""
                    BlockPublicAcls: true
                    BlockPublicPolicy: true
                    IgnorePublicAcls: true
                    RestrictPublicBuckets: true
                    """));
            assertThat(properties.path("OwnershipControls"))
                    .isEqualTo(yaml("Rules: [{ObjectOwnership: BucketOwnerEnforced}]"));
            assertThat(properties.has("AccessControl")).isFalse();
            assertThat(properties.has("WebsiteConfiguration")).isFalse();
            assertThat(properties.at("/BucketEncryption/ServerSideEncryptionConfiguration"))
                    .isNotEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void letsNobodyIntoABucketWithoutTlsAndNoStrangerAtAll(Deployment deployment) {
        Map<String, JsonNode> policies = ofType(deployment, "AWS::S3::BucketPolicy").stream()
                .collect(Collectors.toMap(
                        policy -> policy.properties().path("Bucket").asString(),
                        policy -> policy.properties().at("/PolicyDocument/Statement")));

        for (Resource bucket : ofType(deployment, "AWS::S3::Bucket")) {
            assertThat(policies).as(bucket.logicalId() + " has a policy").containsKey(bucket.physicalId());
            JsonNode statements = Objects.requireNonNull(policies.get(bucket.physicalId()));
            String arn = "arn:aws:s3:::" + bucket.physicalId();
            assertThat(statements.values()).anySatisfy(statement -> {
                assertThat(statement.path("Effect").asString()).isEqualTo("Deny");
                assertThat(statement.path("Principal").asString()).isEqualTo("*");
                assertThat(statement.path("Action").asString()).isEqualTo("s3:*");
                assertThat(texts(statement.path("Resource"))).containsExactlyInAnyOrder(arn, arn + "/*");
                assertThat(statement.path("Condition")).isEqualTo(yaml("Bool: {\"aws:SecureTransport\": \"false\"}"));
            });
            assertThat(statements.values()).allSatisfy(statement -> {
                boolean everyone = statement.path("Principal").asString("").equals("*")
                        || statement.at("/Principal/AWS").asString("").equals("*");
                boolean allows = statement.path("Effect").asString().equals("Allow");
                assertThat(everyone && allows).isFalse();
            });
        }
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void opensNoPortToTheWorld(Deployment deployment) {
        Stream<JsonNode> inline = ofType(deployment, "AWS::EC2::SecurityGroup").stream()
                .flatMap(group -> group.properties().path("SecurityGroupIngress").values().stream());
        Stream<JsonNode> beside =
                ofType(deployment, "AWS::EC2::SecurityGroupIngress").stream().map(Resource::properties);

        assertThat(Stream.concat(inline, beside)).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.path("CidrIp").asString("")).isNotIn(ANYWHERE);
            assertThat(rule.path("CidrIpv6").asString("")).isNotIn(ANYWHERE);
            assertThat(rule.path("IpProtocol").asString()).isEqualTo("tcp");
        });
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void saysOfEachSecurityGroupWhereItMayConnectTo(Deployment deployment) {
        assertThat(ofType(deployment, "AWS::EC2::SecurityGroup"))
                .allSatisfy(group -> assertThat(group.properties().path("SecurityGroupEgress"))
                        .as("without a rule AWS allows everything")
                        .isNotEmpty()
                        .allSatisfy(rule -> {
                            boolean anywhere =
                                    ANYWHERE.contains(rule.path("CidrIp").asString(""));
                            boolean tasksOverTls = group.logicalId().equals("TaskSecurityGroup")
                                    && rule.path("FromPort").asInt() == 443
                                    && rule.path("ToPort").asInt() == 443;
                            assertThat(!anywhere || tasksOverTls)
                                    .as("%s: %s", group.logicalId(), rule)
                                    .isTrue();
                        }));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void keepsNamesWithinWhatAwsTakes(Deployment deployment) {
        Stream.of("AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancingV2::TargetGroup")
                .flatMap(type -> ofType(deployment, type).stream())
                .forEach(resource -> assertThat(
                                resource.properties().path("Name").asString())
                        .matches("(?!internal-)[A-Za-z0-9][A-Za-z0-9-]{0,30}[A-Za-z0-9]"));
        assertThat(ofType(deployment, "AWS::S3::Bucket"))
                .allSatisfy(bucket -> assertThat(bucket.physicalId()).matches("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]"));
    }

    /** More than that goes to CloudFormation by way of a bucket only. */
    @Test
    void fitsIntoOneRequestAsItIsSent() {
        DeploymentFiles files = DeploymentFiles.read(Environments.INFRA, "prod", Map.of());

        assertThat(files.stacks())
                .allSatisfy(stack -> assertThat(files.templateText(stack).getBytes(StandardCharsets.UTF_8))
                        .as(stack)
                        .hasSizeLessThanOrEqualTo(51_200));
        assertThat(files.templateText("registry"))
                .as("as it is written, where that fits")
                .isEqualTo(text(Environments.INFRA.resolve("templates/registry.yaml")));
    }

    /** All inline policies of a role together, as IAM counts: without white space. */
    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void givesNoRoleMoreThanIamTakes(Deployment deployment) {
        assertThat(ofType(deployment, "AWS::IAM::Role"))
                .allSatisfy(role ->
                        assertThat(inlineCharacters(role)).as(role.physicalId()).isLessThanOrEqualTo(10_240));
    }

    /** With the longest names that there can be: ten letters, and a long region. */
    @Test
    void attachesNoMoreThanIamTakes(@TempDir Path folder) throws IOException {
        Sandbox.copyOfOurs(folder)
                .write("parameters/production.yaml", text(Environments.INFRA.resolve("parameters/prod.yaml")));
        Deployment deployment = Deployment.read(folder, "production", Map.of("AWS_REGION", "ap-southeast-1"));

        assertThat(ofType(deployment, "AWS::IAM::ManagedPolicy"))
                .isNotEmpty()
                .allSatisfy(policy -> assertThat(policy.properties()
                                .path("PolicyDocument")
                                .toString()
                                .replaceAll("\\s", "")
                                .length())
                        .as(policy.logicalId())
                        .isLessThanOrEqualTo(6_144));
        assertThat(ofType(deployment, "AWS::IAM::ManagedPolicy").stream()
                        .flatMap(policy -> texts(policy.properties().path("Roles")).stream())
                        .collect(Collectors.groupingBy(role -> role, Collectors.counting()))
                        .values())
                .allSatisfy(policies -> assertThat(policies).isLessThanOrEqualTo(10));
        assertThat(ofType(deployment, "AWS::IAM::Role"))
                .allSatisfy(role ->
                        assertThat(inlineCharacters(role)).as(role.physicalId()).isLessThanOrEqualTo(10_240));
    }

    /** The short form of a condition within a condition isn't known to the emulator that deployments are tried on. */
    @ParameterizedTest
    @MethodSource("templates")
    void namesConditionsInTheLongForm(String template) {
        assertThat(text(Environments.INFRA.resolve("templates").resolve(template)))
                .doesNotContain("!Condition ");
    }

    @Test
    void isInTheReadmeWithItsOutputs() {
        String readme = text(Environments.INFRA.resolve("README.md"));

        for (Stack stack : Environments.PROD.stacks()) {
            assertThat(readme).contains("`" + stack.name() + "`").contains("`" + stack.template() + "`");
            assertThat(stack.outputs().keySet())
                    .allSatisfy(output -> assertThat(readme).contains("`" + output + "`"));
        }
    }

    private static List<Resource> ofType(Deployment deployment, String type) {
        return resources(deployment)
                .filter(resource -> resource.type().equals(type))
                .toList();
    }

    private static Stream<Resource> resources(Deployment deployment) {
        return deployment.stacks().stream().flatMap(stack -> stack.resources().values().stream());
    }

    private static int inlineCharacters(Resource role) {
        return role.properties().path("Policies").values().stream()
                .mapToInt(policy -> policy.path("PolicyDocument")
                        .toString()
                        .replaceAll("\\s", "")
                        .length())
                .sum();
    }
}
