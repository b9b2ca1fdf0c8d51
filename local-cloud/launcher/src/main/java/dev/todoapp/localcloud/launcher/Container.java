package dev.todoapp.localcloud.launcher;

import com.sun.net.httpserver.HttpServer;
import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.Stack;
import dev.todoapp.localcloud.backends.PipePlayer;
import dev.todoapp.localcloud.backends.Provisioning;
import dev.todoapp.localcloud.cognito.CognitoStandIn;
import dev.todoapp.localcloud.cognito.Listening;
import dev.todoapp.localcloud.frontdoor.FrontDoor;
import dev.todoapp.localcloud.frontdoor.FrontDoorSettings;
import dev.todoapp.localcloud.frontdoor.Targets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * One part of the picture, in a container of its own. {@code docker-compose.yml} puts them together; where the others are is
 * told by the environment: {@code AWS_ENDPOINT_URL} for DynamoDB, S3 and SQS, {@code JWKS_URI} for the tokens' keys.
 */
final class Container {

    private static final List<String> SERVICES = List.of("todo-service", "files-service");
    private static final int SERVICE_PORT = 8080;
    private static final int HEALTH_PORT = 8081;

    private final Path root;
    private final Map<String, String> environment;
    private final Console console;
    private final Deployment deployment;

    Container(Path root, Map<String, String> environment, Console console) {
        this.root = root;
        this.environment = environment;
        this.console = console;
        this.deployment = Deployment.read(root.resolve("infra"), "local", ports(environment));
    }

    /** What a browser uses: the ports that the containers' are published at. */
    private static Map<String, String> ports(Map<String, String> environment) {
        return Map.of(
                "PORT", environment.getOrDefault("PORT", "8080"),
                "COGNITO_PORT", environment.getOrDefault("COGNITO_PORT", "9229"),
                "S3_PORT", environment.getOrDefault("S3_PORT", "4566"));
    }

    /** Makes the tables, buckets and queues that aren't there yet, and ends. */
    void provision() {
        Stack data = deployment.stack("data");
        URI aws = aws();
        try (DynamoDbClient dynamoDb = DynamoDbClient.builder()
                        .endpointOverride(aws)
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build();
                S3Client s3 = S3Client.builder()
                        .endpointOverride(aws)
                        .serviceConfiguration(S3Configuration.builder()
                                .pathStyleAccessEnabled(true)
                                .build())
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build();
                SqsClient sqs = SqsClient.builder()
                        .endpointOverride(aws)
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build()) {
            Provisioning.createTables(data, dynamoDb);
            Provisioning.createBuckets(data, s3);
            Provisioning.putCors(data, s3);
            Provisioning.createQueues(data, sqs);
        }
        console.say("Tables, buckets and queues are there.");
    }

    AutoCloseable cognito() {
        int port = port("COGNITO_PORT", 9229);
        return CognitoStandIn.start(
                deployment,
                Listening.inContainer(port, "cognito"),
                data().resolve("cognito"),
                mail -> console.log("mail", "to %s: %s".formatted(mail.to(), mail.text())),
                List.of());
    }

    AutoCloseable pipes() {
        List<PipePlayer> pipes = PipePlayer.start(deployment.stack("data"), aws(), aws(), data().resolve("pipes"));
        HttpServer health = health(() -> pipes.stream().allMatch(PipePlayer::isPlaying));
        return () -> {
            health.stop(0);
            pipes.forEach(PipePlayer::close);
        };
    }

    /** For this container's own health check: 200 when all is well, else 503. */
    private static HttpServer health(BooleanSupplier well) {
        try {
            HttpServer server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), HEALTH_PORT), 0);
            server.createContext("/health", exchange -> {
                exchange.sendResponseHeaders(well.getAsBoolean() ? 200 : 503, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new Refusal("port " + HEALTH_PORT + " is taken");
        }
    }

    AutoCloseable frontDoor() {
        Targets targets = new Targets();
        FrontDoor door = FrontDoor.start(
                deployment,
                new FrontDoorSettings(
                        InetAddress.ofLiteral("0.0.0.0"),
                        port("PORT", 8080),
                        root.resolve("frontend/dist"),
                        URI.create(needed("JWKS_URI"))),
                targets);
        NamedTargets named = NamedTargets.follow(SERVICES, SERVICE_PORT, targets);
        return () -> {
            door.close();
            named.close();
        };
    }

    private Path data() {
        return Path.of(environment.getOrDefault("DATA_DIR", "/data"));
    }

    private URI aws() {
        return URI.create(needed("AWS_ENDPOINT_URL"));
    }

    private int port(String variable, int otherwise) {
        return Integer.parseInt(environment.getOrDefault(variable, Integer.toString(otherwise)));
    }

    private String needed(String variable) {
        String value = environment.get(variable);
        if (value == null || value.isBlank()) {
            throw new Refusal(variable + " is not set; docker-compose.yml sets it");
        }
        return value;
    }
}
