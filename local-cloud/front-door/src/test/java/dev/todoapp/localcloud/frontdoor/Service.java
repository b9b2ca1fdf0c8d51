package dev.todoapp.localcloud.frontdoor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A target: a small server that is well, remembers what it was asked and answers what a test wants. */
final class Service implements AutoCloseable {

    private static final String HEALTH = "/actuator/health/readiness";

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    final List<Asked> checks = new CopyOnWriteArrayList<>();
    volatile int health = 200;

    private final HttpServer server;

    /** A request as it arrived. */
    record Asked(String method, String uri, Map<String, List<String>> headers) {

        static Asked of(HttpExchange exchange) {
            return new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    Map.copyOf(exchange.getRequestHeaders()));
        }

        List<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .flatMap(header -> header.getValue().stream())
                    .toList();
        }
    }

    private Service(HttpServer server) {
        this.server = server;
    }

    /** Answers 200 and its name. */
    static Service called(String name) {
        return answering(exchange -> answer(exchange, 200, name));
    }

    static Service answering(HttpHandler handler) {
        return on(0, handler);
    }

    static Service on(int port, HttpHandler handler) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
            Service service = new Service(server);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", exchange -> {
                try (exchange) {
                    if (exchange.getRequestURI().getPath().equals(HEALTH)) {
                        service.checks.add(Asked.of(exchange));
                        exchange.sendResponseHeaders(service.health, -1);
                    } else {
                        service.asked.add(Asked.of(exchange));
                        handler.handle(exchange);
                    }
                }
            });
            server.start();
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    int port() {
        return server.getAddress().getPort();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    Asked lastAsked() {
        return asked.getLast();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
