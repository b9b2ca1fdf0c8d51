package dev.todoapp.localcloud.cognito;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Signing in, and out. */
@Controller
final class SignInPage {

    private final UserPoolSettings pool;
    private final UserPool users;
    private final BrowserSession browser;
    private final PageWriter pages;

    SignInPage(UserPoolSettings pool, UserPool users, BrowserSession browser, PageWriter pages) {
        this.pool = pool;
        this.users = users;
        this.browser = browser;
        this.pages = pages;
    }

    @GetMapping("/login")
    ModelAndView show(HttpServletRequest request, Model flash) {
        AuthorizeRequest authorize = AuthorizeRequest.of(request, pool);
        return page(authorize, HttpStatus.OK, authorize.parameter("login_hint").orElse(""), flash.asMap());
    }

    @PostMapping("/login")
    ModelAndView signIn(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String password) {
        AuthorizeRequest authorize = AuthorizeRequest.of(request, pool);
        String address = email.strip();
        try {
            User user = users.authenticate(authorize.client(), address, password);
            browser.signIn(request, response, user);
            return new ModelAndView("redirect:/oauth2/authorize?" + authorize.queryWithoutPrompt());
        } catch (CognitoException e) {
            if (e.type().equals("UserNotConfirmedException")) {
                browser.rememberUnconfirmed(request, address);
                return new ModelAndView("redirect:/confirm?" + authorize.query());
            }
            return page(authorize, HttpStatus.BAD_REQUEST, address, Map.of("error", inWords(e)));
        }
    }

    /** Cognito's {@code /logout}: goes on to a place that the client is allowed, or to the sign-in page. */
    @GetMapping("/logout")
    ModelAndView signOut(
            HttpServletRequest request,
            @RequestParam(name = "client_id", defaultValue = "") String clientId,
            @RequestParam(name = "logout_uri", required = false) @Nullable String logoutUri) {
        AppClient client = pool.client(clientId).orElse(null);
        if (client == null) {
            return pages.problem(
                    HttpStatus.BAD_REQUEST, "Signing out does not work like this", "There is no such app client.");
        }
        if (logoutUri == null) {
            AuthorizeRequest authorize = AuthorizeRequest.of(request, pool);
            browser.signOut(request);
            return new ModelAndView("redirect:/login?" + authorize.query());
        }
        if (!client.logoutUrls().contains(logoutUri)) {
            return pages.problem(
                    HttpStatus.BAD_REQUEST,
                    "Signing out does not work like this",
                    "The logout_uri is not a sign-out URL of that app client.");
        }
        browser.signOut(request);
        return new ModelAndView("redirect:" + logoutUri);
    }

    private ModelAndView page(AuthorizeRequest authorize, HttpStatus status, String email, Map<String, ?> more) {
        Map<String, Object> model = new HashMap<>(more);
        model.put("query", authorize.query());
        model.put("email", email);
        return pages.page("login", status, model);
    }

    private static String inWords(CognitoException e) {
        return switch (e.getMessage()) {
            case "Password attempts exceeded" ->
                "Too many attempts with a wrong password. Wait a moment before you try again.";
            default -> "Incorrect email or password.";
        };
    }
}
