package dev.todoapp.bench;

import dev.todoapp.images.Training;
import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.Stack;
import dev.todoapp.localcloud.backends.DynamoDbLocal;
import dev.todoapp.localcloud.backends.Provisioning;
import dev.todoapp.localcloud.backends.StandIn;
import dev.todoapp.platform.testing.TokenIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Measures how todo-service starts: as a jar, taken apart, and as its image starts it. */
final class StartBench {

    private static final String SERVICE = "todo-service";
    private static final Duration TRAINING_LIMIT = Duration.ofMinutes(4);
    private static final double MEBIBYTE = 1024 * 1024;

    private final Runs runs;
    private final int repeats;
    private final int requests;

    /** How a service can be started. All have the JVM options of the image, but for what makes the difference. */
    enum Form {
        JAR("java -jar"),
        EXTRACTED("extracted"),
        IMAGE("the image's command"),
        /** What training with requests is compared with. */
        UNTRAINED("the same, trained by a start alone");

        private final String words;

        Form(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /**
     * One start.
     *
     * @param ready from the start of the process to the first 200 from readiness, in milliseconds
     * @param cpu that the process has used until then, in milliseconds
     * @param memory resident then, in MiB
     * @param cpuAfter the same, when the requests are answered
     * @param memoryAfter the same, when the requests are answered
     */
    record Start(double ready, double cpu, double memory, double cpuAfter, double memoryAfter) {

        /** Of each value its own median: the starts of a form differ by what else the machine did. */
        static Start median(List<Start> starts) {
            return new Start(
                    median(starts, Start::ready),
                    median(starts, Start::cpu),
                    median(starts, Start::memory),
                    median(starts, Start::cpuAfter),
                    median(starts, Start::memoryAfter));
        }

        private static double median(List<Start> starts, ToDoubleFunction<Start> value) {
            double[] sorted = starts.stream().mapToDouble(value).sorted().toArray();
            return sorted[sorted.length / 2];
        }
    }

    /** By how many CPUs there were, and by form. */
    record Measured(Map<Form, Start> one, Map<Form, Start> two) {}

    /**
     * @param repeats how often each form is started on each number of CPUs
     * @param requests that each start answers
     */
    StartBench(Runs runs, int repeats, int requests) {
        this.runs = runs;
        this.repeats = repeats;
        this.requests = requests;
    }

    Measured run() {
        Map<Form, List<String>> commands = commands();
        Stack stack =
                Deployment.read(runs.root().resolve("infra"), "local", Map.of()).stack("data");
        try (DynamoDbLocal dynamoDb = DynamoDbLocal.start(0, null);
                TokenIssuer issuer = TokenIssuer.start()) {
            try (DynamoDbClient client = dynamoDb.client()) {
                Provisioning.createTables(stack, client);
            }
            Map<String, String> variables = new HashMap<>(StandIn.variables());
            variables.putAll(Map.of(
                    "TODOS_TABLE",
                    stack.output("TodosTableName"),
                    "PUBLIC_URL",
                    "http://localhost:8080",
                    "ISSUER",
                    issuer.issuer(),
                    "CLIENT_IDS",
                    TokenIssuer.CLIENT_ID,
                    "AWS_ENDPOINT_URL_DYNAMODB",
                    Loopback.require(dynamoDb.endpoint()).toString(),
                    "SERVER_ADDRESS",
                    "127.0.0.1",
                    "DRAIN_DELAY",
                    "0s"));
            return new Measured(measure(commands, "0", variables, issuer), measure(commands, "0,1", variables, issuer));
        }
    }

    /** In turns and in changing order, so that what drifts does so for all. */
    private Map<Form, Start> measure(
            Map<Form, List<String>> commands, String cpus, Map<String, String> variables, TokenIssuer issuer) {
        Map<Form, List<Start>> starts = new EnumMap<>(Form.class);
        List<Form> order = new ArrayList<>(List.of(Form.values()));
        for (int round = 0; round < repeats; round++) {
            for (Form form : order) {
                starts.computeIfAbsent(form, unseen -> new ArrayList<>())
                        .add(start(form, Objects.requireNonNull(commands.get(form)), cpus, variables, issuer));
            }
            Collections.rotate(order, 1);
        }
        Map<Form, Start> medians = new EnumMap<>(Form.class);
        starts.forEach((form, all) -> medians.put(form, Start.median(all)));
        return medians;
    }

    private Start start(
            Form form, List<String> command, String cpus, Map<String, String> variables, TokenIssuer issuer) {
        int port = Child.freePort();
        URI address = URI.create("http://127.0.0.1:" + port);
        Map<String, String> all = new HashMap<>(variables);
        all.put("PORT", Integer.toString(port));
        long begun = System.nanoTime();
        try (Child service = Child.startOn(cpus, form.name(), runs.work(), command, all)) {
            service.awaitReadyClosely(address.resolve("/actuator/health/readiness"));
            double ready = (System.nanoTime() - begun) / 1e6;
            ProcStat stat = ProcStat.of(service.pid());
            double cpu = stat.cpuMillis();
            double memory = stat.residentBytes() / MEBIBYTE;
            ask(new Caller(address), issuer.accessToken(UUID.randomUUID().toString()));
            Start start = new Start(ready, cpu, memory, stat.cpuMillis(), stat.residentBytes() / MEBIBYTE);
            System.out.printf(
                    "  CPUs %-4s %-36s ready %6.0f ms   %6.0f CPU ms   %4.0f MiB, then %6.0f CPU ms   %4.0f MiB%n",
                    cpus,
                    form.words(),
                    start.ready(),
                    start.cpu(),
                    start.memory(),
                    start.cpuAfter(),
                    start.memoryAfter());
            return start;
        }
    }

    /** One after the other: a to-do is added, then a page is read. */
    private void ask(Caller service, String token) {
        for (int i = 0; i < requests; i++) {
            if (i % 2 == 0) {
                service.post(token, "/todos", "{\"title\": \"Number %d\", \"tags\": [\"bench\"]}".formatted(i));
            } else {
                service.get(token, "/todos?limit=20");
            }
        }
    }

    private Map<Form, List<String>> commands() {
        Path jar = jar();
        Path app = runs.work().resolve("app");
        finish(
                "extract",
                List.of(
                        "-Djarmode=tools",
                        "-jar",
                        jar.toString(),
                        "extract",
                        "--destination",
                        app.toString(),
                        "--application-filename",
                        "app.jar"));
        Path options = runs.root().resolve("images/java.options");
        String extracted = app.resolve("app.jar").toString();
        String image = "@" + options;
        String plain = "@" + withoutSpringAot(options);
        return new EnumMap<>(Map.of(
                Form.JAR, List.of(plain, "-jar", jar.toString()),
                Form.EXTRACTED, List.of(plain, "-jar", extracted),
                Form.IMAGE,
                        List.of(
                                image,
                                "-XX:AOTMode=on",
                                "-XX:AOTCache=" + trained(image, extracted, 1),
                                "-jar",
                                extracted),
                Form.UNTRAINED,
                        List.of(
                                image,
                                "-XX:AOTMode=on",
                                "-XX:AOTCache=" + trained(image, extracted, 0),
                                "-jar",
                                extracted)));
    }

    /** By the program that trains in the build of the image. */
    private Path trained(String options, String app, int rounds) {
        Path cache = runs.work().resolve("rounds-" + rounds + ".aot");
        System.out.println("  a cache is trained with " + rounds + " rounds of requests");
        finish(
                "training",
                Child.ofOurs(
                        Training.class,
                        List.of(),
                        List.of(
                                SERVICE,
                                Integer.toString(rounds),
                                Child.java(),
                                options,
                                "-XX:AOTCacheOutput=" + cache,
                                "-jar",
                                app)));
        return cache;
    }

    private void finish(String name, List<String> command) {
        try (Child child = Child.start(name, runs.work(), command, Map.of())) {
            child.awaitEnd(TRAINING_LIMIT);
        }
    }

    private Path withoutSpringAot(Path options) {
        try {
            List<String> others = Files.readAllLines(options).stream()
                    .filter(option -> !option.startsWith("-Dspring.aot"))
                    .toList();
            return Files.write(runs.work().resolve("plain.options"), others);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path jar() {
        try (Stream<Path> files = Files.list(runs.root().resolve(SERVICE).resolve("target"))) {
            return files.filter(file -> file.getFileName().toString().endsWith("-SNAPSHOT.jar"))
                    .min(Comparator.naturalOrder())
                    .orElseThrow(() -> new IllegalStateException(SERVICE + " isn't built: run ./dev build"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
