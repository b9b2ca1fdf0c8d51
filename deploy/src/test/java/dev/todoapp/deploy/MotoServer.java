package dev.todoapp.deploy;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * moto's server on a port of its own, where there is time for it. Where it isn't installed that is reported, and fails where the tools
 * are required.
 */
final class MotoServer implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final int port;

    private MotoServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static MotoServer start(Path log) throws IOException {
        Assumptions.assumeTrue(
                Boolean.getBoolean("thorough"),
                "not run: deploying to an emulator takes minutes; -Dthorough=true (./dev test --full) does it");
        require("aws", "the AWS CLI isn't installed");
        int port = freePort();
        ProcessBuilder moto = new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", String.valueOf(port));
        // It starts no tasks; that as many are said to run as are wanted ends what waits for them.
        moto.environment().put("MOTO_ECS_SERVICE_RUNNING", "1");
        moto.redirectErrorStream(true).redirectOutput(log.toFile());
        MotoServer server;
        try {
            server = new MotoServer(moto.start(), port);
        } catch (IOException e) {
            throw notRun("moto isn't installed (pipx install 'moto[server]')");
        }
        Awaitility.await("moto's server").atMost(START).until(() -> {
            if (!server.process.isAlive()) {
                return fail("moto's server ended: see " + log);
            }
            return Moto.listensAt(server.endpoint());
        });
        return server;
    }

    Aws aws() {
        return Aws.program(
                List.of("aws"),
                Map.of(
                        "AWS_ENDPOINT_URL", endpoint(),
                        "AWS_REGION", "us-east-1",
                        "AWS_ACCESS_KEY_ID", "test",
                        "AWS_SECRET_ACCESS_KEY", "test",
                        "AWS_PROFILE", "",
                        "AWS_CONFIG_FILE", "/dev/null",
                        "AWS_SHARED_CREDENTIALS_FILE", "/dev/null"));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    private String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    private static void require(String program, String otherwise) {
        try {
            Process version = new ProcessBuilder(program, "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (version.waitFor() != 0) {
                throw notRun(otherwise);
            }
        } catch (IOException e) {
            throw notRun(otherwise);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notRun("interrupted");
        }
    }

    private static RuntimeException notRun(String why) {
        String notRun = "not run: " + why + ", so nothing is deployed to an emulator";
        if (Boolean.parseBoolean(System.getenv("CI_REQUIRE_TOOLS"))) {
            fail(notRun + ", and CI_REQUIRE_TOOLS=true requires it");
        }
        return Assumptions.<RuntimeException>abort(notRun);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
