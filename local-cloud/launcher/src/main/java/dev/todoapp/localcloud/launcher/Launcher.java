package dev.todoapp.localcloud.launcher;

import dev.todoapp.localcloud.backends.StandInFailure;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * {@code up ROOT} runs everything until it is told to stop; {@code train ROOT} starts the stand-ins once and ends, for the
 * build to make AOT caches from. {@code provision}, {@code cognito}, {@code pipes} and {@code front-door} are for containers:
 * each does one part alone, and {@code answers URL} is their health check.
 */
public final class Launcher {

    private static final int TIMEOUT_MILLIS = 3_000;

    private Launcher() {}

    public static void main(String[] args) throws InterruptedException {
        if (args.length != 2) {
            refuse("the launcher is started by ./dev up");
        }
        if (args[0].equals("answers")) {
            System.exit(answers(args[1]) ? 0 : 1);
        }
        Path root = Path.of(args[1]).toAbsolutePath();
        // Tomcat logs through the JDK; nothing of it is for the console but trouble.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        try {
            switch (args[0]) {
                case "up" -> up(root);
                case "train" -> Training.run(root);
                case "provision" -> container(root).provision();
                case "cognito" -> run(container(root).cognito(), "Cognito");
                case "pipes" -> run(container(root).pipes(), "The pipe");
                case "front-door" -> run(container(root).frontDoor(), "The front door");
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

    /** A container's health check, which has no other program to ask with. */
    private static boolean answers(String url) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            System.err.println("no answer: " + e);
            return false;
        }
    }

    private static Container container(Path root) {
        return new Container(root, System.getenv(), new Console(System.out));
    }

    /** Until it is told to stop. */
    private static void run(AutoCloseable part, String name) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                part.close();
            } catch (Exception e) { // it is going away either way
                System.err.println(name + " did not stop cleanly: " + e.getMessage());
            }
        }));
        System.out.println(name + " is ready.");
        new CountDownLatch(1).await();
    }

    private static void refuse(String message) {
        System.err.println("dev: " + message);
        System.exit(1);
    }
}
