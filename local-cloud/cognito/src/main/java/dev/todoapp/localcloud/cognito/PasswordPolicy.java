package dev.todoapp.localcloud.cognito;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What the pool asks of a password. */
record PasswordPolicy(List<Rule> rules) {

    /** Longer ones are refused whatever the policy says. */
    static final int LONGEST = 256;

    private static final String SYMBOLS = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-";

    /** Cognito takes spaces inside a password, not around it; control characters nowhere. */
    private static final Pattern TAKEN = Pattern.compile("\\S(?:\\P{Cntrl}*\\S)?");

    /**
     * One thing asked.
     *
     * @param asked how the pages say it
     * @param refusal how the API says that it is not met
     */
    record Rule(String asked, String refusal, Predicate<String> met) {}

    /** @param policy the template's {@code Policies.PasswordPolicy}; without one Cognito asks for everything */
    static PasswordPolicy read(Properties policy) {
        boolean otherwise = policy.isMissing();
        int length = policy.number("MinimumLength").orElse(8);
        if (length < 6 || length > 99) {
            throw policy.wrong("MinimumLength", "must be between 6 and 99");
        }
        List<Rule> rules = new ArrayList<>();
        rules.add(new Rule(
                "At least " + length + " characters",
                "Password not long enough",
                password -> password.codePointCount(0, password.length()) >= length));
        if (policy.flag("RequireLowercase", otherwise)) {
            rules.add(new Rule(
                    "A lowercase letter", "Password must have lowercase characters", has(Character::isLowerCase)));
        }
        if (policy.flag("RequireUppercase", otherwise)) {
            rules.add(new Rule(
                    "An uppercase letter", "Password must have uppercase characters", has(Character::isUpperCase)));
        }
        if (policy.flag("RequireNumbers", otherwise)) {
            rules.add(new Rule("A number", "Password must have numeric characters", has(Character::isDigit)));
        }
        if (policy.flag("RequireSymbols", otherwise)) {
            rules.add(new Rule(
                    "A symbol, such as ! ? # -",
                    "Password must have symbol characters",
                    // A space counts too where it is neither first nor last.
                    password -> password.strip().chars().anyMatch(c -> c == ' ' || SYMBOLS.indexOf(c) >= 0)));
        }
        return new PasswordPolicy(List.copyOf(rules));
    }

    List<Rule> unmet(String password) {
        return rules.stream().filter(rule -> !rule.met().test(password)).toList();
    }

    static boolean isTaken(String password) {
        return password.length() <= LONGEST && TAKEN.matcher(password).matches();
    }

    private static Predicate<String> has(IntPredicate kind) {
        return password -> password.codePoints().anyMatch(kind);
    }
}
