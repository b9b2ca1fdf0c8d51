package dev.todoapp.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A large file up and down through the URLs that the service signs, and what the service's process notices of it. */
final class Transfer {

    static final long BYTES = 100L * 1024 * 1024;

    private static final int CHUNK = 1 << 20;
    private static final long WATCH_MILLIS = 50;
    private static final JsonMapper JSON = new JsonMapper();

    private final Caller service;
    private final ProcStat process;
    private final Path work;

    /** @param process the service's */
    Transfer(Caller service, ProcStat process, Path work) {
        this.service = service;
        this.process = process;
        this.work = work;
    }

    /**
     * What one direction took.
     *
     * @param seconds of the whole
     * @param grownBytes by how much the service's resident memory was larger at its highest than before
     * @param cpuMillis of the service
     */
    record Leg(double seconds, long grownBytes, double cpuMillis) {

        double mebibytesPerSecond() {
            return BYTES / 1048576.0 / seconds;
        }

        double grownMebibytes() {
            return grownBytes / 1048576.0;
        }
    }

    record Both(Leg upload, Leg download) {}

    /** The URLs are asked for before: only the way of the bytes is measured. */
    Both run(String token) {
        Path file = randomFile();
        JsonNode begun = JSON.readTree(service.post(
                        token,
                        "/files/" + UUID.randomUUID(),
                        FilesData.newFile("film.bin", BYTES, "application/octet-stream"))
                .body());
        Leg upload = measure(() -> upload(begun.get("upload"), file));
        String path = URI.create(begun.get("url").asString()).getRawPath();
        JsonNode found = JSON.readTree(service.get(token, path).body());
        Leg download = measure(() -> download(found.get("downloadUrl"), file));
        return new Both(upload, download);
    }

    private void upload(JsonNode upload, Path file) {
        HttpRequest.Builder put =
                HttpRequest.newBuilder(URI.create(upload.get("url").asString()));
        upload.get("headers")
                .properties()
                .forEach(header -> put.header(header.getKey(), header.getValue().asString()));
        try {
            service.send(put.PUT(BodyPublishers.ofFile(file)), 200, BodyHandlers.discarding());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void download(JsonNode url, Path file) {
        HttpRequest.Builder get = HttpRequest.newBuilder(URI.create(url.asString()));
        try (InputStream down =
                        service.send(get, 200, BodyHandlers.ofInputStream()).body();
                InputStream original = Files.newInputStream(file)) {
            for (byte[] sent = original.readNBytes(CHUNK); sent.length > 0; sent = original.readNBytes(CHUNK)) {
                if (!Arrays.equals(sent, down.readNBytes(sent.length))) {
                    throw new IllegalStateException("what came down is not what went up");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Leg measure(Runnable direction) {
        AtomicLong highest = new AtomicLong();
        long resident = process.residentBytes();
        double cpu = process.cpuMillis();
        long begun = System.nanoTime();
        try (ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor()) {
            var _ = watch.scheduleAtFixedRate(
                    () -> highest.accumulateAndGet(process.residentBytes(), Math::max),
                    0,
                    WATCH_MILLIS,
                    TimeUnit.MILLISECONDS);
            direction.run();
            highest.accumulateAndGet(process.residentBytes(), Math::max);
            watch.shutdownNow();
        }
        return new Leg((System.nanoTime() - begun) / 1e9, highest.get() - resident, process.cpuMillis() - cpu);
    }

    private Path randomFile() {
        Path file = work.resolve("film.bin");
        Random random = new Random(42);
        byte[] chunk = new byte[CHUNK];
        try (var out = Files.newOutputStream(file)) {
            for (long written = 0; written < BYTES; written += CHUNK) {
                random.nextBytes(chunk);
                out.write(chunk);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
