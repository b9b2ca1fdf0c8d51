package dev.todoapp.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM of its own: what is measured, and what makes the load, never share one. */
final class Child implements AutoCloseable {

    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final long STOP_SECONDS = 15;
    private static final long POLL_MILLIS = 50;
    private static final long CLOSE_POLL_MILLIS = 5;
    private static final List<String> FOREIGN = List.of("AWS_", "SPRING_", "SERVER_", "MANAGEMENT_", "JWKS_URI");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    private final String name;
    private final Process process;
    private final Path log;

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a JVM.
     *
     * @param work the folder that gets its log
     * @param options of the JVM, and what it is to run
     * @param variables its environment, beside the parent's
     */
    static Child start(String name, Path work, List<String> options, Map<String, String> variables) {
        return start(List.of(), name, work, options, variables);
    }

    /**
     * The same, on some of the machine's CPUs alone.
     *
     * @param cpus such as {@code 0,1}
     */
    static Child startOn(String cpus, String name, Path work, List<String> options, Map<String, String> variables) {
        return start(List.of("taskset", "--cpu-list", cpus), name, work, options, variables);
    }

    private static Child start(
            List<String> before, String name, Path work, List<String> options, Map<String, String> variables) {
        Path log = work.resolve(name.replace(' ', '-') + ".log");
        List<String> command = new ArrayList<>(before);
        command.add(java());
        command.add("-Djdk.net.hosts.file=" + onlyLocalhost(work));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(variable -> FOREIGN.stream().anyMatch(variable::startsWith));
        environment.putAll(variables);
        try {
            Child child = new Child(name, builder.start(), log);
            Runtime.getRuntime().addShutdownHook(new Thread(child.process::destroyForcibly));
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The options that run a class of ours. */
    static List<String> ofOurs(Class<?> main, List<String> options, List<String> arguments) {
        List<String> all = new ArrayList<>(options);
        all.add("-cp");
        all.add(System.getProperty("java.class.path"));
        all.add(main.getName());
        all.addAll(arguments);
        return all;
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    long pid() {
        return process.pid();
    }

    /**
     * Waits until it answers 200 there.
     *
     * @throws IllegalStateException if it ends before, or takes longer than a minute
     */
    void awaitReady(URI health) {
        HttpRequest question = HttpRequest.newBuilder(Loopback.require(health))
                .timeout(Duration.ofSeconds(2))
                .build();
        awaitReady(() -> answers(question));
    }

    private static boolean answers(HttpRequest question) throws InterruptedException {
        try {
            return HTTP.send(question, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false; // it doesn't listen yet
        }
    }

    /** The same, for when the moment is what is measured: asked again within a few milliseconds. */
    void awaitReadyClosely(URI health) {
        HttpRequest question = HttpRequest.newBuilder(Loopback.require(health))
                .timeout(READY_LIMIT)
                .build();
        awaitReady(() -> answers(question), CLOSE_POLL_MILLIS);
    }

    /** As {@link #awaitReady(URI)}, with another question. */
    void awaitReady(Question isReady) {
        awaitReady(isReady, POLL_MILLIS);
    }

    private void awaitReady(Question isReady, long pollMillis) {
        Instant limit = Instant.now().plus(READY_LIMIT);
        try {
            while (process.isAlive() && Instant.now().isBefore(limit)) {
                if (isReady.ask()) {
                    return;
                }
                process.waitFor(pollMillis, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw failure("did not become ready");
    }

    /** Something that can be asked again and again. */
    interface Question {
        boolean ask() throws InterruptedException;
    }

    /**
     * Waits until it has ended by itself.
     *
     * @param limit after which it is taken for stuck
     * @throws IllegalStateException if it is stuck, or ends with a failure
     */
    void awaitEnd(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failure("did not end in " + limit.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was interrupted");
        }
        if (process.exitValue() != 0) {
            throw failure("failed");
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private IllegalStateException failure(String what) {
        try {
            List<String> said = Files.readAllLines(log);
            String end = String.join("\n", said.subList(Math.max(0, said.size() - 30), said.size()));
            return new IllegalStateException(name + " " + what + "; the end of its log:\n" + end);
        } catch (IOException e) {
            return new IllegalStateException(name + " " + what, e);
        }
    }

    /** To a JVM with this file no name exists but localhost: whatever a library would like to call, it doesn't leave. */
    private static Path onlyLocalhost(Path work) {
        try {
            return Files.writeString(work.resolve("hosts"), "127.0.0.1 localhost\n")
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
