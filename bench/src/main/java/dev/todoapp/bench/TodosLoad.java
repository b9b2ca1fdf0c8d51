package dev.todoapp.bench;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import dev.todoapp.bench.TodosData.Person;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Choice;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * The load on {@code /todos}. Gatling brings the users and the requests; the times are taken around each request with a
 * finer clock than its own, which counts whole milliseconds.
 */
public final class TodosLoad extends Simulation {

    static final String LIST = "list a page of 20";
    static final String GET = "get";
    static final String PATCH = "patch";
    static final String CREATE = "create";

    static final String FIRST_OF_FEW = "first page, " + TodosData.FEW + " to-dos";
    static final String FIRST_OF_MANY = "first page, " + TodosData.MANY + " to-dos";
    static final String MIDDLE_OF_FEW = "middle page, " + TodosData.FEW + " to-dos";
    static final String MIDDLE_OF_MANY = "middle page, " + TodosData.MANY + " to-dos";

    private final Load load = Load.given();
    private final TodosData data = TodosData.read(load.data());
    private final Recording recording = new Recording(ProcStat.of(load.pid())::cpuMillis);

    public TodosLoad() {
        setUp(
                        switch (load.model()) {
                            case CLOSED -> users(load.users(), mix(), load.lasts());
                            // The warm-up is closed: a fast one, whatever the rate is that comes after it.
                            case OPEN ->
                                users(load.users(), mix(), load.warmUp() - Load.SETTLING)
                                        .andThen(arrivals());
                            case COMPARE -> users(1, round(), load.lasts());
                        })
                .protocols(protocol())
                .maxDuration(Duration.ofSeconds(load.lasts()));
    }

    @Override
    public void before() {
        recording.schedule(load.warmUp(), load.seconds());
    }

    @Override
    public void after() {
        recording.phase().write(load.result());
    }

    private static PopulationBuilder users(int count, ChainBuilder each, long seconds) {
        return scenario("users").during(Duration.ofSeconds(seconds)).on(each).injectOpen(atOnceUsers(count));
    }

    private PopulationBuilder arrivals() {
        return scenario("arrivals")
                .exec(mix())
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

    private ChainBuilder mix() {
        return exec(randomSwitch()
                .on(
                        chance(70, LIST, http(LIST).get("#{path}"), 200, Person::anyPage),
                        chance(15, GET, http(GET).get("#{path}"), 200, TodosLoad::anyTodo),
                        chance(
                                10,
                                PATCH,
                                http(PATCH)
                                        .patch("#{path}")
                                        .header("Content-Type", "application/merge-patch+json")
                                        .body(StringBody(session -> TodosData.patch())),
                                200,
                                TodosLoad::anyTodo),
                        chance(
                                5,
                                CREATE,
                                http(CREATE)
                                        .post("/todos")
                                        .header("Content-Type", "application/json")
                                        .body(StringBody(session -> TodosData.newTodo())),
                                201,
                                person -> "/todos")));
    }

    private ChainBuilder round() {
        List<ChainBuilder> each = new ArrayList<>(List.of(
                page(FIRST_OF_FEW, data.few(), data.few().pages().getFirst()),
                page(FIRST_OF_MANY, data.many(), data.many().pages().getFirst()),
                page(MIDDLE_OF_FEW, data.few(), data.few().middlePage()),
                page(MIDDLE_OF_MANY, data.many(), data.many().middlePage())));
        List<Choice.WithWeight> orders = new ArrayList<>();
        for (int turn = 0; turn < each.size(); turn++) {
            Collections.rotate(each, 1);
            orders.add(percent(12.5).then(inTurn(each)));
            orders.add(percent(12.5).then(inTurn(each.reversed())));
        }
        return exec(randomSwitch().on(orders));
    }

    private static ChainBuilder inTurn(List<ChainBuilder> each) {
        ChainBuilder all = each.getFirst();
        for (ChainBuilder next : each.subList(1, each.size())) {
            all = all.exec(next);
        }
        return all;
    }

    private ChainBuilder page(String name, Person person, String path) {
        return timed(
                name,
                http(name).get("#{path}"),
                200,
                session -> session.set("token", person.token()).set("path", path));
    }

    private Choice.WithWeight chance(
            double percent,
            String name,
            HttpRequestActionBuilder request,
            int expected,
            Function<Person, String> path) {
        return percent(percent).then(timed(name, request, expected, session -> {
            Person person = TodosData.any(data.served());
            return session.set("token", person.token()).set("path", path.apply(person));
        }));
    }

    private ChainBuilder timed(
            String name, HttpRequestActionBuilder request, int expected, Function<Session, Session> who) {
        return exec(session -> who.apply(session).set("asked", System.nanoTime()))
                .exec(request.check(status().is(expected)))
                .exec(session -> {
                    recording.add(name, System.nanoTime() - session.getLong("asked"), !session.isFailed());
                    return session.markAsSucceeded();
                });
    }

    private static String anyTodo(Person person) {
        return "/todos/" + person.anyId();
    }
}
