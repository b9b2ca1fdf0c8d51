package dev.todoapp.files.s3;

import dev.todoapp.files.LocalStackBucket;
import dev.todoapp.files.file.Files;
import dev.todoapp.files.file.FilesContract;
import dev.todoapp.platform.testing.LocalStack;
import dev.todoapp.platform.testing.OnLocalStack;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract, on LocalStack in a container, with the bucket of the template. */
@OnLocalStack
class LocalStackFilesTest extends FilesContract {

    private static S3Client s3;
    private static String bucket;

    @BeforeAll
    static void makeTheBucket() {
        // The one pair that LocalStack checks signatures with.
        System.setProperty("aws.accessKeyId", LocalStack.ACCESS_KEY);
        System.setProperty("aws.secretAccessKey", LocalStack.SECRET_KEY);
        s3 = LocalStackBucket.client();
        bucket = LocalStackBucket.create(s3);
    }

    @AfterAll
    static void stop() {
        s3.close();
    }

    @Override
    protected Files files(Duration expiry) {
        return S3ProxyFilesTest.files(s3, bucket, expiry);
    }

    /** It has no IAM, so this can't hold there; S3Proxy is held to it. What is signed wrongly is refused by both. */
    @Override
    @Test
    @Disabled("LocalStack's free image takes whoever brings no signature for the owner of everything")
    protected void nothingIsToBeHadWithoutASignature() {}
}
