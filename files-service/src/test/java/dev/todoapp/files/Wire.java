package dev.todoapp.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Requests that no HTTP client would let pass, or would send in pieces. */
final class Wire {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String BEFORE_STATUS = "HTTP/1.1 ";

    private Wire() {}

    /** The status of the answer to this request, sent in one piece. */
    static int status(int port, String request) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            byte[] answer = socket.getInputStream().readNBytes(BEFORE_STATUS.length() + 3);
            return Integer.parseInt(new String(answer, StandardCharsets.UTF_8).substring(BEFORE_STATUS.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
