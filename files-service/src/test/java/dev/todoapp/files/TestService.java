package dev.todoapp.files;

import dev.todoapp.localcloud.backends.StandIn;
import dev.todoapp.platform.testing.AwsCalls;
import dev.todoapp.platform.testing.OpenApiContract;
import dev.todoapp.platform.testing.TokenIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service on a free port, told of its world by variables as in production, and a client of its API. */
public final class TestService implements AutoCloseable {

    /** Sooner or later than this a test fails rather than hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Every answer that any test gets is held against it. */
    private static final OpenApiContract CONTRACT = OpenApiContract.read(Path.of("openapi.yaml"));

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final AwsCalls calls = new AwsCalls();
    private final TokenIssuer tokens = TokenIssuer.start();
    private final ServletWebServerApplicationContext context;

    private TestService(URI s3, String bucket, Map<String, String> more, @Nullable Faults faults) {
        Map<String, String> all = new HashMap<>(Map.of(
                "PORT",
                "0",
                "DRAIN_DELAY",
                "0s",
                "PUBLIC_URL",
                TestBucket.SITE,
                "ISSUER",
                tokens.issuer(),
                "CLIENT_IDS",
                TokenIssuer.CLIENT_ID,
                "FILES_BUCKET",
                bucket,
                "DELETED_TODOS_QUEUE",
                TestQueue.shared().url()));
        all.putAll(more);
        // The SDK's own settings, as system properties: a test can't set the variables of its own process.
        StandIn.variables()
                .forEach((name, value) -> System.setProperty(
                        switch (name) {
                            case "AWS_REGION" -> "aws.region";
                            case "AWS_ACCESS_KEY_ID" -> "aws.accessKeyId";
                            case "AWS_SECRET_ACCESS_KEY" -> "aws.secretAccessKey";
                            default -> throw new IllegalStateException("which system property is " + name + "?");
                        },
                        value));
        System.setProperty("aws.endpointUrlS3", s3.toString());
        System.setProperty(
                "aws.endpointUrlSqs",
                URI.create(Objects.requireNonNull(all.get("DELETED_TODOS_QUEUE")))
                        .resolve("/")
                        .toString());
        SpringApplication application = new SpringApplication(FilesApplication.class);
        application.setRegisterShutdownHook(false);
        application.addInitializers(starting -> starting.getBeanFactory().addBeanPostProcessor(calls.hook()));
        if (faults != null) {
            application.addInitializers(starting -> starting.getBeanFactory().addBeanPostProcessor(with(faults)));
        }
        context = (ServletWebServerApplicationContext) application.run(all.entrySet().stream()
                .map(variable -> "--" + variable.getKey() + "=" + variable.getValue())
                .toArray(String[]::new));
        System.clearProperty("aws.endpointUrlS3");
        System.clearProperty("aws.endpointUrlSqs");
    }

    private static BeanPostProcessor with(Faults faults) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                return bean instanceof ClientOverrideConfiguration calls
                        ? calls.toBuilder().addExecutionInterceptor(faults).build()
                        : bean;
            }
        };
    }

    public static TestService start(TestBucket bucket) {
        return start(bucket, Map.of());
    }

    /** @param more further variables */
    public static TestService start(TestBucket bucket, Map<String, String> more) {
        return start(bucket.endpoint(), bucket.name(), more);
    }

    public static TestService start(URI s3, String bucket, Map<String, String> more) {
        return new TestService(s3, bucket, more, null);
    }

    /** One whose calls of AWS meet with those faults. */
    public static TestService start(URI s3, String bucket, Map<String, String> more, Faults faults) {
        return new TestService(s3, bucket, more, faults);
    }

    public TokenIssuer tokens() {
        return tokens;
    }

    /** What it has called of AWS. */
    public AwsCalls calls() {
        return calls;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public <T> Collection<T> beans(Class<T> type) {
        return context.getBeansOfType(type).values();
    }

    /** A client of the API with that subject's token. */
    public Client as(String subject) {
        return new Client("Bearer " + tokens.accessToken(subject));
    }

    /** A client of the API that sends that header as it is, or none when it is empty. */
    public Client withAuthorization(String header) {
        return new Client(header);
    }

    private int port() {
        return Objects.requireNonNull(context.getWebServer()).getPort();
    }

    @Override
    public void close() {
        context.close();
        tokens.close();
    }

    /** An answer. */
    public record Answer(int status, HttpResponse<String> raw) {

        public JsonNode json() {
            return JsonMapper.shared().readTree(raw.body());
        }

        public String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }

        /** The slug of a problem's type; fails when it isn't a problem. */
        public String problem() {
            if (!header("Content-Type").startsWith("application/problem+json")) {
                throw new AssertionError("not a problem: " + status + " " + raw.body());
            }
            return json().path("type").asString().replaceFirst("^urn:problem:", "");
        }

        @Override
        public String toString() {
            return status + " " + raw.body();
        }
    }

    /** Sends requests in someone's name. */
    public final class Client {

        private final String authorization;

        private Client(String authorization) {
            this.authorization = authorization;
        }

        public Answer get(String path) {
            return send(request(path));
        }

        public Answer delete(String path) {
            return send(request(path).DELETE());
        }

        public Answer post(String path, String json) {
            return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
        }

        /** A request with whatever method, and an empty JSON object when it takes a body. */
        public Answer send(String method, String path) {
            return send(
                    method.equals("POST") || method.equals("PUT") || method.equals("PATCH")
                            ? request(path)
                                    .header("Content-Type", "application/json")
                                    .method(method, BodyPublishers.ofString("{}"))
                            : request(path).method(method, BodyPublishers.noBody()));
        }

        /** The status of a request that no HTTP client would let pass. */
        public int statusOf(String method, String rawPath) {
            return Wire.status(port(), """
                    %s %s HTTP/1.1\r
                    Host: localhost\r
                    Authorization: %s\r
                    Content-Type: application/json\r
                    Content-Length: 2\r
                    Connection: close\r
                    \r
                    {}""".formatted(method, rawPath, authorization));
        }

        public HttpRequest.Builder request(String path) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
            return authorization.isEmpty() ? request : request.header("Authorization", authorization);
        }

        public Answer send(HttpRequest.Builder request) {
            HttpResponse<String> answer =
                    TestService.send(request.timeout(PATIENCE).build());
            CONTRACT.check(answer);
            return new Answer(answer.statusCode(), answer);
        }
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
