package dev.todoapp.localcloud.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class RouteKeyTest {

    private static final List<RouteKey> ROUTES = Stream.of(
                    "$default",
                    "ANY /{proxy+}",
                    "GET /pets/{proxy+}",
                    "ANY /pets/dog/{id}",
                    "GET /pets/dog/{id}",
                    "GET /pets/dog/1",
                    "GET /pets",
                    "POST /pets/dog/{id}/toys/{proxy+}",
                    "GET /")
            .map(RouteKeyTest::route)
            .sorted(RouteKey.MOST_SPECIFIC_FIRST)
            .toList();

    @ParameterizedTest
    @CsvSource({
        "GET,  /pets/dog/1,          GET /pets/dog/1",
        "GET,  /pets/dog/2,          GET /pets/dog/{id}",
        "POST, /pets/dog/2,          ANY /pets/dog/{id}",
        "GET,  /pets/cat/1,          GET /pets/{proxy+}",
        "GET,  /pets/dog/2/toys,     GET /pets/{proxy+}",
        "POST, /pets/dog/2/toys/a/b, POST /pets/dog/{id}/toys/{proxy+}",
        "POST, /test/5,              ANY /{proxy+}",
        "GET,  /pets,                GET /pets",
        "GET,  /pets/,               ANY /{proxy+}",
        "POST, /pets,                ANY /{proxy+}",
        "GET,  /pets/dog/1%2F2,      GET /pets/dog/{id}",
        "GET,  /p%65ts,              GET /pets",
        "GET,  /,                    GET /",
        "POST, /,                    $default",
    })
    void takesTheMostSpecificRoute(String method, String path, String key) {
        assertThat(ROUTES.stream()
                        .filter(route -> route.matches(method, path))
                        .findFirst()
                        .map(RouteKey::text))
                .contains(key);
    }

    @Test
    void hasNoRouteForAMethodThatNobodyNamed() {
        assertThat(route("GET /todos/{proxy+}").matches("OPTIONS", "/todos/1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/todos", "FETCH /todos", "GET todos", "GET /{proxy+}/more"})
    void refusesAKeyThatApiGatewayWouldRefuse(String key) {
        assertThatThrownBy(() -> route(key))
                .isInstanceOf(Unplayable.class)
                .hasMessageStartingWith("api.yaml: Route.RouteKey: ");
    }

    private static RouteKey route(String key) {
        Resource resource = new Resource(
                "Route",
                "AWS::ApiGatewayV2::Route",
                "r",
                JsonMapper.shared().createObjectNode().put("RouteKey", key));
        Stack stack = new Stack("api", "api.yaml", "us-east-1", Map.of(), Map.of("Route", resource), Map.of());
        return RouteKey.parse(Part.of(stack, resource));
    }
}
