package dev.todoapp.platform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A container's health check: ends with 0 when the service on this machine's {@code PORT} says that it is alive, else with 1.
 * Started every few seconds beside the service, so it is small: a socket and nothing of a library. The image has neither a
 * shell nor curl to rely on.
 */
public final class Alive {

    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int STANDARD_PORT = 8080;
    private static final String QUESTION =
            "GET /actuator/health/liveness HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private Alive() {}

    public static void main(String[] args) {
        System.exit(answers(System.getenv("PORT")) ? 0 : 1);
    }

    /** @param port as the service is given it; null is the service's default */
    static boolean answers(@Nullable String port) {
        try (Socket socket = new Socket()) {
            int number = port == null || port.isBlank() ? STANDARD_PORT : Integer.parseInt(port.strip());
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), number), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(QUESTION.getBytes(StandardCharsets.US_ASCII));
            String status = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            return status != null && status.startsWith("HTTP/1.1 200");
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("not alive: " + e);
            return false;
        }
    }
}
