package dev.todoapp.localcloud.launcher;

import dev.todoapp.localcloud.frontdoor.Targets;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Registers whatever stands behind a service's name with its target group, as ECS registers tasks: one address for each
 * replica, looked up again every second, so that more of them share the requests as soon as they are well.
 */
final class NamedTargets implements AutoCloseable {

    private static final long EVERY_MILLIS = 1_000;

    private final Names names;
    private final int port;
    private final Targets targets;
    private final Map<String, Set<URI>> registered = new HashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Whom a name stands for now; nobody, where there is no such name. */
    interface Names {
        List<InetAddress> lookUp(String name);
    }

    NamedTargets(Names names, int port, Targets targets) {
        this.names = names;
        this.port = port;
        this.targets = targets;
    }

    /** @param services names of target groups, and of hosts */
    static NamedTargets follow(List<String> services, int port, Targets targets) {
        // The JVM would keep an answer for half a minute.
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        NamedTargets named = new NamedTargets(NamedTargets::ask, port, targets);
        Thread.ofVirtual().name("targets").start(() -> named.follow(services));
        return named;
    }

    /** Brings the registry up to date. A name that answers nothing keeps its targets: health checks speak of those. */
    void update(String service) {
        Set<URI> now = new HashSet<>();
        names.lookUp(service).stream()
                .filter(Inet4Address.class::isInstance)
                .sorted(Comparator.comparing(InetAddress::getHostAddress))
                .forEach(address -> now.add(URI.create("http://" + address.getHostAddress() + ":" + port)));
        if (now.isEmpty()) {
            return;
        }
        Set<URI> before = registered.computeIfAbsent(service, unseen -> new HashSet<>());
        for (URI gone : new ArrayList<>(before)) {
            if (!now.contains(gone)) {
                targets.deregister(service, gone);
                before.remove(gone);
            }
        }
        for (URI target : now) {
            if (before.add(target)) {
                targets.register(service, target);
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }

    private void follow(List<String> services) {
        try {
            do {
                services.forEach(this::update);
            } while (!closing.await(EVERY_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<InetAddress> ask(String name) {
        try {
            return Arrays.asList(InetAddress.getAllByName(name));
        } catch (UnknownHostException nobody) {
            return List.of();
        }
    }
}
