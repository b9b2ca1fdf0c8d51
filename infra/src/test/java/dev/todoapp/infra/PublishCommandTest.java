package dev.todoapp.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An image's way into an environment's own registry. */
class PublishCommandTest extends PipelineSandbox {

    private static final String WANTED = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private static final String IMAGE = "ghcr.io/someone/todo-app/todo-service@" + WANTED;

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
    void publishesInAPipelineWhatTheWorkflowOfImagesHasMadeForThisCommitOfMain() {
        registry("");
        variables.putAll(Map.of("VERSION", "1.4.0", "GITHUB_REPOSITORY", "someone/todo-app"));

        Ran ran = dev("publish", "todo-service", IMAGE, "dev");

        assertThat(ran.exit()).as(ran.output()).isZero();
        String workflow = "someone/todo-app/.github/workflows/service-dev.yml";
        assertThat(calls())
                .containsSubsequence(
                        "gh attestation verify oci://" + IMAGE + " --repo someone/todo-app --signer-workflow "
                                + workflow
                                + " --source-ref refs/heads/main --source-digest "
                                + git("rev-parse", "HEAD").strip(),
                        "cosign verify " + IMAGE
                                + " --certificate-oidc-issuer https://token.actions.githubusercontent.com"
                                + " --certificate-identity https://github.com/" + workflow + "@refs/heads/main")
                .anyMatch(call -> call.contains(" create "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gh", "cosign"})
    void publishesInAPipelineNothingThatOneOfThemDoubts(String tool) {
        registry("");
        tool(tool, "exit 1");
        variables.putAll(Map.of("VERSION", "1.4.0", "GITHUB_REPOSITORY", "someone/todo-app"));

        assertThat(dev("publish", "todo-service", IMAGE, "dev").exit()).isNotZero();
        assertThat(calls()).noneMatch(call -> call.contains(" create "));
    }

    @Test
    void joinsWhatWasPushedByItsDigestsOnce() {
        String arm = "sha256:" + "b".repeat(64);
        String name = "ghcr.io/someone/todo-app/todo-service";
        docker("", WANTED + arm);
        variables.put("VERSION", "1.4.0");

        Ran ran = join(WANTED, arm);

        assertThat(ran.output()).isEqualTo("name=%1$s\ndigest=%2$s\nimage=%1$s@%2$s\n".formatted(name, WANTED));
        String create =
                "docker buildx imagetools create --tag %1$s:1.4.0 %1$s@%2$s %1$s@%3$s".formatted(name, WANTED, arm);
        assertThat(calls()).contains(create);
        // A run that is repeated: what it would make is there.
        assertThat(join(WANTED, arm)).isEqualTo(ran);
        assertThat(calls()).containsOnlyOnce(create);
        assertThat(join(WANTED, "sha256:" + "c".repeat(64))).satisfies(this::refused);
        assertThat(join(WANTED, "1.4.0-arm64")).satisfies(this::refused);
    }

    private Ran join(String amd64, String arm64) {
        return dev("join", "todo-service", "ghcr.io/Someone/todo-app", amd64, arm64);
    }

    @Test
    void saysTheDigestOfWhatItHasPushed() {
        String name = "ghcr.io/someone/todo-app/todo-service";
        docker("other/name@sha256:0\n" + name + "@" + WANTED, "");
        variables.put("VERSION", "1.4.0");

        Ran ran = dev("push", "todo-service", "ghcr.io/Someone/todo-app");

        assertThat(ran.output())
                .startsWith("name=%s\ndigest=%s\n".formatted(name, WANTED))
                .containsPattern("(amd|arm)64=" + WANTED);
        docker("", "");
        assertThat(dev("push", "todo-service", "ghcr.io/Someone/todo-app")).satisfies(this::refused);
    }

    /** Another training makes another image, and the version is out. */
    @Test
    void pushesAVersionThatIsOutNoSecondTime() {
        tool("docker", ":");
        variables.put("VERSION", "1.4.0");

        assertThat(dev("push", "todo-service", "ghcr.io/someone/todo-app")).satisfies(this::refused);
        assertThat(dev("push", "bench", "ghcr.io/someone/todo-app").output()).contains("there is no service 'bench'");
        assertThat(calls()).noneMatch(call -> call.startsWith("docker push"));
    }

    /** A registry that has the joined image from its making on. */
    private void docker(String repoDigests, String manifest) {
        tool("docker", """
                case "$*" in
                  *create*) : ;;
                  *imagetools*) grep -q ' create ' "$CALLS" || exit 1
                    case "$*" in *--raw*) echo '%s' ;; *) echo %s ;; esac ;;
                  *"image inspect"*) printf '%%s\\n' '%s' ;;
                esac""".formatted(manifest, WANTED, repoDigests));
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
        "latest, todo-service, " + IMAGE,
        "1.4.0 x, todo-service, " + IMAGE,
        "1.4.0, files-service, " + IMAGE
    })
    void publishesNothingThatIsNotNamedExactly(String version, String service, String image) {
        registry("");
        variables.put("VERSION", version);

        assertThat(dev("publish", service, image, "dev")).satisfies(this::refused);
        assertThat(dev("publish", service, image, "nowhere")).satisfies(this::refused);
        assertThat(calls()).isEmpty();
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
        tool("cosign", ":");
    }
}
