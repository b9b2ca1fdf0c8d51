package dev.todoapp.localcloud.launcher;

import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.Stack;
import dev.todoapp.localcloud.backends.DynamoDbLocal;
import dev.todoapp.localcloud.backends.PipePlayer;
import dev.todoapp.localcloud.backends.Provisioning;
import dev.todoapp.localcloud.backends.S3StandIn;
import dev.todoapp.localcloud.backends.SqsStandIn;
import dev.todoapp.localcloud.backends.StandIn;
import dev.todoapp.localcloud.cognito.CognitoStandIn;
import dev.todoapp.localcloud.cognito.ServiceApi;
import dev.todoapp.localcloud.frontdoor.FrontDoor;
import dev.todoapp.localcloud.frontdoor.FrontDoorSettings;
import dev.todoapp.localcloud.frontdoor.Targets;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The whole picture on one machine: each box played by a stand-in, each service in a process of its own. */
final class LocalCloud implements AutoCloseable {

    private static final String TODO_SERVICE = "todo-service";
    private static final String FILES_SERVICE = "files-service";
    private static final Duration HEALTHY_LIMIT = Duration.ofSeconds(60);

    private final Settings settings;
    private final Deployment deployment;
    private final Console console;
    private final DataFolder data;
    private final List<Part> parts = new ArrayList<>();
    private boolean closed;

    /** In this order they are stopped: nothing meets something that is gone already. */
    private enum Kind {
        FRONT_DOOR,
        PIPE,
        SERVICE,
        STAND_IN
    }

    private record Part(Kind kind, AutoCloseable running) {}

    private LocalCloud(Settings settings, Deployment deployment, Console console, DataFolder data) {
        this.settings = settings;
        this.deployment = deployment;
        this.console = console;
        this.data = data;
    }

    /**
     * Starts everything, and returns when the first request can be answered.
     *
     * @param stop told at once how to stop what was started, for a signal that comes in the middle
     */
    static LocalCloud start(Settings settings, Console console, Consumer<LocalCloud> stop) throws InterruptedException {
        Deployment deployment = Deployment.read(settings.root().resolve("infra"), "local", settings.variables());
        DataFolder data = DataFolder.open(settings.data());
        try {
            Ports.requireFree(settings.ports());
        } catch (Refusal taken) {
            data.close();
            throw taken;
        }
        LocalCloud cloud = new LocalCloud(settings, deployment, console, data);
        stop.accept(cloud);
        console.say("Starting:");
        cloud.startAll();
        return cloud;
    }

    /** The front door first, so that no request meets a service that is gone. */
    @Override
    public void close() {
        List<Part> started;
        synchronized (parts) {
            if (closed) {
                return;
            }
            closed = true;
            started = parts.stream().sorted(Comparator.comparing(Part::kind)).toList();
        }
        for (Part part : started) {
            try {
                part.running().close();
            } catch (Exception e) { // whatever it is, the rest must be stopped too
                console.say("a part did not stop cleanly: " + e.getMessage());
            }
        }
        data.close();
    }

    private void startAll() throws InterruptedException {
        Path website = settings.root().resolve("frontend/dist");
        if (!Files.isRegularFile(website.resolve("index.html"))) {
            throw new Refusal("the website isn't built: run ./dev build");
        }
        Targets targets = new Targets();
        try (ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor()) {
            // The services need nothing of the others in order to start, and take longest: they go first.
            ServiceProcess todos = service(
                    TODO_SERVICE,
                    targets,
                    Map.of(
                            "TODOS_TABLE",
                            deployment.stack("data").output("TodosTableName"),
                            "AWS_ENDPOINT_URL_DYNAMODB",
                            "http://127.0.0.1:" + settings.port("DYNAMODB_PORT")));
            ServiceProcess files = service(
                    FILES_SERVICE,
                    targets,
                    Map.of(
                            "FILES_BUCKET",
                            deployment.stack("data").output("FilesBucketName"),
                            "AWS_ENDPOINT_URL_S3",
                            "http://127.0.0.1:" + settings.port("S3_PORT"),
                            "DELETED_TODOS_QUEUE",
                            deployment.stack("data").output("DeletedTodosQueueUrl"),
                            "AWS_ENDPOINT_URL_SQS",
                            "http://127.0.0.1:" + settings.port("SQS_PORT")));
            List<Future<?>> steps = List.of(
                    step(starters, TODO_SERVICE, () -> awaitReady(todos)),
                    step(starters, FILES_SERVICE, () -> awaitReady(files)),
                    step(starters, "DynamoDB", this::startDynamoDb),
                    step(starters, "S3", this::startS3),
                    step(starters, "SQS", this::startSqs),
                    step(
                            starters,
                            "Cognito",
                            () -> startCognito(List.of(
                                    new ServiceApi(TODO_SERVICE, todos::openApi),
                                    new ServiceApi(FILES_SERVICE, files::openApi)))),
                    step(starters, "front door", () -> startFrontDoor(website, targets)));
            for (Future<?> step : steps) {
                await(step);
            }
            console.place("API, to read", "http://localhost:" + settings.port("COGNITO_PORT") + "/api");
            startPipes();
            awaitHealthy(targets, TODO_SERVICE);
            awaitHealthy(targets, FILES_SERVICE);
        }
    }

    private static void awaitHealthy(Targets targets, String service) throws InterruptedException {
        if (!targets.awaitHealthy(service, HEALTHY_LIMIT)) {
            throw new Refusal(
                    service + " is ready, but the front door's health check does not pass: " + targets.health());
        }
    }

    private ServiceProcess service(String name, Targets targets, Map<String, String> own) {
        Stack identity = deployment.stack("identity");
        Map<String, String> variables = new HashMap<>(StandIn.variables());
        variables.put("PUBLIC_URL", "http://localhost:" + settings.port("PORT"));
        variables.put("ISSUER", identity.output("Issuer"));
        variables.put("CLIENT_IDS", identity.output("ClientIds"));
        variables.put(
                "SERVER_ADDRESS", "127.0.0.1"); // in a container there is no other, on a laptop there is a network
        variables.put("DRAIN_DELAY", "0s"); // the front door is stopped first: there is nobody to turn away
        variables.putAll(own);
        ServiceProcess service = new ServiceProcess(
                new ServiceProcess.Definition(
                        name,
                        settings.root().resolve(name).resolve("target/app"),
                        settings.root().resolve("local-cloud/jvm.options"),
                        variables,
                        deployment.stack(name).parameters().getOrDefault("HealthCheckPath", "/")),
                targets,
                console,
                data::remember);
        started(Kind.SERVICE, () -> {
            service.start();
            return service;
        });
        return service;
    }

    private static String awaitReady(ServiceProcess service) {
        service.awaitReady();
        return "its own process";
    }

    private String startDynamoDb() {
        DynamoDbLocal dynamoDb = started(
                Kind.STAND_IN,
                () -> DynamoDbLocal.start(
                        settings.port("DYNAMODB_PORT"),
                        data.folder("dynamodb"),
                        settings.root().resolve("local-cloud/dynamodb/target/lib")));
        data.remember("dynamodb", dynamoDb.process());
        var _ = dynamoDb.process().onExit().thenRun(this::startDynamoDbAgain);
        try (DynamoDbClient client = dynamoDb.client()) {
            Provisioning.createTables(deployment.stack("data"), client);
        }
        return dynamoDb.endpoint().toString();
    }

    private void startDynamoDbAgain() {
        synchronized (parts) {
            if (closed) {
                return;
            }
        }
        console.log("dynamodb", "ended by itself: starting it again");
        try {
            startDynamoDb();
        } catch (RuntimeException failure) { // on a thread of its own: nobody else would hear of it
            console.log("dynamodb", "can't be started again: " + failure.getMessage());
        }
    }

    private String startS3() {
        Stack stack = deployment.stack("data");
        S3StandIn s3 = started(
                Kind.STAND_IN,
                () -> S3StandIn.start(
                        settings.port("S3_PORT"), data.folder("s3"), Provisioning.cors(stack.resource("FilesBucket"))));
        try (S3Client client = s3.client()) {
            Provisioning.createBuckets(stack, client);
        }
        return s3.endpoint().toString();
    }

    private String startSqs() {
        SqsStandIn sqs = started(
                Kind.STAND_IN,
                () -> SqsStandIn.start(
                        settings.port("SQS_PORT"), data.folder("sqs"), Provisioning.queues(deployment.stack("data"))));
        return sqs.endpoint().toString();
    }

    /** Last of all: nobody waits for them, and what they read and write must be there. */
    private void startPipes() {
        PipePlayer.start(
                        deployment.stack("data"),
                        URI.create("http://127.0.0.1:" + settings.port("DYNAMODB_PORT")),
                        URI.create("http://127.0.0.1:" + settings.port("SQS_PORT")),
                        data.folder("pipes"))
                .forEach(pipe -> started(Kind.PIPE, () -> pipe));
    }

    private String startCognito(List<ServiceApi> apis) {
        CognitoStandIn cognito = started(
                Kind.STAND_IN,
                () -> CognitoStandIn.start(
                        deployment,
                        settings.port("COGNITO_PORT"),
                        data.folder("cognito"),
                        mail -> console.log("mail", "to %s: %s".formatted(mail.to(), mail.text())),
                        apis));
        return "http://localhost:" + cognito.port() + "/outbox (mails)";
    }

    private String startFrontDoor(Path website, Targets targets) {
        FrontDoor door = started(
                Kind.FRONT_DOOR,
                () -> FrontDoor.start(deployment, new FrontDoorSettings(settings.port("PORT"), website), targets));
        return "http://localhost:" + door.port();
    }

    /** Starts a part unless everything is being stopped already, and remembers to stop it. */
    private <T extends AutoCloseable> T started(Kind kind, Supplier<T> start) {
        T part = start.get();
        synchronized (parts) {
            if (!closed) {
                parts.add(new Part(kind, part));
                return part;
            }
        }
        try {
            part.close();
        } catch (Exception e) { // it is going away either way
            console.say("a part did not stop cleanly: " + e.getMessage());
        }
        throw new Refusal("stopped while starting");
    }

    private Future<?> step(ExecutorService starters, String what, Callable<String> start) {
        Instant begun = Instant.now();
        return starters.submit(() -> {
            String where = start.call();
            console.step(what, where, Duration.between(begun, Instant.now()));
            return where;
        });
    }

    private static void await(Future<?> step) throws InterruptedException {
        try {
            step.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
