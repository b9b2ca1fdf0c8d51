package dev.todoapp.localcloud.cognito;

import java.util.List;

/** The pool's policy asks for more; says for what. */
final class PasswordRefused extends CognitoException {

    private static final long serialVersionUID = 1;

    private final transient List<PasswordPolicy.Rule> unmet;

    PasswordRefused(List<PasswordPolicy.Rule> unmet) {
        super(
                "InvalidPasswordException",
                "Password did not conform with policy: " + unmet.getFirst().refusal());
        this.unmet = unmet;
    }

    List<PasswordPolicy.Rule> unmet() {
        return unmet;
    }
}
