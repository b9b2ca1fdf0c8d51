package dev.todoapp.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentTest {

    private static final String NETWORK = """
            Resources:
              Vpc: {Type: AWS::EC2::VPC}
            Outputs:
              VpcId:
                Value: !Ref Vpc
                Export: {Name: !Sub "${AWS::StackName}-VpcId"}
              Plain: {Value: plain}
            """;

    private static final String APP = """
            Parameters:
              Vpc: {Type: String, Default: none}
            Resources:
              Queue:
                Type: AWS::SQS::Queue
                Properties:
                  Imported: {Fn::ImportValue: test-network-VpcId}
                  Given: !Ref Vpc
            Outputs:
              Arn: {Value: !GetAtt Queue.Arn}
            """;

    @TempDir
    Path folder;

    private Sandbox sandbox;

    @BeforeEach
    void makeASandbox() {
        sandbox = new Sandbox(folder)
                .common("stacks: {network: {template: network.yaml}, app: {template: app.yaml}}")
                .template("network.yaml", NETWORK)
                .template("app.yaml", APP);
    }

    @Test
    void handsExportsAndOutputsOnInDeployOrder() {
        sandbox.common("""
                stacks:
                  network: {template: network.yaml}
                  app: {template: app.yaml, parameters: {Vpc: "${network.VpcId}"}}
                """);

        Deployment deployment = sandbox.read();

        String vpc = deployment.stack("network").output("VpcId");
        assertThat(deployment.environment()).isEqualTo("test");
        assertThat(deployment.stacks()).extracting(Stack::name).containsExactly("network", "app");
        assertThat(deployment.stack("app").resource("Queue").properties())
                .hasToString("{\"Imported\":\"%s\",\"Given\":\"%s\"}", vpc, vpc);
    }

    @Test
    void aVariableMayStandForAnotherStacksOutput() {
        sandbox.common("""
                        stacks:
                          network: {template: network.yaml}
                          app: {template: app.yaml, parameters: {Vpc: "${VPC_ID}"}}
                        """).environment("variables: {VPC_ID: '${network.VpcId}'}");

        Deployment deployment = sandbox.read();

        assertThat(deployment.stack("app").parameters())
                .containsEntry("Vpc", deployment.stack("network").output("VpcId"));

        sandbox.environment("variables: {VPC_ID: '${network.Url}'}");
        assertThatThrownBy(sandbox::read)
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage("parameters/test.yaml: parameters of app: ${network.Url}: stack network has no output Url;"
                        + " it has [VpcId, Plain]");
    }

    @Test
    void anEnvironmentMayGoWithoutAStack() {
        sandbox.environment("without: [app]");

        assertThat(sandbox.read().stacks()).extracting(Stack::name).containsExactly("network");

        sandbox.environment("{without: [app], parameters: {app: {Vpc: a}}}");
        assertThatThrownBy(sandbox::read)
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage("parameters/test.yaml: parameters.app: no such stack; there are [network]");
    }

    @Test
    void refusesToImportFromAStackThatIsDeployedLater() {
        sandbox.common("stacks: {app: {template: app.yaml}, network: {template: network.yaml}}");

        assertThatThrownBy(sandbox::read)
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage("templates/app.yaml: Queue: Fn::ImportValue: no stack that is deployed before in"
                        + " us-east-1 exports test-network-VpcId; exported are []");
    }

    @Test
    void refusesTwoExportsOfOneName() {
        sandbox.common("stacks: {network: {template: network.yaml}, app: {template: app.yaml}}")
                .template("app.yaml", NETWORK.replace("!Sub \"${AWS::StackName}-VpcId\"", "test-network-VpcId"));

        assertThatThrownBy(sandbox::read)
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage("templates/app.yaml: output VpcId: exports test-network-VpcId, which another output exports"
                        + " already");
    }

    @Test
    void namesBothStacksOfOneTemplate() {
        sandbox.common("stacks: {network: {template: network.yaml}, other: {template: app.yaml, parameters: {X: 1}}}");

        assertThatThrownBy(sandbox::read)
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage(
                        "templates/app.yaml (other): parameter X: is given a value, but the template has none of that"
                                + " name; it has [Vpc]");
    }

    @Test
    void prefersTheEnvironmentsParametersAndTheCallersVariables() {
        sandbox.common("""
                        stacks:
                          network: {template: network.yaml}
                          app: {template: app.yaml, parameters: {Vpc: common}}
                        """).environment("""
                        variables:
                          PORT: 1
                          ORIGIN: http://localhost:${PORT}
                        parameters:
                          app: {Vpc: "${ENVIRONMENT} ${ORIGIN}"}
                        """);

        assertThat(sandbox.read().stack("app").parameters()).containsEntry("Vpc", "test http://localhost:1");
        assertThat(sandbox.read(Map.of("PORT", "2")).stack("app").parameters())
                .containsEntry("Vpc", "test http://localhost:2");
    }

    @Test
    void takesRegionAndAccountFromVariables() {
        sandbox.environment("parameters: {app: {Vpc: '${AWS_REGION} ${AWS_ACCOUNT_ID}'}}")
                .template("network.yaml", NETWORK.replace("plain}", "!Sub \"${AWS::Region} ${AWS::AccountId}\"}"));

        Deployment deployment = sandbox.read(Map.of("AWS_REGION", "eu-west-1", "AWS_ACCOUNT_ID", "123456789012"));

        assertThat(deployment.stack("app").parameters()).containsEntry("Vpc", "eu-west-1 123456789012");
        assertThat(deployment.stack("network").output("Plain")).isEqualTo("eu-west-1 123456789012");
    }

    @Test
    void aStackMayLiveInARegionOfItsOwnAndHandItsOutputsOn() {
        sandbox.common("""
                        stacks:
                          network: {template: network.yaml, region: us-east-1}
                          app: {template: app.yaml, parameters: {Vpc: "${network.Plain}"}}
                        """)
                .template("network.yaml", NETWORK.replace("plain}", "!Sub \"${AWS::Region}\"}"))
                .template("app.yaml", APP.replace("{Fn::ImportValue: test-network-VpcId}", "!Ref AWS::Region"));

        Deployment deployment = sandbox.read(Map.of("AWS_REGION", "eu-west-1"));

        assertThat(deployment.stack("network").region()).isEqualTo("us-east-1");
        assertThat(deployment.stack("app").region()).isEqualTo("eu-west-1");
        assertThat(deployment.stack("app").resource("Queue").properties())
                .hasToString("{\"Imported\":\"eu-west-1\",\"Given\":\"us-east-1\"}");
    }

    @Test
    void refusesToImportFromAnotherRegion() {
        sandbox.common("""
                stacks:
                  network: {template: network.yaml, region: us-east-1}
                  app: {template: app.yaml}
                """);

        assertThatThrownBy(() -> sandbox.read(Map.of("AWS_REGION", "eu-west-1")))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage("templates/app.yaml: Queue: Fn::ImportValue: no stack that is deployed before in eu-west-1"
                        + " exports test-network-VpcId; exported are []");
    }

    @Test
    void refusesARegionThatIsNone() {
        sandbox.common("stacks: {network: {template: network.yaml, region: Virginia}}");

        assertThatThrownBy(sandbox::read)
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage(
                        "parameters/common.yaml: stacks.network.region: must be the name of a region, not Virginia");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "variables: {SITE_ORIGIN: ''}"})
    void theSiteHasAnAddressThatLeadsNowhereUntilItsOwnIsKnown(String environment) {
        sandbox.common("""
                        stacks:
                          network: {template: network.yaml}
                          app: {template: app.yaml, parameters: {Vpc: "${SITE_ORIGIN}"}}
                        """).environment(environment);

        assertThat(sandbox.read().stack("app").parameters()).containsEntry("Vpc", "https://site.invalid");
        assertThat(sandbox.read(Map.of("SITE_ORIGIN", "https://d1.cloudfront.net"))
                        .stack("app")
                        .parameters())
                .containsEntry("Vpc", "https://d1.cloudfront.net");
    }

    @Test
    void answersForAwsWhatTheEnvironmentSays() {
        sandbox.environment("""
                variables: {PORT: 1}
                physical:
                  network.Vpc: vpc-${PORT}
                  app.Queue.Arn: arn:${ENVIRONMENT}
                """);

        Deployment deployment = sandbox.read();

        assertThat(deployment.stack("network").resource("Vpc").physicalId()).isEqualTo("vpc-1");
        assertThat(deployment.stack("network").output("VpcId")).isEqualTo("vpc-1");
        assertThat(deployment.stack("app").output("Arn")).isEqualTo("arn:test");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "parameters: {web: {A: 1}}          | parameters.web: no such stack; there are [network, app]",
                "parameters: {app: {Vpc: '${X}'}}   | parameters of app.Vpc: no variable ${X}; there are [AWS_ACCOUNT_ID, AWS_REGION, ENVIRONMENT, SITE_ORIGIN]",
                "parameters: {app: {Vpc: '${web.Url}'}}  | parameters of app: ${web.Url}: no stack web is deployed before; there are [network]",
                "parameters: {app: {Vpc: '${network.Url}'}} | parameters of app: ${network.Url}: stack network has no output Url; it has [VpcId, Plain]",
                "parameters: {app: {Vpc: {a: 1}}}   | parameters.app.Vpc: must be a text, a number, a boolean or a list of them",
                "parameters: [app]                  | parameters: must be a mapping",
                "variable: {}                       | unknown key variable; there are [parameters, physical, variables, without]",
                "without: [web]                     | without: no stack web in common.yaml; there are [network, app]",
                "without: web                       | without: must be a list",
                "variables: {A: '${B}', B: 1}       | variables.A: no variable ${B}; there are [AWS_ACCOUNT_ID, AWS_REGION, ENVIRONMENT, SITE_ORIGIN]",
                "physical: {web.Thing: a}           | physical.web.Thing: no stack web",
                "physical: {app.Queue: '${a.b}'}    | physical.app.Queue: ${a.b} is no variable",
            })
    void saysWhatIsWrongInTheEnvironmentsFile(String environment, String problem) {
        sandbox.environment(environment);

        assertThatThrownBy(sandbox::read)
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage("parameters/test.yaml: " + problem);
    }

    @Test
    void refusesAnAnswerForAResourceThatIsNotInTheTemplate() {
        sandbox.environment("physical: {app.Queu: a}");

        assertThatThrownBy(sandbox::read)
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage(
                        "templates/app.yaml: Queu: physical: names app.Queu, but the template has no such resource");
    }

    @Test
    void refusesAVariableThatTheEnvironmentDoesNotHave() {
        assertThatThrownBy(() -> sandbox.read(Map.of("PROT", "8080")))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage("parameters/test.yaml: variables: no variable PROT to override; there are [AWS_ACCOUNT_ID,"
                        + " AWS_REGION, SITE_ORIGIN]");
    }

    @Test
    void saysWhichEnvironmentOrTemplateIsMissing() {
        assertThatThrownBy(() -> Deployment.read(folder, "stage", Map.of()))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessageStartingWith("parameters/stage.yaml: can't be read from ");

        sandbox.common("stacks: {app: {template: gone.yaml}}");
        assertThatThrownBy(sandbox::read)
                .isInstanceOf(InvalidTemplate.class)
                .hasMessageStartingWith("templates/gone.yaml (app): can't be read from ");

        sandbox.common("stacks: {app: {}}");
        assertThatThrownBy(sandbox::read)
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage("parameters/common.yaml: stacks.app: needs the name of its template");
    }

    @Test
    void namesWhatThereIsWhenAskedForWhatThereIsNot() {
        Deployment deployment = sandbox.read();

        assertThatThrownBy(() -> deployment.stack("web"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no stack web; there are [network, app]");
        assertThatThrownBy(() -> deployment.stack("app").output("Url"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stack app (app.yaml) has no output Url; it has [Arn]");
        assertThatThrownBy(() -> deployment.stack("app").resource("Topic"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stack app (app.yaml) has no resource Topic; it has [Queue]");
    }
}
