package dev.todoapp.bench;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.util.function.Function;

/**
 * A load made by Gatling, as its process is {@linkplain Load#given() told}. Gatling brings the users and the requests; the
 * times are taken around each request with a finer clock than its own, which counts whole milliseconds.
 */
abstract class Scenario extends Simulation {

    final Load load = Load.given();
    private final Recording recording = new Recording(ProcStat.of(load.pid())::cpuMillis);

    /** @param each what a user does, again and again, or once if it is an arrival */
    final void run(ChainBuilder each) {
        setUp(
                        switch (load.model()) {
                            case CLOSED -> users(load.users(), each, load.lasts());
                            // The warm-up is closed: a fast one, whatever the rate is that comes after it.
                            case OPEN ->
                                users(load.users(), each, load.warmUp() - Load.SETTLING)
                                        .andThen(arrivals(each));
                            case COMPARE -> users(1, each, load.lasts());
                        })
                .protocols(protocol())
                .maxDuration(Duration.ofSeconds(load.lasts()));
    }

    @Override
    public final void before() {
        recording.schedule(load.warmUp(), load.seconds());
    }

    @Override
    public final void after() {
        recording.phase().write(load.result());
    }

    /**
     * One request with its time. An answer with another status than the expected one is an error.
     *
     * @param who sets what the request needs, {@code token} among it
     */
    final ChainBuilder timed(
            String name, HttpRequestActionBuilder request, int expected, Function<Session, Session> who) {
        return exec(session -> who.apply(session).set("asked", System.nanoTime()))
                .exec(request.check(status().is(expected)))
                .exec(session -> {
                    recording.add(name, System.nanoTime() - session.getLong("asked"), !session.isFailed());
                    return session.markAsSucceeded();
                });
    }

    private static PopulationBuilder users(int count, ChainBuilder each, long seconds) {
        return scenario("users").during(Duration.ofSeconds(seconds)).on(each).injectOpen(atOnceUsers(count));
    }

    private PopulationBuilder arrivals(ChainBuilder each) {
        return scenario("arrivals")
                .exec(each)
                .injectOpen(constantUsersPerSec(load.perSecond())
                        .during(Duration.ofSeconds(Load.SETTLING + load.seconds() + 1)));
    }

    private HttpProtocolBuilder protocol() {
        return http.baseUrl(Loopback.require(load.target()).toString())
                .disableWarmUp() // it would call Gatling's own website
                .disableCaching() // an ETag would turn the second get into a 304
                .disableFollowRedirect()
                .shareConnections() // as a load balancer keeps them
                .acceptHeader("application/json")
                .authorizationHeader("Bearer #{token}");
    }
}
