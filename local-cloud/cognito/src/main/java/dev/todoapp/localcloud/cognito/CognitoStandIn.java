package dev.todoapp.localcloud.cognito;

import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.web.context.support.StandardServletEnvironment;

/** Cognito's part on a laptop: one user pool as the identity stack describes it, with its pages and its API. */
public final class CognitoStandIn implements AutoCloseable {

    private final AnnotationConfigServletWebServerApplicationContext context;

    private CognitoStandIn(AnnotationConfigServletWebServerApplicationContext context) {
        this.context = context;
    }

    /**
     * Starts it without a page for the services' APIs.
     *
     * @see #start(Deployment, int, Path, Consumer, List)
     */
    public static CognitoStandIn start(Deployment deployment, int port, Path dataFolder, Consumer<Mail> mails) {
        return start(deployment, port, dataFolder, mails, List.of());
    }

    /**
     * Starts it; the identity stack says what it is.
     *
     * @param port 0 for any that is free
     * @param dataFolder where users, sign-ins, mails and keys are kept
     * @param mails told of each mail that Cognito would send
     * @param apis shown at {@code /api}, the first one first
     * @throws IllegalArgumentException if the template asks for what the stand-in can't play
     * @throws IllegalStateException if what is kept in the folder is damaged or in use by another process
     * @throws PortInUseException if the port is taken
     */
    public static CognitoStandIn start(
            Deployment deployment, int port, Path dataFolder, Consumer<Mail> mails, List<ServiceApi> apis) {
        return start(deployment, Listening.onLoopback(port), dataFolder, mails, apis);
    }

    /** The same, where others than this machine's own programs may ask, such as the other containers. */
    public static CognitoStandIn start(
            Deployment deployment, Listening listening, Path dataFolder, Consumer<Mail> mails, List<ServiceApi> apis) {
        Stack identity = deployment.stack("identity");
        requireItsOwnAddress(identity, listening.port());
        return start(identity, listening, dataFolder, mails, apis, Clock.systemUTC());
    }

    /** The port that it listens on. */
    public int port() {
        return webServer(context).getPort();
    }

    /** Stops answering. Users and refresh tokens are there again after the next start on the same folder. */
    @Override
    public void close() {
        context.close();
    }

    static CognitoStandIn start(
            Stack identity, int port, Path dataFolder, Consumer<Mail> mails, List<ServiceApi> apis, Clock clock) {
        return start(identity, Listening.onLoopback(port), dataFolder, mails, apis, clock);
    }

    private static CognitoStandIn start(
            Stack identity,
            Listening listening,
            Path dataFolder,
            Consumer<Mail> mails,
            List<ServiceApi> apis,
            Clock clock) {
        UserPoolSettings pool = UserPoolSettings.read(identity);
        // Another pool is another set of users, as in AWS.
        Path folder = privateFolder(dataFolder.resolve(pool.id()));
        // No SpringApplication: it would set up logging again, read configuration files that are not meant for this
        // context and add a shutdown hook, in a process that is the launcher's.
        var context = new AnnotationConfigServletWebServerApplicationContext();
        context.setDisplayName("cognito");
        context.setEnvironment(new EmptyEnvironment());
        context.registerBean(
                CognitoConfiguration.Start.class,
                () -> new CognitoConfiguration.Start(pool, listening, folder, mails, List.copyOf(apis), clock));
        context.registerBean(
                Address.class,
                () -> new Address(pool.id(), () -> webServer(context).getPort()));
        context.register(CognitoConfiguration.class);
        try {
            context.refresh();
        } catch (RuntimeException e) {
            context.close();
            throw plain(e);
        }
        return new CognitoStandIn(context);
    }

    /** Everybody else takes the issuer from the stack; tokens with another one would be refused everywhere. */
    private static void requireItsOwnAddress(Stack identity, int port) {
        Address address = new Address(identity.resource("UserPool").physicalId(), () -> port);
        String issuer = identity.output("Issuer");
        if (port != 0 && !issuer.equals(address.issuer())) {
            throw new IllegalArgumentException("identity stack: the output Issuer is %s, but on port %d it would be %s"
                    .formatted(issuer, port, address.issuer()));
        }
    }

    private static WebServer webServer(AnnotationConfigServletWebServerApplicationContext context) {
        return Objects.requireNonNull(context.getWebServer(), "not started");
    }

    /** What is wrong, without the beans that it was found out by. */
    private static RuntimeException plain(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException || cause instanceof Database.Unavailable) {
                return (RuntimeException) cause;
            }
        }
        return e;
    }

    private static Path privateFolder(Path folder) {
        try {
            return Folders.createPrivate(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " can't be made", e);
        }
    }

    /** Neither variables nor system properties of the process reach the context. */
    private static final class EmptyEnvironment extends StandardServletEnvironment {

        @Override
        protected void customizePropertySources(MutablePropertySources sources) {
            // none
        }
    }
}
