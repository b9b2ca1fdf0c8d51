package dev.todoapp.localcloud.backends;

import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** What the stand-ins accept as credentials. They guard nothing: every stand-in listens on loopback only. */
public final class StandIn {

    public static final String ACCESS_KEY = "local";
    public static final String SECRET_KEY = "local-secret";
    public static final Region REGION = Region.US_EAST_1;

    /** The account that ARNs and queue URLs name. */
    static final String ACCOUNT = "000000000000";

    private StandIn() {}

    public static AwsCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY));
    }

    /** The AWS SDK's own variables, for a process that talks to the stand-ins. */
    public static Map<String, String> variables() {
        return Map.of("AWS_REGION", REGION.id(), "AWS_ACCESS_KEY_ID", ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", SECRET_KEY);
    }
}
