package dev.todoapp.bench;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.http.HttpDsl.http;

import dev.todoapp.bench.FilesData.Person;
import io.gatling.javaapi.core.Choice;
import io.gatling.javaapi.http.HttpRequestActionBuilder;

/** The load on {@code /files}: half of it begins uploads, half of it lists. */
public final class FilesLoad extends Scenario {

    static final String PRESIGN = "begin an upload (presign)";
    static final String LIST = "list " + FilesData.EACH + " files";

    private static final String BODY = FilesData.newFile(FilesData.NAME, FilesData.SIZE, FilesData.TYPE);

    private final FilesData data = FilesData.read(load.data());

    public FilesLoad() {
        run(exec(randomSwitch()
                .on(
                        half(
                                PRESIGN,
                                http(PRESIGN)
                                        .post("/files/#{todo}")
                                        .header("Content-Type", "application/json")
                                        .body(StringBody(BODY)),
                                201),
                        half(LIST, http(LIST).get("/files/#{todo}"), 200))));
    }

    private Choice.WithWeight half(String name, HttpRequestActionBuilder request, int expected) {
        return percent(50).then(timed(name, request, expected, session -> {
            Person person = TodosData.any(data.people());
            return session.set("token", person.token()).set("todo", person.anyTodo());
        }));
    }
}
