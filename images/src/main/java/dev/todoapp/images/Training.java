package dev.todoapp.images;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Trains a service's AOT cache: starts the service as its image does, asks it for everything that it can do, ends it as ECS
 * ends a task, and fails unless each answer was as it should be. What the service calls is played here, with constants; so it
 * needs no network, and the same program trains in the build of an image and in {@code ./dev bench start}. It uses the JDK
 * alone: the image's build has nothing else.
 */
public final class Training {

    private static final Duration READY_LIMIT = Duration.ofMinutes(3);
    private static final long STOP_SECONDS = 120;
    private static final long POLL_MILLIS = 20;
    private static final int SIGTERM = 143;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final URI service;
    private final String token;

    private Training(URI service, String token) {
        this.service = service;
        this.token = token;
    }

    /**
     * @param args the service's name, how many rounds of requests (0: a start alone), and the command that starts it and writes
     *     the cache when it ends
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> command = List.of(args).subList(2, args.length);
        Service service = Service.named(args[0]);
        int port = freePort();
        try (UserPool pool = UserPool.start();
                Aws aws = Aws.start()) {
            ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
            Map<String, String> variables = builder.environment();
            variables.putAll(aws.variables());
            variables.putAll(service.variables(aws.address()));
            variables.putAll(Map.of(
                    "PORT",
                    Integer.toString(port),
                    "PUBLIC_URL",
                    "http://localhost:8080",
                    "ISSUER",
                    pool.issuer(),
                    "CLIENT_IDS",
                    UserPool.CLIENT_ID,
                    "DRAIN_DELAY",
                    "0s"));
            Process process = builder.start();
            try {
                new Training(URI.create("http://127.0.0.1:" + port), pool.token(Aws.OWNER))
                        .train(service, Integer.parseInt(args[1]), process);
                end(process);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private void train(Service service, int rounds, Process process) throws IOException, InterruptedException {
        awaitReady(process);
        for (int round = 0; round < rounds; round++) {
            for (Service.Request request : service.requests()) {
                ask(request);
            }
        }
    }

    private void awaitReady(Process process) throws InterruptedException {
        HttpRequest readiness = HttpRequest.newBuilder(service.resolve("/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(5))
                .build();
        Instant limit = Instant.now().plus(READY_LIMIT);
        while (Instant.now().isBefore(limit)) {
            try {
                if (http.send(readiness, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // It doesn't listen yet.
            }
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("training: the service ended with " + process.exitValue());
            }
        }
        throw new IllegalStateException("training: the service is not ready after " + READY_LIMIT);
    }

    private void ask(Service.Request request) throws IOException, InterruptedException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(service.resolve(request.path()))
                .timeout(Duration.ofSeconds(30))
                .method(
                        request.method(),
                        request.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(request.body()));
        if (request.isSignedIn()) {
            builder.header("Authorization", "Bearer " + token);
        }
        request.headers().forEach(builder::header);
        var answer = http.send(builder.build(), BodyHandlers.ofString());
        if (answer.statusCode() != request.expected()) {
            throw new IllegalStateException("training: %s %s was answered with %d instead of %d: %s"
                    .formatted(
                            request.method(), request.path(), answer.statusCode(), request.expected(), answer.body()));
        }
    }

    /** The JVM writes the cache while it ends. */
    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS) || process.exitValue() != SIGTERM) {
            throw new IllegalStateException("training: the service did not end as it should on SIGTERM");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
