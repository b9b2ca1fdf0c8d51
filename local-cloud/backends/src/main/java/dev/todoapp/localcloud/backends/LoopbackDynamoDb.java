package dev.todoapp.localcloud.backends;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * The main class of the DynamoDB Local process: starts it on loopback, where its own would listen on every interface, says
 * on which port it listens, and ends with the process that started it (when standard input ends).
 *
 * <p>All by reflection: DynamoDB Local's licence forbids compiling it into a program.
 */
public final class LoopbackDynamoDb {

    static final String LISTENING = "DynamoDB Local listens on ";

    /** The system property with the port; 0 for a free one. */
    static final String PORT = "dynamodb.port";

    private LoopbackDynamoDb() {}

    public static void main(String[] args) throws Exception {
        Object proxy = Class.forName("software.amazon.dynamodb.services.local.main.ServerRunner")
                .getMethod("createServerFromCommandLineArgs", String[].class)
                .invoke(null, (Object) args);
        Field field = proxy.getClass().getDeclaredField("server");
        field.setAccessible(true);
        Object server = field.get(proxy);
        Object[] connectors =
                (Object[]) server.getClass().getMethod("getConnectors").invoke(server);
        Class<?> connector = connectors[0].getClass();
        connector.getMethod("setHost", String.class).invoke(connectors[0], "127.0.0.1");
        // Its own command line refuses 0, a free port.
        connector.getMethod("setPort", int.class).invoke(connectors[0], Integer.getInteger(PORT, 0));
        Method start = proxy.getClass().getMethod("safeStart");
        start.invoke(proxy);
        System.out.println(
                LISTENING + connectors[0].getClass().getMethod("getLocalPort").invoke(connectors[0]));
        awaitTheEndOfStandardInput();
        System.exit(0);
    }

    private static void awaitTheEndOfStandardInput() throws IOException {
        byte[] ignored = new byte[64];
        while (System.in.read(ignored) >= 0) {
            // Nothing is said there; it only ends.
        }
    }
}
