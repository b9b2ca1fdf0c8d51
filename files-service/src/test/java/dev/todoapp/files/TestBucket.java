package dev.todoapp.files;

import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import dev.todoapp.localcloud.backends.Provisioning;
import dev.todoapp.localcloud.backends.S3StandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.util.FileSystemUtils;
import software.amazon.awssdk.services.s3.S3Client;

/** The bucket of the template, on the S3 stand-in, empty at first. It can go away for a while. */
public final class TestBucket implements AutoCloseable {

    /** The origin of the website that the template's CORS rules let in. */
    public static final String SITE = "http://localhost:8080";

    private final Path folder;
    private final Resource bucket;
    private S3StandIn s3;

    private TestBucket() {
        try {
            folder = Files.createTempDirectory("files-service");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Stack data = Deployment.read(Path.of("../infra"), "local", Map.of()).stack("data");
        bucket = data.resource("FilesBucket");
        s3 = S3StandIn.start(0, folder, Provisioning.cors(bucket));
        try (S3Client client = client()) {
            Provisioning.createBuckets(data, client);
        }
    }

    public static TestBucket start() {
        return new TestBucket();
    }

    public String name() {
        return bucket.physicalId();
    }

    public URI endpoint() {
        return s3.endpoint();
    }

    /** A client of it; the caller closes it. */
    public S3Client client() {
        return s3.client();
    }

    /** Nothing listens on its port while this runs; afterwards it is there again as it was. */
    public void whileDown(Runnable action) {
        int port = s3.port();
        s3.close();
        try {
            action.run();
        } finally {
            s3 = S3StandIn.start(port, folder, Provisioning.cors(bucket));
        }
    }

    @Override
    public void close() {
        s3.close();
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
