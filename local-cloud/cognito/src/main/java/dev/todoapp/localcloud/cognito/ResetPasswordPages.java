package dev.todoapp.localcloud.cognito;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Setting a new password with a mailed code. */
@Controller
final class ResetPasswordPages {

    private final UserPoolSettings pool;
    private final UserPool users;
    private final BrowserSession browser;
    private final PageWriter pages;

    ResetPasswordPages(UserPoolSettings pool, UserPool users, BrowserSession browser, PageWriter pages) {
        this.pool = pool;
        this.users = users;
        this.browser = browser;
        this.pages = pages;
    }

    @GetMapping("/forgotPassword")
    ModelAndView showForgot(HttpServletRequest request) {
        AuthorizeRequest authorize = AuthorizeRequest.of(request, pool);
        return forgotPage(
                authorize, HttpStatus.OK, authorize.parameter("login_hint").orElse(""), Map.of());
    }

    /** Goes on in the same way whether there is such an account or not. */
    @PostMapping("/forgotPassword")
    ModelAndView forgot(HttpServletRequest request, @RequestParam(defaultValue = "") String email) {
        AuthorizeRequest authorize = AuthorizeRequest.of(request, pool);
        String address = email.strip();
        if (address.isEmpty()) {
            return forgotPage(
                    authorize,
                    HttpStatus.BAD_REQUEST,
                    address,
                    Map.of("error", "Enter the email address of your account.", "emailError", true));
        }
        try {
            users.forgotPassword(authorize.client(), address);
        } catch (CognitoException e) {
            if (e.type().equals("LimitExceededException")) {
                return forgotPage(authorize, HttpStatus.BAD_REQUEST, address, Map.of("error", Refusals.TOO_OFTEN));
            }
        }
        browser.rememberResetting(request, address);
        return new ModelAndView("redirect:/confirmForgotPassword?" + authorize.query());
    }

    @GetMapping("/confirmForgotPassword")
    ModelAndView showReset(HttpServletRequest request) {
        return resetPage(AuthorizeRequest.of(request, pool), request, HttpStatus.OK, "", Map.of());
    }

    @PostMapping("/confirmForgotPassword")
    ModelAndView reset(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String password,
            RedirectAttributes flash) {
        AuthorizeRequest authorize = AuthorizeRequest.of(request, pool);
        String address = browser.resetting(request).orElse(email.strip());
        try {
            users.confirmForgotPassword(authorize.client(), address, code.strip(), password);
        } catch (CognitoException e) {
            return resetPage(authorize, request, HttpStatus.BAD_REQUEST, address, Refusals.ofPassword(e));
        }
        browser.forgetResetting(request);
        flash.addFlashAttribute("notice", "Your password is changed. Sign in with the new one.");
        return new ModelAndView("redirect:/login?" + authorize.query());
    }

    private ModelAndView forgotPage(AuthorizeRequest authorize, HttpStatus status, String email, Map<String, ?> more) {
        Map<String, Object> model = new HashMap<>(Map.of("query", authorize.query(), "email", email));
        model.putAll(more);
        return pages.page("forgot-password", status, model);
    }

    private ModelAndView resetPage(
            AuthorizeRequest authorize,
            HttpServletRequest request,
            HttpStatus status,
            String email,
            Map<String, ?> more) {
        List<String> rules = pool.passwordPolicy().rules().stream()
                .map(PasswordPolicy.Rule::asked)
                .toList();
        Map<String, Object> model = new HashMap<>(Map.of("rules", rules, "query", authorize.query(), "email", email));
        model.putAll(more);
        browser.resetting(request).ifPresent(address -> model.put("sentTo", address));
        return pages.page("reset-password", status, model);
    }
}
