package dev.todoapp.todos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.todoapp.platform.testing.OpenApiContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody who calls the service over HTTP. */
public final class Caller {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private static final OpenApiContract CONTRACT = OpenApiContract.read(Path.of("openapi.yaml"));

    private final IntSupplier port;
    private final @Nullable String token;

    Caller(IntSupplier port, @Nullable String token) {
        this.port = port;
        this.token = token;
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Answer post(String path, String json, String... headers) {
        return send("POST", path, bytes(json), with(headers, "Content-Type", "application/json"));
    }

    public Answer put(String path, String json, String... headers) {
        return send("PUT", path, bytes(json), with(headers, "Content-Type", "application/json"));
    }

    public Answer patch(String path, String json, String... headers) {
        return send("PATCH", path, bytes(json), with(headers, "Content-Type", "application/merge-patch+json"));
    }

    public Answer delete(String path, String... headers) {
        return send("DELETE", path, null, headers);
    }

    /** Sends a request; {@code headers} are names and values by turns. */
    public Answer send(String method, String path, byte @Nullable [] body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.getAsInt() + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            // Nobody describes what is answered to someone who takes no JSON.
            if (response.statusCode() != 406) {
                CONTRACT.check(response);
            }
            return new Answer(response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String[] with(String[] headers, String name, String value) {
        if (List.of(headers).contains(name)) {
            return headers;
        }
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = name;
        all[headers.length + 1] = value;
        return all;
    }

    /** What came back. If its operation is described, it is as {@code openapi.yaml} says, or there would be none. */
    public record Answer(HttpResponse<String> response) {

        public int status() {
            return response.statusCode();
        }

        public HttpHeaders headers() {
            return response.headers();
        }

        public String body() {
            return response.body();
        }

        public JsonNode json() {
            return JsonMapper.shared().readTree(body());
        }

        public @Nullable String header(String name) {
            return headers().firstValue(name).orElse(null);
        }

        public String eTag() {
            return headers().firstValue("ETag").orElseThrow();
        }

        public String id() {
            return json().path("id").asString();
        }

        public Answer hasStatus(int expected) {
            assertThat(status()).as("status of: %s", body()).isEqualTo(expected);
            return this;
        }

        /** Is a problem in the form that RFC 9457 gives it. */
        public Answer isProblem(int expected, String slug) {
            hasStatus(expected);
            assertThat(header("Content-Type")).startsWith("application/problem+json");
            assertThat(json().path("type").asString()).isEqualTo("urn:problem:" + slug);
            assertThat(json().path("status").asInt()).isEqualTo(expected);
            assertThat(json().path("title").asString()).isNotEmpty();
            return this;
        }

        /** Is a 400 whose problem names the fields at fault. */
        public Answer names(String... fields) {
            isProblem(400, "bad-input");
            assertThat(json().path("errors")
                            .valueStream()
                            .map(error -> error.path("field").asString()))
                    .containsExactlyInAnyOrder(fields);
            return this;
        }
    }
}
