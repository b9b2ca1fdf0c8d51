package dev.todoapp.files.s3;

import dev.todoapp.files.FilesProperties;
import dev.todoapp.files.file.Download;
import dev.todoapp.files.file.FileId;
import dev.todoapp.files.file.Files;
import dev.todoapp.files.file.NewFile;
import dev.todoapp.files.file.Page;
import dev.todoapp.files.file.Slice;
import dev.todoapp.files.file.StoredFile;
import dev.todoapp.files.file.TodoFiles;
import dev.todoapp.files.file.TodoId;
import dev.todoapp.files.file.Upload;
import dev.todoapp.files.file.Usage;
import dev.todoapp.platform.Owner;
import dev.todoapp.platform.Problem;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Repository;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedGetObjectRequest;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

/** Files in a bucket. There is no other state: what is known of a file is its object's key, size and time. */
@Repository
class S3Files implements Files {

    private static final Logger log = LoggerFactory.getLogger(S3Files.class);

    /** Signed too, but set by the HTTP client itself; a browser lets nobody else set them. */
    private static final Set<String> SET_BY_THE_CLIENT = Set.of("host", "content-length");

    private final S3Client s3;
    private final S3Presigner presigner;
    private final FilesProperties properties;

    S3Files(S3Client s3, S3Presigner presigner, FilesProperties properties) {
        this.s3 = s3;
        this.presigner = presigner;
        this.properties = properties;
    }

    @Override
    public Usage usage(Owner owner, TodoId todoId) {
        // Whatever lies there takes space, also what isn't a file of ours.
        String ofTodo = ObjectKey.prefix(owner, todoId);
        return objects(list(ObjectKey.prefix(owner)))
                .map(object -> new Usage(object.key().startsWith(ofTodo) ? 1 : 0, 1, object.size()))
                .reduce(Usage.NONE, Usage::plus);
    }

    @Override
    public Upload upload(Owner owner, TodoId todoId, FileId id, NewFile file) {
        PresignedPutObjectRequest signed = presigner.presignPutObject(presign -> presign.signatureDuration(
                        properties.uploadExpiry())
                .putObjectRequest(put -> {
                    put.bucket(properties.bucket())
                            .key(ObjectKey.of(owner, todoId, id, file).toString())
                            .contentLength(file.size())
                            .contentType(file.contentType().value())
                            // An upload is acknowledged once: the URL can't be used to put other bytes in its place.
                            .ifNoneMatch("*");
                    if (file.sha256() != null) {
                        put.checksumSHA256(file.sha256().base64());
                    }
                }));
        Map<String, String> headers = signed.signedHeaders().entrySet().stream()
                .filter(header -> !SET_BY_THE_CLIENT.contains(header.getKey().toLowerCase(Locale.ROOT)))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, header -> header.getValue().getFirst()));
        return new Upload(URI.create(signed.url().toString()), headers, signed.expiration());
    }

    @Override
    public List<TodoFiles> todos(Owner owner) {
        Map<TodoId, TodoFiles> todos = new LinkedHashMap<>();
        files(owner, list(ObjectKey.prefix(owner)))
                .map(file -> new TodoFiles(file.todoId(), 1, file.size()))
                .forEach(file -> todos.merge(file.todoId(), file, TodoFiles::plus));
        return List.copyOf(todos.values());
    }

    @Override
    public Page list(Owner owner, TodoId todoId, Slice slice) {
        ListObjectsV2Request.Builder request =
                list(ObjectKey.prefix(owner, todoId)).maxKeys(slice.limit() + 1);
        if (slice.after() != null) {
            request.startAfter(ObjectKey.after(owner, todoId, slice.after()));
        }
        List<StoredFile> files = files(owner, request).limit(slice.limit() + 1L).toList();
        if (files.size() <= slice.limit()) {
            return new Page(files, null);
        }
        List<StoredFile> page = files.subList(0, slice.limit());
        return new Page(page, page.getLast().id());
    }

    @Override
    public Optional<StoredFile> find(Owner owner, TodoId todoId, FileId id) {
        return files(owner, list(ObjectKey.prefix(owner, todoId, id)).maxKeys(1))
                .findFirst();
    }

    @Override
    public Download download(Owner owner, StoredFile file) {
        PresignedGetObjectRequest download = sign(owner, file, "attachment");
        return new Download(
                uri(download), file.hasPreview() ? uri(sign(owner, file, "inline")) : null, download.expiration());
    }

    @Override
    public void delete(Owner owner, TodoId todoId, FileId id) {
        deleteAll(ObjectKey.prefix(owner, todoId, id));
    }

    @Override
    public void deleteAll(Owner owner, TodoId todoId) {
        deleteAll(ObjectKey.prefix(owner, todoId));
    }

    private void deleteAll(String prefix) {
        // Page by page, and not from the start each time: a page may be empty and not the last.
        for (ListObjectsV2Response page : s3.listObjectsV2Paginator(list(prefix).build())) {
            if (page.hasContents()) {
                delete(page.contents());
            }
        }
    }

    private void delete(Collection<S3Object> objects) {
        List<ObjectIdentifier> keys = objects.stream()
                .map(object -> ObjectIdentifier.builder().key(object.key()).build())
                .toList();
        DeleteObjectsResponse deleted = s3.deleteObjects(request -> request.bucket(properties.bucket())
                .delete(delete -> delete.objects(keys).quiet(true)));
        if (deleted.hasErrors()) {
            log.warn("S3 left {} of {} objects undeleted: {}", deleted.errors().size(), keys.size(), deleted.errors());
            throw Problem.unavailable("Not every file could be deleted yet; send the same request again in a moment");
        }
    }

    private PresignedGetObjectRequest sign(Owner owner, StoredFile file, String disposition) {
        // Pinned by the signature, so that no link can make a browser run a file that someone uploaded.
        return presigner.presignGetObject(presign -> presign.signatureDuration(properties.downloadExpiry())
                .getObjectRequest(get -> get.bucket(properties.bucket())
                        .key(ObjectKey.of(owner, file).toString())
                        .responseContentType(file.contentType().value())
                        .responseContentDisposition(ContentDisposition.of(disposition, file.name()))));
    }

    private ListObjectsV2Request.Builder list(String prefix) {
        return ListObjectsV2Request.builder().bucket(properties.bucket()).prefix(prefix);
    }

    /** Page after page, as far as they are wanted. */
    private Stream<S3Object> objects(ListObjectsV2Request.Builder request) {
        return s3.listObjectsV2Paginator(request.build()).contents().stream();
    }

    private Stream<StoredFile> files(Owner owner, ListObjectsV2Request.Builder request) {
        return objects(request).flatMap(object -> {
            Optional<ObjectKey> key = ObjectKey.parse(owner, object.key());
            if (key.isEmpty()) {
                log.warn("An object in the bucket is not a file of ours: {}", object.key());
            }
            return key
                    .map(file -> new StoredFile(
                            file.fileId(),
                            file.todoId(),
                            file.name(),
                            file.contentType(),
                            object.size(),
                            object.lastModified()))
                    .stream();
        });
    }

    private static URI uri(PresignedGetObjectRequest signed) {
        return URI.create(signed.url().toString());
    }
}
