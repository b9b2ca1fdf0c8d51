package dev.todoapp.localcloud.frontdoor;

import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The HTTP API: which requests go on to the load balancer, and with which token.
 *
 * @param id the first label of its domain name
 * @param endpoint its own URL, as the stack puts it out
 * @param routes the most specific first
 */
record HttpApi(String id, Optional<URI> endpoint, Optional<CorsConfiguration> cors, List<Route> routes) {

    private static final String TYPE = "AWS::ApiGatewayV2::";
    private static final List<String> PLAYED = List.of("Api", "Authorizer", "Integration", "Route", "Stage", "VpcLink");

    /**
     * One route of the API.
     *
     * @param authorization empty where anyone may call
     * @param integration what becomes of a request
     */
    record Route(
            RouteKey key,
            Optional<Authorization> authorization,
            Integration integration,
            Optional<Throttling> throttling) {}

    /** A token of this authorizer, with one of these scopes if there are any. */
    record Authorization(JwtAuthorizer authorizer, List<String> scopes) {}

    /** How many requests a route takes. */
    record Throttling(double rate, int burst) {}

    /**
     * An integration with the load balancer's listener.
     *
     * @param path in place of the one that was asked for
     * @param headers in place of those that were sent under these names
     */
    record Integration(String id, Duration timeout, Optional<String> path, Map<String, String> headers) {}

    static HttpApi parse(List<Stack> stacks, LoadBalancer balancer) {
        Found.nothingBut(stacks, TYPE, PLAYED);
        Found found = Found.one(stacks, TYPE + "Api");
        Stack stack = found.stack();
        Part api = found.part()
                .only("ProtocolType", "HTTP")
                .leaving("Name", "Description", "DisableExecuteApiEndpoint", "FailOnWarnings", "IpAddressType", "Tags");
        Optional<CorsConfiguration> cors = api.part("CorsConfiguration").map(CorsConfiguration::parse);
        api.end();

        String id = found.resource().physicalId();
        Map<String, JwtAuthorizer> authorizers = new HashMap<>();
        stack.ofType(TYPE + "Authorizer")
                .forEach(resource ->
                        authorizers.put(resource.physicalId(), JwtAuthorizer.parse(part(stack, resource, id))));
        List<Integration> integrations = stack.ofType(TYPE + "Integration").stream()
                .map(resource -> integration(stack, resource, id, balancer))
                .toList();
        Map<String, Throttling> throttling = throttling(stack, id);
        List<Route> routes = stack.ofType(TYPE + "Route").stream()
                .map(resource -> route(part(stack, resource, id), authorizers, integrations, throttling))
                .sorted(Comparator.comparing(Route::key, RouteKey.MOST_SPECIFIC_FIRST))
                .toList();
        for (String key : throttling.keySet()) {
            if (!key.isEmpty()
                    && routes.stream().noneMatch(route -> route.key().text().equals(key))) {
                throw new Unplayable(stack.template(), "RouteSettings are for a route that is not there: " + key);
            }
        }
        Optional<URI> endpoint =
                Optional.ofNullable(stack.outputs().get("ApiEndpoint")).map(URI::create);
        return new HttpApi(id, endpoint, cors, routes);
    }

    /** Whether an origin of this domain name is this API. */
    boolean isAt(String domainName) {
        return domainName.startsWith(id + ".execute-api.")
                || endpoint.map(URI::getHost).filter(domainName::equals).isPresent();
    }

    private static Part part(Stack stack, Resource resource, String apiId) {
        return Part.of(stack, resource).only("ApiId", apiId);
    }

    private static Integration integration(Stack stack, Resource resource, String apiId, LoadBalancer balancer) {
        Part part = part(stack, resource, apiId)
                .only("IntegrationType", "HTTP_PROXY")
                .only("IntegrationMethod", "ANY")
                .only("ConnectionType", "VPC_LINK")
                .only("PayloadFormatVersion", "1.0")
                .leaving("Description");
        String link = part.text("ConnectionId");
        if (stack.ofType(TYPE + "VpcLink").stream()
                .noneMatch(candidate -> candidate.physicalId().equals(link))) {
            throw part.error("ConnectionId", "the stack has no VPC link " + link);
        }
        String uri = part.text("IntegrationUri");
        if (!uri.equals(balancer.listenerArn())) {
            throw part.error("IntegrationUri", "no template has the listener " + uri);
        }
        Optional<Part> parameters = part.part("RequestParameters");
        Optional<String> path = parameters.flatMap(HttpApi::path);
        Map<String, String> headers = parameters.map(HttpApi::headers).orElse(Map.of());
        parameters.ifPresent(Part::end);
        Duration timeout =
                Duration.ofMillis(part.optionalNumber("TimeoutInMillis").orElse(30_000));
        part.end();
        return new Integration(resource.physicalId(), timeout, path, headers);
    }

    /** That the path goes on as it came may be said. */
    private static Optional<String> path(Part parameters) {
        Optional<String> path =
                parameters.optionalText("overwrite:path").filter(value -> !value.equals("$request.path"));
        path.ifPresent(value -> {
            if (!value.matches("/[^$]*")) {
                throw parameters.error(
                        "overwrite:path",
                        "is %s; the front door plays $request.path and plain paths only".formatted(value));
            }
        });
        return path;
    }

    private static Map<String, String> headers(Part parameters) {
        String overwrite = "overwrite:header.";
        Map<String, String> headers = new HashMap<>();
        for (String name : parameters.names()) {
            if (name.startsWith(overwrite)) {
                String value = parameters.text(name);
                if (value.contains("$")) {
                    throw parameters.error(name, "is %s; the front door plays plain values only".formatted(value));
                }
                headers.put(name.substring(overwrite.length()), value);
            }
        }
        return Map.copyOf(headers);
    }

    private static Route route(
            Part part,
            Map<String, JwtAuthorizer> authorizers,
            List<Integration> integrations,
            Map<String, Throttling> throttling) {
        part.leaving("OperationName");
        RouteKey key = RouteKey.parse(part);
        String target = part.text("Target");
        Integration integration = integrations.stream()
                .filter(candidate -> target.equals("integrations/" + candidate.id()))
                .findFirst()
                .orElseThrow(() -> part.error("Target", "the stack has no integration for " + target));
        String type = part.optionalText("AuthorizationType").orElse("NONE");
        List<String> scopes = part.texts("AuthorizationScopes");
        Optional<Authorization> authorization = switch (type) {
            case "NONE" -> Optional.empty();
            case "JWT" -> {
                String authorizerId = part.text("AuthorizerId");
                JwtAuthorizer authorizer = authorizers.get(authorizerId);
                if (authorizer == null) {
                    throw part.error("AuthorizerId", "the stack has no authorizer " + authorizerId);
                }
                yield Optional.of(new Authorization(authorizer, scopes));
            }
            default -> throw part.error("AuthorizationType", type + " is not played by the front door");
        };
        if (authorization.isEmpty() && !scopes.isEmpty()) {
            throw part.error("AuthorizationScopes", "nobody checks them: AuthorizationType is " + type);
        }
        part.end();
        Throttling ofRoute = throttling.get(key.text());
        return new Route(
                key, authorization, integration, Optional.ofNullable(ofRoute == null ? throttling.get("") : ofRoute));
    }

    /** By route key; the stage's default is under the empty key. */
    private static Map<String, Throttling> throttling(Stack stack, String apiId) {
        Found found = Found.one(List.of(stack), TYPE + "Stage");
        Part stage = part(stack, found.resource(), apiId)
                .only("StageName", "$default")
                .only("AutoDeploy", "true")
                .leaving("Description", "AccessLogSettings", "Tags");
        Map<String, Throttling> throttling = new HashMap<>();
        stage.part("DefaultRouteSettings")
                .flatMap(HttpApi::throttling)
                .ifPresent(settings -> throttling.put("", settings));
        stage.part("RouteSettings").ifPresent(routes -> {
            for (String key : routes.names()) {
                routes.part(key).flatMap(HttpApi::throttling).ifPresent(settings -> throttling.put(key, settings));
            }
            routes.end();
        });
        stage.end();
        return throttling;
    }

    private static Optional<Throttling> throttling(Part settings) {
        settings.leaving("DetailedMetricsEnabled");
        Optional<Double> rate = settings.optionalDecimal("ThrottlingRateLimit");
        Optional<Integer> burst = settings.optionalNumber("ThrottlingBurstLimit");
        settings.end();
        if (rate.isPresent() != burst.isPresent()) {
            throw settings.error("needs both ThrottlingRateLimit and ThrottlingBurstLimit, or neither");
        }
        return rate.map(perSecond -> new Throttling(perSecond, burst.orElseThrow()));
    }
}
