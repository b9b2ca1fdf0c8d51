package dev.todoapp.localcloud.frontdoor;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.function.ServerRequest;

/** A line per request. Queries and headers stay out of it, for both may hold what nobody else should read. */
final class AccessLog implements Filter {

    private static final Logger log = LoggerFactory.getLogger(FrontDoor.LOGGER);
    private static final String ANSWERED_BY = AccessLog.class.getName();

    /** Says who has the last word on this request; the box that is furthest from the viewer says it last. */
    static void answeredBy(ServerRequest request, String whom) {
        request.servletRequest().setAttribute(ANSWERED_BY, whom);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        long start = System.nanoTime();
        boolean whole = false;
        try {
            chain.doFilter(request, response);
            whole = true;
        } finally {
            if (log.isInfoEnabled()) {
                HttpServletRequest asked = (HttpServletRequest) request;
                log.info(
                        "{} {} {}{} {} ms, {}",
                        asked.getMethod(),
                        asked.getRequestURI(),
                        ((HttpServletResponse) response).getStatus(),
                        whole ? "" : " broken off",
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                        Objects.requireNonNullElse(request.getAttribute(ANSWERED_BY), "nobody"));
            }
        }
    }
}
