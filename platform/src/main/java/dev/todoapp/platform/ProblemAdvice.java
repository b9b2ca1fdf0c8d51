package dev.todoapp.platform;

import java.net.URI;
import java.util.List;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import software.amazon.awssdk.core.exception.SdkException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Turns what goes wrong in a controller into a problem that says which field is at fault, and never into a stack trace. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<Object> on(Problem problem) {
        return answer(problem);
    }

    /** Tomcat decodes a query when it is first asked for, which is in here. */
    @ExceptionHandler
    ResponseEntity<Object> on(InvalidParameterException undecodable) {
        return answer(Problem.badInput("", "The query can't be decoded: it isn't percent-encoded UTF-8"));
    }

    /** Spring's firewall looks at names and values of the query when they are first asked for, which is in here too. */
    @ExceptionHandler
    ResponseEntity<Object> on(RequestRejectedException refused) {
        return answer(Problem.badInput("", "The query has characters that no parameter may have"));
    }

    /** AWS could not be asked, or refused: whatever the reason, the caller's input was not it. */
    @ExceptionHandler
    ResponseEntity<Object> on(SdkException failure) {
        if (failure.retryable() || AwsFailures.isTransient(failure)) {
            log.warn("AWS did not answer in time: {}", failure.getMessage());
        } else {
            log.error("AWS refused a call", failure);
        }
        return answer(Problem.unavailable(
                "A service that we depend on did not answer in time. What was asked may have been done "
                        + "all the same; a GET, PUT, PATCH or DELETE can be sent again in a moment"));
    }

    @ExceptionHandler
    ResponseEntity<Object> on(Exception unexpected) throws Exception {
        if (unexpected instanceof AccessDeniedException) {
            throw unexpected; // the security filters answer it
        }
        log.error("A request failed in a way that nobody expected", unexpected);
        ProblemDetail body = ProblemDetail.forStatusAndDetail(
                HttpStatusCode.valueOf(500), "Something went wrong on our side. It was logged");
        body.setType(URI.create("about:blank"));
        return new ResponseEntity<>(body, HttpHeaders.EMPTY, 500);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyLimit.TooLarge tooLarge) {
                return answer(BodyLimit.tooLarge(tooLarge.most));
            }
            if (cause instanceof Problem problem) {
                return answer(problem);
            }
            if (cause instanceof JacksonException json && !(json.getCause() instanceof BodyLimit.TooLarge)) {
                return answer(Problem.badInput(List.of(explain(json))));
            }
        }
        return answer(Problem.badInput("", "The request needs a JSON body"));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return answer(problem);
            }
        }
        String field = failure instanceof MethodArgumentTypeMismatchException argument
                ? argument.getName()
                : String.valueOf(failure.getPropertyName());
        return answer(Problem.badInput(field, "is not valid"));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMissingServletRequestParameter(
            MissingServletRequestParameterException failure,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        return answer(Problem.badInput(failure.getParameterName(), "is needed"));
    }

    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (body instanceof ProblemDetail problem && problem.getType() == null) {
            problem.setType(URI.create("about:blank")); // every problem has a type, so that clients needn't ask
        }
        return super.createResponseEntity(body, headers, status, request);
    }

    static ResponseEntity<Object> answer(Problem problem) {
        return new ResponseEntity<>(problem.body(), problem.headers(), problem.status());
    }

    private static Problem.FieldError explain(JacksonException failure) {
        String field = path(failure);
        return switch (failure) {
            case UnrecognizedPropertyException unknown ->
                new Problem.FieldError(field, "is not a field that this request takes");
            case StrictText.Refused refused -> new Problem.FieldError(field, refused.getOriginalMessage());
            case MismatchedInputException mismatch ->
                new Problem.FieldError(field, "must be " + expected(mismatch.getTargetType()));
            case InputCoercionException ignored -> new Problem.FieldError(field, "is out of range");
            case StreamConstraintsException ignored ->
                new Problem.FieldError(
                        field, "The document is nested too deeply, or has a number or a name that is too long");
            case DatabindException ignored -> new Problem.FieldError(field, "is not valid");
            default -> new Problem.FieldError("", "The body is not valid JSON: " + inWords(failure));
        };
    }

    /** Where it stops being JSON. The parser's own words speak of its settings, except of a name that comes twice. */
    private static String inWords(JacksonException failure) {
        String said = String.valueOf(failure.getOriginalMessage());
        TokenStreamLocation at = failure.getLocation();
        String where = at == null || at.getLineNr() < 1
                ? "it can't be read"
                : "see line %d, column %d".formatted(at.getLineNr(), Math.max(1, at.getColumnNr()));
        return said.startsWith("Duplicate") ? said.lines().findFirst().orElse(said) : where;
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "a string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a number";
        }
        if (Iterable.class.isAssignableFrom(type) || type.isArray()) {
            return "an array";
        }
        if (java.time.temporal.Temporal.class.isAssignableFrom(type)) {
            return type == java.time.LocalDate.class
                    ? "a date such as 2026-11-30"
                    : "a time such as 2026-11-30T12:00:00Z";
        }
        if (type.isEnum()) {
            return "one of " + List.of(type.getEnumConstants());
        }
        return "an object";
    }

    private static String path(JacksonException failure) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : failure.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.toString();
    }
}
