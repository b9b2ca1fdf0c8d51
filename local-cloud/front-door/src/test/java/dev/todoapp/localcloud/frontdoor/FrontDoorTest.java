package dev.todoapp.localcloud.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.todoapp.infra.Stack;
import dev.todoapp.localcloud.frontdoor.Service.Asked;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way: CloudFront, API Gateway, load balancer, service. */
class FrontDoorTest {

    @TempDir
    Path website;

    private final Service todos = Service.called("todos");
    private final Service files = Service.called("files");
    private Laptop laptop;

    @BeforeEach
    void open() {
        laptop = new Laptop(Templates.local().withQuickHealthChecks(), website)
                .with("todo-service", todos)
                .with("files-service", files);
    }

    @AfterEach
    void close() {
        laptop.close();
        todos.close();
        files.close();
    }

    @Test
    void takesARequestToTheServiceWhosePathItHas() {
        assertThat(laptop.getSignedIn("/todos").body()).isEqualTo("todos");
        assertThat(laptop.getSignedIn("/todos/1").body()).isEqualTo("todos");
        assertThat(laptop.getSignedIn("/files").body()).isEqualTo("files");
        assertThat(laptop.getSignedIn("/files/1/2").body()).isEqualTo("files");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/todos/a%2Fb",
                "/todos/a%20b",
                "/todos/a+b",
                "/todos/%C3%BC%E2%82%AC",
                "/todos/%2E/%7Ex",
                "/todos/./x",
                "/todos/a//b",
                "/todos/a;b=c",
                "/todos/%25",
                "/todos/a%5Cb",
                "/todos/a|b[c]{d}^",
                "/todos?q=a+b%20c",
                "/todos?q=%2F&q=%2f&&x",
                "/todos?",
                "/todos?q=100%",
                "/todos?q=a|b[c]{d}^\"<>`",
                "/todos?q=%zz",
                "/todos?a=1&a=2&b",
            })
    void handsOnPathAndQueryByteByByte(String target) {
        try (Wire.Target service = new Wire.Target((socket, head) ->
                Wire.Target.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"))) {
            laptop.targets.deregister("todo-service", todos.uri());
            laptop.targets.register("todo-service", service.uri());
            laptop.awaitHealthy("todo-service");

            String answer = Wire.get(laptop.frontDoor.port(), target, "Authorization: " + Tokens.access());

            assertThat(Wire.status(answer)).isEqualTo(200);
            assertThat(service.heads.getFirst()).startsWith("GET " + target + " HTTP/1.1\r\n");
        }
    }

    @Test
    void handsOnABodyAsItIs() {
        String form = "a=1&b=%20&a=2";
        try (Service echo = Service.answering(exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Service.answer(exchange, 201, exchange.getRequestHeaders().getFirst("Content-Type") + " " + body);
        })) {
            laptop.targets.deregister("todo-service", todos.uri());
            laptop.with("todo-service", echo);

            HttpResponse<String> answer = laptop.ask(
                    "POST",
                    "/todos?c=3",
                    request -> request.POST(BodyPublishers.ofString(form))
                            .header("Authorization", Tokens.access())
                            .header("Content-Type", "application/x-www-form-urlencoded"));

            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.body()).isEqualTo("application/x-www-form-urlencoded " + form);
            assertThat(echo.lastAsked().header("Content-Length")).containsExactly("13");
        }
    }

    @Test
    void tellsAServiceWhatAwsTellsIt() {
        laptop.get(
                "/todos",
                "Authorization",
                "Bearer " + Tokens.access(),
                "X-Forwarded-For",
                "203.0.113.7",
                "X-Forwarded-Proto",
                "gopher",
                "Accept-Language",
                "fr");

        Asked asked = todos.lastAsked();
        String api = Templates.local().stack("api").output("ApiEndpoint").substring("https://".length());
        assertThat(asked.header("Host")).containsExactly(api);
        assertThat(asked.header("X-Origin-Verify")).containsExactly("laptop-origin-secret");
        assertThat(asked.header("X-Forwarded-For")).containsExactly("203.0.113.7, 127.0.0.1, 127.0.0.1");
        assertThat(asked.header("X-Forwarded-Proto")).containsExactly("http");
        assertThat(asked.header("X-Forwarded-Port")).containsExactly("80");
        assertThat(asked.header("Forwarded"))
                .containsExactly("by=127.0.0.1;for=127.0.0.1;host=" + api + ";proto=https");
        assertThat(asked.header("Via").getFirst())
                .matches("1\\.1 \\S+\\.cloudfront\\.net \\(CloudFront\\), HTTP/1\\.1 AmazonAPIGateway");
        assertThat(asked.header("X-Amzn-Trace-Id").getFirst())
                .matches("Self=1-[0-9a-f]{8}-[0-9a-f]{24};Root=1-[0-9a-f]{8}-[0-9a-f]{24}");
        assertThat(asked.header("Accept-Language")).containsExactly("fr");
        assertThat(asked.header("Authorization").getFirst()).startsWith("Bearer ");
    }

    @Test
    void doesNotLetAViewerSpeakForCloudFront() {
        laptop.get("/todos", "Authorization", Tokens.access(), "X-Origin-Verify", "guess", "x-origin-verify", "other");

        assertThat(todos.lastAsked().header("X-Origin-Verify")).containsExactly("laptop-origin-secret");
    }

    @Test
    void keepsTheSecretsRuleClosedWhereCloudFrontDoesNotSayIt() {
        Templates templates = Templates.local()
                .withQuickHealthChecks()
                .with("website", "Distribution", "/DistributionConfig/Origins/1/OriginCustomHeaders", null);
        try (Laptop unverified = new Laptop(templates, website).with("todo-service", todos)) {
            HttpResponse<String> answer =
                    unverified.get("/todos", "Authorization", Tokens.access(), "X-Origin-Verify", "guess");

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).isEqualTo("Not found");
            assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain;charset=utf-8");
            assertThat(answer.headers().firstValue("Server")).contains("awselb/2.0");
        }
    }

    /** On AWS health checks ask the API itself; here it is reached through CloudFront alone, so a test opens that way. */
    @Test
    void asksAServiceForItsReadinessWithoutATokenAndKnowsTheSecretByItself() {
        Templates templates = Templates.local()
                .withQuickHealthChecks()
                .with("website", "Distribution", "/DistributionConfig/Origins/1/OriginCustomHeaders", null)
                .with("website", "Distribution", "/DistributionConfig/CacheBehaviors/1/PathPattern", "\"/health\"");
        try (Laptop opened = new Laptop(templates, website).with("todo-service", todos)) {
            HttpResponse<String> answer = opened.get("/health?a=b", "X-Origin-Verify", "guess");

            assertThat(answer.statusCode()).isEqualTo(200);
            // The load balancer's own checks ask there, too, and send no such header.
            assertThat(todos.checks)
                    .filteredOn(check -> !check.header("X-Origin-Verify").isEmpty())
                    .singleElement()
                    .satisfies(check -> {
                        assertThat(check.uri()).isEqualTo("/actuator/health/readiness?a=b");
                        assertThat(check.header("X-Origin-Verify")).containsExactly("laptop-origin-secret");
                    });
        }
    }

    @Test
    void servesTheAppWhereTheApiHasItsHealth() {
        assertThat(laptop.get("/health").statusCode()).isEqualTo(404);
        assertThat(laptop.getSignedIn("/actuator/health/readiness").statusCode())
                .isEqualTo(404);
        assertThat(todos.asked).isEmpty();
    }

    @Test
    void dropsWhatIsMeantForOneConnectionOnly() {
        Wire.exchange(laptop.frontDoor.port(), """
                GET /todos HTTP/1.1\r
                Host: localhost\r
                Authorization: %s\r
                Connection: close, X-Hop\r
                Keep-Alive: timeout=5\r
                TE: trailers\r
                Upgrade: h2c\r
                Proxy-Authorization: Basic eA==\r
                X-Hop: 1\r
                X-Stay: 1\r
                \r
                """.formatted(Tokens.access()));

        Asked asked = todos.lastAsked();
        assertThat(asked.header("X-Stay")).containsExactly("1");
        for (String gone : List.of("X-Hop", "Keep-Alive", "TE", "Upgrade", "Proxy-Authorization")) {
            assertThat(asked.header(gone)).as(gone).isEmpty();
        }
    }

    @Test
    void handsBackTheAnswerAsTheServiceGaveIt() {
        try (Wire.Target service = new Wire.Target((socket, head) -> Wire.Target.say(socket, """
                HTTP/1.1 200 Fine\r
                Content-Type: application/problem+json\r
                Content-Length: 2\r
                ETag: "3"\r
                Last-Modified: Sun, 01 Nov 2026 10:00:00 GMT\r
                Link: <a>; rel="next"\r
                Link: <b>; rel="last"\r
                X-Name: f\u00fcr\r
                Set-Cookie: a=b\r
                Access-Control-Allow-Origin: *\r
                Keep-Alive: timeout=5\r
                Connection: close, X-Hop\r
                X-Hop: 1\r
                \r
                {}"""))) {
            laptop.targets.deregister("todo-service", todos.uri());
            laptop.targets.register("todo-service", service.uri());
            laptop.awaitHealthy("todo-service");

            // Spring would make a 304 of it by itself.
            String answer = Wire.get(
                    laptop.frontDoor.port(), "/todos", "Authorization: " + Tokens.access(), "If-None-Match: \"3\"");

            assertThat(answer)
                    .startsWith("HTTP/1.1 200 ")
                    .contains("\r\nContent-Type: application/problem+json\r\n")
                    .contains("\r\nETag: \"3\"\r\n")
                    .contains("\r\nLink: <a>; rel=\"next\"\r\nLink: <b>; rel=\"last\"\r\n")
                    .contains("\r\nX-Name: f\u00fcr\r\n")
                    .contains("\r\nSet-Cookie: a=b\r\n")
                    .contains("\r\napigw-requestid: ")
                    .contains("\r\nX-Cache: Miss from cloudfront\r\n")
                    .doesNotContain("X-Hop", "Keep-Alive", "Access-Control")
                    .endsWith("\r\n\r\n{}");
        }
    }

    @Test
    void answersHeadWithTheHeadersAlone() {
        Templates templates =
                Templates.local().withQuickHealthChecks().with("api", "ListTodosRoute", "/RouteKey", "\"HEAD /todos\"");
        try (Service service = Service.answering(exchange -> {
                    exchange.getResponseHeaders().set("Content-Length", "7");
                    exchange.sendResponseHeaders(200, -1);
                });
                Laptop changed = new Laptop(templates, website).with("todo-service", service)) {
            HttpResponse<String> answer =
                    changed.ask("HEAD", "/todos", request -> request.header("Authorization", Tokens.access()));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Length")).contains("7");
            assertThat(service.lastAsked().method()).isEqualTo("HEAD");
        }
    }

    @Test
    void streamsALargeBodyWithoutWaitingForItsEnd() throws Exception {
        int size = 9 * 1024 * 1024;
        CountDownLatch begun = new CountDownLatch(1);
        AtomicLong received = new AtomicLong();
        try (Service service = Service.answering(exchange -> {
            InputStream body = exchange.getRequestBody();
            for (int read = body.read(new byte[8192]); read >= 0; read = body.read(new byte[8192])) {
                received.addAndGet(read);
                begun.countDown();
            }
            Service.answer(exchange, 200, Long.toString(received.get()));
        })) {
            laptop.targets.deregister("todo-service", todos.uri());
            laptop.with("todo-service", service);

            try (Socket socket = new Socket("127.0.0.1", laptop.frontDoor.port())) {
                OutputStream out = socket.getOutputStream();
                out.write(
                        "POST /todos HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: %s\r\nContent-Length: %d\r\n\r\n"
                                .formatted(Tokens.access(), size)
                                .getBytes(StandardCharsets.US_ASCII));
                out.write(new byte[size / 2]);
                out.flush();
                assertThat(begun.await(20, TimeUnit.SECONDS))
                        .as("the service sees the beginning before the viewer has sent the end")
                        .isTrue();
                assertThat(received.get()).isLessThan(size);
                out.write(new byte[size - size / 2]);
                out.flush();

                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

                assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n" + size);
            }
        }
    }

    @Test
    void handsOnABodyOfUnknownLength() {
        try (Service service = Service.answering(exchange -> Service.answer(
                exchange, 200, Integer.toString(exchange.getRequestBody().readAllBytes().length)))) {
            laptop.targets.deregister("todo-service", todos.uri());
            laptop.with("todo-service", service);

            HttpResponse<String> answer = laptop.ask(
                    "POST",
                    "/todos",
                    request -> request.header("Authorization", Tokens.access())
                            .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(new byte[100_000]))));

            assertThat(answer.body()).isEqualTo("100000");
            assertThat(service.lastAsked().header("Transfer-Encoding")).containsExactly("chunked");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesABodyThatApiGatewayWouldRefuse(boolean knownLength) {
        byte[] body = new byte[10 * 1024 * 1024 + 1];
        HttpRequest.BodyPublisher publisher = knownLength
                ? BodyPublishers.ofByteArray(body)
                : BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body));

        HttpResponse<String> answer = laptop.ask(
                "POST",
                "/todos",
                request -> request.header("Authorization", Tokens.access()).POST(publisher));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Request Entity Too Large\"}");
    }

    @Test
    void refusesAnAnswerThatApiGatewayWouldRefuse() {
        try (Service service = Service.answering(exchange -> {
            exchange.sendResponseHeaders(200, 10 * 1024 * 1024 + 1);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(new byte[10 * 1024 * 1024 + 1]);
            }
        })) {
            laptop.targets.deregister("todo-service", todos.uri());
            laptop.with("todo-service", service);

            HttpResponse<String> answer = laptop.getSignedIn("/todos");

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
        }
    }

    @Test
    void letsTheViewerSeeThatAnAnswerBrokeOff() {
        try (Wire.Target service = new Wire.Target((socket, head) ->
                Wire.Target.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nonly this"))) {
            laptop.targets.deregister("todo-service", todos.uri());
            laptop.targets.register("todo-service", service.uri());
            laptop.awaitHealthy("todo-service");

            assertThatThrownBy(() -> laptop.getSignedIn("/todos")).hasRootCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void listensOnTheLoopbackAddressAlone() throws Exception {
        List<InetAddress> others = NetworkInterface.networkInterfaces()
                .flatMap(each -> Collections.list(each.getInetAddresses()).stream())
                .filter(address -> !address.isLoopbackAddress())
                .toList();

        for (InetAddress other : others) {
            assertThatThrownBy(() -> new Socket(other, laptop.frontDoor.port()).close())
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void saysThatItsPortIsTaken() {
        var settings = new FrontDoorSettings(laptop.frontDoor.port(), website);
        List<Stack> stacks = Templates.local().stacks();

        assertThatThrownBy(() -> FrontDoor.start(stacks, settings, new Targets()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("port " + laptop.frontDoor.port() + " is taken");
    }

    @Test
    void keepsItsTargetsToItself() {
        var settings = new FrontDoorSettings(0, website);
        List<Stack> stacks = Templates.local().stacks();

        assertThatThrownBy(() -> FrontDoor.start(stacks, settings, laptop.targets))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("these targets belong to a front door that is open already");

        int checks = todos.checks.size();
        await().until(() -> todos.checks.size() > checks);
        assertThat(laptop.getSignedIn("/todos").statusCode()).isEqualTo(200);
    }

    @Test
    void stopsListeningAndCheckingWhenItIsClosed() {
        int port = laptop.frontDoor.port();

        laptop.frontDoor.close();

        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(IOException.class);
        await().until(() -> healthThreads().findAny().isEmpty());
    }

    private static Stream<Thread> healthThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("health of"));
    }
}
