package dev.todoapp.localcloud.frontdoor;

import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The load balancer's own connections to the targets: the gateway's exchange, sent and answered as a load balancer does.
 * Path and query go out as the bytes that came in. Nothing is ever sent twice. A target that refuses or breaks off is a
 * 502, one that stays silent for the idle timeout a 504.
 */
final class TargetClient implements ProxyExchange, AutoCloseable {

    /** As long as a load balancer waits for a connection. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** A connection that rested for longer is looked at before it is used: its process may be another one by now. */
    private static final TimeValue TRUSTED_REST = TimeValue.ofMilliseconds(100);

    /** A service that refuses a body early is heard at the next of these. */
    private static final int BYTES_BETWEEN_LOOKS = 64 * 1024;

    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient client;
    private final Duration idleTimeout;

    TargetClient(Duration idleTimeout) {
        this.idleTimeout = idleTimeout;
        this.connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        // Headers keep their bytes, whatever they are.
                        .charCodingConfig(CharCodingConfig.custom()
                                .setCharset(StandardCharsets.ISO_8859_1)
                                .build())
                        .responseOutOfOrderStrategy(new MonitoringResponseOutOfOrderStrategy(BYTES_BETWEEN_LOOKS))
                        .build())
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setMaxConnPerRoute(Integer.MAX_VALUE)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(CONNECT_TIMEOUT))
                        .setValidateAfterInactivity(TRUSTED_REST)
                        .build())
                .build();
        // The minimal client does what it is told: no redirects, retries, cookies or decompression.
        this.client = HttpClients.createMinimal(connections);
    }

    @Override
    public ServerResponse exchange(Request request) {
        HttpServletRequest viewer = request.getServerRequest().servletRequest();
        var outgoing = outgoing(
                request.getMethod().name(),
                Objects.requireNonNull(request.getUri(), "a target"),
                pathAndQuery(viewer),
                idleTimeout);
        HttpHeaders headers = HttpHeaders.copyOf(request.getHeaders());
        Headers.removeHopByHop(headers);
        headers.remove(HttpHeaders.CONTENT_LENGTH);
        headers.forEach((name, values) -> values.forEach(value -> outgoing.addHeader(name, value)));

        Deadline deadline = Deadline.of(viewer);
        if (deadline != null) {
            deadline.cancelling(outgoing::cancel);
        }
        try {
            if (hasBody(viewer)) {
                outgoing.setEntity(new InputStreamEntity(
                        new ViewerBody(viewer.getInputStream()), viewer.getContentLengthLong(), null));
            }
            return reply(client.executeOpen(host(outgoing), outgoing, null));
        } catch (IOException e) {
            if (deadline != null && deadline.hasPassed()) {
                throw new Deadline.Passed();
            }
            return LoadBalancerPage.of(
                    e instanceof SocketTimeoutException ? HttpStatus.GATEWAY_TIMEOUT : HttpStatus.BAD_GATEWAY);
        }
    }

    /** One health check of a target. */
    HealthResult check(URI target, HealthCheck check) {
        var outgoing = outgoing("GET", target, check.path(), check.timeout());
        outgoing.addHeader(HttpHeaders.USER_AGENT, "ELB-HealthChecker/2.0");
        outgoing.addHeader(HttpHeaders.CONNECTION, "close");
        try (ClassicHttpResponse response = client.executeOpen(host(outgoing), outgoing, null)) {
            return new HealthResult(check.passes(response.getCode()), "status " + response.getCode());
        } catch (SocketTimeoutException e) {
            return new HealthResult(false, "no answer within " + check.timeout().toMillis() + " ms");
        } catch (IOException | IllegalStateException e) {
            // The latter when the front door closes in the middle of a check.
            return new HealthResult(false, Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
    }

    void closeIdleConnections() {
        connections.closeIdle(TimeValue.ZERO_MILLISECONDS);
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }

    private static HttpUriRequestBase outgoing(String method, URI target, String pathAndQuery, Duration timeout) {
        var outgoing = new HttpUriRequestBase(method, target);
        outgoing.setPath(pathAndQuery);
        outgoing.setConfig(
                RequestConfig.custom().setResponseTimeout(Timeout.of(timeout)).build());
        return outgoing;
    }

    private static HttpHost host(HttpUriRequestBase outgoing) {
        return new HttpHost(outgoing.getScheme(), outgoing.getAuthority());
    }

    private static String pathAndQuery(HttpServletRequest viewer) {
        String query = viewer.getQueryString();
        return query == null ? viewer.getRequestURI() : viewer.getRequestURI() + "?" + query;
    }

    /** {@code Transfer-Encoding} ends at the first box, so the viewer's own headers are asked. */
    private static boolean hasBody(HttpServletRequest viewer) {
        return viewer.getContentLengthLong() > 0
                || Onward.original(viewer).getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    }

    private static Reply reply(ClassicHttpResponse response) {
        Reply reply = Reply.of(response.getCode());
        for (Header header : response.getHeaders()) {
            reply.header(header.getName(), Objects.requireNonNullElse(header.getValue(), ""));
        }
        Headers.removeHopByHop(reply.headers());
        @Nullable HttpEntity entity = response.getEntity();
        if (entity != null) {
            reply.body(entity::getContent);
        }
        // Where the body was not read to its end, this cuts the connection.
        return reply.onEnd(() -> closeQuietly(response));
    }

    private static void closeQuietly(ClassicHttpResponse response) {
        try {
            response.close();
        } catch (IOException e) {
            // It is closed either way.
        }
    }

    /** The viewer's body: when it breaks off, that isn't the target's fault. */
    private static final class ViewerBody extends FilterInputStream {

        ViewerBody(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException e) {
                throw new ViewerGone(e);
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return super.read(buffer, offset, length);
            } catch (IOException e) {
                throw new ViewerGone(e);
            }
        }
    }
}
