package dev.todoapp.localcloud.launcher;

import dev.todoapp.localcloud.backends.StandInFailure;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * {@code up ROOT} runs everything until it is told to stop; {@code train ROOT} starts the stand-ins once and ends, for the
 * build to make AOT caches from.
 */
public final class Launcher {

    private Launcher() {}

    public static void main(String[] args) throws InterruptedException {
        if (args.length != 2) {
            refuse("the launcher is started by ./dev up");
        }
        Path root = Path.of(args[1]).toAbsolutePath();
        // Tomcat logs through the JDK; nothing of it is for the console but trouble.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        try {
            switch (args[0]) {
                case "up" -> up(root);
                case "train" -> Training.run(root);
                default -> refuse("the launcher is started by ./dev up");
            }
        } catch (Refusal | StandInFailure refusal) {
            refuse(String.valueOf(refusal.getMessage()));
        } catch (RuntimeException failure) {
            // A template that can't be read or played, mostly: its message says which and where.
            refuse(String.valueOf(failure.getMessage()));
        }
    }

    private static void up(Path root) throws InterruptedException {
        Console console = new Console(System.out);
        Settings settings = Settings.of(root, System.getenv());
        AtomicReference<@Nullable LocalCloud> running = new AtomicReference<>();
        CountDownLatch never = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            LocalCloud cloud = running.get();
            if (cloud != null) {
                console.say("Stopping…");
                cloud.close();
                console.say("Stopped. The data are in " + settings.data());
            }
        }));
        LocalCloud.start(settings, console, running::set);
        console.say("Ready: http://localhost:" + settings.port("PORT"));
        never.await();
    }

    private static void refuse(String message) {
        System.err.println("dev: " + message);
        System.exit(1);
    }
}
