package dev.todoapp.deploy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The user that pipelines and the canary sign in as. Its password is made by Secrets Manager; CloudFormation can't hand it to
 * Cognito, so the deployment does.
 */
final class SmokeTestUser {

    private final Target target;
    private final Screen screen;

    SmokeTestUser(Target target, Screen screen) {
        this.target = target;
        this.screen = screen;
    }

    /** Gives the user the secret's password, unless it has it already. Does nothing for a stack that has no such user. */
    void prepare(DeployedStack stack) {
        String user = stack.outputs().get("SmokeTestUserName");
        String secret = stack.outputs().get("SmokeTestSecretArn");
        String pool = stack.outputs().get("UserPoolId");
        if (user == null || secret == null || pool == null || user.isBlank() || secret.isBlank()) {
            return;
        }
        Aws aws = target.aws(stack.region());
        try {
            if (isSet(aws, pool, user, secret)) {
                return;
            }
        } catch (AwsFailure e) {
            if (aws.endpoint() != null && e.isNotFound()) {
                screen.say("%s: this emulator makes no users of Cognito, so the smoke-test user gets no password"
                        .formatted(stack.name()));
                return;
            }
            throw e;
        }
        String password = password(aws.call("secretsmanager", "get-secret-value", "--secret-id", secret)
                .path("SecretString")
                .asString(""));
        aws.call(
                "cognito-idp",
                "admin-set-user-password",
                Aws.JSON
                        .createObjectNode()
                        .put("UserPoolId", pool)
                        .put("Username", user)
                        .put("Password", password)
                        .put("Permanent", true));
        screen.say("%s: the smoke-test user has the password of its secret".formatted(stack.name()));
    }

    /** A user that was just made has none of its own; one that has is older than the secret only if that was changed since. */
    private static boolean isSet(Aws aws, String pool, String user, String secret) {
        JsonNode found = aws.call("cognito-idp", "admin-get-user", "--user-pool-id", pool, "--username", user);
        if (!found.path("UserStatus").asString("").equals("CONFIRMED")) {
            return false;
        }
        JsonNode described = aws.call("secretsmanager", "describe-secret", "--secret-id", secret);
        return !time(described.path("LastChangedDate")).isAfter(time(found.path("UserLastModifiedDate")));
    }

    /** Version 1 of the CLI gives some times as seconds, version 2 as text. */
    private static Instant time(JsonNode value) {
        if (value.isNumber()) {
            return Instant.ofEpochMilli((long) (value.asDouble() * 1000));
        }
        try {
            return OffsetDateTime.parse(value.asString("")).toInstant();
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    /** The secret is the password itself, or an object that has it. */
    private static String password(String secret) {
        try {
            JsonNode json = Aws.JSON.readTree(secret);
            return json.isObject() ? json.path("password").asString(secret) : secret;
        } catch (JacksonException e) {
            return secret;
        }
    }
}
