package dev.todoapp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./dev website}, with AWS's answers as its documentation has them. */
class WebsiteTest {

    private static final String OLD = "20261101T000000Z-frontend-v1.0.0";
    private static final String LIVE = "20261102T000000Z-frontend-v1.1.0";

    @TempDir
    Path folder;

    private Scene scene;
    private Path build;

    @BeforeEach
    void open() throws IOException {
        scene = new Scene(folder).common("""
                stacks:
                  identity: {template: network.yaml}
                  website: {template: network.yaml}
                """);
        scene.aws
                .stack(
                        "dev-identity",
                        "CREATE_COMPLETE",
                        Map.of(),
                        Map.of("Issuer", "https://issuer", "WebClientId", "web", "LogoutUrl", "https://login/logout"))
                .stack(
                        "dev-website",
                        "CREATE_COMPLETE",
                        Map.of(),
                        Map.of("SiteBucketName", "site", "DistributionId", "E1", "SiteUrl", "https://todo.example"))
                .answers("create-invalidation", "{\"Invalidation\": {\"Id\": \"I1\", \"Status\": \"InProgress\"}}")
                .answers(
                        "get-invalidation",
                        "{\"Invalidation\": {\"Status\": \"InProgress\"}}",
                        "{\"Invalidation\": {\"Status\": \"Completed\"}}")
                .answers("head-object", "{\"Metadata\": {\"release\": \"%s\"}}".formatted(LIVE));
        build = Files.createDirectories(folder.resolve("dist"));
        Files.createDirectories(build.resolve("assets"));
        for (String name : List.of("index.html", "robots.txt", "assets/index-2.js", "assets/same.css")) {
            Files.writeString(build.resolve(name), name);
        }
    }

    @Test
    void isWholeBeforeItIsLiveAndAssetsAreThereBeforeThePageThatAsksForThem() {
        bucketHolds();

        assertThat(publish()).as(scene.err()).isZero();

        assertThat(keys("put-object").map(key -> key.replaceAll("releases/[^/]+", "R")))
                .containsSubsequence("R/assets/index-2.js", "R/index.html")
                .containsSubsequence("R/robots.txt", "R/index.html");
        // The listing that going live goes by is asked for once the release is there.
        assertThat(scene.aws.calls().stream().map(call -> call.split(" ")[1]))
                .containsSubsequence("put-object", "list-objects-v2");
    }

    @Test
    void goesLiveWithTheIndexLastAndInvalidatesOnlyWhatChanged() {
        bucketHolds(
                object("index.html", "old"),
                object("robots.txt", "same"),
                object("assets/same.css", "css"),
                object("config.json", "other"),
                object("releases/" + LIVE + "/index.html", "new"),
                object("releases/" + LIVE + "/robots.txt", "same"),
                object("releases/" + LIVE + "/assets/index-2.js", "js"),
                object("releases/" + LIVE + "/assets/same.css", "css"));

        assertThat(scene.dev("website", "rollback", "dev", "--to", LIVE))
                .as(scene.err())
                .isZero();

        assertThat(keys("copy-object"))
                .as("robots.txt and same.css are there as they are")
                .containsExactly("assets/index-2.js", "index.html");
        assertThat(scene.aws.calls().stream().map(call -> call.split(" ")[1]))
                .containsSubsequence("copy-object", "put-object", "copy-object", "create-invalidation");
        assertThat(scene.aws.inputs("create-invalidation"))
                .singleElement()
                .satisfies(input -> assertThat(input.at("/InvalidationBatch/Paths/Items").values().stream()
                                .map(item -> item.asString()))
                        .containsExactlyInAnyOrder("/index.html", "/config.json"));
        assertThat(scene.aws.calls("get-invalidation")).hasSize(2);
        assertThat(scene.aws.calls("copy-object").getLast())
                .contains("--metadata release=" + LIVE)
                .contains("--content-type text/html; charset=utf-8")
                .doesNotContain("--cache-control");
        assertThat(scene.aws.calls("copy-object").getFirst()).contains("immutable");
    }

    @Test
    void goesBackToTheReleaseBeforeTheOneThatIsLive() {
        bucketHolds(
                object("index.html", "live"),
                object("releases/" + LIVE + "/index.html", "live"),
                object("releases/" + OLD + "/index.html", "old"),
                object("releases/20261031T000000Z-x/index.html", "older"));

        assertThat(scene.dev("website", "rollback", "dev")).as(scene.err()).isZero();

        assertThat(scene.aws.calls("copy-object"))
                .singleElement()
                .satisfies(call -> assertThat(call).contains("--copy-source site/releases/" + OLD + "/index.html"));
        assertThat(scene.out()).contains(OLD + " is live");
    }

    @Test
    void refusesToGoBackBeyondTheFirstAndToWhatItDoesNotKeep() {
        bucketHolds(object("releases/" + LIVE + "/index.html", "live"));

        assertThat(scene.dev("website", "rollback", "dev")).isEqualTo(1);
        assertThat(scene.err()).isEqualTo("dev: dev-website keeps no release before " + LIVE);
        assertThat(scene.dev("website", "rollback", "dev", "--to", "yesterday")).isEqualTo(1);
        assertThat(scene.err()).startsWith("dev: dev-website keeps no release 'yesterday'");
        assertThat(scene.aws.calls("copy-object")).isEmpty();
    }

    /** Of long ago, so that age keeps none of them. */
    @Test
    void keepsTheLastTenReleasesTheLiveOneAndTheirAssets() {
        String first = "20200101T000000Z-v0";
        bucketHolds(Stream.concat(
                        Stream.of(
                                object("index.html", "0"),
                                object("assets/of-the-live-one.js", "0"),
                                object("assets/of-the-second.js", "1"),
                                object("assets/of-the-last.js", "12"),
                                object("releases/" + first + "/assets/of-the-live-one.js", "0"),
                                object("releases/20200102T000000Z-v1/assets/of-the-second.js", "1"),
                                object("releases/20200113T000000Z-v12/assets/of-the-last.js", "12"),
                                object("releases/20200114T000000Z-cut-off/assets/x.js", "x")),
                        IntStream.rangeClosed(0, 12)
                                .mapToObj(i -> object(
                                        "releases/202001%02dT000000Z-v%d/index.html".formatted(i + 1, i), "" + i)))
                .toArray(String[]::new));

        assertThat(scene.dev("website", "rollback", "dev", "--to", first))
                .as(scene.err())
                .isZero();

        assertThat(scene.aws.inputs("delete-objects"))
                .singleElement()
                .satisfies(input -> assertThat(input.at("/Delete/Objects").values().stream()
                                .map(object -> object.path("Key").asString()))
                        .containsExactlyInAnyOrder(
                                "assets/of-the-second.js",
                                "releases/20200102T000000Z-v1/assets/of-the-second.js",
                                "releases/20200102T000000Z-v1/index.html",
                                "releases/20200103T000000Z-v2/index.html",
                                "releases/20200114T000000Z-cut-off/assets/x.js"));
    }

    @Test
    void putsNothingThereWhenTheFolderHoldsNoWebsite() throws IOException {
        Files.delete(build.resolve("index.html"));

        assertThat(publish()).isEqualTo(1);

        assertThat(scene.err()).contains("holds no website");
        assertThat(scene.aws.calls("put-object")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "frontend-v1.9.0, frontend-v1.10.0",
        "frontend-v1.10.0, frontend-v2.0.0",
        "frontend-v1.10.0, frontend-v1.10.1"
    })
    void refusesAnOlderVersionForwardBeforeAnythingIsWritten(String version, String newer) {
        isLive("20261102T000000Z-" + newer);

        assertThat(forward(version)).isEqualTo(1);

        assertThat(scene.err())
                .isEqualTo(
                        ("dev: dev-website has 20261102T000000Z-%s live, and %s would go back: nothing was changed; when"
                                        + " that is meant, the same without --forward, or ./dev website rollback dev")
                                .formatted(newer, version));
        assertThat(scene.aws.calls("put-object")).isEmpty();
        assertThat(scene.aws.calls("copy-object")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "frontend-v1.10.0, 20261102T000000Z-frontend-v1.9.0",
        "frontend-v1.10.0, 20261102T000000Z-frontend-v1.10.0",
        "frontend-v1.10.0, 20261102T000000Z-frontend-v2.0.0-3-g0a1b2c3d4e5f",
        "frontend-v1.10.0, 20261102T000000Z-frontend-v2.0",
        "frontend-v1.10.0, 20261102T000000Z-unknown",
        "frontend-v1.10.0, by-hand",
        "frontend-v1.10.0, ''",
        "0a1b2c3d4e5f, 20261102T000000Z-frontend-v2.0.0",
        "frontend-v1.10, 20261102T000000Z-frontend-v2.0.0"
    })
    void goesForwardToTheSameANewerAndWhatHasNoVersion(String version, String live) {
        bucketHolds();
        isLive(live);

        assertThat(forward(version)).as(scene.err()).isZero();

        assertThat(scene.out()).contains("-" + version + " is live");
    }

    @Test
    void goesForwardWhereNothingIsLiveYet() {
        bucketHolds();
        scene.aws.replace("head-object", "An error occurred (404) when calling the HeadObject operation: Not Found");

        assertThat(forward("frontend-v1.2.0")).as(scene.err()).isZero();
    }

    @Test
    void goesBackToAnOlderVersionForWhoeverAsksForIt() {
        bucketHolds();
        isLive("20261102T000000Z-frontend-v2.0.0");

        assertThat(publish()).as(scene.err()).isZero();
    }

    @Test
    void listsWhatItKeeps() {
        bucketHolds(
                object("releases/" + LIVE + "/index.html", "live"), object("releases/" + OLD + "/index.html", "old"));

        assertThat(scene.dev("website", "releases", "dev")).isZero();

        assertThat(scene.out().lines()).containsExactly("live  " + LIVE, "      " + OLD);
    }

    private int publish() {
        return scene.dev("website", "dev", "--dist", build.toString(), "--version", "frontend-v1.2.0");
    }

    private int forward(String version) {
        return scene.dev("website", "dev", "--dist", build.toString(), "--version", version, "--forward");
    }

    private void isLive(String release) {
        scene.aws.replace("head-object", "{\"Metadata\": {\"release\": \"%s\"}}".formatted(release));
    }

    private void bucketHolds(String... objects) {
        scene.aws.answers("list-objects-v2", "{\"Contents\": [%s]}".formatted(String.join(",", objects)));
    }

    private static String object(String key, String tag) {
        return "{\"Key\": \"%s\", \"ETag\": \"\\\"%s\\\"\"}".formatted(key, tag);
    }

    private Stream<String> keys(String operation) {
        return scene.aws.calls(operation).stream().map(call -> call.replaceAll(".*--key (\\S+).*", "$1"));
    }
}
