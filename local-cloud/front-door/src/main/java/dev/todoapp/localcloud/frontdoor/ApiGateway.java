package dev.todoapp.localcloud.frontdoor;

import dev.todoapp.localcloud.frontdoor.HttpApi.Authorization;
import dev.todoapp.localcloud.frontdoor.HttpApi.Route;
import dev.todoapp.localcloud.frontdoor.TokenCheck.Allowed;
import dev.todoapp.localcloud.frontdoor.TokenCheck.Refused;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Plays the HTTP API: one gateway route per route of the template, the most specific first; then preflights, then 404.
 */
final class ApiGateway {

    private static final Logger log = LoggerFactory.getLogger(FrontDoor.LOGGER);

    /** Requests and answers alike. */
    static final long MAX_PAYLOAD = 10L * 1024 * 1024;

    private final HttpApi api;
    private final Map<JwtAuthorizer, TokenCheck> checks = new HashMap<>();
    private final RouterFunction<ServerResponse> loadBalancer;
    private final RouterFunction<ServerResponse> routes;

    ApiGateway(HttpApi api, FrontDoorSettings settings, RouterFunction<ServerResponse> loadBalancer) {
        this.api = api;
        this.loadBalancer = loadBalancer;
        for (Route route : api.routes()) {
            route.authorization()
                    .map(Authorization::authorizer)
                    .ifPresent(authorizer -> checks.computeIfAbsent(authorizer, unseen -> check(unseen, settings)));
        }
        this.routes = api.routes().stream()
                .map(this::route)
                .reduce(RouterFunction::and)
                .map(known -> known.and(rest()))
                .orElseGet(this::rest);
    }

    RouterFunction<ServerResponse> routes() {
        return routes;
    }

    private static TokenCheck check(JwtAuthorizer authorizer, FrontDoorSettings settings) {
        var keys = new SigningKeys(
                Objects.requireNonNullElseGet(settings.jwksLocation(), authorizer::keys), System::nanoTime);
        return new TokenCheck(authorizer, keys, Clock.systemUTC());
    }

    private RouterFunction<ServerResponse> route(Route route) {
        HandlerFunction<ServerResponse> handler = request -> integrate(route, request);
        if (route.authorization().isPresent()) {
            Authorization authorization = route.authorization().get();
            handler = authorized(authorization).apply(handler);
        }
        if (route.throttling().isPresent()) {
            var settings = route.throttling().get();
            handler = throttled(new Throttle(settings.rate(), settings.burst(), System::nanoTime))
                    .apply(handler);
        }
        return answering(
                route.key().text(),
                request -> route.key()
                        .matches(
                                request.method().name(),
                                request.servletRequest().getRequestURI()),
                handler);
    }

    private RouterFunction<ServerResponse> rest() {
        RouterFunction<ServerResponse> notFound =
                answering("not found", request -> true, request -> message(404, "Not Found"));
        return api.cors()
                .map(cors -> answering("preflight", ApiGateway::isPreflight, request -> preflight(cors, request))
                        .and(notFound))
                .orElse(notFound);
    }

    /** Every answer of the API has its request's id, and what its CORS configuration says. */
    private RouterFunction<ServerResponse> answering(
            String name, RequestPredicate predicate, HandlerFunction<ServerResponse> handler) {
        return GatewayRouterFunctions.route("api: " + name)
                .route(predicate, handler)
                .filter((request, next) -> {
                    AccessLog.answeredBy(request, "api");
                    Reply reply = Reply.from(next.handle(request));
                    reply.headers().set("apigw-requestid", RequestIds.base64(11));
                    Optional<String> origin =
                            Optional.ofNullable(request.headers().firstHeader(HttpHeaders.ORIGIN));
                    origin.ifPresent(page -> api.cors().ifPresent(cors -> cors.addTo(reply.headers(), page)));
                    return reply;
                })
                .build();
    }

    private HandlerFilterFunction<ServerResponse, ServerResponse> authorized(Authorization authorization) {
        TokenCheck check = Objects.requireNonNull(checks.get(authorization.authorizer()));
        return (request, next) -> {
            try {
                return switch (check.check(
                        request.headers().header(HttpHeaders.AUTHORIZATION), authorization.scopes())) {
                    case Allowed _ -> next.handle(request);
                    case Refused refused ->
                        message(refused.status(), refused.message()).header("www-authenticate", refused.challenge());
                };
            } catch (SigningKeys.Unavailable e) {
                return message(500, "Internal Server Error");
            }
        };
    }

    private static HandlerFilterFunction<ServerResponse, ServerResponse> throttled(Throttle throttle) {
        return (request, next) -> throttle.admits() ? next.handle(request) : message(429, "Too Many Requests");
    }

    private Reply integrate(Route route, ServerRequest request) throws Exception {
        if (request.servletRequest().getContentLengthLong() > MAX_PAYLOAD) {
            return message(413, "Request Entity Too Large");
        }
        Deadline deadline =
                Deadline.start(request.servletRequest(), route.integration().timeout());
        try {
            HttpHeaders headers = headers(request);
            route.integration().headers().forEach(headers::set);
            ServerRequest onward = Onward.with(
                    request,
                    route.integration().path(),
                    headers,
                    new LimitedBody(request.servletRequest().getInputStream(), MAX_PAYLOAD));
            Reply reply = Reply.from(loadBalancer.route(onward).orElseThrow().handle(onward));
            reply.onEnd(deadline::met);
            if (reply.headers().getContentLength() > MAX_PAYLOAD) {
                log.warn(
                        "{} answered with more than API Gateway lets through",
                        route.key().text());
                reply.discard();
                return message(500, "Internal Server Error");
            }
            Reply.Body body = reply.body();
            reply.body(() -> new LimitedStream(body.open(), MAX_PAYLOAD));
            if (api.cors().isPresent()) {
                removeCors(reply.headers());
            }
            return reply;
        } catch (LimitedBody.TooLarge e) {
            deadline.met();
            return message(413, "Request Entity Too Large");
        } catch (Deadline.Passed e) {
            return message(503, "Service Unavailable");
        } catch (RuntimeException e) {
            deadline.met();
            throw e;
        }
    }

    private static HttpHeaders headers(ServerRequest request) {
        HttpHeaders headers = Headers.of(request.servletRequest());
        String viewer = request.servletRequest().getRemoteAddr();
        String host = Objects.requireNonNullElse(headers.getFirst(HttpHeaders.HOST), "");
        headers.set("Forwarded", "by=%1$s;for=%1$s;host=%2$s;proto=https".formatted(viewer, host));
        Headers.append(headers, HttpHeaders.VIA, "HTTP/1.1 AmazonAPIGateway");
        headers.set(Headers.TRACE_ID, "Root=1-%08x-%s".formatted(Instant.now().getEpochSecond(), RequestIds.hex(24)));
        return headers;
    }

    private static boolean isPreflight(ServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.headers().firstHeader(HttpHeaders.ORIGIN) != null
                && request.headers().firstHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null;
    }

    private static Reply preflight(CorsConfiguration cors, ServerRequest request) {
        Reply reply = Reply.of(204);
        cors.addToPreflight(
                reply.headers(), Objects.requireNonNull(request.headers().firstHeader(HttpHeaders.ORIGIN)));
        return reply;
    }

    private static void removeCors(HttpHeaders headers) {
        List.copyOf(headers.headerNames()).stream()
                .filter(name -> name.regionMatches(true, 0, "Access-Control-", 0, "Access-Control-".length()))
                .forEach(headers::remove);
    }

    /** API Gateway's own answers, whatever went wrong. */
    private static Reply message(int status, String message) {
        return Reply.of(status).text("application/json", "{\"message\":\"%s\"}".formatted(message));
    }
}
