package dev.todoapp.localcloud.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnreadableRequestsTest {

    static String[] requests() {
        return new String[] {
            "GET /%00 HTTP/1.1\r\nHost: localhost\r\n",
            "GET /%zz HTTP/1.1\r\nHost: localhost\r\n",
            "GET /todos HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + "x".repeat(60_000) + "\r\n",
            "GET /todos HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \u0001\r\n",
            "GET /todos HTTP/1.1\r\n"
        };
    }

    @ParameterizedTest
    @MethodSource("requests")
    void areRefusedWithoutAWordAboutWhatAnswers(String request, @TempDir Path website) throws IOException {
        try (Laptop laptop = new Laptop(Templates.local(), website);
                Socket socket = new Socket("127.0.0.1", laptop.frontDoor.port())) {
            socket.getOutputStream()
                    .write((request + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

            assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("Tomcat").doesNotContain("Exception");
        }
    }
}
