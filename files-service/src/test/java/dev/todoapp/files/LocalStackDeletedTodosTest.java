package dev.todoapp.files;

import dev.todoapp.platform.testing.LocalStack;
import dev.todoapp.platform.testing.OnLocalStack;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract, on LocalStack in a container, with the bucket of the template. */
@OnLocalStack
class LocalStackDeletedTodosTest extends DeletedTodosContract {

    private static S3Client s3;
    private static String bucket;

    @BeforeAll
    static void makeTheBucket() {
        s3 = LocalStackBucket.client();
        bucket = LocalStackBucket.create(s3);
    }

    @AfterAll
    static void stop() {
        s3.close();
    }

    @Override
    String bucket() {
        return bucket;
    }

    @Override
    S3Client s3() {
        return s3;
    }

    @Override
    URI endpoint() {
        return LocalStack.endpoint();
    }

    @Override
    TestQueue queue(Duration visibility, int most) {
        return TestQueue.onLocalStack(visibility, most);
    }
}
