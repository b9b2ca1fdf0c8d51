package dev.todoapp.localcloud.frontdoor;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The targets of every target group: what ECS does on AWS, the launcher does here. Targets may be registered before the
 * front door is open; it checks them from the moment it is, and stops when it closes for good. Safe to use from many
 * threads.
 */
public final class Targets {

    private static final Logger log = LoggerFactory.getLogger(FrontDoor.LOGGER);

    private final List<Registration> registrations = new ArrayList<>();
    private final Map<String, Integer> turns = new HashMap<>();
    private List<TargetGroup> groups = List.of();
    private @Nullable TargetClient client;

    /** Where a target stands, as the load balancer says it. */
    public enum State {
        /** Registered, and not one check has passed yet. It gets no requests. */
        INITIAL,
        /** It gets requests. */
        HEALTHY,
        /** Its checks fail. It gets no requests. */
        UNHEALTHY,
        /** Deregistered: it finishes what it has begun and gets nothing new. */
        DRAINING
    }

    /**
     * What is known of one target.
     *
     * @param targetGroup the name by which it was registered
     * @param reason why it is in this state, for people
     * @param inFlight the requests that it is answering now
     */
    public record Health(String targetGroup, URI target, State state, String reason, int inFlight) {}

    /**
     * Adds a target. It is {@link State#INITIAL} until a health check has passed. Adding it again changes nothing.
     *
     * @param targetGroup the target group's name, or the name of the stack that it stands in
     * @param target such as {@code http://127.0.0.1:8081}
     * @throws IllegalArgumentException if the front door is open and no template has that target group
     */
    public synchronized void register(String targetGroup, URI target) {
        boolean known = registrations.stream()
                .anyMatch(registration ->
                        registration.isFor(targetGroup, target) && registration.state() != State.DRAINING);
        if (known) {
            return;
        }
        Registration registration = new Registration(targetGroup, target);
        if (client != null) {
            watch(registration, group(targetGroup), client);
        }
        registrations.add(registration);
    }

    /** Takes a target out: no new requests from now on, those that it has begun are waited for. */
    public synchronized void deregister(String targetGroup, URI target) {
        for (Registration registration : List.copyOf(registrations)) {
            if (registration.isFor(targetGroup, target) && registration.state() != State.DRAINING) {
                registration.health.drain();
                registration.is("deregistered");
                registration.stopped.countDown();
                forgetConnections();
                if (registration.inFlight == 0) {
                    registrations.remove(registration);
                } else {
                    giveUpLater(registration);
                }
            }
        }
        notifyAll();
    }

    /** Every target, in the order of their registration. */
    public synchronized List<Health> health() {
        return registrations.stream().map(Registration::describe).toList();
    }

    /**
     * Waits until a target group has a healthy target.
     *
     * @return whether it has one
     */
    public synchronized boolean awaitHealthy(String targetGroup, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (registrations.stream().noneMatch(registration -> registration.isHealthyIn(targetGroup))) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Checks what is registered, from now on, with the checks of these groups. */
    synchronized void open(List<TargetGroup> groups, TargetClient client) {
        if (this.client != null) {
            throw new IllegalStateException("these targets belong to a front door that is open already");
        }
        this.groups = groups;
        registrations.forEach(registration -> group(registration.name));
        this.client = client;
        registrations.forEach(registration -> watch(registration, group(registration.name), client));
    }

    /** Stops every check. */
    synchronized void close() {
        registrations.forEach(registration -> registration.stopped.countDown());
        client = null;
        notifyAll();
    }

    /** The target whose turn it is, or null if none is healthy. The lease is to be closed when it has answered. */
    synchronized @Nullable Lease next(TargetGroup group) {
        List<Registration> healthy = registrations.stream()
                .filter(registration -> group.equals(registration.group) && registration.state() == State.HEALTHY)
                .toList();
        if (healthy.isEmpty()) {
            return null;
        }
        int turn = turns.merge(group.arn(), 1, Integer::sum);
        Registration chosen = healthy.get(Math.floorMod(turn, healthy.size()));
        if (group.leastOutstanding()) {
            for (Registration other : healthy) {
                chosen = other.inFlight < chosen.inFlight ? other : chosen;
            }
        }
        chosen.inFlight++;
        return new Lease(chosen);
    }

    private TargetGroup group(String name) {
        return groups.stream()
                .filter(group -> group.isCalled(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no template has the target group %s; there are %s"
                        .formatted(
                                name,
                                groups.stream().map(TargetGroup::name).sorted().toList())));
    }

    private void watch(Registration registration, TargetGroup group, TargetClient client) {
        registration.group = group;
        Thread.ofVirtual().name("health of " + registration.target).start(() -> {
            try {
                do {
                    note(registration, group.healthCheck(), client.check(registration.target, group.healthCheck()));
                } while (!registration.stopped.await(
                        group.healthCheck().interval().toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private synchronized void note(Registration registration, HealthCheck check, HealthResult result) {
        if (registration.stopped.getCount() == 0) {
            return;
        }
        if (registration.health.note(check, result.passed())) {
            registration.is(result.reason());
            if (registration.state() == State.UNHEALTHY) {
                forgetConnections();
            }
        }
        notifyAll();
    }

    private synchronized void giveBack(Registration registration) {
        registration.inFlight--;
        if (registration.state() == State.DRAINING && registration.inFlight == 0) {
            registration.drained.countDown();
            registrations.remove(registration);
        }
    }

    private void giveUpLater(Registration registration) {
        TargetGroup group = registration.group;
        Duration delay = group == null ? Duration.ZERO : group.deregistrationDelay();
        Thread.ofVirtual().name("draining " + registration.target).start(() -> {
            try {
                if (!registration.drained.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                    synchronized (this) {
                        registrations.remove(registration);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** A process that comes back on the same port must not be greeted with connections of the one before. */
    private void forgetConnections() {
        if (client != null) {
            client.closeIdleConnections();
        }
    }

    /** One request's hold on a target. */
    final class Lease implements AutoCloseable {

        private final Registration registration;
        private boolean closed;

        private Lease(Registration registration) {
            this.registration = registration;
        }

        URI target() {
            return registration.target;
        }

        @Override
        public void close() {
            synchronized (Targets.this) {
                if (!closed) {
                    closed = true;
                    giveBack(registration);
                }
            }
        }
    }

    /** Its fields are guarded by the registry. */
    private static final class Registration {

        final String name;
        final URI target;
        final CountDownLatch stopped = new CountDownLatch(1);
        final CountDownLatch drained = new CountDownLatch(1);
        final TargetHealth health = new TargetHealth();
        String reason = "no health check has passed yet";
        int inFlight;

        @Nullable
        TargetGroup group;

        Registration(String name, URI target) {
            this.name = name;
            this.target = target;
        }

        boolean isFor(String name, URI target) {
            return this.name.equals(name) && this.target.equals(target);
        }

        boolean isHealthyIn(String name) {
            return state() == State.HEALTHY && (this.name.equals(name) || (group != null && group.isCalled(name)));
        }

        State state() {
            return health.state();
        }

        /** It has come to another state, for this reason. */
        void is(String reason) {
            this.reason = reason;
            log.info("{} {} is {}: {}", name, target, state().name().toLowerCase(Locale.ROOT), reason);
        }

        Health describe() {
            return new Health(name, target, state(), reason, inFlight);
        }
    }
}
