package dev.todoapp.deploy;

import static dev.todoapp.deploy.FakeAws.ADDED;
import static org.assertj.core.api.Assertions.assertThat;

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
}
