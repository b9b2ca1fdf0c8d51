package dev.todoapp.deploy;

import java.io.Serial;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What AWS, or the AWS CLI, answered instead of doing what it was asked. */
final class AwsFailure extends Refusal {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final Pattern SERVICE_ERROR = Pattern.compile(
            "An error occurred \\(([^)]+)\\) when calling the (\\w+) operation[^:]*: (.*)", Pattern.DOTALL);

    private static final Pattern UNREACHABLE = Pattern.compile("Could not connect to the endpoint URL: \"([^\"]+)\"");

    private final String code;

    private AwsFailure(String code, String message) {
        super(message);
        this.code = code;
    }

    /**
     * @param operation such as {@code cloudformation describe-stacks}
     * @param stderr what the CLI wrote there
     */
    static AwsFailure of(String operation, String stderr) {
        Matcher error = SERVICE_ERROR.matcher(stderr);
        if (error.find()) {
            return new AwsFailure(error.group(1), explain(error.group(1), operation, error.group(3)));
        }
        return new AwsFailure("", explain("", operation, stderr));
    }

    boolean isAccessDenied() {
        return code.startsWith("AccessDenied") || code.equals("UnauthorizedOperation");
    }

    /** CloudFormation has no code of its own for it, and moto another message. */
    boolean isUnknownStack() {
        return (code.equals("ValidationError") && message().contains("does not exist"))
                || code.equals("StackNotFoundException");
    }

    boolean isNotFound() {
        return code.endsWith("NotFoundException")
                || code.endsWith("NotFound")
                || code.equals("ChangeSetNotFound")
                || message().contains("does not exist");
    }

    boolean is(String expected) {
        return code.equals(expected);
    }

    String message() {
        return String.valueOf(getMessage());
    }

    private static String explain(String code, String operation, String said) {
        String text = said.strip();
        String known = text.toLowerCase(Locale.ROOT);
        if (known.contains("unable to locate credentials") || known.contains("no credentials")) {
            return "no AWS credentials: sign in (aws sso login, aws configure) or set AWS_PROFILE, then try again";
        }
        if (known.contains("config profile") && known.contains("could not be found")) {
            return text + ": set AWS_PROFILE to one of those that `aws configure list-profiles` names";
        }
        if ((known.contains("sso") && (known.contains("expired") || known.contains("token")))
                || code.equals("ExpiredToken")
                || code.equals("ExpiredTokenException")
                || code.equals("RequestExpired")) {
            return "the AWS session has expired: sign in again (aws sso login), then try again";
        }
        if (code.equals("InvalidClientTokenId")
                || code.equals("UnrecognizedClientException")
                || code.equals("SignatureDoesNotMatch")
                || code.equals("AuthFailure")) {
            return "AWS doesn't know these credentials (%s): check AWS_PROFILE, or sign in again".formatted(code);
        }
        Matcher unreachable = UNREACHABLE.matcher(text);
        if (unreachable.find()) {
            return unreachable.group(1)
                    + " can't be reached: check the network, the region, and AWS_ENDPOINT_URL if it is set";
        }
        if (known.contains("unable to parse response")) {
            return "aws %s: the endpoint answered with something that is no answer of AWS (a server error, most likely): see its log"
                    .formatted(operation);
        }
        return code.isEmpty()
                ? "aws %s: %s".formatted(operation, text)
                : "%s (aws %s: %s)".formatted(text, operation, code);
    }
}
