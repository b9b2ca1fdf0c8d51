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
import org.junit.jupiter.api.io.TempDir;

/**
 * What the workflows call of {@code ./dev}, in a repository of the test's own: real git and shell. Docker, the AWS CLI, GitHub's and
 * curl are played by scripts that write down how they were called.
 */
abstract class PipelineSandbox {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    Path repository;
    Path tools;
    final Map<String, String> variables = new HashMap<>();

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

    /** A program that writes down how it was called, and then does that. */
    void tool(String name, String body) {
        try {
            Path tool = Files.writeString(
                    tools.resolve(name), "#!/bin/sh\necho \"" + name + " $*\" >>\"$CALLS\"\n" + body + "\n");
            Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> calls() {
        try {
            Path calls = folder.resolve("calls");
            return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In one line that doesn't come from a shell's own mistake. */
    void refused(Ran ran) {
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.output().lines()).singleElement().asString().startsWith("dev: ");
    }

    Ran dev(String... arguments) {
        List<String> command = new ArrayList<>(List.of("bash", "./dev"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Ran ran = run(command);
        assertThat(ran.exit()).as("%s: %s", command, ran.output()).isZero();
        return ran.output();
    }

    void commit(String message, String file) {
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

    Ran run(List<String> command) {
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
