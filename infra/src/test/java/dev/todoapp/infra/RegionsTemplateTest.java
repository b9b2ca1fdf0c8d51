package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.text;
import static dev.todoapp.infra.Environments.texts;
import static dev.todoapp.infra.Environments.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** prod with a second region, as docs/regions.md turns it on. */
class RegionsTemplateTest {

    private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:prod-alarms";

    @TempDir
    Path folder;

    private Sandbox ours;

    @BeforeEach
    void turnItOn() throws IOException {
        String page = text(Environments.PROJECT.resolve("docs/regions.md"));
        String inProd = block(page, "without: []\n");
        String example = inProd.substring(
                inProd.indexOf("parameters:\n") + "parameters:\n".length(), inProd.indexOf("  monitoring:\n"));
        ours = Sandbox.copyOfOurs(folder)
                .change("parameters/prod.yaml", "without: [routing]", "without: []")
                .change("parameters/prod.yaml", "\n  api:\n", "\n  api:\n" + of(example, "api", "routing"))
                .change("parameters/prod.yaml", "\n  website:\n", "\n  website:\n" + of(example, "website", ""))
                .change(
                        "parameters/prod.yaml",
                        "\nparameters:\n",
                        "\nparameters:\n  routing:\n" + of(example, "routing", "website"))
                .write("parameters/prodeu.yaml", block(page, "without: [data,"));
    }

    /** The names of roles and policies are the account's. */
    @Test
    void theSecondRegionHasRolesOfItsOwn() {
        Set<String> first = namedInTheAccount(read());
        Set<String> second = namedInTheAccount(second());

        assertThat(second).isNotEmpty().doesNotContainAnyElementsOf(first).allMatch(name -> name.startsWith("prodeu-"));
        assertThat(second().stack("bootstrap").ofType("AWS::IAM::OIDCProvider"))
                .as("an account can have one")
                .isEmpty();
    }

    @Test
    void itsTasksWorkOnTheFirstRegionsData() {
        Deployment first = read();
        Stack data = first.stack("data");
        Stack roles = second().stack("roles");

        assertThat(roles.parameters())
                .containsEntry("TodosTableArn", data.output("TodosTableArn"))
                .containsEntry("FilesBucketArn", data.output("FilesBucketArn"))
                .containsEntry("DeletedTodosQueueArn", data.output("DeletedTodosQueueArn"));
        assertThat(environment("todo-service"))
                .containsEntry("TODOS_TABLE", data.output("TodosTableName"))
                .containsEntry("AWS_REGION", data.region());
        assertThat(environment("files-service"))
                .containsEntry("FILES_BUCKET", data.output("FilesBucketName"))
                .containsEntry("DELETED_TODOS_QUEUE", data.output("DeletedTodosQueueUrl"))
                .containsEntry("AWS_REGION", data.region());
        assertThat(second().stack("network").parameters()).containsEntry("NatGateways", "3");
        assertThat(second().stack("network").parameters().get("VpcCidr"))
                .isNotEqualTo(first.stack("network").parameters().get("VpcCidr"));
    }

    @Test
    void theBoundaryOfItsRolesLetsThemReachThoseData() {
        assertThat(second().stack("bootstrap").parameters()).containsEntry("DataEnvironment", "prod");
        assertThat(RoleBoundaryTest.beyond(second())).isEmpty();
    }

    @Test
    void itsApiHasTheNameOfTheFirstOneAndTakesItsTokens() {
        Stack api = second().stack("api");

        assertThat(api.resource("Domain").physicalId())
                .isEqualTo(read().stack("api").resource("Domain").physicalId());
        assertThat(api.ofType("AWS::ApiGatewayV2::Authorizer"))
                .singleElement()
                .satisfies(authorizer -> assertThat(authorizer
                                .properties()
                                .at("/JwtConfiguration/Issuer")
                                .asString())
                        .isEqualTo("https://cognito-idp.us-east-1.amazonaws.com/us-east-1_EXAMPLE"));
        assertThat(second().stack("todo-service").parameters().getOrDefault("OriginSecret", ""))
                .as("CloudFront shows both the same, but roles read those of their environment alone")
                .contains("secretsmanager:" + second().environment() + "/todo/origin-secret-");
    }

    @Test
    void itsAlarmsTellATopicThatItHas() {
        Deployment second = second();
        String topic = second.stack("monitoring").output("AlarmTopicArn");
        List<Resource> alarms = second.stacks().stream()
                .flatMap(stack -> stack.ofType("AWS::CloudWatch::Alarm").stream())
                .toList();

        assertThat(topic).isEqualTo("arn:aws:sns:eu-west-1:000000000000:prodeu-alarms");
        assertThat(alarms)
                .isNotEmpty()
                .allSatisfy(alarm -> assertThat(texts(alarm.properties().path("AlarmActions")))
                        .contains(topic));
        String rules = second.stack("monitoring").ofType("AWS::CloudWatch::CompositeAlarm").stream()
                .map(alarm -> alarm.properties().path("AlarmRule").asString())
                .collect(Collectors.joining());
        assertThat(alarms).allSatisfy(alarm -> assertThat(rules).contains("ALARM(\"" + alarm.physicalId() + "\")"));
    }

    /** Where prod itself isn't in us-east-1, edge has a topic there. */
    @Test
    void aRegionThatIsUnwellIsToldWhereverTheFirstRegionIs() {
        Deployment europe = Deployment.read(folder, "prod", Map.of("AWS_REGION", "eu-central-1"));
        String topic = "arn:aws:sns:us-east-1:000000000000:prod-alarms";

        assertThat(europe.stack("routing").ofType("AWS::CloudWatch::Alarm"))
                .hasSize(2)
                .allSatisfy(alarm -> {
                    assertThat(texts(alarm.properties().path("AlarmActions"))).containsExactly(topic);
                    assertThat(texts(alarm.properties().path("OKActions"))).containsExactly(topic);
                });
        assertThat(europe.stack("edge").region()).isEqualTo("us-east-1");
        assertThat(europe.stack("edge").ofType("AWS::SNS::Topic"))
                .singleElement()
                .extracting(Resource::physicalId)
                .isEqualTo(topic);
        assertThat(read().stack("edge").ofType("AWS::SNS::Topic"))
                .as("in us-east-1 monitoring has it")
                .isEmpty();
    }

    @Test
    void isOffUnlessAskedFor() {
        assertThat(Environments.all())
                .allSatisfy(deployment ->
                        assertThat(deployment.stacks()).extracting(Stack::name).doesNotContain("routing"));
    }

    @Test
    void oneNameLeadsToTheNearerRegionThatIsWell() {
        Deployment prod = read();
        Stack routing = prod.stack("routing");
        JsonNode records = records(prod);

        assertThat(routing.region()).as("where Route 53's metrics are").isEqualTo("us-east-1");
        assertThat(records.get(0)).isEqualTo(yaml("""
                Name: api.todo.example.com
                Type: A
                SetIdentifier: us-east-1
                Region: us-east-1
                HealthCheckId: %s
                AliasTarget: {DNSName: %s, HostedZoneId: %s, EvaluateTargetHealth: false}
                """.formatted(
                        routing.output("FirstHealthCheckId"),
                        prod.stack("api").output("RegionalDomainName"),
                        prod.stack("api").output("RegionalHostedZoneId"))));
        assertThat(records.get(1).path("Region").asString()).isEqualTo("eu-west-1");
        assertThat(records.get(1).path("HealthCheckId").asString()).isEqualTo(routing.output("SecondHealthCheckId"));
        assertThat(records.get(1).at("/AliasTarget/DNSName").asString())
                .isEqualTo("d-abcdefghij.execute-api.eu-west-1.amazonaws.com");
    }

    @Test
    void orAContinentHasARegionAndEverybodyElseTheFirst() throws IOException {
        ours.change("parameters/prod.yaml", "Policy: Latency", "Policy: Geolocation");

        JsonNode records = records(read());

        assertThat(records.get(0).path("GeoLocation")).isEqualTo(yaml("{CountryCode: '*'}"));
        assertThat(records.get(1).path("GeoLocation")).isEqualTo(yaml("{ContinentCode: EU}"));
        assertThat(records.values()).noneMatch(record -> record.has("Region"));
    }

    @Test
    void asksEachRegionByItsOwnNameForTheHealthThatNeedsNoToken() {
        Deployment prod = read();
        Stack routing = prod.stack("routing");

        assertThat(routing.resource("FirstHealthCheck").properties().path("HealthCheckConfig"))
                .isEqualTo(yaml("""
                        Type: HTTPS
                        FullyQualifiedDomainName: %s
                        Port: 443
                        ResourcePath: /health
                        EnableSNI: true
                        RequestInterval: 30
                        FailureThreshold: 3
                        """.formatted(prod.stack("api").output("ApiHost"))));
        assertThat(routing.resource("SecondHealthCheck")
                        .properties()
                        .at("/HealthCheckConfig/FullyQualifiedDomainName")
                        .asString())
                .isEqualTo("abcdefghij.execute-api.eu-west-1.amazonaws.com");
        assertThat(prod.stack("api")
                        .resource("HealthRoute")
                        .properties()
                        .path("RouteKey")
                        .asString())
                .isEqualTo("GET /health");
    }

    @Test
    void cloudFrontAsksTheCommonName() {
        Deployment prod = read();

        assertThat(prod.stack("website")
                        .resource("Distribution")
                        .properties()
                        .at("/DistributionConfig/Origins/1/DomainName")
                        .asString())
                .isEqualTo(prod.stack("routing").output("ApiDomainName"))
                .isEqualTo(prod.stack("api").resource("Domain").physicalId());
    }

    @Test
    void aRegionThatIsUnwellIsTold() {
        List<Resource> alarms = read().stack("routing").ofType("AWS::CloudWatch::Alarm");

        assertThat(alarms).hasSize(2).allSatisfy(alarm -> {
            assertThat(texts(alarm.properties().path("AlarmActions"))).containsExactly(TOPIC);
            assertThat(alarm.properties().path("AlarmDescription").asString())
                    .endsWith("docs/runbook.md#a-region-is-unwell");
            assertThat(alarm.properties().path("TreatMissingData").asString()).isEqualTo("breaching");
        });
        assertThat(alarms)
                .extracting(Resource::physicalId)
                .containsExactly("prod-region-us-east-1", "prod-region-eu-west-1");
        assertThat(text(Environments.PROJECT.resolve("docs/runbook.md"))).contains("## A region is unwell\n");
    }

    /** An alarm can't be made with a topic of another region. */
    @Test
    void aTopicOfAnotherRegionIsNotTold() {
        for (String topic : List.of("", "arn:aws:sns:eu-west-1:000000000000:prod-alarms")) {
            Deployment elsewhere = Deployment.read(folder, "prod", Map.of("EDGE_ALARM_TOPIC_ARN", topic));
            assertThat(elsewhere.stack("routing").ofType("AWS::CloudWatch::Alarm"))
                    .allSatisfy(alarm ->
                            assertThat(alarm.properties().has("AlarmActions")).isFalse());
        }
    }

    @Test
    void refusesOneRegionTwice() throws IOException {
        ours.change("parameters/prod.yaml", "SecondRegion: eu-west-1", "SecondRegion: us-east-1");

        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage("templates/routing.yaml: rule TwoRegionsAreTwo: FirstRegion and SecondRegion are the same");
    }

    @Test
    void tagsItsHealthChecksAndIsInTheReadme() {
        Stack routing = read().stack("routing");

        assertThat(routing.ofType("AWS::Route53::HealthCheck"))
                .allSatisfy(check -> assertThat(
                                check.properties().path("HealthCheckTags").toString())
                        .contains("\"todo-app\"", "\"prod\""));
        assertThat(routing.outputs().keySet())
                .allSatisfy(output -> assertThat(text(Environments.INFRA.resolve("README.md")))
                        .contains("`" + output + "`"));
    }

    private static JsonNode records(Deployment deployment) {
        return deployment.stack("routing").resource("ApiRecords").properties().path("RecordSets");
    }

    private Deployment second() {
        return Environments.released(folder, "prodeu", Map.of("AWS_REGION", "eu-west-1"));
    }

    private Map<String, String> environment(String service) {
        return second()
                .stack(service)
                .resource("TaskDefinition")
                .properties()
                .at("/ContainerDefinitions/0/Environment")
                .values()
                .stream()
                .collect(Collectors.toMap(
                        variable -> variable.path("Name").asString(),
                        variable -> variable.path("Value").asString()));
    }

    private static Set<String> namedInTheAccount(Deployment deployment) {
        return deployment.stacks().stream()
                .flatMap(stack -> stack.resources().values().stream())
                .filter(resource ->
                        Set.of("AWS::IAM::Role", "AWS::IAM::InstanceProfile").contains(resource.type()))
                .map(Resource::physicalId)
                .collect(Collectors.toSet());
    }

    /** The page's block that begins so. */
    private static String block(String page, String beginning) {
        String rest = page.substring(page.indexOf("```yaml\n" + beginning) + "```yaml\n".length());
        return rest.substring(0, rest.indexOf("```"));
    }

    private Deployment read() {
        return Deployment.read(folder, "prod", Map.of());
    }

    /** What the page's example gives to a stack. */
    private static String of(String example, String stack, String next) {
        String rest = example.substring(example.indexOf("  " + stack + ":\n") + stack.length() + "  :\n".length());
        return next.isEmpty() ? rest : rest.substring(0, rest.indexOf("  " + next + ":\n"));
    }
}
