package dev.todoapp.files;

import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.Stack;
import dev.todoapp.localcloud.backends.Provisioning;
import dev.todoapp.localcloud.backends.StandIn;
import dev.todoapp.platform.testing.LocalStack;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/** The bucket of the template, on LocalStack. It isn't emptied: every test has an owner of its own. */
public final class LocalStackBucket {

    private LocalStackBucket() {}

    /** A client of it; the caller closes it. */
    public static S3Client client() {
        return S3Client.builder()
                .endpointOverride(LocalStack.endpoint())
                .forcePathStyle(true)
                .region(StandIn.REGION)
                .credentialsProvider(StandIn.credentials())
                .build();
    }

    /** @return its name */
    public static String create(S3Client s3) {
        Stack data = Deployment.read(Path.of("../infra"), "local", Map.of()).stack("data");
        Provisioning.createBuckets(data, s3);
        return data.resource("FilesBucket").physicalId();
    }
}
