package dev.todoapp.localcloud.cognito;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;

/**
 * Who may ask the stand-in.
 *
 * @param address that it listens on
 * @param port 0 for any that is free
 * @param hosts the names by which it may be called; a page elsewhere whose name points here gets nothing
 */
public record Listening(InetAddress address, int port, Set<String> hosts) {

    private static final Set<String> LOCALHOST = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    public Listening {
        hosts = Set.copyOf(hosts);
    }

    /** This machine's own programs alone. */
    public static Listening onLoopback(int port) {
        return new Listening(InetAddress.ofLiteral("127.0.0.1"), port, LOCALHOST);
    }

    /** Whoever reaches this container, which the port that is published says; others of its network call it by that name. */
    public static Listening inContainer(int port, String name) {
        Set<String> hosts = new HashSet<>(LOCALHOST);
        hosts.add(name);
        return new Listening(InetAddress.ofLiteral("0.0.0.0"), port, hosts);
    }
}
