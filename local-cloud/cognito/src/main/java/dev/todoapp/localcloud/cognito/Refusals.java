package dev.todoapp.localcloud.cognito;

import java.util.List;
import java.util.Map;

/** The API's refusals in the pages' words. */
final class Refusals {

    static final String TOO_OFTEN = "Too many attempts. Try again later, or ask for a new code.";

    private Refusals() {}

    /** {@return the page's {@code error}, and {@code unmet} where the password misses something} */
    static Map<String, Object> ofPassword(CognitoException e) {
        if (e instanceof PasswordRefused refused) {
            List<String> unmet =
                    refused.unmet().stream().map(PasswordPolicy.Rule::asked).toList();
            return Map.of(
                    "error",
                    "This password is not strong enough. It still needs:",
                    "unmet",
                    unmet,
                    "passwordError",
                    true);
        }
        return switch (e.type()) {
            case "UsernameExistsException" ->
                Map.of("error", "An account with this email already exists.", "emailError", true);
            case "NotAuthorizedException" -> Map.of("error", "Nobody can sign up here at the moment.");
            case "InvalidParameterException" ->
                e.getMessage().startsWith("Username")
                        ? Map.of("error", "Enter an email address, such as ann@example.org.", "emailError", true)
                        : Map.of(
                                "error",
                                "A password has no space at either end and at most " + PasswordPolicy.LONGEST
                                        + " characters.",
                                "passwordError",
                                true);
            default -> Map.of("error", ofCode(e), "codeError", true);
        };
    }

    /** The same for a wrong code, an old one, and somebody without an account. */
    static String ofCode(CognitoException e) {
        return e.type().equals("LimitExceededException")
                ? TOO_OFTEN
                : "This code is wrong or has expired. Check the mail, or ask for a new code.";
    }
}
