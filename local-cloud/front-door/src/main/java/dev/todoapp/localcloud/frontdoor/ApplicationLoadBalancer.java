package dev.todoapp.localcloud.frontdoor;

import dev.todoapp.localcloud.frontdoor.ListenerRule.Action;
import dev.todoapp.localcloud.frontdoor.ListenerRule.FixedResponse;
import dev.todoapp.localcloud.frontdoor.ListenerRule.Forward;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Plays the load balancer: one gateway route per listener rule, by priority, and the default action as the last. */
final class ApplicationLoadBalancer {

    private final LoadBalancer balancer;
    private final Targets targets;
    private final TargetClient client;
    private final RouterFunction<ServerResponse> routes;

    ApplicationLoadBalancer(LoadBalancer balancer, Targets targets, TargetClient client) {
        this.balancer = balancer;
        this.targets = targets;
        this.client = client;
        RouterFunction<ServerResponse> defaultRoute = GatewayRouterFunctions.route("load balancer: default action")
                .route(request -> true, request -> answer(balancer.defaultAction(), request))
                .build();
        this.routes = balancer.rules().stream()
                .map(this::route)
                .reduce(RouterFunction::and)
                .map(rules -> rules.and(defaultRoute))
                .orElse(defaultRoute);
    }

    RouterFunction<ServerResponse> routes() {
        return routes;
    }

    private RouterFunction<ServerResponse> route(ListenerRule rule) {
        return GatewayRouterFunctions.route("load balancer: " + rule.id())
                .route(
                        request -> rule.matches(
                                request.servletRequest().getRequestURI(), Headers.of(request.servletRequest())),
                        request -> answer(rule.action(), request))
                .build();
    }

    private Reply answer(Action action, ServerRequest request) {
        return switch (action) {
            case FixedResponse fixed -> {
                AccessLog.answeredBy(request, "load balancer");
                yield Reply.of(fixed.status())
                        .header(HttpHeaders.SERVER, LoadBalancerPage.SERVER)
                        .text(fixed.contentType() + "; charset=utf-8", fixed.body());
            }
            case Forward forward -> forward(forward.group(), request);
        };
    }

    private Reply forward(TargetGroup group, ServerRequest request) {
        Targets.Lease lease = targets.next(group);
        if (lease == null) {
            AccessLog.answeredBy(request, group.name() + ", no healthy target");
            return LoadBalancerPage.of(HttpStatus.SERVICE_UNAVAILABLE);
        }
        AccessLog.answeredBy(request, group.name() + " " + lease.target());
        try {
            return Reply.from(client.exchange(client.request(request)
                            .uri(lease.target())
                            .headers(headers(request))
                            .build()))
                    .onEnd(lease::close);
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    private HttpHeaders headers(ServerRequest request) {
        HttpHeaders headers = Headers.of(request.servletRequest());
        Headers.append(headers, Headers.FORWARDED_FOR, request.servletRequest().getRemoteAddr());
        headers.set("X-Forwarded-Proto", "http");
        headers.set("X-Forwarded-Port", Integer.toString(balancer.port()));
        headers.set(Headers.TRACE_ID, traceId(headers.getFirst(Headers.TRACE_ID)));
        return headers;
    }

    /** A load balancer keeps the root that it is given and adds itself. */
    private static String traceId(@Nullable String given) {
        String id = "1-%08x-%s".formatted(Instant.now().getEpochSecond(), RequestIds.hex(24));
        return given == null ? "Root=" + id : "Self=" + id + ";" + given;
    }
}
