package dev.todoapp.localcloud.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    Path folder;

    @Test
    void stopsWhatAKilledRunLeftBehind() throws Exception {
        Process leftover = new ProcessBuilder("sleep", "600").start();
        try {
            DataFolder.open(folder).close();
            Files.writeString(
                    folder.resolve("run/children"),
                    leftover.pid() + " " + leftover.info().startInstant().orElseThrow() + " todo-service\n");

            DataFolder.open(folder).close();

            await().until(() -> !leftover.isAlive());
        } finally {
            leftover.destroyForcibly();
        }
    }

    @Test
    void leavesAnotherProcessAloneThatGotTheNumberOfAnOldOne() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            DataFolder.open(folder).close();
            Files.writeString(
                    folder.resolve("run/children"),
                    stranger.pid() + " " + Instant.parse("2020-01-01T00:00:00Z") + " todo-service\n");

            DataFolder.open(folder).close();

            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void refusesAFolderWithSomebodyElsesFilesWhichResetWouldDelete() throws Exception {
        Path mine =
                Files.writeString(Files.createDirectory(folder.resolve("s3")).resolve("mine.txt"), "");

        assertThatThrownBy(() -> DataFolder.open(folder))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("set DATA_DIR to a new folder");
        assertThat(mine).exists();
        assertThat(folder.resolve(".todo-app")).doesNotExist();
    }

    @Test
    void refusesAFolderThatCannotBeWritten() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> DataFolder.open(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("DATA_DIR");
    }

    @Test
    void saysWhoMadeItSoThatResetEmptiesNothingElse() {
        DataFolder.open(folder).close();

        assertThat(folder.resolve(".todo-app")).exists();
        assertThat(folder.resolve("run/launcher.pid")).doesNotExist();
    }
}
