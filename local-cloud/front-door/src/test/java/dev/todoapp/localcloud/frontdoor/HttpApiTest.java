package dev.todoapp.localcloud.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.todoapp.localcloud.frontdoor.HttpApi.Route;
import dev.todoapp.localcloud.frontdoor.HttpApi.Throttling;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpApiTest {

    private final Templates templates = Templates.local();

    @ParameterizedTest
    @CsvSource({
        "GET,     /todos,         GET /todos",
        "POST,    /todos,         POST /todos",
        "DELETE,  /todos,         DELETE /todos",
        "GET,     /todos/changes, GET /todos/{proxy+}",
        "PATCH,   /todos/1,       PATCH /todos/{proxy+}",
        "PUT,     /todos/1,       PUT /todos/{proxy+}",
        "DELETE,  /todos/1,       DELETE /todos/{proxy+}",
        "GET,     /files,         GET /files",
        "POST,    /files/1,       POST /files/{proxy+}",
        "GET,     /files/1/2,     GET /files/{proxy+}",
        "DELETE,  /files/1/2,     DELETE /files/{proxy+}",
        "GET,     /health,        GET /health",
        "OPTIONS, /todos,         ",
        "PUT,     /todos,         ",
        "POST,    /todos/1,       ",
        "GET,     /todos/,        ",
        "GET,     /elsewhere,     ",
    })
    void hasTheRoutesOfTheTemplate(String method, String path, @Nullable String key) {
        assertThat(api().routes().stream()
                        .filter(route -> route.key().matches(method, path))
                        .findFirst()
                        .map(route -> route.key().text()))
                .isEqualTo(Optional.ofNullable(key));
    }

    @Test
    void asksEveryRouteButHealthForATokenOfThePoolsClientsAndAScope() {
        assertThat(route("GET /health").authorization()).isEmpty();
        assertThat(api().routes())
                .filteredOn(route -> !route.key().text().equals("GET /health"))
                .hasSize(11)
                .allSatisfy(route -> {
                    assertThat(route.authorization()).hasValueSatisfying(authorization -> {
                        assertThat(authorization.authorizer())
                                .isEqualTo(new JwtAuthorizer(
                                        Tokens.ISSUER, List.of(Tokens.CLIENT, "localcliclient000000000000")));
                        assertThat(authorization.scopes()).containsExactly("openid", "aws.cognito.signin.user.admin");
                    });
                    assertThat(route.integration().timeout()).isEqualTo(Duration.ofSeconds(30));
                    assertThat(route.integration().path()).isEmpty();
                    assertThat(route.integration().headers()).isEmpty();
                });
    }

    @Test
    void turnsTheQuestionForHealthIntoOneForAServicesReadiness() {
        var integration = route("GET /health").integration();

        assertThat(integration.path()).contains("/actuator/health/readiness");
        assertThat(integration.headers()).isEqualTo(Map.of("X-Origin-Verify", "laptop-origin-secret"));
        assertThat(integration.timeout()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void takesThrottlingFromTheStageAndFromTheRoute() {
        templates
                .with("api", "Stage", "/DefaultRouteSettings/ThrottlingRateLimit", "7")
                .with("api", "Stage", "/DefaultRouteSettings/ThrottlingBurstLimit", "8")
                .with(
                        "api",
                        "Stage",
                        "/RouteSettings",
                        "{\"GET /todos\": {\"ThrottlingRateLimit\": 1, \"ThrottlingBurstLimit\": 2}}");

        assertThat(route("GET /todos").throttling()).contains(new Throttling(1, 2));
        assertThat(route("POST /todos").throttling()).contains(new Throttling(7, 8));
    }

    @Test
    void refusesSettingsForARouteThatIsNotThere() {
        templates.with("api", "Stage", "/RouteSettings", "{\"GET /gone\": {}}");

        assertThat(api().routes()).isNotEmpty();

        templates.with(
                "api",
                "Stage",
                "/RouteSettings",
                "{\"GET /gone\": {\"ThrottlingRateLimit\": 1, \"ThrottlingBurstLimit\": 2}}");

        assertThatThrownBy(this::api)
                .isInstanceOf(Unplayable.class)
                .hasMessage("api.yaml: RouteSettings are for a route that is not there: GET /gone");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Authorizer     | /AuthorizerType              | "REQUEST"       | api.yaml: Authorizer.AuthorizerType: is REQUEST; the front door plays JWT only
            Authorizer     | /IdentitySource              | ["$request.querystring.token"] | api.yaml: Authorizer.IdentitySource: the front door plays $request.header.Authorization only, not [$request.querystring.token]
            Authorizer     | /JwtConfiguration/Audience   | []              | api.yaml: Authorizer.JwtConfiguration.Audience: is missing
            HttpApi        | /ProtocolType                | "WEBSOCKET"     | api.yaml: HttpApi.ProtocolType: is WEBSOCKET; the front door plays HTTP only
            Integration    | /IntegrationUri              | "arn:elsewhere" | api.yaml: Integration.IntegrationUri: no template has the listener arn:elsewhere
            Integration    | /ConnectionId                | "gone"          | api.yaml: Integration.ConnectionId: the stack has no VPC link gone
            Integration    | /RequestParameters           | {"overwrite:path": "/$request.path.id"} | api.yaml: Integration.RequestParameters.overwrite:path: is /$request.path.id; the front door plays $request.path and plain paths only
            Integration    | /RequestParameters           | {"overwrite:header.X": "$context.requestId"} | api.yaml: Integration.RequestParameters.overwrite:header.X: is $context.requestId; the front door plays plain values only
            Integration    | /RequestParameters           | {"append:header.X": "a"} | api.yaml: Integration.RequestParameters.append:header.X: is not played by the front door
            ListTodosRoute | /AuthorizationType           | "AWS_IAM"       | api.yaml: ListTodosRoute.AuthorizationType: AWS_IAM is not played by the front door
            ListTodosRoute | /AuthorizationType           | "NONE"          | api.yaml: ListTodosRoute.AuthorizationScopes: nobody checks them: AuthorizationType is NONE
            ListTodosRoute | /Target                      | "integrations/gone" | api.yaml: ListTodosRoute.Target: the stack has no integration for integrations/gone
            ListTodosRoute | /AuthorizerId                | "gone"          | api.yaml: ListTodosRoute.AuthorizerId: the stack has no authorizer gone
            Stage          | /StageName                   | "v1"            | api.yaml: Stage.StageName: is v1; the front door plays $default only
            Stage          | /StageVariables              | {"a": "b"}      | api.yaml: Stage.StageVariables: is not played by the front door
            """)
    void saysWhatItCantPlay(String logicalId, String pointer, String json, String message) {
        templates.with("api", logicalId, pointer, json);

        assertThatThrownBy(this::api).isInstanceOf(Unplayable.class).hasMessage(message);
    }

    private Route route(String key) {
        return api().routes().stream()
                .filter(route -> route.key().text().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private HttpApi api() {
        return HttpApi.parse(templates.stacks(), LoadBalancer.parse(templates.stacks()));
    }
}
