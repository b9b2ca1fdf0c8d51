package dev.todoapp.localcloud.backends;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Buckets in a folder, where an object is there whole or not at all. S3Proxy writes an object to {@code <key>-<uuid>} beside
 * it and renames that: meanwhile a listing shows it, and a deletion takes it away, or the folder it is in. So what comes over
 * the network is first kept outside the buckets, and nobody lists or deletes during the moment in which it goes in.
 */
final class WholeBlobs extends ForwardingBlobStore {

    private static final Logger log = LoggerFactory.getLogger("s3");

    private static final Pattern TEMPORARY = Pattern.compile(".+-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    /** S3Proxy gives it to an object once it has all of it. */
    private static final String DIGEST = "user.content-md5";
    /** S3Proxy's own, at the top of a bucket; deletions kept there have no digest. */
    private static final Path VERSIONS = Path.of(".s3proxy-versions");

    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private WholeBlobs(BlobStore store) {
        super(store);
    }

    /** Removes what a crash left half done, too. */
    static WholeBlobs in(Path folder) throws IOException {
        Path root = folder.toAbsolutePath();
        try (Stream<Path> buckets = Files.list(root)) {
            for (Path bucket : buckets.filter(Files::isDirectory).toList()) {
                sweep(bucket);
            }
        }
        return new WholeBlobs(new FilesystemNio2BlobStore(root.toString()));
    }

    private static void sweep(Path bucket) throws IOException {
        List<Path> suspects;
        try (Stream<Path> all = Files.walk(bucket)) {
            suspects = all.filter(path -> !bucket.relativize(path).startsWith(VERSIONS))
                    .filter(path ->
                            TEMPORARY.matcher(path.getFileName().toString()).matches())
                    .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
        for (Path suspect : suspects) {
            if (lacksDigest(suspect)) { // or else it is somebody's object, with a name like this
                Files.delete(suspect);
                removeEmpty(suspect.getParent(), bucket);
                log.info("removed {}: an upload that was cut off", suspect);
            }
        }
    }

    private static boolean lacksDigest(Path path) throws IOException {
        UserDefinedFileAttributeView attributes = Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
        // Where a disk knows no such attributes nothing can be told: then all of it stays.
        return attributes != null
                && Files.getFileStore(path).supportsFileAttributeView(UserDefinedFileAttributeView.class)
                && !attributes.list().contains(DIGEST);
    }

    private static void removeEmpty(@Nullable Path folder, Path bucket) throws IOException {
        try {
            for (Path empty = folder;
                    empty != null && !empty.equals(bucket) && lacksDigest(empty);
                    empty = empty.getParent()) {
                Files.delete(empty);
            }
        } catch (DirectoryNotEmptyException somethingIsLeft) {
            // Then so are the folders above it.
        }
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        // Nothing to clean up after a crash: the file has no name from the moment it is opened.
        try (FileChannel kept = FileChannel.open(
                Files.createTempFile("s3-upload-", null),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE)) {
            payload.transferTo(Channels.newOutputStream(kept));
            kept.position(0);
            return alone(() -> super.putBlob(request, Channels.newInputStream(kept)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        return alone(() -> super.copyBlob(request));
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        return alone(() -> super.completeMultipartUpload(upload, request));
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        return alone(() -> super.removeBlob(request));
    }

    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        return betweenChanges(() -> super.list(request));
    }

    @Override
    public ListObjectVersionsResponse listVersions(ListObjectVersionsRequest request) {
        return betweenChanges(() -> super.listVersions(request));
    }

    private <T> T alone(Supplier<T> change) {
        lock.writeLock().lock();
        try {
            return change.get();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private <T> T betweenChanges(Supplier<T> look) {
        lock.readLock().lock();
        try {
            return look.get();
        } finally {
            lock.readLock().unlock();
        }
    }
}
