package dev.todoapp.localcloud.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.todoapp.localcloud.frontdoor.Distribution.ApiOrigin;
import dev.todoapp.localcloud.frontdoor.Distribution.Behavior;
import dev.todoapp.localcloud.frontdoor.Distribution.BucketOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistributionTest {

    private static final String CONFIG = "/DistributionConfig";

    private final Templates templates = Templates.local();

    @ParameterizedTest
    @CsvSource({
        "/,                        *",
        "/index.html,              *",
        "/assets,                  *",
        "/assets/app.js,           /assets/*",
        "/todos,                   /todos",
        "/todos/1,                 /todos/*",
        "/todosx,                  *",
        "/TODOS,                   *",
        "/files,                   /files",
        "/files/1/2,               /files/*",
        "/x/../todos,              /todos",
        "/%74odos,                 /todos",
        "/todos%2F1,               *",
        "/todos/../index.html,     *",
    })
    void choosesTheFirstBehaviourWhosePatternMatches(String path, String pattern) {
        assertThat(distribution().behaviors().stream()
                        .filter(behavior -> behavior.matches(CloudFront.normalized(path)))
                        .findFirst()
                        .map(behavior -> behavior.pathPattern().pattern()))
                .contains(pattern);
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b,          /a/b",
        "/a/./b,        /a/b",
        "/a/../b,       /b",
        "/a/b/..,       /a/",
        "/a/b/.,        /a/b/",
        "/../../a,      /a",
        "/a//b,         /a//b",
        "/%7Euser,      /~user",
        "/a%2e%2E/b,    /a../b",
        "/a/%2e%2e/b,   /b",
        "/a%2Fb,        /a%2Fb",
        "/a%20b,        /a%20b",
        "/,             /",
    })
    void normalizesAPathOnlyAsFarAsItsMeaningStays(String path, String normalized) {
        assertThat(CloudFront.normalized(path)).isEqualTo(normalized);
    }

    @Test
    void runsTheFunctionAndCompressesOnTheWebsiteOnly() {
        assertThat(behavior("*").viewerRequest()).isPresent();
        assertThat(behavior("/assets/*").viewerRequest()).isEmpty();
        assertThat(behavior("*").compress()).isTrue();
        assertThat(behavior("/assets/*").compress()).isTrue();
        assertThat(behavior("/todos").compress()).isFalse();
    }

    @Test
    void sendsTheApiWhatTheTemplateAdds() {
        assertThat(behavior("/todos/*").origin())
                .isInstanceOfSatisfying(
                        ApiOrigin.class,
                        origin -> assertThat(origin.customHeaders().getFirst("X-Origin-Verify"))
                                .isEqualTo("laptop-origin-secret"));
    }

    @Test
    void seesWhetherCloudFrontMayListTheBucket() {
        assertThat(behavior("*").origin()).isEqualTo(new BucketOrigin(true));

        templates.with("website", "SiteBucketPolicy", "/PolicyDocument/Statement/1", null);

        assertThat(behavior("*").origin()).isEqualTo(new BucketOrigin(false));
    }

    @Test
    void letsAPatternLeaveOutItsFirstSlash() {
        templates.with("website", "Distribution", CONFIG + "/CacheBehaviors/0/PathPattern", "\"images/*.png\"");

        assertThat(distribution().behaviors().getFirst().matches("/images/a.png"))
                .isTrue();
        assertThat(distribution().behaviors().getFirst().matches("//images/a.png"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /CacheBehaviors/1/CachePolicyId         | "658327ea-f89d-4fab-a63d-7e88639e58f6" | CacheBehaviors[1].CachePolicyId: the front door doesn't play caching of the API's answers
            /CacheBehaviors/1/CachePolicyId         | "unheard-of"        | CacheBehaviors[1].CachePolicyId: the front door doesn't know unheard-of
            /CacheBehaviors/1/OriginRequestPolicyId | "unheard-of"        | CacheBehaviors[1].OriginRequestPolicyId: the front door plays AllViewerExceptHostHeader only for the API, not unheard-of
            /CacheBehaviors/1/TargetOriginId        | "gone"              | CacheBehaviors[1].TargetOriginId: there is no origin gone
            /CacheBehaviors/1/TrustedKeyGroups      | ["k"]               | CacheBehaviors[1].TrustedKeyGroups: is not played by the front door
            /CacheBehaviors/1/LambdaFunctionAssociations | [{}]           | CacheBehaviors[1].LambdaFunctionAssociations: is not played by the front door
            /DefaultCacheBehavior/ResponseHeadersPolicyId | "gone"        | DefaultCacheBehavior.ResponseHeadersPolicyId: the front door doesn't know gone
            /DefaultCacheBehavior/FunctionAssociations/0/EventType | "viewer-response" | DefaultCacheBehavior.FunctionAssociations[0].EventType: is viewer-response; the front door plays viewer-request only
            /DefaultCacheBehavior/FunctionAssociations/0/FunctionARN | "gone" | DefaultCacheBehavior.FunctionAssociations[0].FunctionARN: the stack has no function gone
            /Origins/1/DomainName                   | "example.com"       | Origins[1].DomainName: example.com is neither a bucket nor the HTTP API
            /Origins/1/OriginPath                   | "/v1"               | Origins[1].OriginPath: is not played by the front door
            /Origins/0/DomainName                   | "other.s3.us-east-1.amazonaws.com" | Origins[0].DomainName: other.s3.us-east-1.amazonaws.com is no bucket of this stack
            /OriginGroups                           | {}                  | OriginGroups: is not played by the front door
            """)
    void saysWhatItCantPlay(String pointer, String json, String message) {
        templates.with("website", "Distribution", CONFIG + pointer, json);

        assertThatThrownBy(this::distribution)
                .isInstanceOf(Unplayable.class)
                .hasMessageStartingWith("website.yaml: Distribution.DistributionConfig." + message);
    }

    @Test
    void saysThatAFunctionCantBeCompiled() {
        templates.with("website", "SpaRouting", "/FunctionCode", "\"function handler(event) { return \"");

        assertThatThrownBy(this::distribution)
                .isInstanceOf(Unplayable.class)
                .hasMessageStartingWith("website.yaml: SpaRouting.FunctionCode: ");
    }

    private Behavior behavior(String pattern) {
        return distribution().behaviors().stream()
                .filter(behavior -> behavior.pathPattern().pattern().equals(pattern))
                .findFirst()
                .orElseThrow();
    }

    private Distribution distribution() {
        LoadBalancer balancer = LoadBalancer.parse(templates.stacks());
        return Distribution.parse(templates.stacks(), HttpApi.parse(templates.stacks(), balancer));
    }
}
