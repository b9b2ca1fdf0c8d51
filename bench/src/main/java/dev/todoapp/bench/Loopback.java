package dev.todoapp.bench;

import java.net.URI;
import java.util.Set;

/** The only place that load goes to. */
final class Loopback {

    private static final Set<String> HOSTS = Set.of("127.0.0.1", "[::1]", "localhost");

    private Loopback() {}

    /**
     * Lets an address pass, if it is this machine's own.
     *
     * @throws IllegalArgumentException if load would leave the machine
     */
    static URI require(URI address) {
        String host = address.getHost();
        if (host == null
                || !HOSTS.contains(host)
                || !"http".equals(address.getScheme())
                || address.getUserInfo() != null) {
            throw new IllegalArgumentException(address + " is not on loopback: load goes nowhere else");
        }
        return address;
    }
}
