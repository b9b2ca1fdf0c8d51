package dev.todoapp.localcloud.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;

/** Looks before anything is started whether the ports are free. */
final class Ports {

    private Ports() {}

    /** @throws Refusal naming the first that is taken, and the variable that moves it */
    static void requireFree(Map<String, Integer> ports) {
        ports.forEach((variable, port) -> {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                throw new Refusal("port %d is taken: set %s to another one, such as %s=%d"
                        .formatted(port, variable, variable, port + 10));
            }
        });
    }
}
