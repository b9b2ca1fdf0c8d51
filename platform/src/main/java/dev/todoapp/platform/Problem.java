package dev.todoapp.platform;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * A request refused with a reason: answered as {@code application/problem+json} (RFC 9457). Its {@code type} is a
 * {@code urn:problem:…} that clients may compare; {@code errors} names the fields at fault.
 */
public final class Problem extends RuntimeException {

    private final HttpStatus status;
    private final transient ProblemDetail body;
    private final transient HttpHeaders headers = new HttpHeaders();

    /**
     * @param status the answer's status
     * @param type a slug, such as {@code stale-version}
     * @param detail what is wrong, a sentence for people
     */
    public Problem(HttpStatus status, String type, String detail) {
        super(status.value() + " " + type + ": " + detail);
        this.status = status;
        this.body = ProblemDetail.forStatusAndDetail(status, detail);
        this.body.setTitle(status.getReasonPhrase());
        this.body.setType(URI.create("urn:problem:" + type));
    }

    /** A 400 that names one field, a query parameter, or a header. */
    public static Problem badInput(String field, String message) {
        return badInput(List.of(new FieldError(field, message)));
    }

    /** A 400 that names each field at fault. */
    public static Problem badInput(List<FieldError> errors) {
        String detail = errors.stream()
                .map(error -> error.field().isEmpty() ? error.message() : error.field() + " " + error.message())
                .reduce((one, other) -> one + "; " + other)
                .orElse("The request is not valid");
        return new Problem(HttpStatus.BAD_REQUEST, "bad-input", detail).with("errors", errors);
    }

    /** A 503 with {@code Retry-After}: nothing was done, and the same request may be sent again. */
    public static Problem unavailable(String detail) {
        return new Problem(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", detail).header(HttpHeaders.RETRY_AFTER, "2");
    }

    /** Adds a member to the problem, such as a limit that was passed. */
    public Problem with(String member, Object value) {
        body.setProperty(member, value);
        return this;
    }

    public Problem header(String name, String value) {
        headers.set(name, value);
        return this;
    }

    public HttpStatus status() {
        return status;
    }

    /** The {@code type}'s slug. */
    public String slug() {
        return String.valueOf(body.getType()).substring("urn:problem:".length());
    }

    public ProblemDetail body() {
        return body;
    }

    public HttpHeaders headers() {
        return headers;
    }

    /** The members that were added with {@link #with}. */
    public Map<String, Object> members() {
        Map<String, Object> members = body.getProperties();
        return members == null ? Map.of() : members;
    }

    /**
     * One field at fault.
     *
     * @param field a path such as {@code tags[2]}; empty when it is the document as a whole
     * @param message what is wrong with it, following on from its name, such as "must be a string"
     */
    public record FieldError(String field, String message) {}
}
