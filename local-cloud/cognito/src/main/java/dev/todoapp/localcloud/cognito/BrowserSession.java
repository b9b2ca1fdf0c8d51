package dev.todoapp.localcloud.cognito;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;

/** What the pages remember of a browser. Kept in memory: after a restart one signs in again. */
final class BrowserSession {

    private static final String UNCONFIRMED = "unconfirmed";
    private static final String RESETTING = "resetting";

    private final SecurityContextRepository contexts = new HttpSessionSecurityContextRepository();
    private final Clock clock;

    BrowserSession(Clock clock) {
        this.clock = clock;
    }

    void signIn(HttpServletRequest request, HttpServletResponse response, User user) {
        if (request.getSession(false) != null) {
            request.changeSessionId();
            forget(request, UNCONFIRMED);
            forget(request, RESETTING);
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new SignedIn(user.sub(), clock.instant()).authentication());
        contexts.saveContext(context, request, response);
    }

    void signOut(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    /** Remembers somebody who has proved the password; so the code alone signs in. */
    void rememberUnconfirmed(HttpServletRequest request, String email) {
        request.getSession().setAttribute(UNCONFIRMED, email);
    }

    Optional<String> unconfirmed(HttpServletRequest request) {
        return remembered(request, UNCONFIRMED);
    }

    /** Remembers who asked for a code to set a new password. */
    void rememberResetting(HttpServletRequest request, String email) {
        request.getSession().setAttribute(RESETTING, email);
    }

    Optional<String> resetting(HttpServletRequest request) {
        return remembered(request, RESETTING);
    }

    void forgetResetting(HttpServletRequest request) {
        forget(request, RESETTING);
    }

    private static Optional<String> remembered(HttpServletRequest request, String name) {
        @Nullable HttpSession session = request.getSession(false);
        return session == null ? Optional.empty() : Optional.ofNullable((String) session.getAttribute(name));
    }

    private static void forget(HttpServletRequest request, String name) {
        request.getSession().removeAttribute(name);
    }
}
