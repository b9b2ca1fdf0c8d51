package dev.todoapp.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The AWS CLI, one process a call, JSON in and out: whatever profile, single sign-on or second factor a person has set up for it
 * works here too. Versions 1 and 2 do.
 */
final class Aws {

    static final JsonMapper JSON = new JsonMapper();

    /** What operations begin with that change nothing, or nothing but a plan. */
    private static final Pattern LOOKS_ONLY = Pattern.compile(
            "(describe|get|list|head|batch-get|filter|validate|lookup|admin-get)-.*|(create|delete)-change-set");

    private final List<String> program;
    private final @Nullable String region;
    private final @Nullable String endpoint;
    private final Map<String, String> environment;
    private final Set<String> changed;

    private Aws(
            List<String> program,
            @Nullable String region,
            @Nullable String endpoint,
            Map<String, String> environment,
            Set<String> changed) {
        this.changed = changed;
        this.program = program;
        this.region = region;
        this.endpoint = endpoint;
        this.environment = environment;
    }

    /**
     * @param program how it is started, such as {@code aws}
     * @param environment what is added to this process's environment variables, or put in their place
     */
    static Aws program(List<String> program, Map<String, String> environment) {
        String endpoint = environment.getOrDefault("AWS_ENDPOINT_URL", "");
        return new Aws(program, null, endpoint.isBlank() ? null : endpoint, Map.copyOf(environment), newSet());
    }

    /** The same in one region: the variable AWS_REGION alone doesn't reach version 1. */
    Aws in(String another) {
        return new Aws(program, another, endpoint, environment, changed);
    }

    /** The same, for another command or for tidying up: what it changes is none of what {@link #changed} gives here. */
    Aws apart() {
        return new Aws(program, region, endpoint, environment, newSet());
    }

    /** The services that were asked to change something, such as {@code cloudformation}; plans don't count. */
    Set<String> changed() {
        return Set.copyOf(changed);
    }

    /** Where an emulator listens, if one is used. */
    @Nullable
    String endpoint() {
        return endpoint;
    }

    /** @throws AwsFailure if it isn't done */
    JsonNode call(String service, String operation, String... arguments) {
        List<String> command = command(service, operation);
        command.addAll(List.of(arguments));
        return run(service + " " + operation, command);
    }

    /** @throws AwsFailure if it isn't done */
    JsonNode call(String service, String operation, ObjectNode input) {
        // Handed over in a file: neither a limit of the command line nor its quoting is in the way, and no process list
        // shows it.
        Path file = null;
        try {
            file = Files.createTempFile("aws-", ".json");
            Files.writeString(file, input.toString());
            List<String> command = command(service, operation);
            command.addAll(List.of("--cli-input-json", "file://" + file));
            return run(service + " " + operation, command);
        } catch (IOException e) {
            throw new Refusal("can't write a temporary file: " + e.getMessage());
        } finally {
            delete(file);
        }
    }

    /** The region that the environment or the profile names, or null. */
    @Nullable
    String configuredRegion() {
        for (String variable : List.of("AWS_REGION", "AWS_DEFAULT_REGION")) {
            String value = environment.getOrDefault(variable, "");
            if (!value.isBlank()) {
                return value;
            }
        }
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("configure", "get", "region"));
        Finished finished = start(command);
        return finished.exitCode() == 0 && !finished.out().isBlank()
                ? finished.out().strip()
                : null;
    }

    private List<String> command(String service, String operation) {
        if (!LOOKS_ONLY.matcher(operation).matches()) {
            changed.add(service);
        }
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(service, operation, "--output", "json"));
        if (region != null) {
            command.addAll(List.of("--region", region));
        }
        if (endpoint != null) {
            // Versions before 1.36 don't know the variable.
            command.addAll(List.of("--endpoint-url", endpoint));
        }
        return command;
    }

    private JsonNode run(String operation, List<String> command) {
        Finished finished = start(command);
        if (finished.exitCode() != 0) {
            throw AwsFailure.of(operation, finished.err());
        }
        try {
            return finished.out().isBlank() ? JSON.createObjectNode() : JSON.readTree(finished.out());
        } catch (JacksonException e) {
            throw new Refusal("aws %s answered what is no JSON: %s".formatted(operation, finished.out()));
        }
    }

    private Finished start(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        // One that is set to nothing counts as one that isn't set, to us as to a shell.
        builder.environment().values().removeIf(String::isEmpty);
        // Never a pager, never a question: nobody would see them.
        builder.environment().put("AWS_PAGER", "");
        builder.environment().put("AWS_CLI_AUTO_PROMPT", "off");
        if (endpoint != null) {
            // What an emulator can't do it can't do at the fourth attempt either.
            builder.environment().putIfAbsent("AWS_MAX_ATTEMPTS", "1");
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Process process = builder.start();
            process.getOutputStream().close();
            CompletableFuture<String> err =
                    CompletableFuture.supplyAsync(() -> text(process.getErrorStream()), threads);
            String out = text(process.getInputStream());
            int exitCode = process.waitFor();
            if (exitCode == CutOff.EXIT_CODE) {
                // Ctrl-C reaches the CLI as well as us.
                throw new Interrupted();
            }
            return new Finished(exitCode, out, err.join());
        } catch (IOException e) {
            throw new Refusal("the AWS CLI is missing: install it (https://aws.amazon.com/cli) and try again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Interrupted();
        }
    }

    private static Set<String> newSet() {
        return ConcurrentHashMap.newKeySet();
    }

    private static String text(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // It is in the temporary folder, where somebody else tidies up.
        }
    }

    private record Finished(int exitCode, String out, String err) {}
}
