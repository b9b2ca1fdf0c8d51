package dev.todoapp.files.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.todoapp.files.Browser;
import dev.todoapp.platform.Owner;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@link Files} promise, whatever keeps them. Uploads and downloads go through the signed URLs, as a browser does it.
 * Every test has an owner and a to-do of its own.
 */
public abstract class FilesContract {

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    private static final Duration USUAL = Duration.ofMinutes(10);

    private final Owner alice = someone();
    private final Owner bob = someone();
    private final TodoId todo = new TodoId(UUID.randomUUID());

    /** @param expiry how long signed URLs are good for */
    protected abstract Files files(Duration expiry);

    private Files files() {
        return files(USUAL);
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.files.TrickyNames#all")
    void givesAFileBackAsItWasUploaded(String name) {
        byte[] content = ("content of " + name).getBytes(StandardCharsets.UTF_8);
        NewFile file = new NewFile(new FileName(name), content.length, new ContentType("text/plain"), null);

        FileId id = upload(alice, file, content);

        StoredFile stored = found(alice, id);
        assertThat(stored.name().value()).isEqualTo(name);
        assertThat(stored.contentType()).isEqualTo(file.contentType());
        assertThat(stored.size()).isEqualTo(content.length);
        assertThat(list(alice)).containsExactly(stored);
        HttpResponse<byte[]> download =
                Browser.get(files().download(alice, stored).url());
        assertThat(download.statusCode()).isEqualTo(200);
        assertThat(download.body()).isEqualTo(content);
        assertThat(Browser.savedAs(download)).isEqualTo(name);
    }

    @Test
    void keepsNamesApartThatLookTheSame() {
        upload(alice, text("Caf\u00e9"), HELLO);
        upload(alice, text("Cafe\u0301"), HELLO);
        upload(alice, text("Cafe\u0301"), HELLO);

        assertThat(list(alice))
                .extracting(file -> file.name().value())
                .containsExactly("Caf\u00e9", "Cafe\u0301", "Cafe\u0301");
    }

    @Test
    void takesAFileOfNoBytesAtAll() {
        NewFile empty = new NewFile(new FileName("empty"), 0, new ContentType("text/plain"), sha256(new byte[0]));

        FileId id = upload(alice, empty, new byte[0]);

        StoredFile stored = found(alice, id);
        assertThat(stored.size()).isZero();
        assertThat(Browser.get(files().download(alice, stored).url()).body()).isEmpty();
    }

    @Test
    void takesTheBytesThatHaveTheAnnouncedSha256() {
        FileId id = upload(alice, helloWithSha256(), HELLO);

        assertThat(Browser.get(files().download(alice, found(alice, id)).url()).body())
                .isEqualTo(HELLO);
    }

    @Test
    void tellsWhenAFileWasUploaded() {
        // Stores keep full seconds.
        Instant before = Instant.now().minusSeconds(1);

        FileId id = upload(alice, text("a"), HELLO);

        assertThat(found(alice, id).uploadedAt())
                .isBetween(before, Instant.now().plusSeconds(1));
    }

    @Test
    void anUploadThatIsNeverFinishedLeavesNothingBehind() {
        FileId id = FileId.next(Instant.now());

        files().upload(alice, todo, id, text("a"));

        assertNothingIsStored(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hell", "hello!", ""})
    void theStoreItselfRefusesAnotherSize(String other) {
        FileId id = FileId.next(Instant.now());
        Upload upload = files().upload(alice, todo, id, text("a"));

        assertRefused(Browser.put(upload.url(), upload.headers(), other.getBytes(StandardCharsets.UTF_8)));

        assertNothingIsStored(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "text/plain;charset=utf-8", "image/svg+xml"})
    void theStoreItselfRefusesAnotherType(String other) {
        FileId id = FileId.next(Instant.now());
        Upload upload = files().upload(alice, todo, id, text("a"));

        assertRefused(Browser.put(upload.url(), with(upload.headers(), "content-type", other), HELLO));

        assertNothingIsStored(id);
    }

    @Test
    void theStoreItselfRefusesOtherBytesThanAnnounced() {
        FileId id = FileId.next(Instant.now());
        Upload upload = files().upload(alice, todo, id, helloWithSha256());

        assertRefused(Browser.put(upload.url(), upload.headers(), "jello".getBytes(StandardCharsets.UTF_8)));

        assertNothingIsStored(id);
    }

    @Test
    void theStoreItselfRefusesAnotherSha256ThanAnnounced() {
        byte[] other = "jello".getBytes(StandardCharsets.UTF_8);
        FileId id = FileId.next(Instant.now());
        Upload upload = files().upload(alice, todo, id, helloWithSha256());
        String checksum = upload.headers().keySet().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).contains("sha256"))
                .findFirst()
                .orElseThrow();

        assertRefused(Browser.put(
                upload.url(), with(upload.headers(), checksum, sha256(other).base64()), other));

        assertNothingIsStored(id);
    }

    @Test
    void everyHeaderOfAnUploadIsNeeded() {
        FileId id = FileId.next(Instant.now());
        Upload upload = files().upload(alice, todo, id, helloWithSha256());

        assertThat(upload.headers()).isNotEmpty();
        for (String name : upload.headers().keySet()) {
            Map<String, String> others = new HashMap<>(upload.headers());
            others.remove(name);
            assertRefused(Browser.put(upload.url(), others, HELLO));
        }

        assertNothingIsStored(id);
    }

    @Test
    void anUploadSaysHowLongItIs() {
        FileId id = FileId.next(Instant.now());
        Upload upload = files().upload(alice, todo, id, text("a"));

        assertThat(Browser.putInChunks(upload.url(), upload.headers(), "hello")).isBetween(400, 499);

        assertNothingIsStored(id);
    }

    @Test
    void anUploadNeedsNoHeaderThatABrowserDoesNotLetAPageSet() {
        Upload upload = files().upload(alice, todo, FileId.next(Instant.now()), helloWithSha256());

        assertThat(upload.headers().keySet())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .containsExactlyInAnyOrder("content-type", "if-none-match", "x-amz-checksum-sha256");
    }

    @Test
    void whatWasUploadedIsNeverReplaced() {
        FileId id = FileId.next(Instant.now());
        Upload upload = files().upload(alice, todo, id, text("a"));
        assertThat(Browser.put(upload.url(), upload.headers(), HELLO).statusCode())
                .isEqualTo(200);

        HttpResponse<byte[]> again =
                Browser.put(upload.url(), upload.headers(), "jello".getBytes(StandardCharsets.UTF_8));

        assertThat(again.statusCode()).isEqualTo(412);
        assertThat(Browser.get(files().download(alice, found(alice, id)).url()).body())
                .isEqualTo(HELLO);
    }

    @Test
    void anUploadThatFinishesAfterItsFileWasDeletedMakesItBeThereAgain() {
        FileId id = FileId.next(Instant.now());
        Upload upload = files().upload(alice, todo, id, text("a"));
        assertThat(Browser.put(upload.url(), upload.headers(), HELLO).statusCode())
                .isEqualTo(200);
        files().delete(alice, todo, id);

        assertThat(Browser.put(upload.url(), upload.headers(), HELLO).statusCode())
                .isEqualTo(200);

        assertThat(found(alice, id).name().value()).isEqualTo("a");
    }

    @Test
    void whatIsDeletedWhileItIsUploadedIsThereWholeAfterwards() {
        byte[] large = new byte[200_000]; // more than anybody buffers on the way
        new Random(1).nextBytes(large);
        FileId id = FileId.next(Instant.now());
        Upload upload = files().upload(
                        alice,
                        todo,
                        id,
                        new NewFile(new FileName("a"), large.length, new ContentType("text/plain"), null));

        HttpResponse<byte[]> answer = Browser.putAndMeanwhile(upload.url(), upload.headers(), large, () -> {
            assertThat(list(alice)).isEmpty();
            files().delete(alice, todo, id);
            files().deleteAll(alice, todo);
        });

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Browser.get(files().download(alice, found(alice, id)).url()).body())
                .isEqualTo(large);
    }

    @Test
    void anUploadThatComesTooLateIsRefused() {
        FileId id = FileId.next(Instant.now());
        Upload upload = files(Duration.ofSeconds(1)).upload(alice, todo, id, text("a"));

        await().until(() -> Instant.now().isAfter(upload.expiresAt().plusSeconds(1)));

        assertRefused(Browser.put(upload.url(), upload.headers(), HELLO));
        assertNothingIsStored(id);
    }

    @Test
    void tellsHowLongAnUploadMayTakeToBegin() {
        Instant before = Instant.now();

        Upload upload = files().upload(alice, todo, FileId.next(before), text("a"));

        assertThat(upload.expiresAt())
                .isBetween(before.plus(USUAL).minusSeconds(1), Instant.now().plus(USUAL));
    }

    @Test
    void anUploadCannotBeBentToAnotherKey() {
        FileId id = FileId.next(Instant.now());
        FileId other = FileId.next(Instant.now());
        FileId bobs = FileId.next(Instant.now());
        Upload upload = files().upload(alice, todo, id, text("a"));
        String url = upload.url().toString();

        for (URI bent : List.of(
                URI.create(url.replace(id.toString(), other.toString())),
                URI.create(url.replace(alice.value(), bob.value())),
                URI.create(url.replace(id.toString(), id + "/" + bobs)),
                URI.create(url.replace(alice.value(), alice.value() + "/../" + bob.value())))) {
            assertThat(bent).isNotEqualTo(upload.url());
            assertRefused(Browser.put(bent, upload.headers(), HELLO));
        }

        assertNothingIsStored(id);
        assertThat(files().todos(bob)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "DELETE", "POST"})
    void anUploadCannotBeBentToAnotherMethod(String method) {
        FileId id = FileId.next(Instant.now());
        Upload upload = files().upload(alice, todo, id, text("a"));
        assertThat(Browser.put(upload.url(), upload.headers(), HELLO).statusCode())
                .isEqualTo(200);

        assertRefused(Browser.send(method, upload.url(), upload.headers(), HELLO));

        assertThat(found(alice, id).size()).isEqualTo(HELLO.length);
    }

    @ParameterizedTest
    @CsvSource({
        "X-Amz-Expires=600, X-Amz-Expires=604800",
        "content-length%3B, ''",
        "X-Amz-Algorithm, acl&X-Amz-Algorithm",
        "X-Amz-Algorithm, x-id=PutObject&X-Amz-Algorithm"
    })
    void anUploadCannotBeBentByItsQuery(String part, String other) {
        FileId id = FileId.next(Instant.now());
        Upload upload = files().upload(alice, todo, id, text("a"));
        URI bent = URI.create(upload.url().toString().replace(part, other));
        assertThat(bent).isNotEqualTo(upload.url());

        assertRefused(Browser.put(bent, upload.headers(), HELLO));

        assertNothingIsStored(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "application/xhtml+xml",
                "image/svg+xml",
                "text/xml",
                "application/xml",
                "image/unknown",
                "application/octet-stream",
                "application/pdf"
            })
    void whatABrowserMightRunIsOnlyEverSaved(String type) {
        FileId id = upload(alice, new NewFile(new FileName("a"), 5, new ContentType(type), null), HELLO);

        Download download = files().download(alice, found(alice, id));

        assertThat(download.previewUrl()).isNull();
        HttpResponse<byte[]> saved = Browser.get(download.url());
        assertThat(Browser.header(saved, "content-disposition")).startsWith("attachment;");
        assertThat(Browser.header(saved, "content-type")).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"})
    void rasterImagesMayBeLookedAt(String type) {
        FileId id = upload(alice, new NewFile(new FileName("a"), 5, new ContentType(type), null), HELLO);

        Download download = files().download(alice, found(alice, id));

        HttpResponse<byte[]> shown = Browser.get(Objects.requireNonNull(download.previewUrl()));
        assertThat(Browser.header(shown, "content-disposition")).startsWith("inline;");
        assertThat(Browser.header(shown, "content-type")).isEqualTo(type);
        assertThat(shown.body()).isEqualTo(HELLO);
        assertThat(Browser.header(Browser.get(download.url()), "content-disposition"))
                .startsWith("attachment;");
    }

    @Test
    void aDownloadCannotBeBent() {
        FileId id = upload(alice, new NewFile(new FileName("a"), 5, new ContentType("image/png"), null), HELLO);
        FileId other = upload(alice, text("b"), HELLO);
        Upload bobs = files().upload(bob, todo, id, text("a"));
        Browser.put(bobs.url(), bobs.headers(), HELLO);
        String url = files().download(alice, found(alice, id)).url().toString();
        String otherUrl = files().download(alice, found(alice, other)).url().toString();

        assertThat(Browser.get(URI.create(url)).statusCode()).isEqualTo(200);
        for (String bent : List.of(
                url.replace("attachment", "inline"),
                url.replace("image%2Fpng", "text%2Fhtml"),
                url.replaceAll("response-content-disposition=[^&]*&", ""),
                url.replaceAll("response-content-type=[^&]*&", ""),
                url.replaceAll("X-Amz-Expires=[0-9]+", "X-Amz-Expires=604800"),
                url.replace(alice.value(), bob.value()),
                otherUrl.substring(0, otherUrl.indexOf('?')) + url.substring(url.indexOf('?')))) {
            assertThat(bent).isNotEqualTo(url);
            assertRefused(Browser.get(URI.create(bent)));
        }
        assertRefused(Browser.send("DELETE", URI.create(url), Map.of(), HELLO));
        assertRefused(Browser.put(URI.create(url), Map.of("content-type", "image/png"), HELLO));
        assertThat(found(alice, id).size()).isEqualTo(HELLO.length);
    }

    @Test
    protected void nothingIsToBeHadWithoutASignature() {
        FileId id = upload(alice, text("a"), HELLO);
        String url = files().download(alice, found(alice, id)).url().toString();

        assertRefused(Browser.get(URI.create(url.substring(0, url.indexOf('?')))));
    }

    @Test
    void aDownloadEnds() {
        FileId id = upload(alice, text("a"), HELLO);
        Download download = files(Duration.ofSeconds(1)).download(alice, found(alice, id));

        await().until(() -> Instant.now().isAfter(download.expiresAt().plusSeconds(1)));

        assertRefused(Browser.get(download.url()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 6, 7, 8, 1000})
    void listsInPagesWithoutMissingOrRepeatingAny(int limit) {
        List<FileId> uploaded = IntStream.range(0, 7)
                .mapToObj(i -> upload(alice, text("file " + i), HELLO))
                .toList();

        List<FileId> listed = new ArrayList<>();
        FileId after = null;
        do {
            Page page = files().list(alice, todo, new Slice(after, limit));
            assertThat(page.files()).hasSizeBetween(1, limit);
            page.files().forEach(file -> listed.add(file.id()));
            assertThat(listed).as("no page comes twice").doesNotHaveDuplicates();
            after = page.next();
        } while (after != null);

        assertThat(listed).containsExactlyInAnyOrderElementsOf(uploaded);
        assertThat(listed.stream().map(FileId::toString)).isSorted();
    }

    @Test
    void goesOnWhereAPageEndedThoughThatFileIsGone() {
        for (int i = 0; i < 3; i++) {
            upload(alice, text("file " + i), HELLO);
        }
        Page first = files().list(alice, todo, new Slice(null, 2));
        FileId last = Objects.requireNonNull(first.next());
        files().delete(alice, todo, last);

        Page second = files().list(alice, todo, new Slice(last, 2));

        assertThat(second.files()).hasSize(1);
        assertThat(second.next()).isNull();
        assertThat(first.files()).doesNotContainAnyElementsOf(second.files());
    }

    @Test
    void sumsUpWhatEachTodoHas() {
        TodoId first = TodoId.parse("00000000-0000-4000-8000-000000000001");
        TodoId second = TodoId.parse("00000000-0000-4000-8000-000000000002");
        uploadTo(second, "hello");
        uploadTo(first, "");
        uploadTo(first, "hello");
        uploadTo(first, "hi");

        assertThat(files().todos(alice)).containsExactly(new TodoFiles(first, 3, 7), new TodoFiles(second, 1, 5));
        assertThat(files().usage(alice, first)).isEqualTo(new Usage(3, 4, 12));
        assertThat(files().usage(alice, todo)).isEqualTo(new Usage(0, 4, 12));
        assertThat(files().usage(bob, first)).isEqualTo(Usage.NONE);
    }

    @Test
    void deletesOneFileAndNoOther() {
        FileId one = upload(alice, text("one"), HELLO);
        FileId other = upload(alice, text("other"), HELLO);

        files().delete(alice, todo, one);
        files().delete(alice, todo, one);

        assertThat(list(alice)).extracting(StoredFile::id).containsExactly(other);
        assertThat(files().find(alice, todo, one)).isEmpty();
    }

    @Test
    void deletesEveryFileOfATodoAndOfNoOther() {
        upload(alice, text("one"), HELLO);
        upload(alice, text("two"), HELLO);
        TodoId other = new TodoId(UUID.randomUUID());
        uploadTo(other, "stays");

        files().deleteAll(alice, todo);
        files().deleteAll(alice, todo);

        assertThat(list(alice)).isEmpty();
        assertThat(files().todos(alice)).extracting(TodoFiles::todoId).containsExactly(other);
    }

    @Test
    void neverShowsOneOwnersFilesToAnother() {
        FileId id = upload(alice, text("secret"), HELLO);

        assertThat(list(bob)).isEmpty();
        assertThat(files().find(bob, todo, id)).isEmpty();
        assertThat(files().todos(bob)).isEmpty();
        assertThat(files().usage(bob, todo)).isEqualTo(Usage.NONE);
    }

    @Test
    void neverDeletesAnothersFiles() {
        FileId id = upload(alice, text("dear"), HELLO);

        files().delete(bob, todo, id);
        files().deleteAll(bob, todo);

        assertThat(found(alice, id).name().value()).isEqualTo("dear");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-", "/", "/..", "/../.."})
    void neverTakesOneOwnerForAnotherWhoseNameBeginsTheSame(String more) {
        FileId id = upload(alice, text("mine"), HELLO);
        Owner alike = new Owner(more.isEmpty() ? alice.value().substring(0, 20) : alice.value() + more);

        files().deleteAll(alike, todo);

        assertThat(list(alike)).isEmpty();
        assertThat(files().todos(alike)).isEmpty();
        assertThat(files().usage(alike, todo)).isEqualTo(Usage.NONE);
        assertThat(found(alice, id).name().value()).isEqualTo("mine");
    }

    private FileId upload(Owner owner, NewFile file, byte[] content) {
        FileId id = FileId.next(Instant.now());
        Upload upload = files().upload(owner, todo, id, file);
        HttpResponse<byte[]> answer = Browser.put(upload.url(), upload.headers(), content);
        assertThat(answer.statusCode())
                .as(() -> new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return id;
    }

    private void uploadTo(TodoId todoId, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        Upload upload = files().upload(
                        alice,
                        todoId,
                        FileId.next(Instant.now()),
                        new NewFile(new FileName("a"), bytes.length, new ContentType("text/plain"), null));
        assertThat(Browser.put(upload.url(), upload.headers(), bytes).statusCode())
                .isEqualTo(200);
    }

    private StoredFile found(Owner owner, FileId id) {
        return files().find(owner, todo, id).orElseThrow();
    }

    private List<StoredFile> list(Owner owner) {
        return files().list(owner, todo, new Slice(null, Slice.MOST)).files();
    }

    private void assertNothingIsStored(FileId id) {
        assertThat(files().find(alice, todo, id)).isEmpty();
        assertThat(list(alice)).isEmpty();
        assertThat(files().usage(alice, todo)).isEqualTo(Usage.NONE);
    }

    private static void assertRefused(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode())
                .as(() -> answer.request().uri() + " " + new String(answer.body(), StandardCharsets.UTF_8))
                .isBetween(400, 499);
    }

    private static NewFile text(String name) {
        return new NewFile(new FileName(name), HELLO.length, new ContentType("text/plain"), null);
    }

    private static NewFile helloWithSha256() {
        return new NewFile(new FileName("a"), HELLO.length, new ContentType("text/plain"), sha256(HELLO));
    }

    private static Sha256 sha256(byte[] bytes) {
        try {
            return new Sha256(Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> changed = new HashMap<>(headers);
        changed.put(name, value);
        return changed;
    }

    private static Owner someone() {
        return new Owner(UUID.randomUUID().toString());
    }
}
