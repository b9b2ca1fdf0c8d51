package dev.todoapp.localcloud.cognito;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Making an account, and confirming it with the code. */
@Controller
final class SignUpPages {

    private final UserPoolSettings pool;
    private final UserPool users;
    private final BrowserSession browser;
    private final PageWriter pages;

    SignUpPages(UserPoolSettings pool, UserPool users, BrowserSession browser, PageWriter pages) {
        this.pool = pool;
        this.users = users;
        this.browser = browser;
        this.pages = pages;
    }

    @GetMapping("/signup")
    ModelAndView showSignUp(HttpServletRequest request) {
        AuthorizeRequest authorize = AuthorizeRequest.of(request, pool);
        return signUpPage(
                authorize, HttpStatus.OK, authorize.parameter("login_hint").orElse(""), Map.of());
    }

    @PostMapping("/signup")
    ModelAndView signUp(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String password) {
        AuthorizeRequest authorize = AuthorizeRequest.of(request, pool);
        String address = email.strip();
        try {
            users.signUp(address, password);
            browser.rememberUnconfirmed(request, address);
            return new ModelAndView("redirect:/confirm?" + authorize.query());
        } catch (CognitoException e) {
            return signUpPage(authorize, HttpStatus.BAD_REQUEST, address, Refusals.ofPassword(e));
        }
    }

    @GetMapping("/confirm")
    ModelAndView showConfirm(HttpServletRequest request, Model flash) {
        AuthorizeRequest authorize = AuthorizeRequest.of(request, pool);
        return confirmPage(authorize, request, HttpStatus.OK, "", flash.asMap());
    }

    @PostMapping("/confirm")
    ModelAndView confirm(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String code,
            RedirectAttributes flash) {
        AuthorizeRequest authorize = AuthorizeRequest.of(request, pool);
        Optional<String> proved = browser.unconfirmed(request);
        String address = proved.orElse(email.strip());
        try {
            users.confirmSignUp(authorize.client(), address, code.strip());
        } catch (CognitoException e) {
            if (proved.isPresent() && e.type().equals("NotAuthorizedException")) {
                return confirmed(authorize, flash);
            }
            return confirmPage(
                    authorize, request, HttpStatus.BAD_REQUEST, address, Map.of("error", Refusals.ofCode(e)));
        }
        // Who has proved the password in this browser is signed in; a code alone is no sign-in.
        Optional<User> user = proved.flatMap(users::named);
        if (user.isPresent()) {
            browser.signIn(request, response, user.get());
            return new ModelAndView("redirect:/oauth2/authorize?" + authorize.queryWithoutPrompt());
        }
        return confirmed(authorize, flash);
    }

    @PostMapping("/resendcode")
    ModelAndView resend(
            HttpServletRequest request, @RequestParam(defaultValue = "") String email, RedirectAttributes flash) {
        AuthorizeRequest authorize = AuthorizeRequest.of(request, pool);
        Optional<String> proved = browser.unconfirmed(request);
        String address = proved.orElse(email.strip());
        try {
            users.resendConfirmation(authorize.client(), address);
        } catch (CognitoException e) {
            if (e.type().equals("LimitExceededException")) {
                return confirmPage(
                        authorize, request, HttpStatus.BAD_REQUEST, address, Map.of("error", Refusals.TOO_OFTEN));
            }
            // Whether there is such an account, and whether it is confirmed, is nobody's business.
        }
        flash.addFlashAttribute(
                "notice",
                proved.isPresent()
                        ? "A new code is on its way."
                        : "If the account is waiting for a code, a new one is on its way.");
        flash.addFlashAttribute("email", address);
        return new ModelAndView("redirect:/confirm?" + authorize.query());
    }

    private static ModelAndView confirmed(AuthorizeRequest authorize, RedirectAttributes flash) {
        flash.addFlashAttribute("notice", "Your account is confirmed. Sign in to go on.");
        return new ModelAndView("redirect:/login?" + authorize.query());
    }

    private ModelAndView signUpPage(AuthorizeRequest authorize, HttpStatus status, String email, Map<String, ?> more) {
        List<String> rules = pool.passwordPolicy().rules().stream()
                .map(PasswordPolicy.Rule::asked)
                .toList();
        Map<String, Object> model = new HashMap<>(Map.of("rules", rules, "query", authorize.query(), "email", email));
        model.putAll(more);
        return pages.page("signup", status, model);
    }

    private ModelAndView confirmPage(
            AuthorizeRequest authorize,
            HttpServletRequest request,
            HttpStatus status,
            String email,
            Map<String, ?> more) {
        Map<String, Object> model = new HashMap<>(Map.of("query", authorize.query(), "email", email));
        model.putAll(more);
        browser.unconfirmed(request).ifPresent(address -> model.put("sentTo", address));
        return pages.page("confirm", status, model);
    }
}
