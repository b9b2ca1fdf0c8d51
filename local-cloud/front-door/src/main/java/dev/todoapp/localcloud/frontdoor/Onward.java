package dev.todoapp.localcloud.frontdoor;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * A request as one box hands it to the next: other headers, perhaps a guarded body, perhaps another path; method, query
 * and mostly the path stay the viewer's own bytes. ({@link ServerRequest#from} would decode the parameters on the way.)
 */
final class Onward extends HttpServletRequestWrapper {

    private final @Nullable String path;
    private final HttpHeaders headers;
    private final @Nullable ServletInputStream body;

    private Onward(
            HttpServletRequest request, @Nullable String path, HttpHeaders headers, @Nullable ServletInputStream body) {
        super(request);
        this.path = path;
        this.headers = headers;
        this.body = body;
    }

    static ServerRequest with(ServerRequest request, HttpHeaders headers) {
        return new Onward(request.servletRequest(), null, headers, null).asServerRequest();
    }

    /** @param path in place of the viewer's, if there is one */
    static ServerRequest with(
            ServerRequest request, Optional<String> path, HttpHeaders headers, ServletInputStream body) {
        return new Onward(request.servletRequest(), path.orElse(null), headers, body).asServerRequest();
    }

    /** The request as the viewer sent it. */
    static HttpServletRequest original(HttpServletRequest request) {
        HttpServletRequest original = request;
        while (original instanceof Onward onward) {
            original = (HttpServletRequest) onward.getRequest();
        }
        return original;
    }

    @Override
    public String getRequestURI() {
        return path == null ? super.getRequestURI() : path;
    }

    @Override
    public @Nullable String getHeader(String name) {
        return headers.getFirst(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return Collections.enumeration(headers.getOrDefault(name, List.of()));
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return Collections.enumeration(headers.headerNames());
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return body == null ? super.getInputStream() : body;
    }

    private ServerRequest asServerRequest() {
        return ServerRequest.create(this, List.of());
    }
}
