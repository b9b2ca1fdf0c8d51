package dev.todoapp.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions, and what is said of them. */
class VersionCommandsTest extends PipelineSandbox {

    @Test
    void beginsWithVersion010() {
        assertThat(dev("version", "todo-service")).isEqualTo(new Ran(0, "version=0.1.0\n"));
    }

    @ParameterizedTest
    @CsvSource({"'', 1.4.3", "'Release: minor', 1.5.0", "'Release: major', 2.0.0", "'Release: patch', 1.4.3"})
    void raisesTheVersionAsTheCommitsAsk(String trailer, String version) {
        git("tag", "todo-service-v1.4.2");
        commit("Say hello\n\n" + trailer, "todo-service/a.txt");
        commit("Say it twice", "todo-service/b.txt");

        assertThat(dev("version", "todo-service").output()).isEqualTo("version=" + version + "\n");
    }

    @Test
    void asksThePartsOwnCommitsAlone() {
        git("tag", "todo-service-v1.4.2");
        commit("Break the website\n\nRelease: major", "frontend/a.txt");

        assertThat(dev("version", "todo-service").output()).isEqualTo("version=1.4.3\n");
    }

    @Test
    void makesATagOnceAndPushesItWithItsNotes() {
        commit("Say hello\n\nRelease: minor", "todo-service/a.txt");

        dev("version", "todo-service", "--tag");
        Ran again = dev("version", "todo-service", "--tag");

        assertThat(again).isEqualTo(new Ran(0, "version=0.1.0\n"));
        assertThat(git("ls-remote", "--tags", "origin")).contains("refs/tags/todo-service-v0.1.0\n");
        assertThat(git("for-each-ref", "--format=%(contents)", "refs/tags/todo-service-v0.1.0"))
                .contains("### New\n- Say hello (");
    }

    /** Else the later of two runs would publish the earlier commit, over the other's. */
    @ParameterizedTest
    @ValueSource(strings = {"patch", "minor"})
    void refusesAVersionToACommitThatALaterOneHasOvertaken(String size) {
        git("tag", "todo-service-v1.4.2");
        commit("Say hello", "todo-service/a.txt");
        String overtaken = git("rev-parse", "HEAD").strip();
        commit("Say it twice\n\nRelease: " + size, "todo-service/b.txt");
        dev("version", "todo-service", "--tag");
        git("checkout", "--quiet", overtaken);

        Ran ran = dev("version", "todo-service", "--tag");

        assertThat(ran).satisfies(this::refused);
        assertThat(ran.output()).contains("is a later commit's");
    }

    @Test
    void goesByTheTagsOfItsOwnHistoryThatAreVersions() {
        git("tag", "todo-service-v1.4.2");
        for (String tag : List.of("v1", "v1.5", "v1.5.0-rc1", "v1.08.09", "v1.5.0.1", "v1.4.PATH=0", "v1.10.x")) {
            git("tag", "todo-service-" + tag);
        }
        commit("Say hello", "todo-service/a.txt");
        assertThat(dev("version", "todo-service").output()).isEqualTo("version=1.4.3\n");

        git("tag", "todo-service-v1.10.0", "HEAD~1");
        assertThat(dev("version", "todo-service").output()).isEqualTo("version=1.10.1\n");
        git("checkout", "--quiet", "--orphan", "elsewhere");
        git("commit", "--quiet", "--message=Elsewhere");
        git("tag", "todo-service-v1.10.1");
        git("checkout", "--quiet", "main");
        Ran ran = dev("version", "todo-service");
        assertThat(ran).satisfies(this::refused);
        assertThat(ran.output()).contains("isn't in this history");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Rename a field\n\nRelease: major\n\nCo-authored-by: Ada <ada@example.org>",
                "Rename a field\n\nRelease: Major",
                "* One\n\nRelease: minor\n\n* Two\n\nRelease: major\n\n---------"
            })
    void findsTheSizeWhereverItStandsInTheMessage(String message) {
        git("tag", "todo-service-v1.4.2");
        commit(message, "todo-service/a.txt");

        assertThat(dev("version", "todo-service").output()).isEqualTo("version=2.0.0\n");
    }

    @Test
    void takesTheSizeThatAMergeAsksFor() {
        git("tag", "todo-service-v1.4.2");
        git("tag", "frontend-v3.0.0");
        git("checkout", "--quiet", "-b", "side");
        commit("Rename a field", "todo-service/a.txt");
        git("checkout", "--quiet", "main");
        commit("Elsewhere", "frontend/a.txt");
        git("merge", "--quiet", "--no-ff", "--message=Merge a field\n\nRelease: minor", "side");

        assertThat(dev("version", "todo-service").output()).isEqualTo("version=1.5.0\n");
        assertThat(dev("version", "frontend").output()).isEqualTo("version=3.0.1\n");
        assertThat(dev("changelog", "todo-service").output())
                .contains("### New\n- Merge a field (", "### Changed\n- Rename a field (");
    }

    @Test
    void tellsOnesChangesByWhatTheyAskOfOthers() {
        git("tag", "todo-service-v1.0.0");
        commit("Rename a field\n\nRelease: major", "todo-service/a.txt");
        commit("Add a field\n\nRelease: minor", "todo-service/b.txt");
        commit("Mend a field", "todo-service/c.txt");
        commit("Paint the button", "frontend/d.txt");
        git("tag", "todo-service-v2.0.0");

        assertThat(dev("changelog", "todo-service", "2.0.0").output().replaceAll("\\([0-9a-f]{7,}\\)", "(…)"))
                .isEqualTo("""
                        ### Breaking
                        - Rename a field (…)

                        ### New
                        - Add a field (…)

                        ### Changed
                        - Mend a field (…)

                        """);
        assertThat(dev("changelog", "todo-service", "9.9.9")).satisfies(this::refused);
    }

    @Test
    void refusesToGuessAVersionWhereTheHistoryIsCutShort() {
        commit("Another", "todo-service/a.txt");
        Path shallow = folder.resolve("shallow");
        git("clone", "--quiet", "--depth", "1", "file://" + repository, shallow.toString());
        repository = shallow;

        Ran ran = dev("version", "todo-service");

        assertThat(ran).satisfies(this::refused);
        assertThat(ran.output()).contains("git fetch --unshallow --tags");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bench", "todo-service --force"})
    void refusesAVersionOfNothing(String arguments) {
        assertThat(dev(("version " + arguments).strip().split(" "))).satisfies(this::refused);
    }

    @Test
    void announcesAReleaseOnce() {
        git("tag", "todo-service-v1.0.0");
        tool("gh", "test -e \"$CALLS.announced\" || { touch \"$CALLS.announced\"; [ \"$2\" = create ]; }");

        assertThat(dev("announce", "todo-service", "1.0.0").exit()).isZero();
        assertThat(dev("announce", "todo-service", "1.0.0").output()).contains("announced already");
        assertThat(calls().stream().filter(call -> call.startsWith("gh release create")))
                .singleElement()
                .asString()
                .contains("--verify-tag --title todo-service 1.0.0");
    }
}
