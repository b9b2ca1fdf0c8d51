package dev.todoapp.platform.testing;

import java.net.URI;
import java.util.Objects;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * LocalStack in a container, one for all tests of a JVM; it goes with the JVM. Tests of it have {@link OnLocalStack}.
 *
 * <p>{@code LOCALSTACK_IMAGE} names another image that plays AWS on port 4566, where this one can't be pulled.
 */
public final class LocalStack {

    /** The last one that needs no account. */
    static final String IMAGE =
            "localstack/localstack:4.14.0@sha256:3ebc37595918b8accb852f8048fef2aff047d465167edd655528065b07bc364a";

    /** What it checks the signatures of presigned URLs with, whatever else it takes. */
    public static final String ACCESS_KEY = "test";

    public static final String SECRET_KEY = "test";

    /** The account that its queues' URLs name. */
    private static final String ACCOUNT = "000000000000";

    private LocalStack() {}

    /** Where all of its services answer. The first to ask starts it. */
    public static URI endpoint() {
        return Running.ENDPOINT;
    }

    /** As the service and a browser on this machine reach it; what LocalStack itself says is a name of its own network. */
    public static String queueUrl(String name) {
        return endpoint() + "/" + ACCOUNT + "/" + name;
    }

    /** Starts it once, when it is first asked for. */
    private static final class Running {

        private static final URI ENDPOINT = start();

        private static URI start() {
            String image = Objects.requireNonNullElse(System.getenv("LOCALSTACK_IMAGE"), IMAGE);
            LocalStackContainer container = new LocalStackContainer(
                            DockerImageName.parse(image).asCompatibleSubstituteFor("localstack/localstack"))
                    .withServices("cloudformation", "dynamodb", "ec2", "iam", "logs", "s3", "sns", "sqs", "sts")
                    // Unless it is told to, it looks at no signature.
                    .withEnv("S3_SKIP_SIGNATURE_VALIDATION", "0");
            container.start();
            System.out.printf("Tests run on LocalStack (%s, %s)%n", image, container.getEndpoint());
            return container.getEndpoint();
        }
    }
}
