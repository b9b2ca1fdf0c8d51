package dev.todoapp.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
 * What {@code ./dev images} builds on and writes on the images, and when the journeys in containers are refused, in a repository of
 * the test's own. Docker is played by a script that writes down how it was called: it has the images that {@code HAS} lists, and its
 * registry those that {@code PULLS} lists.
 */
class ContainerCommandsTest {

    private static final String DIGEST = "sha256:" + "a".repeat(64);
    private static final String HERE = "eclipse-temurin:25-jre";

    @TempDir
    Path folder;

    private final Map<String, String> variables = new HashMap<>();
    private String pinned = "";

    private record Ran(int exit, String output, List<String> builds) {}

    @BeforeEach
    void makeARepository() throws Exception {
        for (String file : List.of(
                "dev",
                "scripts/lib.sh",
                "scripts/version.sh",
                "scripts/build.sh",
                "scripts/test.sh",
                "scripts/images.sh",
                "scripts/compose.sh",
                "images/base/Dockerfile")) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.copy(Docker.ROOT.resolve(file), folder.resolve(file));
        }
        pinned = Files.readAllLines(folder.resolve("images/base/Dockerfile"))
                .getLast()
                .replace("FROM ", "");
        Path docker =
                Files.writeString(Files.createDirectory(folder.resolve("tools")).resolve("docker"), """
                #!/bin/sh
                echo "$*" >>"$CALLS"
                case "$1 $2" in
                  "image inspect")
                    for image; do :; done
                    case " $HAS $(cat "$CALLS.pulled" 2>/dev/null) " in *" $image "*) ;; *) exit 1 ;; esac
                    case "$*" in *RepoDigests*) echo "$DIGESTS" ;; esac
                    ;;
                  "pull -q")
                    case " $PULLS " in *" $3 "*) echo "$3" >>"$CALLS.pulled" ;; *) echo "the registry's reason" >&2; exit 1 ;; esac
                    ;;
                esac
                """);
        Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwxr-xr-x"));
        bash(
                "git init --quiet && git -c user.name=a -c user.email=a@example.com commit --quiet --allow-empty -m First");
    }

    @Test
    void buildsOnTheJvmThatTheOneFileNamesAndSaysByWhichDigestItWasPulled() throws Exception {
        variables.putAll(Map.of("PULLS", pinned, "DIGESTS", "eclipse-temurin@" + DIGEST, "CI_REQUIRE_TOOLS", "true"));

        Ran ran = build();

        assertThat(ran.exit()).as(ran.output()).isZero();
        assertThat(ran.output()).contains(pinned, DIGEST);
        assertThat(ran.builds())
                .singleElement()
                .asString()
                .contains(
                        "--build-arg JRE=" + pinned + " ",
                        "--label org.opencontainers.image.base.digest=" + DIGEST + " ");
    }

    @Test
    void takesADigestByWhichTheJvmIsNamed() throws Exception {
        variables.putAll(Map.of("JRE_IMAGE", "example/jre@" + DIGEST, "HAS", "example/jre@" + DIGEST));
        variables.put("DIGESTS", "other@sha256:" + "b".repeat(64));

        assertThat(build().builds()).singleElement().asString().contains("base.digest=" + DIGEST + " ");
    }

    @Test
    void givesNoDigestToAJvmThatNoRegistryHasGivenAndTakesNoneInAPipeline() throws Exception {
        variables.put("HAS", pinned);
        assertThat(build().builds()).singleElement().asString().doesNotContain("base.digest");

        variables.put("CI_REQUIRE_TOOLS", "true");
        Ran inPipeline = build();

        assertThat(inPipeline.exit()).isEqualTo(1);
        assertThat(inPipeline.output()).contains(pinned + " has no digest");
        assertThat(inPipeline.builds()).hasSize(1);
    }

    @Test
    void takesAnotherJvmOfThisMachineOnlyOutsideAPipelineAndSaysSo() throws Exception {
        variables.put("HAS", HERE);
        Ran here = build();
        assertThat(here.output()).contains(pinned + " can't be pulled");
        assertThat(here.builds()).singleElement().asString().contains("--build-arg JRE=" + HERE + " ");

        variables.put("CI_REQUIRE_TOOLS", "true");

        assertThat(build().output()).contains("neither here nor can it be pulled: the registry's reason");
    }

    @ParameterizedTest
    @CsvSource({
        "https://github.com/someone/todo-app.git,    https://github.com/someone/todo-app",
        "https://github.com/someone/todo-app/,       https://github.com/someone/todo-app",
        "https://me:secret@github.com/someone/a.b,   https://github.com/someone/a.b",
        "git@github.com:someone/todo-app.git,        https://github.com/someone/todo-app",
        "ssh://git@github.com/someone/todo-app.git,  https://github.com/someone/todo-app",
    })
    void saysWhereTheSourcesAreAndNothingElseThatTheClonesAddressHolds(String origin, String source) throws Exception {
        variables.put("HAS", HERE);
        bash("git remote add origin " + origin);

        assertThat(build().builds())
                .singleElement()
                .asString()
                .contains("--label org.opencontainers.image.source=" + source + " ")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../origin.git",
                "https://example.org/someone/todo-app",
                "https://example.org/@github.com/someone/todo-app",
                "https://github.com.example.org/someone/todo-app",
                "git@example.org:someone/todo-app.git"
            })
    void inventsNoAddressForAnOriginElsewhere(String origin) throws Exception {
        variables.put("HAS", HERE);
        bash("git remote add origin " + origin);

        assertThat(build().builds()).singleElement().asString().doesNotContain("image.source");
    }

    @Test
    void saysInAPipelineWhichRepositoryRunsIt() throws Exception {
        variables.put("HAS", HERE);
        variables.putAll(
                Map.of("GITHUB_SERVER_URL", "https://github.example", "GITHUB_REPOSITORY", "someone/todo-app"));

        assertThat(build().builds())
                .singleElement()
                .asString()
                .contains("--label org.opencontainers.image.source=https://github.example/someone/todo-app ");
    }

    @Test
    void buildsAReleaseUnderItsOwnVersion() throws Exception {
        variables.putAll(Map.of("HAS", HERE, "VERSION", "1.4.0"));

        assertThat(build().builds())
                .singleElement()
                .asString()
                .contains("--tag todo-app/todo-service:1.4.0 ", "--build-arg VERSION=1.4.0 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PORT", "COGNITO_PORT", "S3_PORT"})
    void startsNoJourneysInContainersWhereAPortIsTaken(String name) throws Exception {
        for (String other : List.of("PORT", "COGNITO_PORT", "S3_PORT")) {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                variables.put(other, Integer.toString(free.getLocalPort()));
            }
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            variables.put(name, Integer.toString(taken.getLocalPort()));

            Ran ran = bash("./dev e2e --compose");

            assertThat(ran.exit()).isEqualTo(1);
            assertThat(ran.output())
                    .isEqualTo("dev: port %d is taken: stop what listens there, or set %s to another\n"
                            .formatted(taken.getLocalPort(), name));
            assertThat(ran.builds()).isEmpty();
            assertThat(folder.resolve("target")).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PORT=99999", "PORT=abc", "PORT=", "COGNITO_PORT=18080", "E2E_NETWORK=bogus"})
    void startsNoJourneysWithAddressesThatCannotBe(String setting) throws Exception {
        String[] named = setting.split("=", 2);
        variables.put(named[0], named[1]);

        Ran ran = bash("./dev e2e --compose");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.output()).startsWith("dev: " + named[0] + " is ").hasLineCount(1);
        assertThat(folder.resolve("target")).doesNotExist();
    }

    private Ran build() throws IOException, InterruptedException {
        return bash("""
                set -euo pipefail
                ROOT=$PWD
                source scripts/lib.sh; source scripts/build.sh; source scripts/images.sh
                start_log; build_images todo-service""");
    }

    private Ran bash(String script) throws IOException, InterruptedException {
        Path calls = folder.resolve("calls");
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment
                .keySet()
                .removeIf(name ->
                        name.matches("(GITHUB|GIT)_.*|CI_REQUIRE_TOOLS|JRE_IMAGE|VERSION|E2E_NETWORK|(.*_)?PORT"));
        environment.put("PATH", folder.resolve("tools") + ":" + environment.get("PATH"));
        environment.put("CALLS", calls.toString());
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.putAll(variables);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        return new Ran(
                exit,
                output,
                Files.exists(calls)
                        ? Files.readAllLines(calls).stream()
                                .filter(call -> call.startsWith("build "))
                                .toList()
                        : List.of());
    }
}
