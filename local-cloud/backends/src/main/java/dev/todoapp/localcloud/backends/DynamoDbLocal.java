package dev.todoapp.localcloud.backends;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** DynamoDB Local as a process of its own, on loopback. It ends when this is closed, and with the JVM that started it. */
public final class DynamoDbLocal implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger("dynamodb");
    private static final long STOP_SECONDS = 5;

    private final Process process;
    private final int port;

    private DynamoDbLocal(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param port 0 for a free one
     * @param data a folder that keeps the tables; null keeps them in memory
     * @throws StandInFailure if it can't be started
     */
    public static DynamoDbLocal start(int port, @Nullable Path data) {
        return start(port, data, library());
    }

    /**
     * As {@link #start(int, Path)}.
     *
     * @param library the folder with DynamoDB Local's jars
     */
    public static DynamoDbLocal start(int port, @Nullable Path data, Path library) {
        try {
            Process process = new ProcessBuilder(command(port, data, library))
                    .redirectErrorStream(true)
                    .start();
            return new DynamoDbLocal(process, awaitPort(process, port));
        } catch (IOException e) {
            throw new StandInFailure("DynamoDB Local can't be started: " + e.getMessage(), e);
        }
    }

    private static List<String> command(int port, @Nullable Path data, Path library) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-D" + LoopbackDynamoDb.PORT + "=" + port,
                "-cp",
                classpath(library),
                LoopbackDynamoDb.class.getName(),
                "-disableTelemetry",
                "-sharedDb"));
        if (data == null) {
            command.add("-inMemory");
        } else {
            Files.createDirectories(data);
            command.addAll(List.of("-dbPath", data.toAbsolutePath().toString()));
        }
        return command;
    }

    public int port() {
        return port;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** A client of it; the caller closes it. */
    public DynamoDbClient client() {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint())
                .region(StandIn.REGION)
                .credentialsProvider(StandIn.credentials())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    public ProcessHandle process() {
        return process.toHandle();
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

    private static int awaitPort(Process process, int port) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        List<String> said = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(LoopbackDynamoDb.LISTENING)) {
                Thread.ofVirtual().name("dynamodb-log").start(() -> pass(output));
                return Integer.parseInt(
                        line.substring(LoopbackDynamoDb.LISTENING.length()).strip());
            }
            said.add(line);
        }
        String all = String.join("\n", said);
        if (all.contains("Address already in use")) {
            throw new StandInFailure("port " + port + " is taken");
        }
        throw new StandInFailure("DynamoDB Local ended at its start:\n" + all);
    }

    private static void pass(BufferedReader output) {
        try (output) {
            output.lines().forEach(log::info);
        } catch (IOException | UncheckedIOException ended) {
            log.debug("no more output", ended);
        }
    }

    /** This class, and all of DynamoDB Local. */
    private static String classpath(Path library) throws IOException {
        try (var jars = Files.list(library)) {
            List<String> entries = new ArrayList<>();
            entries.add(Path.of(DynamoDbLocal.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
            jars.filter(file -> file.toString().endsWith(".jar"))
                    .map(file -> file.toAbsolutePath().toString())
                    .sorted()
                    .forEach(entries::add);
            return String.join(System.getProperty("path.separator"), entries);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where the build puts DynamoDB Local, looked for from the working directory upwards. */
    public static Path library() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path library = folder.resolve("local-cloud/dynamodb/target/lib");
            if (Files.isDirectory(library)) {
                return library;
            }
        }
        throw new StandInFailure(
                "DynamoDB Local isn't there: ./dev build fetches it to local-cloud/dynamodb/target/lib");
    }
}
