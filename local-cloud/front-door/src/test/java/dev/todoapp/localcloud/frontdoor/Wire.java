package dev.todoapp.localcloud.frontdoor;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** HTTP by hand: for requests that no client would send and answers that no server would give. */
final class Wire {

    private Wire() {}

    /** Sends the bytes of a request, which should ask to close the connection, and reads to the end. */
    static String exchange(int port, String request) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String get(int port, String target, String... headers) {
        return exchange(
                port,
                "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + String.join(
                                "",
                                List.of(headers).stream()
                                        .map(header -> header + "\r\n")
                                        .toList())
                        + "\r\n");
    }

    static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }

    /** A target that is well and does with any other connection what a test wants. */
    static final class Target implements AutoCloseable {

        final List<String> heads = new CopyOnWriteArrayList<>();

        private final ServerSocket server;
        private final Conversation conversation;

        /** What follows the head of a request. */
        interface Conversation {

            void goOn(Socket socket, String head) throws IOException;
        }

        Target(Conversation conversation) {
            try {
                this.server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
                this.conversation = conversation;
                Thread.ofVirtual().start(this::accept);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + server.getLocalPort());
        }

        static void say(Socket socket, String bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        private void accept() {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    Thread.ofVirtual().start(() -> serve(socket));
                } catch (IOException e) {
                    return;
                }
            }
        }

        private void serve(Socket socket) {
            try (socket) {
                String head = head(socket.getInputStream());
                if (head.startsWith("GET /actuator/health/readiness ")) {
                    say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                } else if (!head.isEmpty()) {
                    heads.add(head);
                    conversation.goOn(socket, head);
                }
            } catch (IOException e) {
                // The other side hung up, as some tests want it to.
            }
        }

        private static String head(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return "";
                }
                head.append((char) next);
            }
            return head.toString();
        }

        @Override
        public void close() {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
