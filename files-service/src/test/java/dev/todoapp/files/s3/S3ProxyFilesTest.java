package dev.todoapp.files.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.todoapp.files.Browser;
import dev.todoapp.files.FilesProperties;
import dev.todoapp.files.TestBucket;
import dev.todoapp.files.file.ContentType;
import dev.todoapp.files.file.FileId;
import dev.todoapp.files.file.FileName;
import dev.todoapp.files.file.Files;
import dev.todoapp.files.file.FilesContract;
import dev.todoapp.files.file.Limits;
import dev.todoapp.files.file.NewFile;
import dev.todoapp.files.file.Sha256;
import dev.todoapp.files.file.Slice;
import dev.todoapp.files.file.TodoId;
import dev.todoapp.files.file.Upload;
import dev.todoapp.files.file.Usage;
import dev.todoapp.localcloud.backends.StandIn;
import dev.todoapp.platform.Owner;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Against S3Proxy in this process, on the bucket of the template. */
class S3ProxyFilesTest extends FilesContract {

    private static TestBucket bucket = TestBucket.start();
    private static S3Client s3 = bucket.client();

    @BeforeAll
    static void credentials() {
        System.setProperty("aws.accessKeyId", StandIn.ACCESS_KEY);
        System.setProperty("aws.secretAccessKey", StandIn.SECRET_KEY);
    }

    @AfterAll
    static void stop() {
        s3.close();
        bucket.close();
    }

    @Override
    protected Files files(Duration expiry) {
        return files(s3, bucket.name(), expiry);
    }

    /** As the service would make them. */
    static Files files(S3Client s3, String bucket, Duration expiry) {
        FilesProperties properties = new FilesProperties(
                bucket,
                Optional.empty(),
                expiry,
                expiry,
                URI.create("http://localhost/queue"),
                expiry,
                1,
                new Limits(DataSize.ofMegabytes(1), 10, DataSize.ofMegabytes(1), 10));
        return new S3Files(s3, new S3Configuration().s3Presigner(s3, properties), properties);
    }

    @Test
    void whatSomeoneElsePutIntoTheBucketIsNoFileButTakesSpaceAndGoesWithItsTodo() {
        Owner owner = new Owner(UUID.randomUUID().toString());
        TodoId todo = new TodoId(UUID.randomUUID());
        Files files = files(Duration.ofMinutes(1));
        put(owner + "/" + todo + "/readme.txt");
        put(owner + "/" + todo + "/" + UUID.randomUUID() + "/not-a-descriptor");

        assertThat(files.list(owner, todo, new Slice(null, 10)).files()).isEmpty();
        assertThat(files.todos(owner)).isEmpty();
        assertThat(files.usage(owner, todo)).isEqualTo(new Usage(2, 2, 2));
        files.deleteAll(owner, todo);
        assertThat(files.usage(owner, todo)).isEqualTo(Usage.NONE);
    }

    @Test
    void deletesMoreFilesThanS3ListsAtOnce() {
        Owner owner = new Owner(UUID.randomUUID().toString());
        TodoId todo = new TodoId(UUID.randomUUID());
        Files files = files(Duration.ofMinutes(1));
        IntStream.rangeClosed(1, 1_001).forEach(i -> put(key(owner, todo, "file " + i)));

        assertThat(files.usage(owner, todo)).isEqualTo(new Usage(1_001, 1_001, 1_001));
        assertThat(files.todos(owner))
                .singleElement()
                .satisfies(row -> assertThat(row.count()).isEqualTo(1_001));
        assertThat(files.list(owner, todo, new Slice(null, 1_000)).files()).hasSize(1_000);
        files.deleteAll(owner, todo);
        assertThat(files.usage(owner, todo)).isEqualTo(Usage.NONE);
    }

    @Test
    void aPageOfTheWebsiteMayUploadWithEveryHeaderThatIsSigned() {
        NewFile file = new NewFile(
                new FileName("a"),
                5,
                new ContentType("text/plain"),
                new Sha256("LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="));
        Upload upload = files(Duration.ofMinutes(1))
                .upload(new Owner("alice"), new TodoId(UUID.randomUUID()), FileId.next(Instant.now()), file);

        for (String header : upload.headers().keySet()) {
            assertThat(Browser.preflight(upload.url(), TestBucket.SITE, "PUT", header))
                    .as(header)
                    .isTrue();
        }
        assertThat(Browser.preflight(upload.url(), "https://elsewhere.example", "PUT", "content-type"))
                .isFalse();
    }

    private static String key(Owner owner, TodoId todo, String name) {
        return new ObjectKey(owner, todo, FileId.next(Instant.now()), new ContentType("text/plain"), new FileName(name))
                .toString();
    }

    private static void put(String key) {
        s3.putObject(request -> request.bucket(bucket.name()).key(key), RequestBody.fromString("x"));
    }
}
