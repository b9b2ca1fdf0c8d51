package dev.todoapp.bench;

import dev.todoapp.bench.FilesData.Person;
import dev.todoapp.infra.Stack;
import dev.todoapp.localcloud.backends.StandIn;
import dev.todoapp.platform.testing.TokenIssuer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Measures the files service next to the SDK's calls alone, and that it has no part in the bytes. */
final class FilesBench {

    private static final String SERVICE = "files-service";
    private static final int USERS = 8;
    private static final int PEOPLE = 8;
    private static final int TODOS_EACH = 3;
    private static final JsonMapper JSON = new JsonMapper();

    private final Runs runs;
    private final TodosBench.Pace pace;

    record Measured(Phase service, Phase floor, Transfer.Both transfer) {}

    FilesBench(Runs runs, TodosBench.Pace pace) {
        this.runs = runs;
        this.pace = pace;
    }

    Measured run() {
        int s3Port = Child.freePort();
        int sqsPort = Child.freePort();
        try (TokenIssuer issuer = TokenIssuer.start();
                Child standIns = runs.standIns(s3Port, sqsPort)) {
            return measure(
                    StandIns.data(runs.root().resolve("infra"), sqsPort),
                    URI.create("http://127.0.0.1:" + s3Port),
                    URI.create("http://127.0.0.1:" + sqsPort),
                    issuer);
        }
    }

    private Measured measure(Stack stack, URI s3, URI sqs, TokenIssuer issuer) {
        Path data = runs.work().resolve("files.json");
        int port = Child.freePort();
        URI address = URI.create("http://127.0.0.1:" + port);
        try (Child service = runs.service(
                SERVICE, runs.app(SERVICE), port, Runs.CONTAINER, variables(stack, s3, sqs, address, issuer))) {
            Caller caller = new Caller(address);
            System.out.println("  the bucket is being filled");
            new FilesData(stack.output("FilesBucketName"), people(caller, issuer)).write(data);
            Phase measured = runs.gatling(
                    "files-service",
                    FilesLoad.class,
                    load(address, service.pid(), data, pace.warmUp(), runs.result("files-service")));
            Phase floor = runs.floor(
                    "floor", FilesFloor.class, load(s3, 0, data, 2 * pace.again(), runs.result("floor")), List.of());
            Transfer transfer = new Transfer(caller, ProcStat.of(service.pid()), runs.work());
            return new Measured(
                    measured,
                    floor,
                    transfer.run(issuer.accessToken(UUID.randomUUID().toString())));
        }
    }

    private Load load(URI target, long pid, Path data, long warmUp, Path result) {
        return new Load(Load.Model.CLOSED, target, pid, data, USERS, 0, warmUp, pace.measured(), result);
    }

    private static Map<String, String> variables(Stack stack, URI s3, URI sqs, URI address, TokenIssuer issuer) {
        Map<String, String> variables = new HashMap<>(StandIn.variables());
        variables.putAll(Map.of(
                "FILES_BUCKET",
                stack.output("FilesBucketName"),
                "PUBLIC_URL",
                address.toString(),
                "ISSUER",
                issuer.issuer(),
                "CLIENT_IDS",
                TokenIssuer.CLIENT_ID,
                "AWS_ENDPOINT_URL_S3",
                Loopback.require(s3).toString(),
                "PORT",
                Integer.toString(address.getPort()),
                "SERVER_ADDRESS",
                "127.0.0.1",
                "DRAIN_DELAY",
                "0s"));
        // The service listens there as it always does; no message comes while it is measured.
        variables.put("AWS_ENDPOINT_URL_SQS", Loopback.require(sqs).toString());
        variables.put("DELETED_TODOS_QUEUE", stack.output("DeletedTodosQueueUrl"));
        return variables;
    }

    private static List<Person> people(Caller service, TokenIssuer issuer) {
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            String owner = UUID.randomUUID().toString();
            String token = issuer.accessToken(owner);
            List<String> todos = new ArrayList<>();
            for (int j = 0; j < TODOS_EACH; j++) {
                String todo = UUID.randomUUID().toString();
                for (int k = 0; k < FilesData.EACH; k++) {
                    attach(service, token, todo);
                }
                todos.add(todo);
            }
            people.add(new Person(owner, token, todos));
        }
        return people;
    }

    private static void attach(Caller service, String token, String todo) {
        byte[] content = {1, 2, 3};
        JsonNode upload = JSON.readTree(service.post(
                                token,
                                "/files/" + todo,
                                FilesData.newFile(FilesData.NAME, content.length, FilesData.TYPE))
                        .body())
                .get("upload");
        HttpRequest.Builder put = HttpRequest.newBuilder(
                        URI.create(upload.get("url").asString()))
                .PUT(BodyPublishers.ofByteArray(content));
        upload.get("headers")
                .properties()
                .forEach(header -> put.header(header.getKey(), header.getValue().asString()));
        service.send(put, 200, BodyHandlers.discarding());
    }
}
