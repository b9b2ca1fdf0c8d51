package dev.todoapp.deploy;

import dev.todoapp.infra.DeploymentFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code ./dev website}: puts a build into the website's bucket, and goes back to one before.
 *
 * <p>A release is a folder of its own, {@code releases/<when>-<version>/}, and complete. Going live, forward or back, is copying it within the
 * bucket: first what is new under {@code assets/}, then the pages, {@code index.html} last, since from then on browsers ask for
 * the rest. That object also says which release it is of, so no second place can say otherwise.
 */
final class Website {

    private static final String RELEASES = "releases/";
    private static final String ASSETS = "assets/";
    private static final String INDEX = "index.html";
    private static final String CONFIG = "config.json";

    /** Whichever is more: browsers may still have a page open that asks for an old asset. */
    private static final int KEPT = 10;

    private static final Duration KEPT_FOR = Duration.ofDays(30);

    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** Of a release's name, before its version. */
    private static final Pattern AT = Pattern.compile("^\\d{8}T\\d{6}Z-");

    /** What a version is called, before its number. */
    private static final String VERSION = "frontend-v";

    private static final int DELETED_AT_ONCE = 1000;

    private static final int ASKED_AT_MOST = 200;

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("webp", "image/webp"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("txt", "text/plain; charset=utf-8"));

    private final DeploymentFiles files;
    private final CloudFormation cloudFormation;
    private final Screen screen;
    private final Clock clock;
    private final Aws aws;
    private final String bucket;
    private final DeployedStack stack;

    /** @throws Refusal if the website isn't deployed */
    Website(Target target, CloudFormation cloudFormation, Screen screen, Clock clock) {
        this.files = target.files(null);
        this.cloudFormation = cloudFormation;
        this.screen = screen;
        this.clock = clock;
        this.stack = stack(Target.WEBSITE);
        this.aws = target.aws(stack.region());
        this.bucket = output(stack, "SiteBucketName");
    }

    /**
     * @param build the folder that the frontend's build has made
     * @param version what it is called, such as {@code frontend-v1.4.0}
     * @param forward whether a lower version than the one that is live is refused
     */
    void publish(Path build, String version, boolean forward) {
        List<String> names = names(build);
        if (!names.contains(INDEX)) {
            throw new Refusal("%s holds no website: there is no %s in it".formatted(build, INDEX));
        }
        if (forward) {
            requireForward(version);
        }
        String release = WHEN.format(clock.instant()) + "-" + version.replaceAll("[^A-Za-z0-9._-]", "-");
        // Its own index.html last here, too: a release without one was cut off, and is none.
        for (String name : inOrder(names)) {
            List<String> put = new ArrayList<>(List.of(
                    "--bucket", bucket, "--key", RELEASES + release + "/" + name, "--content-type", type(name)));
            put.addAll(caching(name));
            put.addAll(List.of("--body", build.resolve(name).toString()));
            aws.call("s3api", "put-object", put.toArray(String[]::new));
        }
        screen.say("%s: %d files are there as release %s".formatted(stack.name(), names.size(), release));
        goLive(release, objects());
    }

    /** What has no version, on either side, is let through. */
    private void requireForward(String version) {
        Optional<Version> wanted = Version.in(version, VERSION);
        String live = wanted.isEmpty() ? null : live();
        if (live == null) {
            return;
        }
        Version.in(AT.matcher(live).replaceFirst(""), VERSION)
                .filter(now -> now.compareTo(wanted.get()) > 0)
                .ifPresent(now -> {
                    throw new Refusal(
                            "%s has %s live, and %s would go back: nothing was changed; when that is meant, the same without --forward, or ./dev website rollback %s"
                                    .formatted(stack.name(), live, version, files.environment()));
                });
    }

    /** @param wanted the release, or null for the one before that which is live */
    void rollback(@Nullable String wanted) {
        SortedMap<String, String> objects = objects();
        NavigableSet<String> releases = releases(objects);
        String live = live();
        String release = wanted != null ? wanted : live == null ? null : releases.lower(live);
        if (release == null) {
            throw new Refusal(
                    "%s keeps no release before %s".formatted(stack.name(), live == null ? "the first" : live));
        }
        if (!releases.contains(release)) {
            throw new Refusal("%s keeps no release '%s': there are %s"
                    .formatted(stack.name(), release, String.join(", ", releases.descendingSet())));
        }
        screen.say("%s goes back from %s".formatted(stack.name(), live));
        goLive(release, objects);
    }

    void list() {
        String live = live();
        NavigableSet<String> releases = releases(objects());
        releases.descendingSet().forEach(release -> screen.say((release.equals(live) ? "live  " : "      ") + release));
        if (releases.isEmpty()) {
            screen.say("%s holds no release yet: ./dev website %s".formatted(stack.name(), files.environment()));
        }
    }

    private void goLive(String release, SortedMap<String, String> objects) {
        String folder = RELEASES + release + "/";
        List<String> names = names(objects, release);
        List<String> invalid = new ArrayList<>();
        for (String name : inOrder(names)) {
            boolean same = objects.getOrDefault(folder + name, "").equals(objects.get(name));
            if (name.equals(INDEX)) {
                configure(objects, invalid);
            } else if (same) {
                continue;
            }
            copy(folder + name, name, release);
            // What never was there is in no cache, and what is called by its content never changes.
            if (!same && objects.containsKey(name) && !name.startsWith(ASSETS)) {
                invalid.add("/" + name);
            }
        }
        screen.say("%s: %s is live".formatted(stack.name(), release));
        invalidate(invalid);
        prune(release, objects);
        screen.say("It is at %s".formatted(output(stack, "SiteUrl")));
    }

    private void copy(String from, String to, String release) {
        List<String> copy = new ArrayList<>(
                List.of("--bucket", bucket, "--copy-source", bucket + "/" + from, "--key", to, "--metadata-directive"));
        copy.addAll(List.of("REPLACE", "--metadata", "release=" + release, "--content-type", type(to)));
        copy.addAll(caching(to));
        aws.call("s3api", "copy-object", copy.toArray(String[]::new));
    }

    /** What differs between environments, from the user pool as it is deployed: it goes back with no release. */
    private void configure(SortedMap<String, String> objects, List<String> invalid) {
        DeployedStack identity = stack("identity");
        ObjectNode config = Aws.JSON.createObjectNode();
        config.put("issuer", output(identity, "Issuer"));
        config.put("clientId", output(identity, "WebClientId"));
        config.put("logoutUrl", output(identity, "LogoutUrl"));
        byte[] text = (config.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
        if (md5(text).equals(objects.get(CONFIG))) {
            return;
        }
        try {
            Path file = Files.createTempFile("config-", ".json");
            try {
                Files.write(file, text);
                aws.call(
                        "s3api",
                        "put-object",
                        "--bucket",
                        bucket,
                        "--key",
                        CONFIG,
                        "--content-type",
                        type(CONFIG),
                        "--body",
                        file.toString());
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new Refusal("can't write a temporary file: " + e.getMessage());
        }
        if (objects.containsKey(CONFIG)) {
            invalid.add("/" + CONFIG);
        }
    }

    private void invalidate(List<String> paths) {
        if (paths.isEmpty()) {
            screen.say("No cache holds anything of before.");
            return;
        }
        String distribution = output(stack, "DistributionId");
        ObjectNode input = Aws.JSON.createObjectNode().put("DistributionId", distribution);
        ObjectNode batch = input.putObject("InvalidationBatch").put("CallerReference", "website-" + clock.millis());
        ArrayNode items = batch.putObject("Paths").put("Quantity", paths.size()).putArray("Items");
        paths.forEach(items::add);
        String id = aws.call("cloudfront", "create-invalidation", input)
                .at("/Invalidation/Id")
                .asString("");
        screen.say("Edges forget " + String.join(", ", paths));
        if (aws.endpoint() != null) {
            // An emulator has no edges, and moto's never end to forget.
            return;
        }
        for (int asked = 0; asked < ASKED_AT_MOST; asked++) {
            JsonNode found = aws.call("cloudfront", "get-invalidation", "--distribution-id", distribution, "--id", id);
            if (found.at("/Invalidation/Status").asString("").equals("Completed")) {
                return;
            }
            cloudFormation.pause();
        }
        screen.say("They haven't all said so yet; each asks again after a minute.");
    }

    /** Releases that nobody goes back to any more, and assets that are in none of those that stay. */
    private void prune(String live, SortedMap<String, String> objects) {
        NavigableSet<String> releases = releases(objects);
        String oldest = WHEN.format(clock.instant().minus(KEPT_FOR));
        Set<String> kept = new HashSet<>(Set.of(live));
        releases.descendingSet().stream().limit(KEPT).forEach(kept::add);
        kept.addAll(releases.tailSet(oldest));
        Set<String> assets = new HashSet<>();
        kept.forEach(release -> assets.addAll(names(objects, release)));
        List<String> gone = new ArrayList<>();
        for (String key : objects.keySet()) {
            // One that is being uploaded by somebody else, or was cut off, is no release yet: it is left alone until it
            // is old.
            String release = key.startsWith(RELEASES) ? key.split("/")[1] : null;
            boolean agedOut = release != null
                    && !kept.contains(release)
                    && (releases.contains(release) || release.compareTo(oldest) < 0);
            boolean orphan = key.startsWith(ASSETS) && !assets.contains(key);
            if (agedOut || orphan) {
                gone.add(key);
            }
        }
        for (int from = 0; from < gone.size(); from += DELETED_AT_ONCE) {
            ObjectNode input = Aws.JSON.createObjectNode().put("Bucket", bucket);
            ArrayNode keys = input.putObject("Delete").put("Quiet", true).putArray("Objects");
            gone.subList(from, Math.min(gone.size(), from + DELETED_AT_ONCE))
                    .forEach(key -> keys.addObject().put("Key", key));
            aws.call("s3api", "delete-objects", input);
        }
        if (!gone.isEmpty()) {
            screen.say("%d files of releases that aged out are deleted".formatted(gone.size()));
        }
    }

    /** Which release {@code index.html} is of; null if nothing is live, or what somebody copied there by hand. */
    private @Nullable String live() {
        try {
            String release = aws.call("s3api", "head-object", "--bucket", bucket, "--key", INDEX)
                    .path("Metadata")
                    .path("release")
                    .asString("");
            return release.isEmpty() ? null : release;
        } catch (AwsFailure e) {
            if (e.is("404") || e.isNotFound()) {
                return null;
            }
            throw e;
        }
    }

    /** Every key of the bucket, with the MD5 of what is under it. */
    private SortedMap<String, String> objects() {
        SortedMap<String, String> objects = new TreeMap<>();
        aws.call("s3api", "list-objects-v2", "--bucket", bucket)
                .path("Contents")
                .values()
                .forEach(object -> objects.put(
                        object.path("Key").asString(""),
                        object.path("ETag").asString("").replace("\"", "")));
        return objects;
    }

    private static NavigableSet<String> releases(SortedMap<String, String> objects) {
        NavigableSet<String> releases = new TreeSet<>();
        for (String key : objects.keySet()) {
            if (key.startsWith(RELEASES) && key.endsWith("/" + INDEX)) {
                releases.add(key.substring(RELEASES.length(), key.length() - INDEX.length() - 1));
            }
        }
        return releases;
    }

    private static List<String> names(SortedMap<String, String> objects, String release) {
        String folder = RELEASES + release + "/";
        return objects.tailMap(folder).keySet().stream()
                .takeWhile(key -> key.startsWith(folder))
                .map(key -> key.substring(folder.length()))
                .toList();
    }

    private static List<String> names(Path build) {
        try (Stream<Path> found = Files.walk(build)) {
            return found.filter(Files::isRegularFile)
                    .map(file -> build.relativize(file).toString())
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new Refusal("%s can't be read: build the website first (./dev build)".formatted(build));
        }
    }

    /** Assets, then pages, then the page that asks for them. */
    private static List<String> inOrder(List<String> names) {
        List<String> ordered = new ArrayList<>(
                names.stream().filter(name -> name.startsWith(ASSETS)).toList());
        names.stream()
                .filter(name -> !name.startsWith(ASSETS) && !name.equals(INDEX))
                .forEach(ordered::add);
        ordered.add(INDEX);
        return ordered;
    }

    private static List<String> caching(String name) {
        // Of pages CloudFront decides: a minute at the edge (website.yaml).
        return name.startsWith(ASSETS) ? List.of("--cache-control", "public, max-age=31536000, immutable") : List.of();
    }

    private static String type(String name) {
        return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
    }

    private DeployedStack stack(String name) {
        return cloudFormation
                .known(files.nameOnAws(name), files.region(name))
                .filter(found -> !found.isOnlyPlanned())
                .orElseThrow(() -> new Refusal(
                        "%s isn't deployed: ./dev deploy %s".formatted(files.nameOnAws(name), files.environment())));
    }

    private static String output(DeployedStack stack, String name) {
        String value = stack.outputs().get(name);
        if (value == null) {
            throw new Refusal("%s has no output %s: deploy it again".formatted(stack.name(), name));
        }
        return value;
    }

    /** What S3 calls an object's ETag. */
    private static String md5(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
