package dev.todoapp.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AliveTest {

    @ParameterizedTest
    @CsvSource({"200, true", "503, false", "404, false"})
    void goesByTheStatusOfLiveness(int status, boolean isAlive) throws IOException {
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/actuator/health/liveness", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        service.start();
        try {
            assertThat(Alive.answers(Integer.toString(service.getAddress().getPort())))
                    .isEqualTo(isAlive);
        } finally {
            service.stop(0);
        }
    }

    @Test
    void isNotAliveWhereNobodyListens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThat(Alive.answers(Integer.toString(port))).isFalse();
    }

    @Test
    void isNotAliveWithAPortThatIsNone() {
        assertThat(Alive.answers("http")).isFalse();
        assertThat(Alive.answers("70000")).isFalse();
    }
}
