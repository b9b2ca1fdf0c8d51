package dev.todoapp.localcloud.frontdoor;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The event that a CloudFront Function gets, version 1.0, and what it gives back. */
final class ViewerRequestEvent {

    private static final JsonMapper JSON = JsonMapper.shared();

    private ViewerRequestEvent() {}

    /** What is to be done now. */
    sealed interface Outcome {}

    /** Go on, with this path. */
    record GoOn(String uri) implements Outcome {}

    /** The function has answered by itself. */
    record Answer(Reply reply) implements Outcome {}

    static String of(Distribution distribution, HttpServletRequest viewer) {
        ObjectNode event = JSON.createObjectNode().put("version", "1.0");
        event.putObject("context")
                .put("distributionDomainName", distribution.domainName())
                .put("distributionId", distribution.id())
                .put("eventType", "viewer-request")
                .put("requestId", RequestIds.base64(40));
        event.putObject("viewer").put("ip", viewer.getRemoteAddr());
        ObjectNode request =
                event.putObject("request").put("method", viewer.getMethod()).put("uri", viewer.getRequestURI());
        addQuery(request.putObject("querystring"), viewer.getQueryString());
        ObjectNode headers = request.putObject("headers");
        Headers.of(viewer).forEach((name, values) -> {
            if (!name.equalsIgnoreCase(HttpHeaders.COOKIE)) {
                values.forEach(value -> add(headers, name.toLowerCase(Locale.ROOT), value));
            }
        });
        ObjectNode cookies = request.putObject("cookies");
        Cookie @Nullable [] sent = viewer.getCookies();
        for (Cookie cookie : sent == null ? new Cookie[0] : sent) {
            add(cookies, cookie.getName(), cookie.getValue());
        }
        return JSON.writeValueAsString(event);
    }

    /** @throws ViewerRequestFunction.Failed if it is neither a request nor an answer */
    static Outcome outcome(String returned) throws ViewerRequestFunction.Failed {
        try {
            JsonNode node = JSON.readTree(returned);
            if (node.has("statusCode")) {
                return new Answer(answer(node));
            }
            String uri = node.path("uri").asString("");
            if (uri.startsWith("/")) {
                return new GoOn(uri);
            }
        } catch (JacksonException | IllegalArgumentException e) {
            // Whatever it is, it is not what a function may return.
        }
        throw new ViewerRequestFunction.Failed("the function", "it returned neither a request nor a response");
    }

    private static void addQuery(ObjectNode fields, @Nullable String query) {
        if (query == null || query.isEmpty()) {
            return;
        }
        for (String pair : List.of(query.split("&"))) {
            String[] parts = pair.split("=", 2);
            add(fields, parts[0], parts.length == 2 ? parts[1] : "");
        }
    }

    /** The first value, and all of them where there are more. */
    private static void add(ObjectNode fields, String name, String value) {
        if (fields.get(name) instanceof ObjectNode field) {
            if (!field.has("multiValue")) {
                field.putArray("multiValue")
                        .addObject()
                        .put("value", field.path("value").asString());
            }
            field.withArray("multiValue").addObject().put("value", value);
        } else {
            fields.putObject(name).put("value", value);
        }
    }

    private static Reply answer(JsonNode node) {
        Reply reply = Reply.of(node.path("statusCode").asInt());
        for (Map.Entry<String, JsonNode> header : node.path("headers").properties()) {
            reply.header(header.getKey(), header.getValue().path("value").asString());
        }
        for (Map.Entry<String, JsonNode> cookie : node.path("cookies").properties()) {
            String attributes = cookie.getValue().path("attributes").asString("");
            reply.header(
                    HttpHeaders.SET_COOKIE,
                    cookie.getKey() + "=" + cookie.getValue().path("value").asString()
                            + (attributes.isEmpty() ? "" : "; " + attributes));
        }
        JsonNode body = node.path("body");
        if (!body.isMissingNode()) {
            byte[] bytes = bytes(body);
            reply.headers().setContentLength(bytes.length);
            reply.body(() -> new ByteArrayInputStream(bytes));
        }
        return reply;
    }

    private static byte[] bytes(JsonNode body) {
        if (body.isString()) {
            return body.stringValue().getBytes(StandardCharsets.UTF_8);
        }
        String data = body.path("data").asString("");
        return body.path("encoding").asString("text").equals("base64")
                ? Base64.getDecoder().decode(data)
                : data.getBytes(StandardCharsets.UTF_8);
    }
}
