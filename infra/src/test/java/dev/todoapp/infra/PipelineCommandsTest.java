package dev.todoapp.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pipelines do around the work itself. */
class PipelineCommandsTest extends PipelineSandbox {

    @Test
    void saysWhatAChangeIsAbout() {
        String base = git("rev-parse", "HEAD").strip();
        commit("A page", "frontend/a.txt");

        assertThat(dev("changes", base).output().lines())
                .contains("frontend=true", "java=false", "stacks=false", "system=true");
        assertThat(dev("changes", "nowhere")).satisfies(this::refused);
    }

    @Test
    void takesSkippedJobsForUnneededOnesAndNoOthers() {
        assertThat(dev("verdict", "success", "skipped").exit()).isZero();
        assertThat(dev("verdict", "success", "cancelled")).satisfies(this::refused);
        assertThat(dev("verdict", "failure")).satisfies(this::refused);
        assertThat(dev("verdict")).satisfies(this::refused);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AKIA.Q2W3E4R5T6Y7U2I3",
                "-----BEGIN RSA. PRIVATE KEY-----",
                "ghp_.0123456789abcdefghijABCDEFGHIJ012345",
                "https://hooks.slack.com/services/T0AAAAAAA/.B0AAAAAAA/abcdefghijklmnopqrstuvwx"
            })
    void findsAKeyThatWasOnceCommittedAndDoesNotRepeatIt(String pieces) throws IOException {
        // In one piece it would be found in this file.
        String key = pieces.replaceFirst("\\.(?=[A-Z0-9 ])", "");
        assertThat(dev("secrets").exit()).isZero();
        Files.writeString(repository.resolve("settings.txt"), "key = " + key + " # EXAMPLE\n");
        git("add", "--all");
        git("commit", "--quiet", "--message=Settings");
        String commit = git("rev-parse", "HEAD").strip();
        git("rm", "--quiet", "settings.txt");
        git("commit", "--quiet", "--message=No settings");

        Ran ran = dev("secrets");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.output()).contains("in " + commit.substring(0, 12)).doesNotContain(key);
        Files.writeString(repository.resolve(".github/no-secrets.txt"), named(ran) + "\n");
        assertThat(dev("secrets").exit()).isZero();
    }

    @Test
    void takesForNoKeyWhatWasNamedSoWhateverItsCommitIsCalled() throws IOException {
        Files.writeString(repository.resolve("settings.txt"), "AKIA" + "Q2W3E4R5T6Y7U2I3");
        git("add", "--all");
        git("commit", "--quiet", "--message=Settings");
        Files.writeString(repository.resolve(".github/no-secrets.txt"), named(dev("secrets")));

        git("commit", "--quiet", "--amend", "--message=Other words");
        git("config", "diff.noprefix", "true");
        assertThat(dev("secrets").exit()).isZero();

        Files.writeString(repository.resolve("other.txt"), "AKIA" + "Q2W3E4R5T6Y7U2I3");
        git("add", "--all");
        git("commit", "--quiet", "--message=Another place");
        assertThat(named(dev("secrets"))).startsWith("other.txt:");
    }

    @Test
    void findsAKeyInAMergeAndInAMessage() throws IOException {
        String key = "AKIA" + "Q2W3E4R5T6Y7U2I3";
        git("checkout", "--quiet", "-b", "side");
        commit("On the side", "a.txt");
        git("checkout", "--quiet", "main");
        commit("On main", "b.txt");
        git("merge", "--quiet", "--no-commit", "--no-ff", "side");
        Files.writeString(repository.resolve("settings.txt"), key);
        git("add", "--all");
        git("commit", "--quiet", "--message=Merge");
        commit("Use " + key, "c.txt");

        assertThat(dev("secrets").output()).contains("  settings.txt:", "  message:");
    }

    @Test
    void callsNoHistoryCleanThatItCannotRead() {
        variables.put("GIT_DIR", folder.resolve("nowhere").toString());

        assertThat(dev("secrets").exit()).isEqualTo(1);
    }

    @Test
    void takesTheSampleOfAwssDocumentationForNoKey() throws IOException {
        Files.writeString(repository.resolve("settings.txt"), "AKIA" + "IOSFODNN7EXAMPLE");
        git("add", "--all");
        git("commit", "--quiet", "--message=Settings");

        assertThat(dev("secrets").exit()).isZero();
    }

    @Test
    void keepsWhatEachRunHasMeasuredTheLatestFirst() throws IOException {
        commit("What was measured on another day", "bench/results/start.md");
        Path measured = Files.createDirectories(repository.resolve("bench/target/kept"));
        Files.writeString(repository.resolve(".gitignore"), "target/\n");
        commit("Leave out what is built", ".gitignore");
        Files.writeString(measured.resolve("todos.md"), "first");

        Ran first = dev("keep-results");
        commit("Another", "bench/a.txt");
        Files.writeString(measured.resolve("todos.md"), "second");
        Files.writeString(measured.resolve("files.md"), "second");
        Ran second = dev("keep-results");

        assertThat(first.exit()).as(first.output()).isZero();
        assertThat(second.exit()).as(second.output()).isZero();
        git("fetch", "--quiet", "origin", "bench-results");
        assertThat(git("ls-tree", "-r", "--name-only", "FETCH_HEAD").lines())
                .hasSize(1 + 1 + 2)
                .noneMatch(file -> file.endsWith("start.md"));
        assertThat(git("show", "FETCH_HEAD:README.md").lines().filter(line -> line.startsWith("- ")))
                .hasSize(2)
                .isSortedAccordingTo((one, other) -> other.substring(0, 18).compareTo(one.substring(0, 18)));
        assertThat(git("status", "--porcelain")).isEmpty();
        assertThat(git("worktree", "list").lines()).hasSize(1);
    }

    /** Where every measurement has broken off, the numbers of another day would be taken for this one's. */
    @Test
    void keepsNothingWhereNothingWasMeasured() {
        commit("What was measured on another day", "bench/results/start.md");

        assertThat(dev("keep-results")).satisfies(this::refused);
        assertThat(git("ls-remote", "origin")).doesNotContain("bench-results");
    }

    /** A release doesn't depend on who hears of it. */
    @Test
    void goesOnWhereSlackCannotBeTold() {
        tool("curl", "cat >/dev/null; exit 22");
        variables.put("SLACK_WEBHOOK_URL", "https://slack.example/secret");

        Ran ran = dev("tell", "success");

        assertThat(ran.exit()).as(ran.output()).isZero();
        assertThat(ran.output()).contains("::warning ").doesNotContain("secret");
    }

    /** GitHub makes an environment that is missing by itself, and lets everything into it. */
    @Test
    void seesToItThatSomebodyApproves() {
        variables.put("GITHUB_REPOSITORY", "someone/todo-app");
        tool("gh", "echo branch_policy; echo required_reviewers");
        assertThat(dev("approval", "prod").exit()).isZero();
        assertThat(calls()).contains("gh api repos/someone/todo-app/environments/prod --jq .protection_rules[].type");

        tool("gh", "echo branch_policy");
        assertThat(dev("approval", "prod")).satisfies(this::refused);
        tool("gh", "exit 1");
        assertThat(dev("approval", "prod").exit()).isNotZero();
        variables.remove("GITHUB_REPOSITORY");
        assertThat(dev("approval", "prod")).satisfies(this::refused);
        assertThat(dev("preview", "stage")).satisfies(this::refused);
        variables.put("APPROVAL", "none");
        assertThat(dev("approval", "prod").output()).contains("nobody approves");
    }

    @Test
    void refusesAChangeWhoseSizeNobodyWouldUnderstand() {
        String base = git("rev-parse", "HEAD").strip();
        commit("Break it\n\nRelease: Major", "a.txt");
        assertThat(dev("changes", base).exit()).isZero();

        commit("Break it more\n\nRelease: huge", "b.txt");

        assertThat(dev("changes", base)).satisfies(this::refused);
    }

    @Test
    void tellsSlackWithoutShowingItsAddress() {
        assertThat(dev("tell", "success").output()).contains("nobody is told");
        tool("curl", "cat >>\"$CALLS\"");
        variables.putAll(Map.of("SLACK_WEBHOOK_URL", "https://slack.example/secret", "GITHUB_WORKFLOW", "infra"));

        Ran ran = dev("tell", "success", "failure");

        assertThat(ran.exit()).as(ran.output()).isZero();
        assertThat(ran.output()).contains("infra: failed").doesNotContain("secret");
        assertThat(calls())
                .anyMatch(line -> line.equals("url = \"https://slack.example/secret\""))
                .filteredOn(line -> line.startsWith("curl "))
                .singleElement()
                .asString()
                .contains("infra: failed")
                .doesNotContain("secret");
    }

    @Test
    void saysOnThePageOfTheRunWhatIsNotDone() throws IOException {
        Path page = folder.resolve("page.md");
        variables.put("GITHUB_STEP_SUMMARY", page.toString());

        Ran ran = dev("notice", "Not released");

        assertThat(ran.output()).startsWith("::notice ").contains("docs/pipelines.md");
        assertThat(Files.readString(page)).startsWith("Not released (");
    }

    /** What would have to stand in .github/no-secrets.txt. */
    private static String named(Ran ran) {
        return ran.output()
                .lines()
                .filter(line -> line.startsWith("  "))
                .map(line -> line.strip().replaceFirst(", in [0-9a-f]+$", ""))
                .collect(Collectors.joining("\n"));
    }
}
