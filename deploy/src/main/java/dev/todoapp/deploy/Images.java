package dev.todoapp.deploy;

import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The images of one service. */
final class Images {

    private static final Pattern IN_ECR = Pattern.compile(
            "(?<account>\\d{12})\\.dkr\\.ecr\\.(?<region>[a-z0-9-]+)\\.amazonaws\\.com(\\.cn)?/(?<repository>[^:@]+)(?<which>[:@].+)");

    private static final String REGISTRY = "[a-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?";
    private static final String WORD = "[a-z0-9]+([._-]+[a-z0-9]+)*";
    private static final String TAG = "[A-Za-z0-9_][A-Za-z0-9._-]{0,127}";
    private static final String DIGEST = "sha256:[0-9a-f]{64}";
    private static final Pattern OF_OUR_OWN = Pattern.compile(TAG + "|" + DIGEST);
    private static final Pattern IN_FULL =
            Pattern.compile("(%s/)?%s(/%s)*(:%s)?(@%s)?".formatted(REGISTRY, WORD, WORD, TAG, DIGEST));

    /** The tag of a version, before its number. */
    static final String RELEASE = "release-";

    private static final Pattern TAGGED = Pattern.compile(":(?<tag>%s)(@.+)?$".formatted(TAG));

    private final Target target;
    private final String service;

    Images(Target target, String service) {
        this.target = target;
        this.service = service;
    }

    /**
     * The image by its digest, which can't be moved to another one.
     *
     * @param image in full, or a tag or digest of the service's own repository
     * @throws Refusal if it is no name of an image, or our registry has no such image
     */
    String pinned(String image) {
        if (!OF_OUR_OWN.matcher(image).matches() && !IN_FULL.matcher(image).matches()) {
            throw new Refusal(
                    "'%s' is no image: one looks like %s:1.0.0 or registry.example.com:5000/team/name@sha256:… (64 hexadecimal digits), without https://; a tag of %s alone will do"
                            .formatted(image, ownRepository(), repository()));
        }
        String full = full(image);
        Matcher ecr = IN_ECR.matcher(full);
        if (!ecr.matches()) {
            return full;
        }
        String which = ecr.group("which");
        try {
            String digest = described(ecr).path("imageDigest").asString("");
            return full.substring(0, full.length() - which.length()) + "@" + digest;
        } catch (AwsFailure e) {
            if (e.isNotFound()) {
                throw new Refusal("%s has no image %s: aws ecr list-images --repository-name %s lists them"
                        .formatted(ecr.group("repository"), which.substring(1), ecr.group("repository")));
            }
            throw e;
        }
    }

    /**
     * The versions that an image was released as: that of its tag, or where a digest names it those of all tags that it has in our registry.
     *
     * @param image as for {@link #pinned}
     * @return empty if none of its names is that of a version
     */
    NavigableSet<Version> versions(String image) {
        String full = full(image);
        Matcher ecr = IN_ECR.matcher(full);
        NavigableSet<Version> versions = new TreeSet<>();
        if (ecr.matches() && ecr.group("which").startsWith("@")) {
            try {
                described(ecr)
                        .path("imageTags")
                        .values()
                        .forEach(tag -> Version.in(tag.asString(""), RELEASE).ifPresent(versions::add));
            } catch (AwsFailure e) {
                if (!e.isNotFound()) {
                    throw e;
                }
            }
            return versions;
        }
        Matcher tagged = TAGGED.matcher(full);
        if (tagged.find()) {
            Version.in(tagged.group("tag"), RELEASE).ifPresent(versions::add);
        }
        return versions;
    }

    /** @param ecr an image by {@link #IN_ECR} */
    private JsonNode described(Matcher ecr) {
        String which = ecr.group("which");
        ObjectNode input = Aws.JSON
                .createObjectNode()
                .put("registryId", ecr.group("account"))
                .put("repositoryName", ecr.group("repository"));
        input.putArray("imageIds")
                .addObject()
                .put(which.startsWith("@") ? "imageDigest" : "imageTag", which.substring(1));
        return target.aws(ecr.group("region"))
                .call("ecr", "describe-images", input)
                .path("imageDetails")
                .path(0);
    }

    private String full(String image) {
        return OF_OUR_OWN.matcher(image).matches()
                ? ownRepository() + (image.startsWith("sha256:") ? "@" : ":") + image
                : image;
    }

    /** Gives an image of our registry the tag by which it never expires; moves it there from the one that had it. */
    void markAsRunning(String image) {
        Matcher ecr = IN_ECR.matcher(image);
        if (!ecr.matches()
                || !ecr.group("which").startsWith("@")
                || !ecr.group("repository").equals(repository())) {
            return;
        }
        Aws aws = target.aws(ecr.group("region"));
        ObjectNode input = Aws.JSON
                .createObjectNode()
                .put("registryId", ecr.group("account"))
                .put("repositoryName", ecr.group("repository"));
        ObjectNode ask = input.deepCopy();
        ask.putArray("imageIds")
                .addObject()
                .put("imageDigest", ecr.group("which").substring(1));
        JsonNode found = aws.call("ecr", "batch-get-image", ask).path("images").path(0);
        String tag = "running-" + target.environment();
        if (found.path("imageId").path("imageTag").asString("").equals(tag)) {
            return;
        }
        input.put("imageManifest", found.path("imageManifest").asString(""));
        if (!found.path("imageManifestMediaType").asString("").isEmpty()) {
            input.put(
                    "imageManifestMediaType",
                    found.path("imageManifestMediaType").asString(""));
        }
        input.put("imageTag", tag);
        try {
            aws.call("ecr", "put-image", input);
        } catch (AwsFailure e) {
            if (!e.is("ImageAlreadyExistsException")) {
                throw e;
            }
        }
    }

    private String repository() {
        return target.environment() + "-" + service;
    }

    private String ownRepository() {
        return "%s.dkr.ecr.%s.%s/%s".formatted(target.account(), target.region(), target.domain(), repository());
    }
}
