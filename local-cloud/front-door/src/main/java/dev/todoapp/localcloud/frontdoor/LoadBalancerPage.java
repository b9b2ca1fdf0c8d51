package dev.todoapp.localcloud.frontdoor;

import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** What a load balancer answers by itself: the same few bytes of HTML for everybody. */
final class LoadBalancerPage {

    static final String SERVER = "awselb/2.0";

    private static final Map<HttpStatus, String> TITLES = Map.of(
            HttpStatus.BAD_GATEWAY, "502 Bad Gateway",
            HttpStatus.SERVICE_UNAVAILABLE, "503 Service Temporarily Unavailable",
            HttpStatus.GATEWAY_TIMEOUT, "504 Gateway Time-out");

    private LoadBalancerPage() {}

    static Reply of(HttpStatus status) {
        String title = TITLES.getOrDefault(status, status.value() + " " + status.getReasonPhrase());
        String page = """
                <html>
                <head><title>%1$s</title></head>
                <body>
                <center><h1>%1$s</h1></center>
                </body>
                </html>
                """.formatted(title).replace("\n", "\r\n");
        return Reply.of(status.value()).header(HttpHeaders.SERVER, SERVER).text("text/html", page);
    }
}
