package dev.todoapp.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.todoapp.infra.Deployment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code ./dev policies}, with Access Analyzer's answers as AWS's documentation has them. */
class PoliciesTest {

    private static final String TRUST =
            "{Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: ecs.amazonaws.com}, Action: 'sts:AssumeRole'}]}";

    private Scene scene;

    @BeforeEach
    void open(@TempDir Path folder) {
        scene = new Scene(folder).template("network", """
                Resources:
                  Role:
                    Type: AWS::IAM::Role
                    Properties:
                      AssumeRolePolicyDocument: %1$s
                      Policies:
                        - PolicyName: work
                          PolicyDocument: {Statement: [{Effect: Allow, Action: 's3:GetObject', Resource: !GetAtt Bucket.Arn}]}
                  Another: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: %1$s}}
                  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: ours}}
                  BucketPolicy:
                    Type: AWS::S3::BucketPolicy
                    Properties: {Bucket: !Ref Bucket, PolicyDocument: {Statement: [{Effect: Deny, Principal: '*', Action: 's3:*'}]}}
                  LogPolicy:
                    Type: AWS::Logs::ResourcePolicy
                    Properties: {PolicyDocument: '{"Statement": []}'}
                """.formatted(TRUST));
    }

    @Test
    void showsEachPolicyToAccessAnalyzerOnceAndAsWhatItIs() {
        scene.aws.answers("validate-policy", "{\"findings\": []}");

        assertThat(scene.dev("policies", "dev")).as(scene.err()).isZero();

        assertThat(scene.aws.inputs("validate-policy"))
                .extracting(
                        input -> input.path("policyType").asString(),
                        input -> input.path("validatePolicyResourceType").asString("none"),
                        input -> Aws.JSON
                                .readTree(input.path("policyDocument").asString())
                                .at("/Statement/0/Action")
                                .asString(""))
                .containsExactlyInAnyOrder(
                        tuple("RESOURCE_POLICY", "AWS::IAM::AssumeRolePolicyDocument", "sts:AssumeRole"),
                        tuple("IDENTITY_POLICY", "none", "s3:GetObject"),
                        tuple("RESOURCE_POLICY", "AWS::S3::Bucket", "s3:*"),
                        tuple("RESOURCE_POLICY", "none", ""));
        assertThat(scene.out()).contains("no error and no security warning in the 5 policies of dev");
    }

    @Test
    void failsWithAnErrorAndTellsWhereItIs() {
        scene.aws.answers("validate-policy", finding("ERROR", "INVALID_ACTION"), "{\"findings\": []}");

        assertThat(scene.dev("policies", "dev")).isEqualTo(1);

        assertThat(scene.out())
                .contains("dev-network: Role.AssumeRolePolicyDocument, dev-network: Another.AssumeRolePolicyDocument:"
                        + " ERROR Statement.0.Action: The action doesn't exist. (INVALID_ACTION)");
        assertThat(scene.err())
                .isEqualTo("dev: 1 of Access Analyzer's findings in the 5 policies of dev must be mended");
    }

    @Test
    void failsWithASecurityWarning() {
        scene.aws.answers("validate-policy", "{\"findings\": []}", finding("SECURITY_WARNING", "PASS_ROLE_WITH_STAR"));

        assertThat(scene.dev("policies", "dev")).isEqualTo(1);

        assertThat(scene.out()).contains("dev-network: Role.Policies.0.PolicyDocument: SECURITY_WARNING");
    }

    @Test
    void showsWarningsAndSuggestionsAndGoesOn() {
        scene.aws.answers(
                "validate-policy",
                finding("WARNING", "MISSING_VERSION"),
                finding("SUGGESTION", "REDUNDANT_ACTION"),
                "{\"findings\": []}");

        assertThat(scene.dev("policies", "dev")).as(scene.err()).isZero();

        assertThat(scene.out()).contains("(MISSING_VERSION)", "(REDUNDANT_ACTION)");
    }

    @Test
    void neitherAsksNorChangesAnything() {
        scene.withoutTerminal().dev("policies", "dev");

        assertThat(scene.aws.calls())
                .allMatch(call -> call.matches("(sts get-caller-identity|accessanalyzer validate-policy) .*"));
    }

    @Test
    void findsEveryPolicyOfOurTemplates() {
        for (String environment : List.of("dev", "prod")) {
            Deployment deployment =
                    Deployment.read(MotoTest.INFRA, environment, Map.of("AWS_ACCOUNT_ID", "123456789012"));
            deployment.stacks().stream()
                    .flatMap(stack -> stack.resources().values().stream())
                    .forEach(resource -> assertThat(Policies.in(resource))
                            .as("%s: as many as it has statements' lists", resource.logicalId())
                            .hasSize((int) Pattern.compile("\"Statement\\\\*\":")
                                    .matcher(resource.properties().toString())
                                    .results()
                                    .count()));
        }
    }

    private static String finding(String type, String code) {
        JsonNode finding = Aws.JSON.readTree("""
                {"findings": [{"findingType": "%s", "issueCode": "%s", "findingDetails": "The action doesn't exist.",
                  "learnMoreLink": "https://docs.aws.amazon.com/x",
                  "locations": [{"path": [{"value": "Statement"}, {"index": 0}, {"value": "Action"}],
                    "span": {"start": {"line": 1, "column": 1, "offset": 0}, "end": {"line": 1, "column": 2, "offset": 1}}}]}]}
                """.formatted(type, code));
        return finding.toString();
    }
}
