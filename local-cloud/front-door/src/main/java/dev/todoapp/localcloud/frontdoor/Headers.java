package dev.todoapp.localcloud.frontdoor;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.springframework.http.HttpHeaders;

/** What every proxy does with headers. */
final class Headers {

    static final String FORWARDED_FOR = "X-Forwarded-For";
    static final String TRACE_ID = "X-Amzn-Trace-Id";

    /** RFC 9110, section 7.6.1, and {@code Expect}, which is answered here. */
    private static final List<String> HOP_BY_HOP = List.of(
            HttpHeaders.CONNECTION,
            "Keep-Alive",
            "Proxy-Connection",
            HttpHeaders.PROXY_AUTHENTICATE,
            HttpHeaders.PROXY_AUTHORIZATION,
            HttpHeaders.TE,
            HttpHeaders.TRAILER,
            HttpHeaders.TRANSFER_ENCODING,
            HttpHeaders.UPGRADE,
            HttpHeaders.EXPECT);

    private Headers() {}

    /** The headers as they were sent: Spring's own view adds a charset to the content type. */
    static HttpHeaders of(HttpServletRequest request) {
        HttpHeaders headers = new HttpHeaders();
        for (String name : Collections.list(request.getHeaderNames())) {
            Collections.list(request.getHeaders(name)).forEach(value -> headers.add(name, value));
        }
        return headers;
    }

    /** Takes out what is meant for one connection only, and what {@code Connection} names as such. */
    static void removeHopByHop(HttpHeaders headers) {
        List<String> names = new ArrayList<>(HOP_BY_HOP);
        for (String value : headers.getOrDefault(HttpHeaders.CONNECTION, List.of())) {
            names.addAll(List.of(value.strip().split("\\s*,\\s*")));
        }
        names.stream().filter(name -> !name.isEmpty()).forEach(headers::remove);
    }

    /** Adds to a list that stands in one header, such as {@code X-Forwarded-For}. */
    static void append(HttpHeaders headers, String name, String value) {
        List<String> all = new ArrayList<>(headers.getOrDefault(name, List.of()));
        all.add(value);
        headers.set(name, String.join(", ", all));
    }
}
