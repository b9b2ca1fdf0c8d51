package dev.todoapp.files.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.todoapp.files.Browser;
import dev.todoapp.files.TestBucket;
import dev.todoapp.files.TestService;
import dev.todoapp.files.TestService.Answer;
import dev.todoapp.platform.Owner;
import dev.todoapp.platform.testing.TokenIssuer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every route that there is, against everyone who is not the owner. A route without a row here fails. */
class OwnershipMatrixTest {

    private static final Set<String> FOR_EVERYONE = Set.of("GET /v3/api-docs", "GET /v3/api-docs.yaml", "* /error");

    private static TestBucket bucket = TestBucket.start();
    private static TestService service = TestService.start(bucket);

    private final String alice = UUID.randomUUID().toString();
    private final TodoId todo = new TodoId(UUID.randomUUID());
    private final FileId file = FileId.next(Instant.now());

    /** What someone else with a good token of his own is told. Each is what he'd be told if there were no such file. */
    private final Map<String, Consumer<Answer>> matrix = Map.of(
            "GET /files", answer -> assertThat(answer.toString()).isEqualTo("200 []"),
            "GET /files/{todoId}", answer -> assertThat(answer.toString()).isEqualTo("200 []"),
            // His own upload, to a to-do of his own that happens to have the same id.
            "POST /files/{todoId}",
                    answer -> {
                        assertThat(answer.status()).isEqualTo(201);
                        assertThat(answer.json().path("upload").path("url").asString())
                                .doesNotContain(alice);
                    },
            "GET /files/{todoId}/{fileId}",
                    answer -> assertThat(answer.problem()).isEqualTo("not-found"),
            "DELETE /files/{todoId}/{fileId}",
                    answer -> assertThat(answer.status()).isEqualTo(204),
            "DELETE /files/{todoId}", answer -> assertThat(answer.status()).isEqualTo(204));

    @AfterAll
    static void stop() {
        service.close();
        bucket.close();
    }

    @Test
    void everyRouteHasARow() {
        Set<String> routes = new TreeSet<>(matrix.keySet());
        routes.addAll(FOR_EVERYONE);

        assertThat(routes()).containsExactlyInAnyOrderElementsOf(routes);
    }

    @TestFactory
    Stream<DynamicContainer> noRouteTakesAnythingButAValidAccessToken() {
        return matrix.keySet().stream()
                .map(route -> dynamicContainer(
                        route,
                        badAuthorizations().entrySet().stream()
                                .map(bad -> refuses(route, bad.getKey(), bad.getValue()))));
    }

    @TestFactory
    Stream<DynamicNode> noRouteShowsOrChangesWhatIsAnothers() {
        return matrix.keySet().stream()
                .map(route -> dynamicTest(route, () -> {
                    store();
                    TestService.Client bob = service.as(UUID.randomUUID().toString());

                    Answer answer = send(route, bob);

                    matrix.getOrDefault(route, ignored -> {}).accept(answer);
                    assertAlicesFileIsThere();
                }));
    }

    private DynamicTest refuses(String route, String what, String authorization) {
        return dynamicTest(what, () -> {
            store();

            Answer answer = send(route, service.withAuthorization(authorization));

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.problem()).isEqualTo("unauthorized");
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
            assertAlicesFileIsThere();
        });
    }

    private Map<String, String> badAuthorizations() {
        TokenIssuer tokens = service.tokens();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("no token", "");
        all.put("garbage", "Bearer garbage");
        all.put("another scheme", "Basic YWxpY2U6YWxpY2U=");
        all.put("expired", "Bearer " + tokens.expired(alice));
        all.put("not yet valid", "Bearer " + tokens.notYetValid(alice));
        all.put("another issuer", "Bearer " + tokens.ofAnotherIssuer(alice));
        all.put("another client", "Bearer " + tokens.ofAnotherClient(alice));
        all.put("an ID token", "Bearer " + tokens.idToken(alice));
        all.put("another key", "Bearer " + tokens.signedByAnotherKey(alice));
        all.put("alg=none", "Bearer " + tokens.unsigned(alice));
        return all;
    }

    private Answer send(String route, TestService.Client client) {
        String[] methodAndPath = route.split(" ");
        String path = methodAndPath[1].replace("{todoId}", todo.toString()).replace("{fileId}", file.toString());
        return methodAndPath[0].equals("POST")
                ? client.post(path, "{\"name\": \"a\", \"size\": 1, \"contentType\": \"text/plain\"}")
                : client.send(methodAndPath[0], path);
    }

    private void store() {
        NewFile newFile = new NewFile(new FileName("hers"), 1, new ContentType("text/plain"), null);
        Upload upload = service.bean(Files.class).upload(new Owner(alice), todo, file, newFile);
        assertThat(Browser.put(upload.url(), upload.headers(), new byte[1]).statusCode())
                .isIn(200, 412);
    }

    private void assertAlicesFileIsThere() {
        assertThat(service.bean(Files.class).find(new Owner(alice), todo, file)).isPresent();
    }

    private static Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        service.beans(RequestMappingHandlerMapping.class)
                .forEach(mapping -> mapping.getHandlerMethods().keySet().forEach(route -> {
                    Set<String> methods = new TreeSet<>();
                    route.getMethodsCondition().getMethods().forEach(method -> methods.add(method.name()));
                    if (methods.isEmpty()) {
                        methods.add("*");
                    }
                    for (String method : methods) {
                        route.getPatternValues().forEach(path -> routes.add(method + " " + path));
                    }
                }));
        return routes;
    }
}
