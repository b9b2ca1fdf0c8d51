package dev.todoapp.localcloud.frontdoor;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.server.mvc.handler.GatewayServerResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * An answer on its way back through the boxes. Each may change the status and the headers; the body streams. It is
 * written as it is: Spring's own responses would answer conditional requests by themselves and so hide what a service
 * answers.
 */
final class Reply implements GatewayServerResponse {

    private static final int BUFFER = 16 * 1024;

    private final HttpHeaders headers = new HttpHeaders();
    private HttpStatusCode status;
    private Body body = Body.NONE;
    private Runnable end = () -> {};

    private Reply(int status) {
        this.status = HttpStatusCode.valueOf(status);
    }

    static Reply of(int status) {
        return new Reply(status);
    }

    /** What a handler of a box answers is always one of these. */
    static Reply from(ServerResponse response) {
        return (Reply) response;
    }

    /** Where the bytes of a body come from. Closing it gives back what it holds. */
    interface Body {

        Body NONE = () -> new ByteArrayInputStream(new byte[0]);

        InputStream open() throws IOException;
    }

    Reply header(String name, String value) {
        headers.add(name, value);
        return this;
    }

    Reply text(String contentType, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        headers.set(HttpHeaders.CONTENT_TYPE, contentType);
        headers.setContentLength(bytes.length);
        return body(() -> new ByteArrayInputStream(bytes));
    }

    Reply body(Body body) {
        this.body = body;
        return this;
    }

    Body body() {
        return body;
    }

    /** Runs when the answer has been written, could not be, or was thrown away. */
    Reply onEnd(Runnable action) {
        Runnable before = end;
        this.end = () -> {
            before.run();
            action.run();
        };
        return this;
    }

    /** For an answer that another takes the place of. */
    void discard() {
        end();
    }

    int status() {
        return status.value();
    }

    @Override
    public HttpStatusCode statusCode() {
        return status;
    }

    @Override
    public void setStatusCode(HttpStatusCode statusCode) {
        this.status = statusCode;
    }

    @Override
    public HttpHeaders headers() {
        return headers;
    }

    @Override
    public MultiValueMap<String, Cookie> cookies() {
        return new LinkedMultiValueMap<>();
    }

    @Override
    public @Nullable ModelAndView writeTo(HttpServletRequest request, HttpServletResponse response, Context context)
            throws IOException {
        try {
            response.setStatus(status.value());
            headers.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
            if (!HttpMethod.HEAD.matches(request.getMethod())) {
                copy(response.getOutputStream());
            }
        } finally {
            end();
        }
        return null;
    }

    private void copy(OutputStream out) throws IOException {
        try (InputStream in = body.open()) {
            byte[] buffer = new byte[BUFFER];
            for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
                out.write(buffer, 0, read);
            }
        }
    }

    /** Half an answer must look like half an answer to the viewer, so the connection is cut. */
    private static int read(InputStream in, byte[] buffer) throws IOException {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new CloseNowException("the answer broke off", e);
        }
    }

    private void end() {
        Runnable once = end;
        end = () -> {};
        once.run();
    }
}
