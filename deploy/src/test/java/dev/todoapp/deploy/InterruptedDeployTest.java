package dev.todoapp.deploy;

import static dev.todoapp.deploy.FakeAws.ADDED;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./dev deploy} of a stack that was left in the middle of something, or that somebody else is changing. */
class InterruptedDeployTest {

    private Scene scene;

    @BeforeEach
    void open(@TempDir Path folder) {
        scene = new Scene(folder);
    }

    @Test
    void waitsForSomebodyElseWhoIsChangingTheStack() {
        scene.aws
                .stack("dev-network", "UPDATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "UPDATE_COMPLETE")
                .noChanges("dev-network");

        assertThat(scene.dev("deploy", "dev", "--yes")).isZero();

        assertThat(scene.out())
                .contains("dev-network is UPDATE_IN_PROGRESS: somebody else is changing it")
                .contains("no changes");
    }

    @Test
    void deletesAStackThatNeverCameToBeAndMakesItAnew() {
        scene.aws
                .stack("dev-network", "ROLLBACK_COMPLETE", "DELETE_COMPLETE", "REVIEW_IN_PROGRESS", "CREATE_COMPLETE")
                .changes("dev-network", ADDED);

        assertThat(scene.types("y\ny\n").dev("deploy", "dev")).as(scene.err()).isZero();

        assertThat(scene.out())
                .contains("dev-network is ROLLBACK_COMPLETE: it must be deleted before it can be made anew");
        assertThat(scene.aws.calls("delete-stack")).hasSize(1);
        assertThat(scene.aws.inputs("create-change-set"))
                .singleElement()
                .satisfies(input ->
                        assertThat(input.path("ChangeSetType").asString()).isEqualTo("CREATE"));
    }

    @Test
    void finishesAWayBackThatFailedBeforeItChangesAnything() {
        scene.aws
                .stack("dev-network", "UPDATE_ROLLBACK_FAILED", "UPDATE_ROLLBACK_COMPLETE")
                .noChanges("dev-network");

        assertThat(scene.dev("deploy", "dev", "--yes")).isZero();

        assertThat(scene.aws.calls("continue-update-rollback")).hasSize(1);
    }

    @Test
    void makesAStackThatWasOnlyPlanned() {
        scene.aws
                .stack("dev-network", "REVIEW_IN_PROGRESS", "REVIEW_IN_PROGRESS", "CREATE_COMPLETE")
                .changes("dev-network", ADDED);

        assertThat(scene.dev("deploy", "dev", "--yes")).as(scene.err()).isZero();

        assertThat(scene.aws
                        .inputs("create-change-set")
                        .getFirst()
                        .path("ChangeSetType")
                        .asString())
                .isEqualTo("CREATE");
        assertThat(scene.aws.calls("execute-change-set")).hasSize(1);
    }

    @Test
    void saysInAPlanOfOneThatWasOnlyPlannedWhatIsInItAndNoMore() {
        scene.aws.stack("dev-network", "REVIEW_IN_PROGRESS").changes("dev-network", ADDED);

        assertThat(scene.dev("deploy", "dev", "--plan")).as(scene.err()).isZero();

        assertThat(scene.out()).contains("a new stack of 1 resource").doesNotContain("it is made now");
    }

    @Test
    void givesUpWhenAChangeSetThatWasLeftBehindDoesNotGo() {
        scene.aws
                .stack("dev-network", "CREATE_COMPLETE")
                .fails("create-change-set@dev-network", "AlreadyExistsException", "ChangeSet deploy-x already exists");

        assertThat(scene.dev("deploy", "dev", "--yes")).isEqualTo(1);

        assertThat(scene.err()).contains("ChangeSet deploy-x already exists");
        assertThat(scene.aws.calls("create-change-set").size()).isBetween(2, 10);
    }

    @Test
    void putsAnotherInPlaceOfItsOwnChangeSetThatWasLeftBehind() {
        scene.aws.stack("dev-network", "CREATE_COMPLETE").noChanges("dev-network");
        scene.aws
                .fails("create-change-set@dev-network", "AlreadyExistsException", "ChangeSet deploy-x already exists")
                .answers("create-change-set@dev-network", "{\"Id\": \"arn:another\"}");

        assertThat(scene.dev("deploy", "dev", "--yes")).isZero();

        assertThat(scene.aws.calls("create-change-set")).hasSize(2);
        assertThat(scene.aws.calls("delete-change-set").getFirst()).contains("--change-set-name deploy-");
    }

    @Test
    void saysThatNothingWasChangedWhenItIsCutOffWhileItPlans() {
        scene.aws.stack("dev-network", "CREATE_COMPLETE").isInterrupted("describe-change-set");

        assertThat(scene.dev("deploy", "dev", "--yes", "--keep-going")).isEqualTo(130);

        assertThat(scene.err()).isEqualTo("dev: interrupted; nothing was changed");
    }

    @Test
    void saysThatNothingWasChangedWhenItIsCutOffJustBeforeItBegins() {
        scene.aws
                .stack("dev-network", "CREATE_COMPLETE")
                .changes("dev-network", ADDED)
                .isInterrupted("describe-stack-events");

        assertThat(scene.dev("deploy", "dev", "--yes")).isEqualTo(130);

        assertThat(scene.err()).isEqualTo("dev: interrupted; nothing was changed");
        assertThat(scene.aws.calls("execute-change-set")).isEmpty();
    }

    @Test
    void saysThatAwsMayGoOnWhenItIsCutOffAfterThat() {
        scene.aws
                .stack("dev-network", "CREATE_COMPLETE", "CREATE_COMPLETE", "UPDATE_IN_PROGRESS")
                .changes("dev-network", ADDED)
                .answers("describe-stack-events", "{\"StackEvents\": []}")
                .isInterrupted("describe-stack-events");

        assertThat(scene.dev("deploy", "dev", "--yes", "--keep-going")).isEqualTo(130);

        assertThat(scene.err())
                .isEqualTo("dev: interrupted; changes were made or are still under way on AWS: ./dev status dev shows"
                        + " how things stand");
    }

    @Test
    void countsTheEmptyStackOfAPlanForNoChange() {
        scene.aws.changes("dev-network", ADDED).isInterrupted("delete-stack");

        assertThat(scene.dev("deploy", "dev", "--plan")).isEqualTo(130);

        assertThat(scene.err()).isEqualTo("dev: interrupted; nothing was changed");
    }

    /** With a process of its own: the signal reaches it while it waits for an answer, with no call of the CLI under way. */
    @Test
    void removesItsPlanAndSaysSoWhenASignalEndsItAtTheQuestion(@TempDir Path folder) throws Exception {
        Scene other = new Scene(folder);
        other.aws.stack("dev-network", "CREATE_COMPLETE").changes("dev-network", ADDED);
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Ddeploy.root=" + folder,
                "-Ddeploy.asks=true",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "deploy",
                "dev");
        builder.environment().merge("PATH", folder.resolve("fake").toString(), (path, ours) -> ours + ":" + path);
        builder.environment().put("AWS_REGION", "eu-central-1");
        builder.environment().remove("AWS_ENDPOINT_URL");
        Process process = builder.start();
        var shown = new StringBuilder();
        while (!shown.toString().endsWith("Carry this out? [y/N]")) {
            int letter = process.getInputStream().read();
            assertThat(letter).as(shown.toString()).isNotNegative();
            shown.append((char) letter);
        }

        // The process itself would close what it has yet to say.
        process.toHandle().destroy();

        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .isEqualTo("dev: interrupted; nothing was changed");
        assertThat(process.waitFor()).as("SIGTERM").isEqualTo(143);
        assertThat(other.aws.calls("delete-change-set")).hasSize(1);
        assertThat(other.aws.calls("execute-change-set")).isEmpty();
    }
}
