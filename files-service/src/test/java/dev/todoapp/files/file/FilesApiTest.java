package dev.todoapp.files.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.todoapp.files.Browser;
import dev.todoapp.files.TestBucket;
import dev.todoapp.files.TestService;
import dev.todoapp.files.TestService.Answer;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API from outside, on S3Proxy. The limits are small: 1 KiB a file, 3 files a to-do, 2 KiB and 4 files an owner. */
class FilesApiTest {

    private static TestBucket bucket = TestBucket.start();
    private static TestService service = TestService.start(
            bucket,
            Map.of(
                    "MAX_FILE_SIZE", "1KB",
                    "MAX_FILES_PER_TODO", "3",
                    "MAX_SIZE_PER_OWNER", "2KB",
                    "MAX_FILES_PER_OWNER", "4"));

    private final String todo = UUID.randomUUID().toString();
    private final TestService.Client alice = service.as(UUID.randomUUID().toString());

    @AfterAll
    static void stop() {
        service.close();
        bucket.close();
    }

    @Test
    void aFileGoesUpAndComesBack() {
        byte[] photo = "not really a photo".getBytes(StandardCharsets.UTF_8);

        Answer begun = begin("\u00dcn\u00efcode \"photo\".png", photo.length, "image/png");

        assertThat(begun.status()).isEqualTo(201);
        String id = begun.json().path("id").asString();
        String url = TestBucket.SITE + "/files/" + todo + "/" + id;
        assertThat(begun.header("Location")).isEqualTo(url);
        assertThat(begun.json().path("url").asString()).isEqualTo(url);
        assertThat(begun.json().path("todoId").asString()).isEqualTo(todo);
        assertThat(begun.json().path("upload").path("method").asString()).isEqualTo("PUT");
        assertThat(Instant.parse(begun.json().path("upload").path("expiresAt").asString()))
                .isAfter(Instant.now());

        assertThat(alice.get("/files/" + todo + "/" + id).status()).isEqualTo(404);
        assertThat(put(begun, photo)).isEqualTo(200);

        JsonNode listed = alice.get("/files/" + todo).json();
        assertThat(listed).hasSize(1);
        JsonNode file = listed.get(0);
        assertThat(file.propertyNames())
                .containsExactlyInAnyOrder("id", "todoId", "name", "size", "contentType", "uploadedAt", "url");
        assertThat(file.path("id").asString()).isEqualTo(id);
        assertThat(file.path("todoId").asString()).isEqualTo(todo);
        assertThat(file.path("name").asString()).isEqualTo("\u00dcn\u00efcode \"photo\".png");
        assertThat(file.path("size").asLong()).isEqualTo(photo.length);
        assertThat(file.path("contentType").asString()).isEqualTo("image/png");
        assertThat(Instant.parse(file.path("uploadedAt").asString()))
                .isBefore(Instant.now().plusSeconds(1));
        assertThat(file.path("url").asString()).isEqualTo(url);

        JsonNode found = alice.get("/files/" + todo + "/" + id).json();
        file.properties()
                .forEach(property -> assertThat(found.get(property.getKey())).isEqualTo(property.getValue()));
        assertThat(Instant.parse(found.path("expiresAt").asString())).isAfter(Instant.now());
        HttpResponse<byte[]> download =
                Browser.get(URI.create(found.path("downloadUrl").asString()));
        assertThat(download.body()).isEqualTo(photo);
        assertThat(Browser.savedAs(download)).isEqualTo("\u00dcn\u00efcode \"photo\".png");
        assertThat(Browser.get(URI.create(found.path("previewUrl").asString())).body())
                .isEqualTo(photo);

        assertThat(alice.delete("/files/" + todo + "/" + id).status()).isEqualTo(204);
        assertThat(alice.delete("/files/" + todo + "/" + id).status()).isEqualTo(204);
        assertThat(alice.get("/files/" + todo + "/" + id).problem()).isEqualTo("not-found");
        assertThat(alice.get("/files/" + todo).json()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.files.TrickyNames#all")
    void noNameIsChangedOnItsWay(String name) {
        byte[] content = ("content of " + name).getBytes(StandardCharsets.UTF_8);
        Answer begun = alice.post(
                "/files/" + todo,
                JsonMapper.shared()
                        .writeValueAsString(Map.of("name", name, "size", content.length, "contentType", "text/plain")));
        assertThat(put(begun, content)).as(begun::toString).isEqualTo(200);

        JsonNode listed = alice.get("/files/" + todo).json();
        JsonNode found = alice.get(
                        "/files/" + todo + "/" + begun.json().path("id").asString())
                .json();

        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).path("name").asString()).isEqualTo(name);
        assertThat(found.path("name").asString()).isEqualTo(name);
        HttpResponse<byte[]> download =
                Browser.get(URI.create(found.path("downloadUrl").asString()));
        assertThat(download.body()).isEqualTo(content);
        assertThat(Browser.savedAs(download)).isEqualTo(name);
    }

    @Test
    void aThousandFilesComeInPages() {
        String owner = UUID.randomUUID().toString();
        Set<String> stored = store(owner, 1_000);
        List<String> listed = new ArrayList<>();

        String path = "/files/" + todo + "?limit=300";
        int pages = 0;
        while (!path.isEmpty()) {
            Answer page = service.as(owner).get(path);
            page.json().forEach(file -> listed.add(file.path("id").asString()));
            pages++;
            String link = page.header("Link");
            path = link.isEmpty() ? "" : link.substring(1 + TestBucket.SITE.length(), link.indexOf('>'));
        }

        assertThat(pages).isEqualTo(4);
        assertThat(listed).doesNotHaveDuplicates().isSorted().containsExactlyInAnyOrderElementsOf(stored);
        assertThat(service.as(owner).get("/files/" + todo + "?limit=1000").header("Link"))
                .isEmpty();
        assertThat(service.as(owner).get("/files").toString())
                .isEqualTo("200 [{\"todoId\":\"%s\",\"count\":1000,\"bytes\":1000}]".formatted(todo));
    }

    @Test
    void anAnswerWithSignedUrlsIsKeptByNobody() {
        Answer begun = begin("a", 1, "text/plain");

        assertThat(begun.header("Cache-Control")).contains("no-store");
    }

    @Test
    void whatIsNoRasterImageHasNoPreview() {
        String id = upload("a.svg", 1, "image/svg+xml");

        JsonNode found = alice.get("/files/" + todo + "/" + id).json();

        assertThat(found.has("previewUrl")).isTrue();
        assertThat(found.path("previewUrl").isNull()).isTrue();
    }

    @Test
    void pagesAreLinked() {
        List<String> uploaded = List.of(upload("a", 1, "a/b"), upload("b", 1, "a/b"), upload("c", 1, "a/b"));

        Answer first = alice.get("/files/" + todo + "?limit=2");
        String link = first.header("Link");

        assertThat(first.json()).hasSize(2);
        assertThat(link).matches("<" + TestBucket.SITE + "/files/.*>; rel=\"next\"");
        Answer second = alice.get(link.substring(1 + TestBucket.SITE.length(), link.indexOf('>')));
        assertThat(second.json()).hasSize(1);
        assertThat(second.header("Link")).isEmpty();
        List<String> listed = new ArrayList<>();
        first.json().forEach(file -> listed.add(file.path("id").asString()));
        second.json().forEach(file -> listed.add(file.path("id").asString()));
        assertThat(listed).containsExactlyInAnyOrderElementsOf(uploaded);
        assertThat(alice.get("/files/" + todo + "?limit=3").header("Link")).isEmpty();
    }

    @Test
    void aListOfTodosSaysWhatEachHas() {
        assertThat(alice.get("/files").toString()).isEqualTo("200 []");
        upload("a", 3, "text/plain");
        upload("b", 4, "text/plain");

        assertThat(alice.get("/files").toString())
                .isEqualTo("200 [{\"todoId\":\"%s\",\"count\":2,\"bytes\":7}]".formatted(todo));
    }

    @Test
    void aTodosFilesGoTogether() {
        upload("a", 3, "text/plain");
        upload("b", 4, "text/plain");

        assertThat(alice.delete("/files/" + todo).status()).isEqualTo(204);
        assertThat(alice.delete("/files/" + todo).status()).isEqualTo(204);

        assertThat(alice.get("/files").json()).isEmpty();
    }

    @Test
    void aFileThatIsTooLargeIsRefusedAndToldTheLimit() {
        assertThat(begin("a", 1024, "text/plain").status()).isEqualTo(201);

        Answer refused = begin("a", 1025, "text/plain");

        assertThat(refused.status()).isEqualTo(413);
        assertRefusal(refused, "limit-file-size", 1024, 1024);
    }

    @Test
    void aTodoThatHasItsFilesIsFull() {
        upload("a", 0, "text/plain");
        upload("b", 0, "text/plain");
        upload("c", 0, "text/plain");

        Answer refused = begin("d", 0, "text/plain");

        assertThat(refused.status()).isEqualTo(409);
        assertRefusal(refused, "limit-files-per-todo", 3, 0);
        assertThat(alice.post("/files/" + UUID.randomUUID(), body("d", 0, "text/plain"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void anOwnerHasSoManyFilesAndNoMore() {
        for (int i = 0; i < 4; i++) {
            put(alice.post("/files/" + UUID.randomUUID(), body("a", 0, "text/plain")), new byte[0]);
        }

        Answer refused = begin("e", 0, "text/plain");

        assertThat(refused.status()).isEqualTo(409);
        assertRefusal(refused, "limit-files-per-owner", 4, 0);
    }

    @Test
    void anOwnerHasSoMuchRoomAndIsToldWhatIsLeft() {
        upload("a", 1024, "text/plain");
        String last = upload("b", 1000, "text/plain");

        Answer refused = begin("c", 25, "text/plain");

        assertThat(refused.status()).isEqualTo(409);
        assertRefusal(refused, "limit-size-per-owner", 2048, 24);
        assertThat(begin("c", 24, "text/plain").status()).isEqualTo(201);
        alice.delete("/files/" + todo + "/" + last);
        assertThat(begin("c", 25, "text/plain").status()).isEqualTo(201);
    }

    @Test
    void uploadsBegunTogetherPassALimitByNoMoreThanWasSignedForBeforeTheFirstFinished() {
        List<Answer> begun = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            begun.add(begin("file " + i, 1, "text/plain"));
        }

        begun.forEach(answer -> assertThat(put(answer, new byte[1])).isEqualTo(200));

        assertThat(alice.get("/files/" + todo).json()).hasSize(5);
        assertThat(begin("one more", 1, "text/plain").problem()).isEqualTo("limit-files-per-todo");
    }

    static Stream<Arguments> badBodies() {
        return Stream.of(
                Arguments.of("", ""),
                Arguments.of("{", ""),
                Arguments.of("[]", ""),
                Arguments.of("null", ""),
                Arguments.of("\"a\"", ""),
                Arguments.of("{}", "name"),
                Arguments.of(changed("name", "null"), "name"),
                Arguments.of(changed("name", "1"), "name"),
                Arguments.of(changed("name", "[\"a\"]"), "name"),
                Arguments.of(changed("name", "\"\""), "name"),
                Arguments.of(changed("name", "\"../a\""), "name"),
                Arguments.of(changed("name", "\"a\\\\b\""), "name"),
                Arguments.of(changed("name", "\"a\\u0000b\""), "name"),
                Arguments.of(changed("name", "\"a\\nb\""), "name"),
                Arguments.of(changed("name", "\"\\ud800\""), "name"),
                Arguments.of(changed("name", "\"" + "\u00e9".repeat(128) + "\""), "name"),
                Arguments.of(changed("size", "null"), "size"),
                Arguments.of(changed("size", "-1"), "size"),
                Arguments.of(changed("size", "1.5"), "size"),
                Arguments.of(changed("size", "1e400"), "size"),
                Arguments.of(changed("size", "9223372036854775808"), "size"),
                Arguments.of(changed("size", "\"1\""), "size"),
                Arguments.of(changed("size", "true"), "size"),
                Arguments.of(changed("contentType", "null"), "contentType"),
                Arguments.of(changed("contentType", "\"\""), "contentType"),
                Arguments.of(changed("contentType", "\"png\""), "contentType"),
                Arguments.of(changed("contentType", "\"text/html\\r\\nx: y\""), "contentType"),
                Arguments.of(changed("contentType", "\"a/" + "b".repeat(126) + "\""), "contentType"),
                Arguments.of(changed("sha256", "\"abc\""), "sha256"),
                Arguments.of(changed("sha256", "{}"), "sha256"),
                Arguments.of(changed("owner", "\"mallory\""), "owner"),
                Arguments.of(changed("id", "\"mine\""), "id"));
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    void namesTheFieldThatCannotBe(String body, String field) {
        Answer refused = alice.post("/files/" + todo, body);

        assertThat(refused.status()).as(refused::toString).isEqualTo(400);
        assertThat(refused.problem()).isEqualTo("bad-input");
        assertThat(refused.json().path("errors").get(0).path("field").asString())
                .isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource({
        "/files/x, todoId",
        "/files/01976A3C-5D2E-7B41-9C0F-3F8E6D1A2B4C, todoId",
        "/files/1-1-1-1-1, todoId",
        "/files/x/01976a41-0c7d-7e52-8f3a-5b1d9c0e4f6a, todoId",
        "/files/01976a3c-5d2e-7b41-9c0f-3f8e6d1a2b4c/x, fileId",
        "/files/01976a3c-5d2e-7b41-9c0f-3f8e6d1a2b4c/%F0%9F%92%A5, fileId",
        "/files/01976a3c-5d2e-7b41-9c0f-3f8e6d1a2b4c?limit=0, limit",
        "/files/01976a3c-5d2e-7b41-9c0f-3f8e6d1a2b4c?limit=1001, limit",
        "/files/01976a3c-5d2e-7b41-9c0f-3f8e6d1a2b4c?limit=-1, limit",
        "/files/01976a3c-5d2e-7b41-9c0f-3f8e6d1a2b4c?limit=many, limit",
        "/files/01976a3c-5d2e-7b41-9c0f-3f8e6d1a2b4c?limit=99999999999, limit",
        "/files/01976a3c-5d2e-7b41-9c0f-3f8e6d1a2b4c?cursor=x, cursor",
        "/files/01976a3c-5d2e-7b41-9c0f-3f8e6d1a2b4c?cursor=, cursor",
        "/files/01976a3c-5d2e-7b41-9c0f-3f8e6d1a2b4c?cursor=..%2F..%2Fbob, cursor",
        "/files/01976a3c-5d2e-7b41-9c0f-3f8e6d1a2b4c?cursor=%00, cursor"
    })
    void namesTheParameterThatCannotBe(String path, String parameter) {
        Answer refused = alice.get(path);

        assertThat(refused.status()).as(refused::toString).isEqualTo(400);
        assertThat(refused.json().path("errors").get(0).path("field").asString())
                .isEqualTo(parameter);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/files/",
                "/files//",
                "/files/..",
                "/files/../files",
                "/files/%2e%2e/x",
                "/files/a%2Fb",
                "/files/a%00b",
                "/files/a;b=c",
                "/files/%ff",
                "/files/%",
                "/files/a/b/c",
                "/files/01976a3c-5d2e-7b41-9c0f-3f8e6d1a2b4c/",
                "/files/01976a3c-5d2e-7b41-9c0f-3f8e6d1a2b4c/01976a41-0c7d-7e52-8f3a-5b1d9c0e4f6a/x",
                "/files?x=%ff%00",
                "/file",
                "/"
            })
    void noPathMakesItFail(String path) {
        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD")) {
            int status = alice.statusOf(method, path);

            assertThat(status).as(method + " " + path).isLessThan(500);
        }
    }

    @Test
    void takesNothingButJson() {
        Answer refused = alice.send(alice.request("/files/" + todo)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(body("a", 1, "text/plain"))));

        assertThat(refused.status()).isEqualTo(415);
        refused.problem();
    }

    @Test
    void takesNoBodyOfMoreThanSixtyFourKibibytes() {
        Answer refused = alice.post("/files/" + todo, body("a".repeat(65_536), 1, "text/plain"));

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.problem()).isEqualTo("too-large");
    }

    @ParameterizedTest
    @CsvSource({"PUT, /files/x", "PATCH, /files/x/y", "POST, /files", "DELETE, /files"})
    void saysWhichMethodsThereAre(String method, String path) {
        Answer refused = alice.send(method, path);

        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.header("Allow")).isNotEmpty();
        refused.problem();
    }

    /** Puts so many files of one byte each there, past the limits. */
    private Set<String> store(String owner, int count) {
        Set<String> ids = new HashSet<>();
        try (S3Client s3 = bucket.client()) {
            for (int i = 0; i < count; i++) {
                FileId id = FileId.next(Instant.now());
                // Version 1, a/b, NUL, c: what ObjectKey makes of the name c and the type a/b.
                String descriptor = Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("\u0001a/b\u0000c".getBytes(StandardCharsets.UTF_8));
                s3.putObject(
                        put -> put.bucket(bucket.name()).key(owner + "/" + todo + "/" + id + "/" + descriptor),
                        RequestBody.fromString("x"));
                ids.add(id.toString());
            }
        }
        return ids;
    }

    private String upload(String name, int size, String type) {
        Answer begun = begin(name, size, type);
        assertThat(put(begun, new byte[size])).as(begun::toString).isEqualTo(200);
        return begun.json().path("id").asString();
    }

    private Answer begin(String name, int size, String type) {
        return alice.post("/files/" + todo, body(name, size, type));
    }

    private static int put(Answer begun, byte[] content) {
        JsonNode upload = begun.json().path("upload");
        Map<String, String> headers = new HashMap<>();
        upload.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asString()));
        return Browser.put(URI.create(upload.path("url").asString()), headers, content)
                .statusCode();
    }

    private static String body(String name, int size, String type) {
        return "{\"name\": \"%s\", \"size\": %d, \"contentType\": \"%s\"}"
                .formatted(name.replace("\"", "\\\""), size, type);
    }

    /** A good body with one field as it is given. */
    private static String changed(String field, String json) {
        Map<String, String> fields =
                new HashMap<>(Map.of("name", "\"a\"", "size", "1", "contentType", "\"text/plain\""));
        fields.put(field, json);
        return fields.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\": " + entry.getValue())
                .toList()
                .toString()
                .replaceFirst("^\\[", "{")
                .replaceFirst("]$", "}");
    }

    private static void assertRefusal(Answer refused, String type, long limit, long left) {
        assertThat(refused.problem()).isEqualTo(type);
        assertThat(refused.json().path("limit").asLong()).isEqualTo(limit);
        assertThat(refused.json().path("left").asLong()).isEqualTo(left);
        assertThat(refused.json().path("detail").asString()).contains(String.valueOf(limit));
    }
}
