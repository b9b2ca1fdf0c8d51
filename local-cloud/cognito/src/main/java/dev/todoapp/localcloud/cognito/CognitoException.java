package dev.todoapp.localcloud.cognito;

/** A refusal as the user-pool API words it. */
class CognitoException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String type;

    CognitoException(String type, String message) {
        // No stack trace: it is an answer, not a failure.
        super(message, null, false, false);
        this.type = type;
    }

    /** Such as {@code UserNotConfirmedException}. */
    String type() {
        return type;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    static CognitoException notAuthorized(String message) {
        return new CognitoException("NotAuthorizedException", message);
    }

    static CognitoException invalidParameter(String message) {
        return new CognitoException("InvalidParameterException", message);
    }

    static CognitoException userNotFound(String message) {
        return new CognitoException("UserNotFoundException", message);
    }

    static CognitoException tooOften() {
        return new CognitoException("LimitExceededException", "Attempt limit exceeded, please try after some time.");
    }
}
