package dev.todoapp.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSession;

/** What a browser does with signed URLs: it knows no SDK, and sends the headers that it is told and those that it must. */
public final class Browser {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 3;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Browser() {}

    public static HttpResponse<byte[]> put(URI url, Map<String, String> headers, byte[] body) {
        return send("PUT", url, headers, body);
    }

    public static HttpResponse<byte[]> get(URI url) {
        return send("GET", url, Map.of(), new byte[0]);
    }

    /**
     * Without a Content-Length, as no browser does it. All at once, not the body after the head: S3 may refuse the head and close the
     * connection, and who is still sending then may never get to read the answer.
     *
     * @return the status
     */
    public static int putInChunks(URI url, Map<String, String> headers, String body) {
        String lines = headers.entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                .collect(Collectors.joining());
        return Wire.status(url.getPort(), """
                PUT %s?%s HTTP/1.1\r
                Host: %s\r
                Transfer-Encoding: chunked\r
                Connection: close\r
                %s\r
                %x\r
                %s\r
                0\r
                \r
                """.formatted(
                        url.getRawPath(), url.getRawQuery(), url.getRawAuthority(), lines, body.length(), body));
    }

    /** Does something else when the upload is half done. */
    public static HttpResponse<byte[]> putAndMeanwhile(
            URI url, Map<String, String> headers, byte[] body, Runnable meanwhile) {
        int half = body.length / 2;
        InputStream rest = new InputStream() {
            private final InputStream bytes = new ByteArrayInputStream(body, half, body.length - half);
            private boolean begun;

            @Override
            public int read() throws IOException {
                begin();
                return bytes.read();
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                begin();
                return bytes.read(to, offset, length);
            }

            private void begin() {
                if (!begun) {
                    begun = true;
                    meanwhile.run();
                }
            }
        };
        InputStream all = new SequenceInputStream(new ByteArrayInputStream(body, 0, half), rest);
        return send(
                "PUT",
                url,
                headers,
                BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> all), body.length));
    }

    /** Asks again where the connection was closed: S3 may do so with what it refuses, and the answer be lost to who is still sending. */
    public static HttpResponse<byte[]> send(String method, URI url, Map<String, String> headers, byte[] body) {
        HttpRequest.BodyPublisher publisher = method.equals("PUT") || method.equals("POST")
                ? BodyPublishers.ofByteArray(body)
                : BodyPublishers.noBody();
        for (int attempt = 1; ; attempt++) {
            try {
                return send(method, url, headers, publisher);
            } catch (UncheckedIOException closed) {
                if (attempt == ATTEMPTS) {
                    throw closed;
                }
            }
        }
    }

    private static HttpResponse<byte[]> send(
            String method, URI url, Map<String, String> headers, HttpRequest.BodyPublisher body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url).timeout(PATIENCE).method(method, body);
        headers.forEach(request::setHeader);
        try {
            HttpResponse<InputStream> answer = HTTP.send(request.build(), BodyHandlers.ofInputStream());
            return new Read(answer, read(answer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** S3 may close the connection on what it refuses before it has read all of it: then its status is all there is. */
    private static byte[] read(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream body = answer.body()) {
            return body.readAllBytes();
        } catch (IOException cut) {
            if (answer.statusCode() < 400) {
                throw cut;
            }
            return new byte[0];
        }
    }

    private record Read(HttpResponse<InputStream> answer, byte[] body) implements HttpResponse<byte[]> {

        @Override
        public int statusCode() {
            return answer.statusCode();
        }

        @Override
        public HttpRequest request() {
            return answer.request();
        }

        @Override
        public Optional<HttpResponse<byte[]>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public HttpHeaders headers() {
            return answer.headers();
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return answer.sslSession();
        }

        @Override
        public URI uri() {
            return answer.uri();
        }

        @Override
        public HttpClient.Version version() {
            return answer.version();
        }
    }

    /** Whether a page of that origin may send that request with that header (CORS). */
    public static boolean preflight(URI url, String origin, String method, String header) {
        HttpResponse<byte[]> answer = send(
                "OPTIONS",
                url,
                Map.of(
                        "Origin", origin,
                        "Access-Control-Request-Method", method,
                        "Access-Control-Request-Headers", header),
                new byte[0]);
        return answer.statusCode() < 300
                && header(answer, "access-control-allow-origin").equals(origin)
                && Arrays.stream(header(answer, "access-control-allow-methods").split(", *"))
                        .anyMatch(method::equalsIgnoreCase)
                && Arrays.stream(header(answer, "access-control-allow-headers").split(", *"))
                        .anyMatch(header::equalsIgnoreCase);
    }

    /** The name under which it would save what it got (RFC 6266: {@code filename*} before {@code filename}). */
    public static String savedAs(HttpResponse<?> answer) {
        String disposition = header(answer, "content-disposition");
        String encoded =
                disposition.substring(disposition.lastIndexOf("filename*=UTF-8''") + "filename*=UTF-8''".length());
        return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    public static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
