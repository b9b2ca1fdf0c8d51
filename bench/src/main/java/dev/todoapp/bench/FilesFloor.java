package dev.todoapp.bench;

import dev.todoapp.bench.FilesData.Person;
import dev.todoapp.localcloud.backends.StandIn;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The floor of the files service: the calls that its adapter makes for the same mix, with the same client, and nothing before
 * or after them. When the adapter's calls change, these must change with them.
 */
public final class FilesFloor {

    private final S3Client s3;
    private final S3Presigner presigner;
    private final FilesData data;

    private FilesFloor(S3Client s3, S3Presigner presigner, FilesData data) {
        this.s3 = s3;
        this.presigner = presigner;
        this.data = data;
    }

    public static void main(String[] args) {
        Load load = Load.given();
        URI endpoint = Loopback.require(load.target());
        try (PlatformsCalls calls = new PlatformsCalls();
                S3Client s3 = S3Client.builder()
                        .endpointOverride(endpoint)
                        .region(StandIn.REGION)
                        .credentialsProvider(StandIn.credentials())
                        .httpClient(calls.http())
                        .overrideConfiguration(calls.settings())
                        .build();
                S3Presigner presigner = S3Presigner.builder()
                        .endpointOverride(endpoint)
                        .region(StandIn.REGION)
                        .credentialsProvider(StandIn.credentials())
                        .s3Client(s3)
                        .build()) {
            FilesFloor floor = new FilesFloor(s3, presigner, FilesData.read(load.data()));
            new Floor(load).run(floor::draw);
        }
    }

    private Floor.Drawn draw(int percent) {
        Person person = TodosData.any(data.people());
        String todo = person.anyTodo();
        return percent < 50
                ? new Floor.Drawn(FilesLoad.PRESIGN, () -> presign(person, todo))
                : new Floor.Drawn(FilesLoad.LIST, () -> list(person.owner() + "/" + todo + "/", FilesData.EACH));
    }

    /** What the owner has is looked up first, for the limits. */
    private void presign(Person person, String todo) {
        list(person.owner() + "/", person.todos().size() * FilesData.EACH);
        String key = person.owner() + "/" + todo + "/" + UUID.randomUUID() + "/AWltYWdlL3BuZwBob2xpZGF5IHBsYW4ucG5n";
        var signed = presigner.presignPutObject(presign -> presign.signatureDuration(Duration.ofMinutes(10))
                .putObjectRequest(put -> put.bucket(data.bucket())
                        .key(key)
                        .contentLength(FilesData.SIZE)
                        .contentType(FilesData.TYPE)
                        .ifNoneMatch("*")));
        if (signed.url().getQuery() == null) {
            throw new IllegalStateException("not signed: " + signed.url());
        }
    }

    private void list(String prefix, int expected) {
        long found = s3
                .listObjectsV2Paginator(list -> list.bucket(data.bucket()).prefix(prefix))
                .contents()
                .stream()
                .count();
        if (found != expected) {
            throw new IllegalStateException("%d objects instead of %d".formatted(found, expected));
        }
    }
}
