package dev.todoapp.localcloud.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.todoapp.infra.Deployment;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The front door does what the files say, and nothing from memory: each test changes a file and sees it. */
class ChangedTemplatesTest {

    @TempDir
    Path infra;

    @TempDir
    Path website;

    @BeforeEach
    void copy() throws IOException {
        for (String folder : List.of("templates", "parameters")) {
            Files.createDirectory(infra.resolve(folder));
            try (Stream<Path> files = Files.list(Templates.INFRA.resolve(folder))) {
                for (Path file : files.toList()) {
                    Files.copy(file, infra.resolve(folder).resolve(file.getFileName()));
                }
            }
        }
    }

    @Test
    void playsTheFilesAsTheyAre() {
        try (Service todos = Service.called("todos");
                Laptop laptop = laptop(todos)) {
            assertThat(laptop.getSignedIn("/todos").body()).isEqualTo("todos");
        }
    }

    @Test
    void givesAnOldPathTheListenersDefaultAnswerOnceTheRuleHasAnother() throws IOException {
        change("parameters/common.yaml", "[/todos, /todos/*,", "[/tasks, /tasks/*,");

        try (Service todos = Service.called("todos");
                Laptop laptop = laptop(todos)) {
            HttpResponse<String> answer = laptop.getSignedIn("/todos");

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).isEqualTo("Not found");
            assertThat(answer.headers().firstValue("Server")).contains("awselb/2.0");
            assertThat(todos.asked).isEmpty();
        }
    }

    @Test
    void opensANewPathOnceEveryBoxKnowsIt() throws IOException {
        change("parameters/common.yaml", "[/todos, /todos/*,", "[/tasks, /tasks/*,");
        change("templates/api.yaml", "RouteKey: GET /todos\n", "RouteKey: GET /tasks\n");
        change("templates/website.yaml", "PathPattern: /todos\n", "PathPattern: /tasks\n");

        try (Service todos = Service.called("todos");
                Laptop laptop = laptop(todos)) {
            assertThat(laptop.getSignedIn("/tasks").body()).isEqualTo("todos");
        }
    }

    @Test
    void checksHealthWhereTheParametersSay() throws IOException {
        change("parameters/common.yaml", "HealthCheckPath: /actuator/health/readiness", "HealthCheckPath: /elsewhere");

        try (Service todos = Service.called("todos");
                Laptop laptop = laptop(todos)) {
            assertThat(todos.lastAsked().uri()).isEqualTo("/elsewhere");
        }
    }

    @Test
    void asksForTheScopesThatTheRouteAsksFor() throws IOException {
        change(
                "templates/api.yaml",
                "AuthorizationScopes: [openid, aws.cognito.signin.user.admin]",
                "AuthorizationScopes: [todos/write]");

        try (Service todos = Service.called("todos");
                Laptop laptop = laptop(todos)) {
            assertThat(laptop.getSignedIn("/todos").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void servesPagesWithTheHeadersThatThePolicyHas() throws IOException {
        change("templates/website.yaml", "ReferrerPolicy: no-referrer", "ReferrerPolicy: same-origin");

        try (Service todos = Service.called("todos");
                Laptop laptop = laptop(todos)) {
            assertThat(laptop.get("/").headers().firstValue("Referrer-Policy")).contains("same-origin");
        }
    }

    private Laptop laptop(Service todos) {
        return new Laptop(
                        Templates.of(Deployment.read(infra, "local", Map.of())).withQuickHealthChecks(), website)
                .with("todo-service", todos);
    }

    private void change(String file, String from, String to) throws IOException {
        Path path = infra.resolve(file);
        String before = Files.readString(path);
        assertThat(before).contains(from);
        Files.writeString(path, before.replace(from, to));
    }
}
