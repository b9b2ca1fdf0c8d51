package dev.todoapp.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/** The contract, on S3Proxy and ElasticMQ in this process; and with an S3 that goes away. */
class DeletedTodosTest extends DeletedTodosContract {

    private static TestBucket bucket = TestBucket.start();
    private static S3Client s3 = bucket.client();

    @AfterAll
    static void stop() {
        s3.close();
        bucket.close();
    }

    @Override
    String bucket() {
        return bucket.name();
    }

    @Override
    S3Client s3() {
        return s3;
    }

    @Override
    URI endpoint() {
        return bucket.endpoint();
    }

    @Override
    TestQueue queue(Duration visibility, int most) {
        return TestQueue.create(visibility, most);
    }

    @Test
    void spendsNoReceivesWhileS3IsAway() {
        AtomicInteger receives = new AtomicInteger();
        AtomicInteger questions = new AtomicInteger();
        faults.set(request -> {
            if (request instanceof ReceiveMessageRequest) {
                receives.incrementAndGet();
            } else if (request instanceof HeadBucketRequest) {
                questions.incrementAndGet();
            }
        });
        try (TestService service = start()) {
            put(alice, todo);

            bucket.whileDown(() -> {
                queue.send(Stream.generate(() -> deleted(alice, todo)).limit(20));
                patiently().until(() -> questions.get() >= 1);
                int before = receives.get();
                patiently().until(() -> questions.get() >= 4);
                assertThat(receives).hasValue(before);
                assertThat(ready(service)).isTrue();
                assertThat(queue.size()).isEqualTo(20);
            });

            patiently().untilAsserted(() -> assertThat(files(alice, todo)).isZero());
            int asked = questions.get();
            settled();
            assertThat(questions).as("the first that was deleted said enough").hasValue(asked);
            assertThat(queue.takeDeadLetters()).isEmpty();
        }
    }
}
