package dev.todoapp.localcloud.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The website as browsers get it. What the bucket does with names, ranges and tags is {@link WebsiteTest}'s. */
@TestInstance(Lifecycle.PER_CLASS)
class WebsiteAtTheDoorTest {

    private static final String PAGE = "<!doctype html><title>To-do</title>";
    private static final String SCRIPT = "console.log('hello');\n".repeat(200);

    private Path dist;
    private Laptop laptop;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        dist = Files.createDirectories(folder.resolve("dist/assets"))
                .resolve("..")
                .normalize();
        Files.writeString(dist.resolve("index.html"), PAGE);
        Files.writeString(dist.resolve("assets/app-1a2b.js"), SCRIPT);
        Files.writeString(folder.resolve("secret.txt"), "secret");
        laptop = new Laptop(Templates.local(), dist);
    }

    @AfterAll
    void close() {
        laptop.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/signed-in", "/signed-in?code=1&state=2", "/todo/42/edit", "/todosx"})
    void servesThePageUnderTheAppsOwnAddresses(String address) {
        HttpResponse<String> answer = laptop.get(address);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(PAGE);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/html");
        assertThat(answer.headers().firstValue("X-Cache")).contains("Miss from cloudfront");
    }

    @Test
    void servesThePageWithTheHeadersOfItsBehaviour() {
        HttpResponse<String> page = laptop.get("/signed-in");

        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; ");
        assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(page.headers().allValues("Cache-Control")).containsExactly("no-cache");
    }

    @Test
    void servesAssetsWithTheHeadersOfTheirs() {
        HttpResponse<String> asset = laptop.get("/assets/app-1a2b.js");

        assertThat(asset.body()).isEqualTo(SCRIPT);
        assertThat(asset.headers().firstValue("Content-Type")).contains("text/javascript");
        assertThat(asset.headers().allValues("Cache-Control")).containsExactly("public, max-age=31536000, immutable");
        assertThat(asset.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(asset.headers().firstValue("Content-Security-Policy")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/assets/gone-9z8y.js", "/missing.js", "/favicon.ico"})
    void neverServesThePageInPlaceOfAFile(String address) {
        HttpResponse<String> answer = laptop.get(address);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("<Code>NoSuchKey</Code>");
        assertThat(answer.headers().firstValue("X-Cache")).contains("Error from cloudfront");
    }

    @Test
    void answersAsABucketDoesThatMayNotBeListed(@TempDir Path empty) {
        Templates templates =
                Templates.local().with("website", "SiteBucketPolicy", "/PolicyDocument/Statement/1", null);
        try (Laptop strict = new Laptop(templates, empty)) {
            assertThat(strict.get("/missing.js").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void servesErrorPagesWhereTheDistributionHasThem() {
        Templates templates = Templates.local()
                .with(
                        "website",
                        "Distribution",
                        "/DistributionConfig/CustomErrorResponses",
                        "[{\"ErrorCode\": 404, \"ResponseCode\": 200, \"ResponsePagePath\": \"/index.html\"}]");
        try (Laptop lenient = new Laptop(templates, dist)) {
            HttpResponse<String> answer = lenient.get("/missing.js");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(PAGE);
        }
    }

    @Test
    void tellsTheAppWhereToSignIn() {
        HttpResponse<String> config = laptop.get("/config.json");

        assertThat(config.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(JsonMapper.shared().readTree(config.body()))
                .isEqualTo(JsonMapper.shared().readTree("""
                                {
                                  "issuer": "http://localhost:9229/us-east-1_local1234",
                                  "clientId": "localwebclient000000000000",
                                  "logoutUrl": "http://localhost:9229/logout"
                                }"""));
    }

    @Test
    void doesNotSendAFileTwice() {
        String tag = laptop.get("/").headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = laptop.get("/", "If-None-Match", tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("ETag")).contains(tag);
        assertThat(again.headers().firstValue("Content-Security-Policy")).isPresent();
    }

    @Test
    void compressesForBrowsersAndKnowsTheFileAgain() {
        HttpResponse<String> compressed = laptop.get("/assets/app-1a2b.js", "Accept-Encoding", "gzip, br");

        assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
        String tag = compressed.headers().firstValue("ETag").orElseThrow();
        assertThat(tag).startsWith("W/\"");
        assertThat(laptop.get("/assets/app-1a2b.js", "Accept-Encoding", "gzip", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void answersHeadAndRanges() {
        HttpResponse<String> head = laptop.ask("HEAD", "/assets/app-1a2b.js", request -> {});
        HttpResponse<String> range = laptop.get("/assets/app-1a2b.js", "Range", "bytes=0-6");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Length")).contains(Integer.toString(SCRIPT.length()));
        assertThat(range.statusCode()).isEqualTo(206);
        assertThat(range.body()).isEqualTo("console");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"})
    void forbidsMethodsThatTheBehaviourDoesNotAllow(String method) {
        HttpResponse<String> answer = laptop.ask(method, "/", request -> {});

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body())
                .contains("not configured to allow the HTTP request method")
                .contains("Generated by cloudfront");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret.txt",
                "/..%2fsecret.txt",
                "/%2e%2e/secret.txt",
                "/%2e%2e%2fsecret.txt",
                "/assets/../../secret.txt",
                "/assets/..%2f..%2fsecret.txt",
                "/assets/%2e%2e/%2e%2e/secret.txt",
                "/..%5csecret.txt",
                "/..\\secret.txt",
                "/%252e%252e/secret.txt",
                "/..%c0%afsecret.txt",
                "/secret.txt%00.js",
                "//secret.txt",
                "/.;/../secret.txt",
                "/..;/secret.txt",
            })
    void letsNobodyOutOfTheFolder(String path) {
        String answer = Wire.get(laptop.frontDoor.port(), path);

        assertThat(Wire.status(answer)).isBetween(400, 499);
        assertThat(answer).doesNotEndWith("secret");
    }

    @Test
    void failsAsCloudFrontDoesWhenTheFunctionFails() {
        Templates templates = Templates.local()
                .with("website", "SpaRouting", "/FunctionCode", "\"function handler(event) { while (true) {} }\"");
        try (Laptop broken = new Laptop(templates, dist)) {
            HttpResponse<String> answer = broken.get("/");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("X-Cache")).contains("FunctionExecutionError from cloudfront");
            assertThat(broken.get("/assets/app-1a2b.js").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void letsTheFunctionAnswer() {
        String code = "function handler(event) { return {statusCode: 301, headers: {location: {value: '/new'}}}; }";
        Templates templates = Templates.local()
                .with(
                        "website",
                        "SpaRouting",
                        "/FunctionCode",
                        JsonMapper.shared().writeValueAsString(code));
        try (Laptop redirecting = new Laptop(templates, dist)) {
            HttpResponse<String> answer = redirecting.get("/old");

            assertThat(answer.statusCode()).isEqualTo(301);
            assertThat(answer.headers().firstValue("Location")).contains("/new");
            assertThat(answer.headers().firstValue("X-Cache")).contains("FunctionGeneratedResponse from cloudfront");
        }
    }
}
