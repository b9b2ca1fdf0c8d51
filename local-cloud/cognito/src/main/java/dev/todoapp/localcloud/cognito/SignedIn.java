package dev.todoapp.localcloud.cognito;

import java.time.Instant;
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticatedPrincipal;

/** Who the browser's session belongs to, and since when. */
record SignedIn(String sub, Instant at) implements AuthenticatedPrincipal {

    @Override
    public String getName() {
        return sub;
    }

    UsernamePasswordAuthenticationToken authentication() {
        return UsernamePasswordAuthenticationToken.authenticated(this, null, List.of());
    }
}
