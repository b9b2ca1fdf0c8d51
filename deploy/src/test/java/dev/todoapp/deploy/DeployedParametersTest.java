package dev.todoapp.deploy;

import static dev.todoapp.deploy.FakeAws.ADDED;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** What {@code ./dev deploy} hands over as parameters: of the files, of stacks before, of what runs, and of a first pass. */
class DeployedParametersTest {

    private Scene scene;

    @BeforeEach
    void open(@TempDir Path folder) {
        scene = new Scene(folder);
    }

    @Test
    void handsOverTheOutputsThatTheStacksBeforeReallyHave() {
        twoStacks();
        scene.aws
                .stack("dev-network", "CREATE_COMPLETE", Map.of(), Map.of("VpcId", "vpc-real"))
                .noChanges("dev-network")
                .stack("dev-app", "CREATE_COMPLETE")
                .noChanges("dev-app");

        assertThat(scene.dev("deploy", "dev", "--yes")).as(scene.err()).isZero();

        assertThat(parameter("dev-app", "Vpc").path("ParameterValue").asString())
                .isEqualTo("vpc-real");
        assertThat(parameter("dev-app", "Account").path("ParameterValue").asString())
                .isEqualTo("123456789012");
    }

    @Test
    void saysWhichStackIsMissingWhenItsOutputIsNeeded() {
        twoStacks();

        assertThat(scene.dev("deploy", "dev", "app", "--yes")).isEqualTo(1);

        assertThat(scene.err())
                .isEqualTo("dev: dev-app needs VpcId of dev-network, which has none: ./dev deploy dev network");
    }

    @Test
    void leavesAloneWhatIsChangedWhileTheServiceRuns() {
        service();
        scene.aws
                .stack(
                        "dev-app",
                        "CREATE_COMPLETE",
                        Map.of("Image", "registry/app@sha256:1", "MinTasks", "7", "LogLevel", "DEBUG", "Plain", "old"),
                        Map.of())
                .noChanges("dev-app");

        scene.dev("deploy", "dev", "--yes");

        assertThat(parameter("dev-app", "Image").path("UsePreviousValue").asBoolean())
                .isTrue();
        assertThat(parameter("dev-app", "MinTasks").path("UsePreviousValue").asBoolean())
                .isTrue();
        assertThat(parameter("dev-app", "LogLevel").path("ParameterValue").asString())
                .as("which the files give")
                .isEqualTo("INFO");
        assertThat(parameter("dev-app", "AtOnce").isMissingNode())
                .as("what a rollback has set for itself")
                .isTrue();
        assertThat(parameter("dev-app", "Plain").isMissingNode())
                .as("the template's default counts")
                .isTrue();
    }

    @Test
    void saysWhichParametersChangeButNoSecret() {
        service();
        scene.aws
                .stack(
                        "dev-app",
                        "CREATE_COMPLETE",
                        Map.of("LogLevel", "DEBUG", "Secret", "****", "MinTasks", "1"),
                        Map.of())
                .changes("dev-app");

        scene.dev("deploy", "dev", "--plan");

        assertThat(scene.out())
                .contains("parameter  LogLevel: \"DEBUG\" becomes \"INFO\"")
                .doesNotContain("Secret:")
                .doesNotContain("MinTasks:");
    }

    @Test
    void handsTheSitesAddressOnOnceThereIsOne() {
        scene.bucketForTheSite();
        scene.aws
                .stack("dev-data", "CREATE_COMPLETE")
                .changes("dev-data", ADDED)
                .stack("dev-website", "REVIEW_IN_PROGRESS")
                .stack("dev-website", "REVIEW_IN_PROGRESS")
                .stack("dev-website", "REVIEW_IN_PROGRESS")
                .stack("dev-website", "CREATE_COMPLETE", Map.of(), Map.of("SiteUrl", "https://d1.cloudfront.net"))
                .changes("dev-website", ADDED)
                .noChanges("dev-website");

        assertThat(scene.dev("deploy", "dev", "--yes")).as(scene.err()).isZero();

        assertThat(parameters("dev-data", "SiteOrigin"))
                .containsExactly("https://site.invalid", "https://d1.cloudfront.net");
        assertThat(scene.out())
                .contains("The site's address is https://d1.cloudfront.net; once more for those that need it: data");
    }

    @Test
    void needsNoSecondPassOnceTheSitesAddressIsKnown() {
        scene.bucketForTheSite();
        scene.aws
                .stack("dev-data", "CREATE_COMPLETE")
                .noChanges("dev-data")
                .stack("dev-website", "CREATE_COMPLETE", Map.of(), Map.of("SiteUrl", "https://d1.cloudfront.net"))
                .noChanges("dev-website");

        assertThat(scene.dev("deploy", "dev", "--yes")).isZero();

        assertThat(parameters("dev-data", "SiteOrigin")).containsExactly("https://d1.cloudfront.net");
        assertThat(scene.out()).doesNotContain("once more").contains("dev is as the files say.");
    }

    private void twoStacks() {
        scene.common("""
                stacks:
                  network: {template: network.yaml}
                  app:
                    template: app.yaml
                    parameters: {Vpc: "${network.VpcId}", Account: "${AWS_ACCOUNT_ID}"}
                """).template("app", """
                Parameters: {Vpc: {Type: String}, Account: {Type: String}}
                Resources: {Group: {Type: AWS::EC2::SecurityGroup}}
                """);
    }

    private void service() {
        scene.common("stacks: {app: {template: service.yaml, parameters: {LogLevel: INFO}}}")
                .template("service", """
                        Metadata: {Operational: [MinTasks, LogLevel]}
                        Parameters:
                          Image: {Type: String, Default: ""}
                          AtOnce: {Type: String, Default: "false"}
                          MinTasks: {Type: Number, Default: 1}
                          LogLevel: {Type: String}
                          Plain: {Type: String, Default: new}
                          Secret: {Type: String, NoEcho: true, Default: secret-value-of-16}
                        Resources: {Group: {Type: AWS::X::Y}}
                        """);
    }

    private JsonNode parameter(String stack, String name) {
        for (var input : scene.aws.inputs("create-change-set")) {
            for (var parameter : input.path("Parameters").values()) {
                if (input.path("StackName").asString().equals(stack)
                        && parameter.path("ParameterKey").asString().equals(name)) {
                    return parameter;
                }
            }
        }
        return MissingNode.getInstance();
    }

    private List<String> parameters(String stack, String name) {
        return scene.aws.inputs("create-change-set").stream()
                .filter(input -> input.path("StackName").asString().equals(stack))
                .flatMap(input -> input.path("Parameters").values().stream())
                .filter(parameter -> parameter.path("ParameterKey").asString().equals(name))
                .map(parameter -> parameter.path("ParameterValue").asString())
                .toList();
    }
}
