package dev.todoapp.localcloud.cognito;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.servlet.ModelAndView;

/** Whatever goes wrong on a page ends on a page. */
@ControllerAdvice
final class PageErrors {

    private static final Logger LOG = System.getLogger(PageErrors.class.getName());

    private final PageWriter pages;

    PageErrors(PageWriter pages) {
        this.pages = pages;
    }

    /** A page that was opened without what the app sends along, or with something else. */
    @ExceptionHandler
    ModelAndView refusedLink(OAuth2AuthorizationCodeRequestAuthenticationException e) {
        return pages.problem(e.getError());
    }

    /** Whoever asked is gone. */
    @ExceptionHandler
    @Nullable
    ModelAndView nobodyToAnswer(AsyncRequestNotUsableException e) {
        return null;
    }

    @ExceptionHandler
    ModelAndView other(Exception e) {
        HttpStatus status = e instanceof ErrorResponse answer
                ? HttpStatus.valueOf(answer.getStatusCode().value())
                : HttpStatus.INTERNAL_SERVER_ERROR;
        if (status.is5xxServerError()) {
            LOG.log(Level.ERROR, "a request failed", e);
        }
        return switch (status) {
            case INTERNAL_SERVER_ERROR ->
                pages.problem(status, "Something went wrong here", "The log of the stand-in says what.");
            default -> pages.problem(status, "That does not work here", status.getReasonPhrase() + ".");
        };
    }
}
