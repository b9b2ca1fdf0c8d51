package dev.todoapp.todos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.todoapp.todos.Caller.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Who may do what: every route that the service maps, crossed with every kind of caller. A route that has no row here fails
 * the build.
 */
class OwnershipMatrixTest extends HttpTest {

    private static final String JSON = "application/json";
    private static final String TITLE = "{\"title\": \"Changed\"}";

    /** What each route answers to the owner of {@code {id}}, and to someone else with a valid token of their own. */
    private static final List<Row> ROWS = List.of(
            new Row("GET", "/todos", null, 200, 200, List.of()),
            new Row("POST", "/todos", TITLE, 201, 201, List.of("Content-Type", JSON)),
            new Row("DELETE", "/todos", null, 204, 204, List.of()),
            new Row("GET", "/todos/changes", null, 200, 200, List.of()),
            new Row("GET", "/todos/{id}", null, 200, 404, List.of()),
            new Row("PUT", "/todos/{id}", TITLE, 200, 412, List.of("Content-Type", JSON, "If-Match", "*")),
            new Row("PATCH", "/todos/{id}", TITLE, 200, 404, List.of("Content-Type", "application/merge-patch+json")),
            new Row("DELETE", "/todos/{id}", null, 204, 204, List.of()),
            new Row("GET", "/actuator", null, 200, 200, List.of()),
            new Row("GET", "/actuator/info", null, 200, 200, List.of()));

    /** These need no token, and say nothing about anyone's to-dos. */
    private static final List<String> FOR_EVERYONE = List.of(
            "GET /actuator/health", "GET /actuator/health/**", "GET /v3/api-docs", "GET /v3/api-docs.yaml", "* /error");

    private static final List<Stranger> STRANGERS = List.of(
            new Stranger("no token", owner -> null),
            new Stranger("garbage", owner -> "garbage"),
            new Stranger("an expired token", TOKENS::expired),
            new Stranger("a token that is not yet valid", TOKENS::notYetValid),
            new Stranger("a token of another issuer", TOKENS::ofAnotherIssuer),
            new Stranger("a token of another client", TOKENS::ofAnotherClient),
            new Stranger("an ID token", TOKENS::idToken),
            new Stranger("a token signed by another key", TOKENS::signedByAnotherKey),
            new Stranger("a token with alg=none", TOKENS::unsigned));

    private final ObjectProvider<RequestMappingInfoHandlerMapping> mappings;

    OwnershipMatrixTest(@Autowired ObjectProvider<RequestMappingInfoHandlerMapping> mappings) {
        this.mappings = mappings;
    }

    @Test
    void everyMappedRouteHasARow() {
        assertThat(mappings.stream()
                        .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                        .flatMap(OwnershipMatrixTest::routes))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(ROWS.stream().map(Row::route), FOR_EVERYONE.stream())
                        .toList());
    }

    @TestFactory
    Stream<DynamicTest> nobodyIsLetInWithoutAValidAccessToken() {
        return ROWS.stream()
                .flatMap(row -> STRANGERS.stream()
                        .map(stranger -> dynamicTest(row.route() + " with " + stranger.with(), () -> {
                            String owner = UUID.randomUUID().toString();
                            Secret secret = secretOf(owner);
                            String token = stranger.token().apply(owner);

                            row.call(token == null ? nobody() : withToken(token), secret.id())
                                    .isProblem(401, "unauthorized");

                            secret.isUntouched();
                        })));
    }

    @TestFactory
    Stream<DynamicTest> aValidTokenOfSomeoneElseShowsAndChangesNothing() {
        return ROWS.stream()
                .map(row -> dynamicTest(row.route(), () -> {
                    Secret secret = secretOf(UUID.randomUUID().toString());

                    Answer answer = row.call(someone(), secret.id()).hasStatus(row.toSomeoneElse());

                    assertThat(answer.body()).doesNotContain("Secret");
                    secret.isUntouched();
                }));
    }

    @TestFactory
    Stream<DynamicTest> theOwnerIsLetIn() {
        return ROWS.stream()
                .map(row -> dynamicTest(row.route(), () -> {
                    Secret secret = secretOf(UUID.randomUUID().toString());

                    row.call(secret.owner(), secret.id()).hasStatus(row.toOwner());
                }));
    }

    @Test
    void nothingThatARequestSaysMakesAnotherOwner() {
        String alice = UUID.randomUUID().toString();
        Secret secret = secretOf(alice);

        someone()
                .get(
                        "/todos/" + secret.id(),
                        "X-Owner",
                        alice,
                        "X-Forwarded-User",
                        alice,
                        "X-Amzn-Oidc-Identity",
                        alice)
                .isProblem(404, "not-found");
    }

    private static Stream<String> routes(RequestMappingInfo info) {
        var methods = info.getMethodsCondition().getMethods();
        Stream<String> names =
                methods.isEmpty() ? Stream.of("*") : methods.stream().map(Enum::name);
        return names.flatMap(method -> info.getPatternValues().stream().map(pattern -> method + " " + pattern));
    }

    private Secret secretOf(String subject) {
        Caller owner = someone(subject);
        Answer created = owner.post("/todos", "{\"title\": \"Secret\"}").hasStatus(201);
        return new Secret(owner, created.id(), created.body());
    }

    private record Stranger(String with, Function<String, @Nullable String> token) {}

    private record Row(
            String method, String path, @Nullable String body, int toOwner, int toSomeoneElse, List<String> headers) {

        String route() {
            return method + " " + path;
        }

        Answer call(Caller caller, String id) {
            return caller.send(
                    method,
                    path.replace("{id}", id),
                    body == null ? null : body.getBytes(StandardCharsets.UTF_8),
                    headers.toArray(String[]::new));
        }
    }

    /** A to-do that only its owner should see. */
    private record Secret(Caller owner, String id, String stored) {

        void isUntouched() {
            assertThat(owner.get("/todos/" + id).hasStatus(200).body()).isEqualTo(stored);
            assertThat(owner.get("/todos").json()).hasSize(1);
        }
    }
}
