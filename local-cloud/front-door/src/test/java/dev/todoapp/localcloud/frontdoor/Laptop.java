package dev.todoapp.localcloud.frontdoor;

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
import java.util.function.Consumer;

/** A front door that is open, with tokens that it takes and targets to add. */
final class Laptop implements AutoCloseable {

    final Tokens tokens = new Tokens();
    final Targets targets = new Targets();
    final FrontDoor frontDoor;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Laptop(Templates templates, Path website) {
        frontDoor = FrontDoor.start(templates.stacks(), new FrontDoorSettings(0, website, tokens.location()), targets);
    }

    /** Registers a service and waits until it gets requests. */
    Laptop with(String targetGroup, Service service) {
        targets.register(targetGroup, service.uri());
        awaitHealthy(targetGroup);
        return this;
    }

    void awaitHealthy(String targetGroup) {
        try {
            if (!targets.awaitHealthy(targetGroup, Duration.ofSeconds(20))) {
                throw new AssertionError(targets.health().toString());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    URI uri(String pathAndQuery) {
        return URI.create("http://localhost:" + frontDoor.port() + pathAndQuery);
    }

    /** Asks without a token. */
    HttpResponse<String> ask(String method, String pathAndQuery, Consumer<HttpRequest.Builder> changes) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(pathAndQuery)).method(method, BodyPublishers.noBody());
        changes.accept(request);
        return send(request.build());
    }

    HttpResponse<String> get(String pathAndQuery, String... headers) {
        return ask("GET", pathAndQuery, request -> {
            if (headers.length > 0) {
                request.headers(headers);
            }
        });
    }

    /** Asks as somebody who has signed in. */
    HttpResponse<String> getSignedIn(String pathAndQuery) {
        return get(pathAndQuery, "Authorization", "Bearer " + Tokens.access());
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        frontDoor.close();
        tokens.close();
        client.close();
    }
}
