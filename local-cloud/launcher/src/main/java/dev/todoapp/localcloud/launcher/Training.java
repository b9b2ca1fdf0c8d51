package dev.todoapp.localcloud.launcher;

import dev.todoapp.infra.Deployment;
import dev.todoapp.localcloud.backends.Provisioning;
import dev.todoapp.localcloud.backends.S3StandIn;
import dev.todoapp.localcloud.backends.SqsStandIn;
import dev.todoapp.localcloud.cognito.CognitoStandIn;
import dev.todoapp.localcloud.cognito.ServiceApi;
import dev.todoapp.localcloud.frontdoor.FrontDoor;
import dev.todoapp.localcloud.frontdoor.FrontDoorSettings;
import dev.todoapp.localcloud.frontdoor.Targets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Starts each stand-in of this process once on a free port, with data of its own, so that the JVM sees the classes that a
 * start needs. DynamoDB Local gets no cache: its jar's manifest names a folder, which a cache can't have on its class path.
 */
final class Training {

    private Training() {}

    static void run(Path root) throws InterruptedException {
        try {
            Path data = Files.createTempDirectory("todo-app-training");
            try {
                train(root, data);
            } finally {
                delete(data);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void train(Path root, Path data) throws IOException, InterruptedException {
        List<Integer> ports = freePorts(5);
        Deployment deployment = Deployment.read(
                root.resolve("infra"),
                "local",
                Map.of(
                        "PORT", ports.get(0).toString(),
                        "COGNITO_PORT", ports.get(1).toString(),
                        "DYNAMODB_PORT", ports.get(2).toString(),
                        "S3_PORT", ports.get(3).toString(),
                        "SQS_PORT", ports.get(4).toString()));
        Path website = Files.createDirectories(data.resolve("website"));
        Files.writeString(website.resolve("index.html"), "<!doctype html><title>Training</title>");
        try (S3StandIn s3 = S3StandIn.start(
                        ports.get(3),
                        data.resolve("s3"),
                        Provisioning.cors(deployment.stack("data").resource("FilesBucket")));
                S3Client client = s3.client();
                SqsStandIn sqs = SqsStandIn.start(
                        ports.get(4), data.resolve("sqs"), Provisioning.queues(deployment.stack("data")));
                SqsClient queues = sqs.client();
                CognitoStandIn cognito = CognitoStandIn.start(
                        deployment,
                        ports.get(1),
                        data.resolve("cognito"),
                        mail -> {},
                        List.of(new ServiceApi("training", () -> "openapi: 3.1.0")));
                FrontDoor door =
                        FrontDoor.start(deployment, new FrontDoorSettings(ports.get(0), website), new Targets())) {
            Provisioning.createBuckets(deployment.stack("data"), client);
            sendAndReceive(queues, deployment.stack("data").output("DeletedTodosQueueUrl"));
            HttpClient browser = HttpClient.newHttpClient();
            for (String page : List.of(
                    deployment.stack("identity").output("Issuer") + "/.well-known/openid-configuration",
                    deployment.stack("identity").output("Issuer") + "/.well-known/jwks.json",
                    "http://localhost:" + cognito.port() + "/outbox",
                    "http://localhost:" + cognito.port() + "/api/training",
                    "http://localhost:" + door.port() + "/",
                    "http://localhost:" + door.port() + "/config.json",
                    "http://localhost:" + door.port() + "/todos")) {
                browser.send(HttpRequest.newBuilder(URI.create(page)).build(), BodyHandlers.discarding());
            }
        }
    }

    private static void sendAndReceive(SqsClient queues, String url) {
        queues.sendMessageBatch(request -> request.queueUrl(url)
                .entries(entry -> entry.id("0").messageBody("{\"owner\": \"training\", \"todoId\": \"training\"}")));
        queues.receiveMessage(request -> request.queueUrl(url))
                .messages()
                .forEach(message ->
                        queues.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle())));
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
