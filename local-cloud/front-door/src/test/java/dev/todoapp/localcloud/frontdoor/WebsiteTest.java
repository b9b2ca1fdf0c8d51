package dev.todoapp.localcloud.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

class WebsiteTest {

    private static final Instant MODIFIED = Instant.parse("2026-11-01T10:00:00Z");

    @TempDir
    Path parent;

    private Path folder;
    private Website website;

    @BeforeEach
    void build() throws IOException {
        folder = Files.createDirectories(parent.resolve("dist"));
        website = new Website(folder, true, Optional.of("{\"issuer\":\"made\"}"));
        write("index.html", "<!doctype html>");
        write("assets/app.js", "0123456789");
        write("a b+c ü.txt", "odd");
        Files.writeString(parent.resolve("secret.txt"), "secret");
    }

    @ParameterizedTest
    @CsvSource({
        "index.html,        text/html",
        "app.js,            text/javascript",
        "app.css,           text/css",
        "app.js.map,        application/json",
        "logo.svg,          image/svg+xml",
        "photo.JPG,         image/jpeg",
        "font.woff2,        font/woff2",
        "site.webmanifest,  application/manifest+json",
        "robots.txt,        text/plain",
        "favicon.ico,       image/vnd.microsoft.icon",
        "data.bin,          binary/octet-stream",
        "LICENSE,           binary/octet-stream",
    })
    void namesTheTypeOfAFile(String name, String type) throws IOException {
        write(name, "x");

        assertThat(get("/" + name).headers().getFirst("Content-Type")).isEqualTo(type);
    }

    @Test
    void servesAFileWithItsLengthAndTag() throws IOException {
        Reply reply = get("/assets/app.js");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(text(reply)).isEqualTo("0123456789");
        assertThat(reply.headers().getContentLength()).isEqualTo(10);
        assertThat(reply.headers().getETag()).isEqualTo("\"781e5e245d69b566979b86e28d23f2c7\"");
        assertThat(reply.headers().getLastModified()).isEqualTo(MODIFIED.toEpochMilli());
    }

    @Test
    void seesThatAFileHasChanged() throws IOException {
        String before = get("/index.html").headers().getETag();

        write("index.html", "<!doctype HTML>");
        Files.setLastModifiedTime(folder.resolve("index.html"), FileTime.from(MODIFIED.plusSeconds(1)));

        assertThat(get("/index.html").headers().getETag()).isNotEqualTo(before);
        assertThat(text(get("/index.html"))).isEqualTo("<!doctype HTML>");
    }

    @Test
    void decodesTheNameOnce() throws IOException {
        assertThat(text(get("/a%20b+c%20%C3%BC.txt"))).isEqualTo("odd");
        assertThat(get("/a%2520b+c%20%C3%BC.txt").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "If-None-Match, '\"781e5e245d69b566979b86e28d23f2c7\"', 304",
        "If-None-Match, 'W/\"781e5e245d69b566979b86e28d23f2c7\"', 304",
        "If-None-Match, '\"x\", \"781e5e245d69b566979b86e28d23f2c7\"', 304",
        "If-None-Match, *, 304",
        "If-None-Match, '\"x\"', 200",
        "If-Modified-Since, 'Sun, 01 Nov 2026 10:00:00 GMT', 304",
        "If-Modified-Since, 'Sun, 01 Nov 2026 09:59:59 GMT', 200",
        "If-Modified-Since, yesterday, 200",
        "If-Match, '\"x\"', 412",
        "If-Match, '\"781e5e245d69b566979b86e28d23f2c7\"', 200",
        "If-Unmodified-Since, 'Sun, 01 Nov 2026 09:59:59 GMT', 412",
    })
    void answersConditions(String header, String value, int status) throws IOException {
        assertThat(get("/assets/app.js", header, value).status()).isEqualTo(status);
    }

    @Test
    void saysTheTagAgainWhereNothingHasChanged() throws IOException {
        Reply reply = get("/assets/app.js", "If-None-Match", "*");

        assertThat(reply.headers().getETag()).isNotNull();
        assertThat(text(reply)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3,   206, 0123,       bytes 0-3/10",
        "bytes=4-,    206, 456789,     bytes 4-9/10",
        "bytes=-3,    206, 789,        bytes 7-9/10",
        "bytes=-30,   206, 0123456789, bytes 0-9/10",
        "bytes=8-30,  206, 89,         bytes 8-9/10",
        "bytes=0-0,   206, 0,          bytes 0-0/10",
        "bytes=10-,   416, ,           bytes */10",
        "bytes=-0,    416, ,           bytes */10",
        "'bytes=0-1,3-4', 200, 0123456789, ",
        "bytes=3-1,   200, 0123456789, ",
        "bytes=x-,    200, 0123456789, ",
        "items=0-1,   200, 0123456789, ",
    })
    void givesARange(String range, int status, @Nullable String text, @Nullable String contentRange)
            throws IOException {
        Reply reply = get("/assets/app.js", "Range", range);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.headers().getFirst("Content-Range")).isEqualTo(contentRange);
        if (text != null) {
            assertThat(text(reply)).isEqualTo(text);
            assertThat(reply.headers().getContentLength()).isEqualTo(text.length());
        }
    }

    @Test
    void givesARangeOnlyOfTheObjectThatWasMeant() throws IOException {
        HttpHeaders headers = new HttpHeaders();
        headers.set("Range", "bytes=0-3");
        headers.set("If-Range", "\"another\"");

        assertThat(website.serve(HttpMethod.GET, "/assets/app.js", headers).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret.txt",
                "/..%2fsecret.txt",
                "/%2e%2e/secret.txt",
                "/%2e%2e%2fsecret.txt",
                "/assets/../../secret.txt",
                "/assets/../index.html",
                "/..%5csecret.txt",
                "/..%c0%afsecret.txt",
                "//index.html",
                "/./index.html",
                "/assets//app.js",
                "/assets/app.js/",
                "/index.html%00",
                "/index.html%00.png",
                "/%00",
                "/%zz",
                "/INDEX.HTML",
                "/assets",
                "/assets/",
                "/",
                "/index.html/x",
                "//etc/passwd",
                "/%2Fetc%2Fpasswd",
                "/missing.txt",
            })
    void hasNothingUnderAnyOtherName(String uri) throws IOException {
        assertThat(get(uri).status()).isEqualTo(404);
    }

    @Test
    void followsNoLinkOutOfTheFolder() throws IOException {
        Files.createSymbolicLink(folder.resolve("link.txt"), parent.resolve("secret.txt"));
        Files.createSymbolicLink(folder.resolve("up"), parent);

        assertThat(get("/link.txt").status()).isEqualTo(404);
        assertThat(get("/up/secret.txt").status()).isEqualTo(404);
    }

    @Test
    void servesAFolderThatIsItselfALink() throws IOException {
        Path link = Files.createSymbolicLink(parent.resolve("link"), folder);

        Reply reply = new Website(link, true, Optional.empty()).serve(HttpMethod.GET, "/index.html", new HttpHeaders());

        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void hidesWhetherSomethingIsMissingWhereCloudFrontMayNotList() throws IOException {
        Reply reply =
                new Website(folder, false, Optional.empty()).serve(HttpMethod.GET, "/missing.txt", new HttpHeaders());

        assertThat(reply.status()).isEqualTo(403);
        assertThat(text(reply)).contains("<Code>AccessDenied</Code>");
    }

    @Test
    void hasNothingBeforeTheWebsiteIsBuilt() throws IOException {
        Website unbuilt = new Website(parent.resolve("nowhere"), true, Optional.of("{}"));

        assertThat(unbuilt.serve(HttpMethod.GET, "/index.html", new HttpHeaders())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void makesTheConfigurationWhereTheFolderHasNone() throws IOException {
        Reply made = get("/config.json");
        assertThat(text(made)).isEqualTo("{\"issuer\":\"made\"}");
        assertThat(made.headers().getFirst("Content-Type")).isEqualTo("application/json");

        write("config.json", "{\"issuer\":\"written\"}");

        assertThat(text(get("/config.json"))).isEqualTo("{\"issuer\":\"written\"}");
    }

    @Test
    void takesNothing() throws IOException {
        assertThat(website.serve(HttpMethod.PUT, "/index.html", new HttpHeaders())
                        .status())
                .isEqualTo(403);
        assertThat(website.serve(HttpMethod.DELETE, "/index.html", new HttpHeaders())
                        .status())
                .isEqualTo(403);
    }

    private Reply get(String uri, String... header) throws IOException {
        HttpHeaders headers = new HttpHeaders();
        if (header.length == 2) {
            headers.set(header[0], header[1]);
        }
        return website.serve(HttpMethod.GET, uri, headers);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
    }

    private static String text(Reply reply) throws IOException {
        try (InputStream body = reply.body().open()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
