package dev.todoapp.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The docker command, in the repository's root. */
final class Docker {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Docker() {}

    /** The version of the images that were built. Where none was, whoever asks is not run. */
    static String version() {
        @Nullable String version = System.getProperty("images.version");
        if (version == null) {
            return Assumptions.abort("not run: images take minutes to build; ./dev test images does it");
        }
        return version;
    }

    /** Of these images the one that alone was built, where only one was. */
    static List<String> built(String... images) {
        String only = System.getProperty("images.only", "");
        return Stream.of(images)
                .filter(image -> only.isEmpty() || only.equals(image))
                .toList();
    }

    /** @return what it printed, errors and all; it must end well */
    static String docker(String... arguments) {
        Result result = attempt(arguments);
        assertThat(result.exit())
                .as("docker %s:%n%s", List.of(arguments), result.output())
                .isZero();
        return result.output().strip();
    }

    record Result(int exit, String output) {}

    static Result attempt(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(ROOT.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            return fail("docker can't be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("interrupted");
        }
    }

    static JsonNode inspect(String thing) {
        return JsonMapper.shared().readTree(docker("inspect", thing)).get(0);
    }

    /** The names of all files of a container, which need not run. */
    static List<String> files(String container) {
        try {
            Process process = new ProcessBuilder("/bin/sh", "-c", "docker export " + container + " | tar -t").start();
            try (Stream<String> lines = process.inputReader().lines()) {
                return lines.toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }
}
