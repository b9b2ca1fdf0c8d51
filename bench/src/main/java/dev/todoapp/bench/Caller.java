package dev.todoapp.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Asks a service, outside of any measurement, and takes no other answer than the expected one. */
final class Caller {

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI service;

    Caller(URI service) {
        this.service = Loopback.require(service);
    }

    HttpResponse<byte[]> get(String token, String path) {
        return send(token, HttpRequest.newBuilder(service.resolve(path)), 200);
    }

    HttpResponse<byte[]> post(String token, String path, String json) {
        return send(
                token,
                HttpRequest.newBuilder(service.resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)),
                201);
    }

    private HttpResponse<byte[]> send(String token, HttpRequest.Builder request, int expected) {
        return send(request.header("Authorization", "Bearer " + token), expected, BodyHandlers.ofByteArray());
    }

    /** @throws IllegalStateException if the answer has another status */
    <T> HttpResponse<T> send(HttpRequest.Builder request, int expected, HttpResponse.BodyHandler<T> body) {
        HttpRequest built = request.build();
        Loopback.require(built.uri());
        try {
            HttpResponse<T> response = http.send(built, body);
            if (response.statusCode() != expected) {
                String said = response.body() instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : "";
                throw new IllegalStateException(response + " " + said);
            }
            return response;
        } catch (IOException e) {
            throw new IllegalStateException("no answer from " + built.uri().getAuthority(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
