package dev.todoapp.bench;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.http.HttpDsl.http;

import dev.todoapp.bench.TodosData.Person;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Choice;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** The load on {@code /todos}. */
public final class TodosLoad extends Scenario {

    static final String LIST = "list a page of 20";
    static final String GET = "get";
    static final String PATCH = "patch";
    static final String CREATE = "create";

    static final String FIRST_OF_FEW = "first page, " + TodosData.FEW + " to-dos";
    static final String FIRST_OF_MANY = "first page, " + TodosData.MANY + " to-dos";
    static final String MIDDLE_OF_FEW = "middle page, " + TodosData.FEW + " to-dos";
    static final String MIDDLE_OF_MANY = "middle page, " + TodosData.MANY + " to-dos";

    private final TodosData data = TodosData.read(load.data());

    public TodosLoad() {
        run(load.model() == Load.Model.COMPARE ? round() : mix());
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

    private static String anyTodo(Person person) {
        return "/todos/" + person.anyId();
    }
}
