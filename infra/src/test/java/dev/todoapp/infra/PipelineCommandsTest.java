package dev.todoapp.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the workflows call of {@code ./dev}, in a repository of the test's own: real git and shell. Docker, the AWS CLI, GitHub's and
 * curl are played by scripts that write down how they were called.
 */
class PipelineCommandsTest {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final String WANTED = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private static final String IMAGE = "ghcr.io/someone/todo-app/todo-service@" + WANTED;

    @TempDir
    private Path folder;

    private Path repository;
    private Path tools;
    private final Map<String, String> variables = new HashMap<>();

    record Ran(int exit, String output) {}

    @BeforeEach
    void makeARepository() throws IOException {
        repository = Files.createDirectory(folder.resolve("repository"));
        tools = Files.createDirectory(folder.resolve("tools"));
        for (String part : List.of("dev", "scripts", ".github")) {
            copy(PROJECT.resolve(part), repository.resolve(part));
        }
        git("init", "--quiet", "--bare", folder.resolve("origin.git").toString());
        git("init", "--quiet", "--initial-branch=main");
        git("remote", "add", "origin", folder.resolve("origin.git").toString());
        commit("The first", "dev");
    }

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
                "AKIAQ2W3E4R5T6Y7U2I3",
                "-----BEGIN RSA PRIVATE KEY-----",
                "ghp_0123456789abcdefghijABCDEFGHIJ012345",
                "https://hooks.slack.com/services/T0AAAAAAA/B0AAAAAAA/abcdefghijklmnopqrstuvwx"
            })
    void findsAKeyThatWasOnceCommittedAndDoesNotRepeatIt(String key) throws IOException {
        assertThat(dev("secrets").exit()).isZero();
        Files.writeString(repository.resolve("settings.txt"), "key = " + key + "\n");
        git("add", "--all");
        git("commit", "--quiet", "--message=Settings");
        git("rm", "--quiet", "settings.txt");
        git("commit", "--quiet", "--message=No settings");

        Ran ran = dev("secrets");

        assertThat(ran).satisfies(this::refused);
        assertThat(ran.output()).contains(":settings.txt").doesNotContain(key);
    }

    @Test
    void publishesAnImageUnderBothOfItsTagsByteForByte() {
        registry("");
        variables.put("VERSION", "1.4.0");

        Ran ran = dev("publish", "todo-service", IMAGE, "dev");

        String commit = git("rev-parse", "--short=12", "HEAD").strip();
        String name = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/dev-todo-service";
        assertThat(ran.exit()).as(ran.output()).isZero();
        assertThat(calls())
                .contains(
                        "docker buildx imagetools create --tag " + name + ":build-" + commit + " " + IMAGE,
                        "docker buildx imagetools create --tag " + name + ":release-1.4.0 " + IMAGE)
                .noneMatch(call -> call.startsWith("gh "));
        // Whoever repeats it changes nothing.
        int before = calls().size();
        assertThat(dev("publish", "todo-service", IMAGE, "dev").exit()).isZero();
        assertThat(calls().subList(before, calls().size())).noneMatch(call -> call.contains(" create "));
    }

    @Test
    void publishesInAPipelineOnlyWhatThisRepositorysPipelineHasAttested() {
        registry("");
        tool("gh", "exit 1");
        variables.putAll(Map.of("VERSION", "1.4.0", "GITHUB_REPOSITORY", "someone/todo-app"));

        assertThat(dev("publish", "todo-service", IMAGE, "dev").exit()).isNotZero();
        assertThat(calls())
                .contains("gh attestation verify oci://" + IMAGE + " --repo someone/todo-app")
                .noneMatch(call -> call.contains(" create "));
    }

    @Test
    void neverMovesATag() {
        registry("sha256:" + "b".repeat(64));
        variables.put("VERSION", "1.4.0");

        Ran ran = dev("publish", "todo-service", IMAGE, "dev");

        assertThat(ran).satisfies(this::refused);
        assertThat(ran.output()).contains("needs another version");
        assertThat(calls()).noneMatch(call -> call.contains(" create "));
    }

    /** An error other than "there is no such image" must not be taken for it. */
    @Test
    void endsWhereTheRegistryCannotBeAsked() {
        registry("");
        tool("aws", """
                case "$*" in
                  *get-caller-identity*) echo 123456789012 ;;
                  *describe-images*) echo 'An error occurred (AccessDeniedException)' >&2; exit 254 ;;
                esac""");
        variables.put("VERSION", "1.4.0");

        Ran ran = dev("publish", "todo-service", IMAGE, "dev");

        assertThat(ran.exit()).isNotZero();
        assertThat(ran.output()).contains("AccessDeniedException");
        assertThat(calls()).noneMatch(call -> call.contains(" create "));
    }

    @ParameterizedTest
    @CsvSource({
        "1.4.0, todo-service, todo-app/todo-service:1.4.0",
        "1.4.0, bench, " + IMAGE,
        "'', todo-service, " + IMAGE,
        "latest, todo-service, " + IMAGE
    })
    void publishesNothingThatIsNotNamedExactly(String version, String service, String image) {
        registry("");
        variables.put("VERSION", version);

        assertThat(dev("publish", service, image, "dev")).satisfies(this::refused);
        assertThat(calls()).isEmpty();
    }

    @Test
    void keepsEachRunsResultsTheLatestFirst() throws IOException {
        Path results = Files.createDirectories(repository.resolve("bench/results"));
        Files.writeString(results.resolve("todos.md"), "first");
        commit("Measure", "bench/results/todos.md");

        Ran first = dev("keep-results");
        Files.writeString(results.resolve("todos.md"), "second");
        commit("Measure again", "bench/results/files.md");
        Ran second = dev("keep-results");

        assertThat(first.exit()).as(first.output()).isZero();
        assertThat(second.exit()).as(second.output()).isZero();
        git("fetch", "--quiet", "origin", "bench-results");
        assertThat(git("ls-tree", "-r", "--name-only", "FETCH_HEAD").lines()).hasSize(1 + 1 + 2);
        assertThat(git("show", "FETCH_HEAD:README.md").lines().filter(line -> line.startsWith("- ")))
                .hasSize(2)
                .isSortedAccordingTo((one, other) -> other.substring(0, 18).compareTo(one.substring(0, 18)));
        assertThat(git("status", "--porcelain")).isEmpty();
        assertThat(git("worktree", "list").lines()).hasSize(1);
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

        assertThat(ran.output()).startsWith("::notice ").contains("AWS_ROLE_ARN");
        assertThat(Files.readString(page)).startsWith("Not released: ");
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

    /** A registry that has what was put there, or at first an image under each tag. */
    private void registry(String digest) {
        variables.put("AWS_REGION", "eu-central-1");
        tool("aws", """
                case "$*" in
                  *get-caller-identity*) echo 123456789012 ;;
                  *describe-images*)
                    tag=${*##*imageTag=}; tag=${tag%%%% *}
                    if [ -n "%s" ]; then echo "%s"
                    elif grep -q "create --tag .*:$tag " "$CALLS"; then echo "%s"
                    else echo 'An error occurred (ImageNotFoundException)' >&2; exit 254; fi ;;
                esac""".formatted(digest, digest, WANTED));
        tool("docker", "case \"$*\" in login*) cat >/dev/null ;; esac");
        tool("gh", ":");
    }

    /** A program that writes down how it was called, and then does that. */
    private void tool(String name, String body) {
        try {
            Path tool = Files.writeString(
                    tools.resolve(name), "#!/bin/sh\necho \"" + name + " $*\" >>\"$CALLS\"\n" + body + "\n");
            Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> calls() {
        try {
            Path calls = folder.resolve("calls");
            return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In one line that doesn't come from a shell's own mistake. */
    private void refused(Ran ran) {
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.output().lines()).singleElement().asString().startsWith("dev: ");
    }

    private Ran dev(String... arguments) {
        List<String> command = new ArrayList<>(List.of("bash", "./dev"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Ran ran = run(command);
        assertThat(ran.exit()).as("%s: %s", command, ran.output()).isZero();
        return ran.output();
    }

    private void commit(String message, String file) {
        try {
            Path changed = repository.resolve(file);
            Files.createDirectories(changed.getParent());
            Files.writeString(changed, (Files.exists(changed) ? Files.readString(changed) : "") + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        git("add", "--all");
        git("commit", "--quiet", "--message=" + message);
    }

    private Ran run(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Map<String, String> environment = builder.environment();
        environment
                .keySet()
                .removeIf(name -> name.startsWith("GITHUB_") || name.startsWith("AWS_") || name.startsWith("GIT_"));
        environment.put("PATH", tools + ":" + environment.get("PATH"));
        environment.put("CALLS", folder.resolve("calls").toString());
        for (String who : List.of("AUTHOR", "COMMITTER")) {
            environment.put("GIT_" + who + "_NAME", "someone");
            environment.put("GIT_" + who + "_EMAIL", "someone@example.com");
        }
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.putAll(variables);
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file :
                    (Iterable<Path>) files.filter(path -> !path.toString().contains("node_modules"))::iterator) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }
}
