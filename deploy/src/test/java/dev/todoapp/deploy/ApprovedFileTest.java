package dev.todoapp.deploy;

import static dev.todoapp.deploy.FakeAws.ADDED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file that a plan writes and somebody approves: whole, of this environment, account and these templates, or nothing is begun. */
class ApprovedFileTest {

    private Scene scene;
    private Path file;

    @BeforeEach
    void open(@TempDir Path folder) {
        scene = new Scene(folder).withoutTerminal().environment("prod", "{}");
        file = folder.resolve("shown.txt");
    }

    @Test
    void refusesWhatIsOfAnotherEnvironment() {
        scene.aws.stack("dev-network", "UPDATE_COMPLETE").changes("dev-network", ADDED);
        scene.plan(file);

        refusesBeforeAnything("prod", "%s is about dev, not about prod; give the file of its own plan");
    }

    @Test
    void refusesWhatWasPlannedFromOtherTemplates() {
        scene.aws.stack("dev-network", "UPDATE_COMPLETE").changes("dev-network", ADDED);
        scene.plan(file);
        scene.template("network", "Resources: {Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/8}}}");

        refusesBeforeAnything("dev", "what was approved was planned from other templates or parameters");
    }

    /** NoEcho: no word of it is ever shown. */
    @Test
    void refusesWhatWasPlannedFromAnotherSecret() {
        secret("one");
        scene.aws.stack("dev-app", "UPDATE_COMPLETE").changes("dev-app", ADDED);
        scene.plan(file);
        secret("another");

        refusesBeforeAnything("dev", "what was approved was planned from other templates or parameters");
    }

    @Test
    void refusesWhatWasPlannedForAnotherAccount() {
        scene.aws.stack("dev-network", "UPDATE_COMPLETE").changes("dev-network", ADDED);
        scene.plan(file);
        scene.aws.replace("get-caller-identity", "{\"Account\": \"210987654321\"}");

        refusesBeforeAnything(
                "dev", "what was approved was planned from other templates or parameters, or for another account");
    }

    @Test
    void refusesAStackOfWhichNothingWasShown() {
        scene.common("stacks: {network: {template: network.yaml}, other: {template: network.yaml}}");
        scene.aws.stack("dev-network", "UPDATE_COMPLETE").changes("dev-network", ADDED);
        assertThat(scene.dev("deploy", "dev", "network", "--plan", "--shown", file.toString()))
                .isZero();

        refusesBeforeAnything("dev", "what was approved says nothing about dev-other");

        assertThat(scene.dev("deploy", "dev", "network", "--yes", "--approved", file.toString()))
                .as(scene.err())
                .isZero();
    }

    @Test
    void refusesAPlanThatFailedWithAStack() {
        scene.common("stacks: {network: {template: network.yaml}, other: {template: network.yaml}}");
        scene.aws
                .stack("dev-network", "UPDATE_COMPLETE")
                .changes("dev-network", ADDED)
                .fails("create-change-set@dev-other", "ValidationError", "no");
        assertThat(scene.dev("deploy", "dev", "--plan", "--keep-going", "--shown", file.toString()))
                .isEqualTo(1);
        assertThat(file).content().contains("dev-other in eu-central-1: failed: no");

        refusesBeforeAnything("dev", "what was approved says that dev-other can't be planned (failed: no");
    }

    @Test
    void leavesAnEmptyFileOfAPlanThatDidNotComeToItsEndAndNoneOfAnEarlierOne() {
        scene.aws.stack("dev-network", "UPDATE_COMPLETE").changes("dev-network", ADDED);
        scene.plan(file);
        scene.aws.isInterrupted("create-change-set");
        assertThat(scene.dev("deploy", "dev", "--plan", "--shown", file.toString()))
                .isEqualTo(130);

        refusesBeforeAnything("dev", "%s is empty: its plan didn't come to its end");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        refusesBeforeAnything("dev", "%s isn't there: ./dev deploy dev --plan --shown %s writes it");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    (?s)\\nThat is all.*            |                                    | isn't as it was written
                    (?s)\\ndev-other.*(?=\\nThat)   |                                    | isn't as it was written
                    (?s)\\nby these.*               |                                    | isn't as it was written
                    by these .*                     | by                                 | isn't as it was written
                    (?m)^dev-network in             | dev-other in                       | isn't as it was written
                    What would change in            | What would                         | is no file that ./dev deploy ENV --plan
                    """)
    void refusesAFileThatIsNotWhole(String part, String instead, String expected) throws IOException {
        scene.common("stacks: {network: {template: network.yaml}, other: {template: network.yaml}}");
        scene.aws
                .stack("dev-network", "UPDATE_COMPLETE")
                .changes("dev-network", ADDED)
                .stack("dev-other", "UPDATE_COMPLETE")
                .changes("dev-other", ADDED);
        scene.plan(file);
        String whole = Files.readString(file);
        Files.writeString(file, whole.replaceFirst(part, instead == null ? "" : instead));
        assertThat(file).content().isNotEqualTo(whole);

        refusesBeforeAnything("dev", "%s " + expected);
    }

    @Test
    void refusesToPlanIntoWhatIsNoFile(@TempDir Path folder) {
        scene.aws.stack("dev-network", "UPDATE_COMPLETE").changes("dev-network", ADDED);

        assertThat(scene.dev("deploy", "dev", "--plan", "--shown", folder.toString()))
                .isEqualTo(1);

        assertThat(scene.err()).startsWith("dev: %s can't be written".formatted(folder));
        assertThat(scene.aws.calls()).isEmpty();
    }

    /** @param expected how the line begins, with the file in the place of {@code %s} */
    private void refusesBeforeAnything(String environment, String expected) {
        int before = scene.aws.calls("create-change-set").size();

        assertThat(scene.dev("deploy", environment, "--yes", "--approved", file.toString()))
                .isEqualTo(1);

        assertThat(scene.err())
                .startsWith("dev: " + expected.replace("%s", file.toString()))
                .doesNotContain("\n");
        assertThat(scene.aws.calls("create-change-set")).hasSize(before);
    }

    private void secret(String value) {
        scene.common("stacks: {app: {template: app.yaml, parameters: {Secret: %s}}}".formatted(value))
                .template("app", """
                        Parameters: {Secret: {Type: String, NoEcho: true}}
                        Resources: {Group: {Type: AWS::X::Y}}
                        """);
    }
}
