package dev.todoapp.bench;

import io.gatling.app.Gatling;
import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts what a bench needs, each in a JVM of its own, and hands back what was measured. */
final class Runs {

    /**
     * As a container of 512 MiB would have them: both compilers, the collector that the JVM itself chooses on such a small
     * machine, and a heap that neither grows nor shrinks, so that no run pays for that and another one doesn't.
     */
    static final List<String> CONTAINER = List.of(
            "-XX:+UseSerialGC",
            "-Xms256m",
            "-Xmx256m",
            "-Xss512k",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dfile.encoding=UTF-8",
            "-Duser.timezone=UTC");

    private static final List<String> GENERATOR = List.of(
            "-Xms512m",
            "-Xmx512m",
            "-XX:+UseParallelGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/java.lang=ALL-UNNAMED");
    private static final Duration MARGIN = Duration.ofSeconds(60);

    private final Path root;
    private final Path work;

    /**
     * @param root of the repository
     * @param work an empty folder, under target
     */
    Runs(Path root, Path work) {
        this.root = root;
        this.work = work;
    }

    Path root() {
        return root;
    }

    Path work() {
        return work;
    }

    /** How {@code ./dev up} runs a service: the first compiler only, a small heap, the AOT cache that the build has made. */
    List<String> laptop(Path app) {
        return List.of(
                "@" + root.resolve("local-cloud/jvm.options"),
                "-XX:AOTCache=" + app.resolve("app.aot"),
                "-Xlog:aot*=off",
                "-Xlog:cds*=off");
    }

    Path app(String service) {
        Path app = root.resolve(service).resolve("target/app");
        if (!Files.isRegularFile(app.resolve("app.jar"))) {
            throw new IllegalStateException(service + " isn't built: run ./dev build");
        }
        return app;
    }

    Child service(String name, Path app, int port, List<String> options, Map<String, String> variables) {
        List<String> all = new ArrayList<>(options);
        String more = System.getProperty("bench.service.options", "");
        if (!more.isBlank()) {
            all.addAll(List.of(more.strip().split("\\s+")));
        }
        all.addAll(List.of("-jar", app.resolve("app.jar").toString()));
        Child service = Child.start(name, work, all, variables);
        awaitReady(service, port);
        return service;
    }

    Child frame(Path bodies, int port) {
        List<String> options = new ArrayList<>(CONTAINER);
        options.add("-D" + Frame.BODIES + "=" + bodies);
        Child frame = Child.start(
                "frame",
                work,
                Child.ofOurs(Frame.class, options, List.of()),
                Map.of("PORT", Integer.toString(port), "SERVER_ADDRESS", "127.0.0.1"));
        awaitReady(frame, port);
        return frame;
    }

    /** S3 and SQS, empty. */
    Child standIns(int s3Port, int sqsPort) {
        Path ready = work.resolve("stand-ins.ready");
        Child standIns = Child.start(
                "stand-ins",
                work,
                Child.ofOurs(
                        StandIns.class,
                        CONTAINER,
                        List.of(
                                Integer.toString(s3Port),
                                Integer.toString(sqsPort),
                                work.resolve("stand-ins").toString(),
                                root.resolve("infra").toString(),
                                ready.toString())),
                Map.of());
        standIns.awaitReady(() -> Files.exists(ready));
        return standIns;
    }

    /** Has Gatling make the load. */
    Phase gatling(String name, Class<? extends Simulation> simulation, Load load) {
        return run(
                name,
                load,
                Gatling.class,
                GENERATOR,
                List.of(
                        "--simulation",
                        simulation.getName(),
                        "--no-reports",
                        "--results-folder",
                        work.resolve("gatling").toString()));
    }

    /** Has a process make the calls directly, and measures that process. */
    Phase floor(String name, Class<?> main, Load load, List<String> arguments) {
        return run(name, load, main, CONTAINER, arguments);
    }

    private Phase run(String name, Load load, Class<?> main, List<String> options, List<String> arguments) {
        Path told = file(name, "load.json");
        load.write(told);
        List<String> all = new ArrayList<>(options);
        all.add("-D" + Load.PROPERTY + "=" + told);
        all.add("-Djava.util.prefs.userRoot=" + work);
        try (Child child = Child.start(name, work, Child.ofOurs(main, all, arguments), Map.of())) {
            child.awaitEnd(Duration.ofSeconds(load.lasts()).plus(MARGIN));
        }
        Phase phase = Phase.read(load.result());
        System.out.printf(
                "  %-34s %7.0f/s   p50 %7.2f ms   p99 %7.2f ms   %5.3f CPU ms per request   %d errors%n",
                name,
                phase.throughput(),
                phase.all().p50(),
                phase.all().p99(),
                phase.cpuMillisPerRequest(),
                phase.all().errors());
        return phase;
    }

    Path result(String name) {
        return file(name, "phase.json");
    }

    void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String name, String kind) {
        return work.resolve(name.replaceAll("[^A-Za-z0-9]+", "-") + "." + kind);
    }

    private static void awaitReady(Child child, int port) {
        child.awaitReady(URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"));
    }
}
