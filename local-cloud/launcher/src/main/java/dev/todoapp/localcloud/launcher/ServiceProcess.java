package dev.todoapp.localcloud.launcher;

import dev.todoapp.localcloud.frontdoor.Targets;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One service in a process of its own, looked after as ECS looks after a task: registered with its target group once it is
 * ready, and replaced when it ends by itself. Each replacement listens on a port of its own; the dead one's target goes when
 * its replacement is started.
 */
final class ServiceProcess implements AutoCloseable {

    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
    private static final Duration STABLE = Duration.ofMinutes(1);
    private static final long STOP_SECONDS = 20;
    private static final Duration READY_LIMIT = Duration.ofMinutes(2);
    /** Asked for the first time, a service reads all of its own code. */
    private static final Duration DESCRIPTION_LIMIT = Duration.ofSeconds(30);

    private static final List<String> FOREIGN =
            List.of("AWS_", "SPRING_", "SERVER_", "MANAGEMENT_", "JWKS_URI", "PRESIGN_ENDPOINT");
    private static final long POLL_MILLIS = 50;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    /**
     * How to run a service.
     *
     * @param name of the service, its stack and its folder
     * @param app the folder with the jar taken apart and its AOT cache
     * @param options the file with the JVM's options, the same that the cache was made with
     * @param variables its environment, without {@code PORT}
     * @param healthPath where it says that it is ready
     */
    record Definition(String name, Path app, Path options, Map<String, String> variables, String healthPath) {}

    private final Definition definition;
    private final Targets targets;
    private final Console console;
    private final BiConsumer<String, ProcessHandle> born;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
    private volatile @Nullable Process process;
    private volatile @Nullable URI registered;

    ServiceProcess(Definition definition, Targets targets, Console console, BiConsumer<String, ProcessHandle> born) {
        this.definition = definition;
        this.targets = targets;
        this.console = console;
        this.born = born;
    }

    /** Starts it, and keeps it running until it is closed. */
    void start() {
        Path jar = definition.app().resolve("app.jar");
        if (!Files.isRegularFile(jar)) {
            throw new Refusal(definition.name() + " isn't built: run ./dev build");
        }
        Thread.ofVirtual().name(definition.name()).start(this::keepRunning);
    }

    /**
     * Waits for the first time that it is ready.
     *
     * @throws Refusal if it ended before
     */
    void awaitReady() {
        try {
            firstReady.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Refusal refusal ? refusal : e;
        }
    }

    /**
     * What the process that runs now says of its API, in YAML.
     *
     * @throws IOException if there is none, or it doesn't answer
     */
    String openApi() throws IOException {
        URI address = registered;
        if (address == null) {
            throw new IOException("it is not running");
        }
        HttpRequest question = HttpRequest.newBuilder(address.resolve("/v3/api-docs.yaml"))
                .timeout(DESCRIPTION_LIMIT)
                .build();
        try {
            HttpResponse<String> answer = HTTP.send(question, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("it answers with status " + answer.statusCode());
            }
            return answer.body();
        } catch (ConnectException e) {
            throw new IOException("it is not running", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("everything is being stopped", e);
        }
    }

    @Override
    public void close() {
        stopping.countDown();
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                console.log(definition.name(), "did not stop in " + STOP_SECONDS + " s: killed");
                running.destroyForcibly();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void keepRunning() {
        Duration delay = FIRST_DELAY;
        try {
            while (stopping.getCount() > 0) {
                Instant started = Instant.now();
                int exit = runOnce();
                if (Duration.between(started, Instant.now()).compareTo(STABLE) > 0) {
                    delay = FIRST_DELAY;
                }
                // Ctrl-C reaches the services as it reaches us: wait before calling it an accident.
                if (stopping.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                console.log(definition.name(), "ended by itself (exit code " + exit + "): starting it again");
                delay = delay.multipliedBy(2).compareTo(LONGEST_DELAY) < 0 ? delay.multipliedBy(2) : LONGEST_DELAY;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            firstReady.completeExceptionally(new Refusal(definition.name() + " can't be started: " + e.getMessage()));
        }
    }

    private int runOnce() throws IOException, InterruptedException {
        deregister();
        int port = freePort();
        Process started = launch(port);
        process = started;
        born.accept(definition.name(), started.toHandle());
        if (stopping.getCount() == 0) {
            started.destroy();
        }
        console.follow(definition.name(), started.inputReader(StandardCharsets.UTF_8));
        URI address = URI.create("http://127.0.0.1:" + port);
        if (becomesReady(started, address)) {
            registered = address;
            targets.register(definition.name(), address);
            firstReady.complete(null);
        } else {
            firstReady.completeExceptionally(
                    new Refusal(definition.name() + " ended while it was starting; its log above says why"));
        }
        return started.waitFor();
    }

    private Process launch(int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + definition.options(),
                        "-XX:AOTCache=" + definition.app().resolve("app.aot"),
                        "-Xlog:aot*=off",
                        "-Xlog:cds*=off",
                        "-jar",
                        definition.app().resolve("app.jar").toString()))
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        // Whatever account this shell is signed in to, and whatever other Spring application it was set up for.
        environment.keySet().removeIf(name -> FOREIGN.stream().anyMatch(name::startsWith));
        environment.putAll(definition.variables());
        environment.put("PORT", Integer.toString(port));
        return builder.start();
    }

    private boolean becomesReady(Process started, URI address) throws InterruptedException {
        HttpRequest question = HttpRequest.newBuilder(address.resolve(definition.healthPath()))
                .timeout(Duration.ofSeconds(2))
                .build();
        Instant limit = Instant.now().plus(READY_LIMIT);
        while (started.isAlive()) {
            if (Instant.now().isAfter(limit)) {
                console.log(definition.name(), "is not ready after " + READY_LIMIT.toSeconds() + " s: stopping it");
                started.destroy();
            }
            try {
                if (HTTP.send(question, BodyHandlers.discarding()).statusCode() == 200) {
                    return true;
                }
            } catch (IOException notYet) {
                // It doesn't listen yet.
            }
            if (started.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return false;
    }

    private void deregister() {
        URI address = registered;
        if (address != null) {
            targets.deregister(definition.name(), address);
            registered = null;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
