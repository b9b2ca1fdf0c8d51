package dev.todoapp.localcloud.frontdoor;

import dev.todoapp.localcloud.frontdoor.Distribution.ApiOrigin;
import dev.todoapp.localcloud.frontdoor.Distribution.Behavior;
import dev.todoapp.localcloud.frontdoor.Distribution.BucketOrigin;
import dev.todoapp.localcloud.frontdoor.Distribution.ErrorPage;
import dev.todoapp.localcloud.frontdoor.ViewerRequestEvent.Answer;
import dev.todoapp.localcloud.frontdoor.ViewerRequestEvent.GoOn;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Plays the distribution: one gateway route per cache behaviour, in their order. */
final class CloudFront {

    private static final Logger log = LoggerFactory.getLogger(FrontDoor.LOGGER);

    private static final String CACHE_STATUS = "X-Cache";
    private static final Pattern UNRESERVED =
            Pattern.compile("%(2D|2E|5F|7E|3[0-9]|[46][1-9A-F]|[57][0-9A])", Pattern.CASE_INSENSITIVE);

    private final Distribution distribution;
    private final Map<BucketOrigin, Website> websites = new HashMap<>();
    private final RouterFunction<ServerResponse> api;
    private final RouterFunction<ServerResponse> routes;

    CloudFront(Distribution distribution, Function<BucketOrigin, Website> website, RouterFunction<ServerResponse> api) {
        this.distribution = distribution;
        this.api = api;
        for (Behavior behavior : distribution.behaviors()) {
            if (behavior.origin() instanceof BucketOrigin bucket) {
                websites.computeIfAbsent(bucket, website);
            }
        }
        this.routes = distribution.behaviors().stream()
                .map(this::route)
                .reduce(RouterFunction::and)
                .orElseThrow();
    }

    RouterFunction<ServerResponse> routes() {
        return routes;
    }

    private RouterFunction<ServerResponse> route(Behavior behavior) {
        return GatewayRouterFunctions.route(
                        "distribution: " + behavior.pathPattern().pattern())
                .route(
                        request -> behavior.matches(
                                normalized(request.servletRequest().getRequestURI())),
                        request -> {
                            Reply reply = answer(behavior, request);
                            HttpHeaders headers = reply.headers();
                            Headers.append(headers, HttpHeaders.VIA, via());
                            headers.set("X-Amz-Cf-Id", RequestIds.base64(40));
                            if (!headers.containsHeader(CACHE_STATUS)) {
                                headers.set(
                                        CACHE_STATUS, (reply.status() < 400 ? "Miss" : "Error") + " from cloudfront");
                            }
                            return reply;
                        })
                .build();
    }

    private Reply answer(Behavior behavior, ServerRequest request) throws Exception {
        AccessLog.answeredBy(request, "distribution");
        if (!behavior.allowedMethods().contains(request.method().name())) {
            return CloudFrontPage.of(
                    403,
                    "This distribution is not configured to allow the HTTP request method that was used for this"
                            + " request. The distribution supports only cachable requests.");
        }
        return switch (behavior.origin()) {
            case BucketOrigin bucket -> website(behavior, bucket, request);
            case ApiOrigin origin -> {
                ServerRequest onward = Onward.with(request, headers(origin, request));
                yield finished(
                        behavior,
                        request,
                        Reply.from(api.route(onward).orElseThrow().handle(onward)));
            }
        };
    }

    private Reply website(Behavior behavior, BucketOrigin bucket, ServerRequest request) throws Exception {
        String uri = request.servletRequest().getRequestURI();
        if (behavior.viewerRequest().isPresent()) {
            try {
                String event = ViewerRequestEvent.of(distribution, request.servletRequest());
                switch (ViewerRequestEvent.outcome(
                        behavior.viewerRequest().get().handle(event))) {
                    case GoOn goOn -> uri = goOn.uri();
                    case Answer answer -> {
                        answer.reply().headers().set(CACHE_STATUS, "FunctionGeneratedResponse from cloudfront");
                        return answer.reply();
                    }
                }
            } catch (ViewerRequestFunction.Failed e) {
                log.error("The CloudFront Function failed for {}: {}", uri, e.getMessage());
                return CloudFrontPage.of(
                                503, "The CloudFront function associated with the CloudFront distribution failed.")
                        .header(CACHE_STATUS, "FunctionExecutionError from cloudfront");
            }
        }
        String object = uri.equals("/") && distribution.defaultRootObject().isPresent()
                ? "/" + distribution.defaultRootObject().get()
                : uri;
        AccessLog.answeredBy(request, "website " + object);
        return finished(
                behavior,
                request,
                website(bucket).serve(request.method(), object, Headers.of(request.servletRequest())));
    }

    /** What CloudFront does with the answer of an origin. */
    private Reply finished(Behavior behavior, ServerRequest request, Reply reply) throws Exception {
        ErrorPage page = distribution.errorPages().get(reply.status());
        Reply answer = page == null ? reply : errorPage(page, reply);
        behavior.headers().applyTo(answer.headers());
        if (behavior.compress()) {
            Compression.apply(answer, Headers.of(request.servletRequest()));
        }
        return answer;
    }

    private Reply errorPage(ErrorPage page, Reply error) throws Exception {
        for (Behavior behavior : distribution.behaviors()) {
            if (behavior.matches(page.path()) && behavior.origin() instanceof BucketOrigin bucket) {
                Reply found = website(bucket).serve(HttpMethod.GET, page.path(), new HttpHeaders());
                if (found.status() == 200) {
                    error.discard();
                    found.setStatusCode(HttpStatusCode.valueOf(page.status()));
                    found.headers().set(CACHE_STATUS, "Error from cloudfront");
                    return found;
                }
            }
        }
        return error;
    }

    /** What the API is sent: all that the viewer sent but its host, and what the origin's custom headers say. */
    private HttpHeaders headers(ApiOrigin origin, ServerRequest request) {
        HttpHeaders headers = Headers.of(request.servletRequest());
        Headers.removeHopByHop(headers);
        headers.set(HttpHeaders.HOST, origin.domainName());
        if (!headers.containsHeader(HttpHeaders.USER_AGENT)) {
            headers.set(HttpHeaders.USER_AGENT, "Amazon CloudFront");
        }
        Headers.append(headers, Headers.FORWARDED_FOR, request.servletRequest().getRemoteAddr());
        Headers.append(headers, HttpHeaders.VIA, via());
        headers.set("X-Amz-Cf-Id", RequestIds.base64(40));
        // Last, so that no viewer can say them for CloudFront.
        origin.customHeaders().forEach((name, values) -> headers.put(name, List.copyOf(values)));
        return headers;
    }

    private Website website(BucketOrigin bucket) {
        return Objects.requireNonNull(websites.get(bucket));
    }

    private String via() {
        return "1.1 " + distribution.domainName() + " (CloudFront)";
    }

    /** Behaviours are chosen by the path as RFC 3986 normalizes it; the origin gets the path as it was sent. */
    static String normalized(String path) {
        String decoded = UNRESERVED
                .matcher(path)
                .replaceAll(
                        match -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16))));
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : decoded.split("/", -1)) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        String joined = String.join("/", segments);
        boolean endsInDots = decoded.endsWith("/.") || decoded.endsWith("/..");
        return (joined.startsWith("/") ? "" : "/") + joined + (endsInDots && !joined.endsWith("/") ? "/" : "");
    }
}
