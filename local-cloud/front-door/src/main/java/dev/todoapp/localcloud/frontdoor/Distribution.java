package dev.todoapp.localcloud.frontdoor;

import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

/**
 * The CloudFront distribution.
 *
 * @param domainName its own, whatever people call it by
 * @param defaultRootObject served for {@code /}, without a slash
 * @param behaviors in the order in which they are tried; the last one takes everything
 * @param errorPages by the status that an origin answers
 */
record Distribution(
        String id,
        String domainName,
        Optional<String> defaultRootObject,
        List<Behavior> behaviors,
        Map<Integer, ErrorPage> errorPages) {

    private static final String TYPE = "AWS::CloudFront::";
    private static final List<String> PLAYED =
            List.of("CachePolicy", "Distribution", "Function", "OriginAccessControl", "ResponseHeadersPolicy");

    /** AWS's managed policies are known by the same ids in every account. */
    private static final String CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

    private static final String CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";
    private static final String ALL_VIEWER_EXCEPT_HOST_HEADER = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

    /** What is done with requests whose path is like the pattern. */
    record Behavior(
            Wildcard pathPattern,
            List<String> allowedMethods,
            Origin origin,
            Optional<ViewerRequestFunction> viewerRequest,
            ResponseHeadersPolicy headers,
            boolean compress) {

        boolean matches(String path) {
            return pathPattern.matches(path);
        }
    }

    /** Where answers come from. */
    sealed interface Origin {}

    /**
     * The website's bucket.
     *
     * @param listable whether CloudFront may list it, which decides what a missing object answers
     */
    record BucketOrigin(boolean listable) implements Origin {}

    /**
     * The HTTP API.
     *
     * @param customHeaders what CloudFront adds, in place of what a viewer sent under that name
     */
    record ApiOrigin(String domainName, HttpHeaders customHeaders) implements Origin {}

    /** What is answered in place of an origin's error. */
    record ErrorPage(int status, String path) {}

    /** What a cache policy says that can be seen without a cache. */
    private record Caching(boolean caches, boolean gzip) {}

    static Distribution parse(List<Stack> stacks, HttpApi api) {
        Found.nothingBut(stacks, TYPE, PLAYED);
        Found found = Found.one(stacks, TYPE + "Distribution");
        return new Parser(found, api).parse();
    }

    /** Reads one distribution and what it refers to, all of it in one stack. */
    private static final class Parser {

        private final Stack stack;
        private final Found found;
        private final HttpApi api;

        Parser(Found found, HttpApi api) {
            this.stack = found.stack();
            this.found = found;
            this.api = api;
        }

        Distribution parse() {
            Part resource = found.part().leaving("Tags");
            Part config = resource.part("DistributionConfig")
                    .orElseThrow(() -> resource.error("DistributionConfig", "is missing"))
                    .only("Enabled", "true")
                    .leaving("Aliases", "CNAMEs", "Comment", "HttpVersion", "IPV6Enabled", "Logging", "PriceClass")
                    // A laptop has no certificate, no firewall and is in no country.
                    .leaving("ViewerCertificate", "WebACLId", "Restrictions");
            Map<String, Origin> origins = new LinkedHashMap<>();
            config.parts("Origins").forEach(origin -> origins.put(origin.text("Id"), origin(origin)));
            List<Behavior> behaviors = new ArrayList<>();
            config.parts("CacheBehaviors")
                    .forEach(behavior -> behaviors.add(behavior(behavior, pathPattern(behavior), origins)));
            Part last = config.part("DefaultCacheBehavior")
                    .orElseThrow(() -> config.error("DefaultCacheBehavior", "is missing"));
            behaviors.add(behavior(last, "*", origins));
            Map<Integer, ErrorPage> errorPages = errorPages(config);
            Optional<String> root = config.optionalText("DefaultRootObject").filter(name -> !name.isEmpty());
            config.end();
            resource.end();
            String id = found.resource().physicalId();
            String domainName = stack.outputs()
                    .getOrDefault("DistributionDomainName", id.toLowerCase(Locale.ROOT) + ".cloudfront.net");
            return new Distribution(id, domainName, root, List.copyOf(behaviors), errorPages);
        }

        /** The first slash may be left out. */
        private static String pathPattern(Part behavior) {
            String pattern = behavior.text("PathPattern");
            return pattern.startsWith("/") || pattern.startsWith("*") ? pattern : "/" + pattern;
        }

        private Origin origin(Part origin) {
            origin.leaving(
                    "ConnectionAttempts", "ConnectionTimeout", "OriginAccessControlId", "ResponseCompletionTimeout");
            String domainName = origin.text("DomainName");
            HttpHeaders customHeaders = new HttpHeaders();
            for (Part header : origin.parts("OriginCustomHeaders")) {
                customHeaders.add(header.text("HeaderName"), header.text("HeaderValue"));
                header.end();
            }
            if (origin.has("S3OriginConfig")) {
                origin.leaving("S3OriginConfig").end();
                return bucket(origin, domainName);
            }
            if (!api.isAt(domainName)) {
                throw origin.error("DomainName", domainName + " is neither a bucket nor the HTTP API " + api.id());
            }
            // How CloudFront connects to the API, which on a laptop is in the same process.
            origin.leaving("CustomOriginConfig").end();
            return new ApiOrigin(domainName, customHeaders);
        }

        private BucketOrigin bucket(Part origin, String domainName) {
            Resource bucket = stack.ofType("AWS::S3::Bucket").stream()
                    .filter(candidate -> domainName.startsWith(candidate.physicalId() + ".s3."))
                    .findFirst()
                    .orElseThrow(() -> origin.error("DomainName", domainName + " is no bucket of this stack"));
            return new BucketOrigin(stack.ofType("AWS::S3::BucketPolicy").stream()
                    .filter(policy -> bucket.physicalId()
                            .equals(policy.properties().path("Bucket").asString()))
                    .anyMatch(Parser::letsCloudFrontList));
        }

        private static boolean letsCloudFrontList(Resource policy) {
            for (JsonNode statement : policy.properties().path("PolicyDocument").path("Statement")) {
                JsonNode action = statement.path("Action");
                boolean lists = action.isArray()
                        ? action.values().stream()
                                .anyMatch(one -> one.asString().equals("s3:ListBucket"))
                        : action.asString().equals("s3:ListBucket");
                if (lists && statement.path("Effect").asString().equals("Allow")) {
                    return true;
                }
            }
            return false;
        }

        private Behavior behavior(Part behavior, String pathPattern, Map<String, Origin> origins) {
            // There is no TLS on a laptop, and nothing is cached.
            behavior.leaving("ViewerProtocolPolicy", "CachedMethods").only("SmoothStreaming", "false");
            String originId = behavior.text("TargetOriginId");
            Origin origin = Optional.ofNullable(origins.get(originId))
                    .orElseThrow(() -> behavior.error("TargetOriginId", "there is no origin " + originId));
            List<String> methods =
                    behavior.has("AllowedMethods") ? behavior.texts("AllowedMethods") : List.of("GET", "HEAD");
            Caching caching = caching(behavior);
            Optional<String> requestPolicy = behavior.optionalText("OriginRequestPolicyId");
            if (origin instanceof ApiOrigin) {
                if (caching.caches()) {
                    throw behavior.error("CachePolicyId", "the front door doesn't play caching of the API's answers");
                }
                if (requestPolicy.filter(ALL_VIEWER_EXCEPT_HOST_HEADER::equals).isEmpty()) {
                    throw behavior.error(
                            "OriginRequestPolicyId",
                            "the front door plays AllViewerExceptHostHeader only for the API, not "
                                    + requestPolicy.orElse("none"));
                }
            }
            boolean compress = behavior.flag("Compress", false) && caching.caches() && caching.gzip();
            Optional<ViewerRequestFunction> viewerRequest = viewerRequest(behavior);
            if (viewerRequest.isPresent() && origin instanceof ApiOrigin) {
                throw behavior.error("FunctionAssociations", "the front door plays functions before the website only");
            }
            var parsed = new Behavior(
                    Wildcard.exact(pathPattern),
                    methods,
                    origin,
                    viewerRequest,
                    behavior.optionalText("ResponseHeadersPolicyId")
                            .map(id -> headersPolicy(behavior, id))
                            .orElse(ResponseHeadersPolicy.NONE),
                    compress);
            behavior.end();
            return parsed;
        }

        private Caching caching(Part behavior) {
            String id = behavior.text("CachePolicyId");
            if (id.equals(CACHING_DISABLED)) {
                return new Caching(false, false);
            }
            if (id.equals(CACHING_OPTIMIZED)) {
                return new Caching(true, true);
            }
            Part resource = referred("CachePolicy", id)
                    .orElseThrow(() -> behavior.error("CachePolicyId", "the front door doesn't know " + id))
                    .part();
            Part config = resource.part("CachePolicyConfig")
                    .orElseThrow(() -> resource.error("CachePolicyConfig", "is missing"));
            Part key = config.part("ParametersInCacheKeyAndForwardedToOrigin")
                    .orElseThrow(() -> config.error("ParametersInCacheKeyAndForwardedToOrigin", "is missing"));
            return new Caching(
                    config.optionalNumber("MaxTTL").orElse(1) > 0, key.flag("EnableAcceptEncodingGzip", false));
        }

        private Optional<ViewerRequestFunction> viewerRequest(Part behavior) {
            Optional<ViewerRequestFunction> function = Optional.empty();
            for (Part association : behavior.parts("FunctionAssociations")) {
                association.only("EventType", "viewer-request");
                String arn = association.text("FunctionARN");
                association.end();
                function = Optional.of(ViewerRequestFunction.parse(referred("Function", arn)
                        .orElseThrow(() -> association.error("FunctionARN", "the stack has no function " + arn))));
            }
            return function;
        }

        private ResponseHeadersPolicy headersPolicy(Part behavior, String id) {
            return referred("ResponseHeadersPolicy", id)
                    .map(ResponseHeadersPolicy::parse)
                    .orElseThrow(() -> behavior.error("ResponseHeadersPolicyId", "the front door doesn't know " + id));
        }

        private Optional<Found> referred(String type, String id) {
            return stack.ofType(TYPE + type).stream()
                    .filter(resource -> resource.physicalId().equals(id))
                    .map(resource -> new Found(stack, resource))
                    .findFirst();
        }

        private static Map<Integer, ErrorPage> errorPages(Part config) {
            Map<Integer, ErrorPage> pages = new HashMap<>();
            for (Part response : config.parts("CustomErrorResponses")) {
                response.leaving("ErrorCachingMinTTL");
                int code = response.number("ErrorCode");
                response.optionalText("ResponsePagePath")
                        .ifPresent(path -> pages.put(
                                code,
                                new ErrorPage(
                                        response.optionalNumber("ResponseCode").orElse(code), path)));
                response.end();
            }
            return pages;
        }
    }
}
