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
        String example = page.substring(
                page.indexOf("parameters:\n") + "parameters:\n".length(), page.indexOf("  monitoring:\n"));
        ours = Sandbox.copyOfOurs(folder)
                .change("parameters/prod.yaml", "without: [routing]", "without: []")
                .change("parameters/prod.yaml", "\n  api:\n", "\n  api:\n" + of(example, "api", "routing"))
                .change("parameters/prod.yaml", "\n  website:\n", "\n  website:\n" + of(example, "website", ""))
                .change(
                        "parameters/prod.yaml",
                        "\nparameters:\n",
                        "\nparameters:\n  routing:\n" + of(example, "routing", "website"));
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
            Deployment elsewhere = Deployment.read(folder, "prod", Map.of("ALARM_TOPIC_ARN", topic));
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

    private Deployment read() {
        return Deployment.read(folder, "prod", Map.of());
    }

    /** What the page's example gives to a stack. */
    private static String of(String example, String stack, String next) {
        String rest = example.substring(example.indexOf("  " + stack + ":\n") + stack.length() + "  :\n".length());
        return next.isEmpty() ? rest : rest.substring(0, rest.indexOf("  " + next + ":\n"));
    }
}
