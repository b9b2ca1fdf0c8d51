package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.texts;
import static dev.todoapp.infra.Environments.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The firewall and the certificate, which CloudFront looks for in us-east-1. */
class EdgeTemplateTest {

    @Test
    void isInNorthernVirginiaWhereverTheEnvironmentIs() {
        Deployment europe = Deployment.read(Environments.INFRA, "prod", Map.of("AWS_REGION", "eu-west-1"));

        assertThat(europe.stack("website").region()).isEqualTo("eu-west-1");
        assertThat(europe.stack("edge").region()).isEqualTo("us-east-1");
        assertThat(europe.stack("website").parameters())
                .containsEntry("WebAclArn", europe.stack("edge").output("WebAclArn"))
                .containsEntry("CertificateArn", europe.stack("edge").output("CertificateArn"));
        assertThat(europe.stack("edge").output("WebAclArn"))
                .startsWith("arn:aws:wafv2:us-east-1:000000000000:global/webacl/prod-todo/");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void letsEverybodyInButKnownAttackersTooManyRequestsAndWhatNoClientOfOursSends(Deployment deployment) {
        JsonNode acl = acl(deployment);

        assertThat(acl.path("Scope").asString()).isEqualTo("CLOUDFRONT");
        assertThat(acl.path("DefaultAction")).isEqualTo(yaml("{Allow: {}}"));
        assertThat(acl.path("Rules").values())
                .extracting(rule -> rule.path("Priority").asInt() + " "
                        + rule.at("/Statement/ManagedRuleGroupStatement/Name")
                                .asString(rule.path("Name").asString()))
                .containsExactly(
                        "0 AWSManagedRulesAmazonIpReputationList",
                        "1 rate-limit",
                        "2 AWSManagedRulesKnownBadInputsRuleSet",
                        "3 AWSManagedRulesCommonRuleSet");
        assertThat(rules(deployment, "ManagedRuleGroupStatement"))
                .allSatisfy(rule -> assertThat(rule.path("OverrideAction")).isEqualTo(yaml("{None: {}}")));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void tellsWhoeverAsksTooMuchInTheApisWords(Deployment deployment) {
        JsonNode rule = rules(deployment, "RateBasedStatement").getFirst();

        assertThat(rule.at("/Statement/RateBasedStatement"))
                .isEqualTo(yaml("{AggregateKeyType: IP, EvaluationWindowSec: 300, Limit: 3000}"));
        JsonNode answer = rule.at("/Action/Block/CustomResponse");
        assertThat(answer.path("ResponseCode").asInt()).isEqualTo(429);
        assertThat(acl(deployment)
                        .path("CustomResponseBodies")
                        .path(answer.path("CustomResponseBodyKey").asString()))
                .isEqualTo(yaml("""
                        ContentType: APPLICATION_JSON
                        Content: '{"message":"Too Many Requests"}'
                        """));
    }

    /** A to-do may hold anything that is text: none is lost because it looks like an attack. */
    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void refusesNobodyForWhatTheyWriteOrSearch(Deployment deployment) {
        Map<String, List<String>> counted = rules(deployment, "ManagedRuleGroupStatement").stream()
                .map(rule -> rule.at("/Statement/ManagedRuleGroupStatement"))
                .collect(Collectors.toMap(
                        group -> group.path("Name").asString(),
                        group -> group.path("RuleActionOverrides").values().stream()
                                .filter(rule -> rule.path("ActionToUse").equals(yaml("{Count: {}}")))
                                .map(rule -> rule.path("Name").asString())
                                .toList()));

        // Those rules of the two groups that look at bodies and queries.
        assertThat(counted.get("AWSManagedRulesCommonRuleSet"))
                .containsExactlyInAnyOrder(
                        "SizeRestrictions_BODY",
                        "CrossSiteScripting_BODY",
                        "CrossSiteScripting_QUERYARGUMENTS",
                        "EC2MetaDataSSRF_BODY",
                        "EC2MetaDataSSRF_QUERYARGUMENTS",
                        "GenericLFI_BODY",
                        "GenericLFI_QUERYARGUMENTS",
                        "GenericRFI_BODY",
                        "GenericRFI_QUERYARGUMENTS",
                        "RestrictedExtensions_QUERYARGUMENTS");
        assertThat(counted.get("AWSManagedRulesKnownBadInputsRuleSet"))
                .containsExactlyInAnyOrder(
                        "JavaDeserializationRCE_BODY",
                        "JavaDeserializationRCE_QUERYSTRING",
                        "Log4JRCE_BODY",
                        "Log4JRCE_QUERYSTRING");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void logsWhatItBlockedAndNothingOfWhatWasSent(Deployment deployment) {
        Stack edge = deployment.stack("edge");
        JsonNode log = edge.resource("BlockedLog").properties();

        assertThat(texts(log.path("LogDestinationConfigs")))
                .containsExactly("arn:aws:logs:us-east-1:000000000000:log-group:aws-waf-logs-%s-todo"
                        .formatted(deployment.environment()));
        assertThat(log.path("LoggingFilter")).isEqualTo(yaml("""
                DefaultBehavior: DROP
                Filters:
                  - Behavior: KEEP
                    Requirement: MEETS_ANY
                    Conditions: [{ActionCondition: {Action: BLOCK}}]
                """));
        assertThat(log.path("RedactedFields")).isEqualTo(yaml("""
                - SingleHeader: {Name: authorization}
                - SingleHeader: {Name: cookie}
                - QueryString: {}
                """));
        assertThat(edge.resource("BlockedLogGroup")
                        .properties()
                        .path("RetentionInDays")
                        .asInt())
                .isPositive();
        assertThat(acl(deployment).findValues("SampledRequestsEnabled"))
                .hasSize(5)
                .allMatch(sampled -> !sampled.asBoolean());
    }

    @Test
    void theCertificateProvesItselfInTheHostedZone() {
        assertThat(Environments.PROD.stack("edge").resource("Certificate").properties())
                .isEqualTo(yaml("""
                        DomainName: todo.example.com
                        ValidationMethod: DNS
                        DomainValidationOptions: [{DomainName: todo.example.com, HostedZoneId: Z0123456789EXAMPLE}]
                        Tags: [{Key: Application, Value: todo-app}, {Key: Environment, Value: prod}]
                        """));
    }

    @Test
    void withoutAHostedZoneThereIsNoCertificate() {
        assertThat(Environments.DEV.stack("edge").resources()).doesNotContainKey("Certificate");
        assertThat(Environments.DEV.stack("edge").output("CertificateArn")).isEmpty();
    }

    private static List<JsonNode> rules(Deployment deployment, String statement) {
        return acl(deployment).path("Rules").values().stream()
                .filter(rule -> rule.path("Statement").has(statement))
                .toList();
    }

    private static JsonNode acl(Deployment deployment) {
        return deployment.stack("edge").resource("WebAcl").properties();
    }
}
