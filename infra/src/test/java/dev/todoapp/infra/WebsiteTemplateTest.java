package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.texts;
import static dev.todoapp.infra.Environments.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.NativeObject;
import org.mozilla.javascript.ScriptableObject;
import tools.jackson.databind.JsonNode;

class WebsiteTemplateTest {

    @TempDir
    Path folder;

    @Test
    void letsTheBrowserTalkToUsAndNobodyElse() {
        assertThat(policy(Environments.LOCAL))
                .isEqualTo("default-src 'none'"
                        + "; script-src 'self'"
                        // The two <style> elements that React Aria adds, by what is in them.
                        + "; style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='"
                        + " 'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg='"
                        + "; font-src 'self'"
                        + "; img-src 'self' blob: data: http://127.0.0.1:9000"
                        + "; connect-src 'self' http://127.0.0.1:9000 http://localhost:9229/us-east-1_local1234/"
                        + " http://localhost:9229"
                        + "; manifest-src 'self'"
                        + "; worker-src 'self'"
                        + "; base-uri 'none'"
                        + "; form-action 'none'"
                        + "; frame-ancestors 'none'");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void thePolicyOfContentNamesTheOutputsOfOtherStacksAndNothingUnsafe(Deployment deployment) {
        Stack identity = deployment.stack("identity");
        String files = deployment.stack("data").output("FilesOrigin");

        assertThat(policy(deployment))
                .contains("img-src 'self' blob: data: " + files + ";")
                .contains("connect-src 'self' %s %s/ %s;"
                        .formatted(files, identity.output("Issuer"), identity.output("LoginUrl")))
                .doesNotContain("unsafe")
                .doesNotContain("*");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void thePolicyOfContentKnowsNoPlainHttp(Deployment deployment) {
        assertThat(policy(deployment)).doesNotContain("http:");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void pagesCarryTheHeadersThatProtectThem(Deployment deployment) {
        JsonNode headers = headers(deployment, "SecurityHeaders").path("SecurityHeadersConfig");

        assertThat(headers.at("/ContentTypeOptions/Override").asBoolean()).isTrue();
        assertThat(headers.at("/FrameOptions/FrameOption").asString()).isEqualTo("DENY");
        assertThat(headers.at("/ReferrerPolicy/ReferrerPolicy").asString()).isEqualTo("no-referrer");
        assertThat(headers.at("/StrictTransportSecurity/AccessControlMaxAgeSec").asInt())
                .isGreaterThanOrEqualTo(31_536_000);
        assertThat(custom(deployment, "SecurityHeaders"))
                .containsEntry("Cross-Origin-Opener-Policy", "same-origin")
                .containsKey("Permissions-Policy");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void browsersAskForPagesEachTimeAndForAssetsOnce(Deployment deployment) {
        assertThat(custom(deployment, "SecurityHeaders")).containsEntry("Cache-Control", "no-cache");
        assertThat(custom(deployment, "AssetHeaders"))
                .containsEntry("Cache-Control", "public, max-age=31536000, immutable");
        Stack website = deployment.stack("website");
        assertThat(behaviour(deployment, "/assets/*")
                        .path("ResponseHeadersPolicyId")
                        .asString())
                .isEqualTo(website.resource("AssetHeaders").physicalId());
        assertThat(config(deployment)
                        .at("/DefaultCacheBehavior/ResponseHeadersPolicyId")
                        .asString())
                .isEqualTo(website.resource("SecurityHeaders").physicalId());
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void onlyTheWebsitesOwnBehaviourRoutesPages(Deployment deployment) {
        Stack website = deployment.stack("website");
        JsonNode config = config(deployment);

        assertThat(config.at("/DefaultCacheBehavior/FunctionAssociations"))
                .isEqualTo(yaml("""
                - {EventType: viewer-request, FunctionARN: "%s"}
                """.formatted(website.resource("SpaRouting").physicalId())));
        assertThat(config.at("/DefaultCacheBehavior/TargetOriginId").asString()).isEqualTo("site");
        assertThat(config.path("CacheBehaviors").values())
                .noneMatch(behaviour -> behaviour.has("FunctionAssociations"));
        // It would be for the whole distribution and make web pages of the API's 403s and 404s.
        assertThat(config.has("CustomErrorResponses")).isFalse();
        assertThat(website.resource("SpaRouting")
                        .properties()
                        .at("/FunctionConfig/Runtime")
                        .asString())
                .isEqualTo("cloudfront-js-2.0");
    }

    @ParameterizedTest
    @CsvSource({
        "/, /index.html",
        "/signed-in, /index.html",
        "/lists/today, /index.html",
        "/v1.2/about, /index.html",
        "/index.html, /index.html",
        "/config.json, /config.json",
        "/favicon.svg, /favicon.svg",
        "/.well-known/security.txt, /.well-known/security.txt"
    })
    void theAppsOwnAddressesAreServedItsPage(String uri, String served) {
        String code = Environments.LOCAL
                .stack("website")
                .resource("SpaRouting")
                .properties()
                .path("FunctionCode")
                .asString();

        try (Context context = Context.enter()) {
            ScriptableObject scope = context.initSafeStandardObjects();
            context.evaluateString(scope, code, "SpaRouting", 1, null);
            Object request =
                    context.evaluateString(scope, "handler({request: {uri: '%s'}})".formatted(uri), "test", 1, null);
            assertThat(((NativeObject) request).get("uri")).hasToString(served);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void onlyTheDistributionReadsTheWebsitesBucket(Deployment deployment) {
        Stack website = deployment.stack("website");
        String bucket = website.resource("SiteBucket").physicalId();
        JsonNode origin = config(deployment).path("Origins").get(0);

        assertThat(origin.path("DomainName").asString()).isEqualTo(bucket + ".s3.us-east-1.amazonaws.com");
        assertThat(origin.path("OriginAccessControlId").asString())
                .isEqualTo(website.resource("OriginAccessControl").physicalId());
        assertThat(website.resource("OriginAccessControl").properties().path("OriginAccessControlConfig"))
                .isEqualTo(yaml("""
                        Name: %s-todo-site
                        Description: The distribution signs its requests to the website's bucket
                        OriginAccessControlOriginType: s3
                        SigningBehavior: always
                        SigningProtocol: sigv4
                        """.formatted(deployment.environment())));
        JsonNode statements = website.resource("SiteBucketPolicy").properties().at("/PolicyDocument/Statement");
        assertThat(statements.values().stream()
                        .filter(statement -> statement.path("Effect").asString().equals("Allow")))
                .hasSize(2)
                .allSatisfy(statement -> {
                    assertThat(statement.path("Principal")).isEqualTo(yaml("{Service: cloudfront.amazonaws.com}"));
                    assertThat(statement.path("Condition"))
                            .isEqualTo(yaml("StringEquals: {\"AWS:SourceArn\": \"%s\"}"
                                    .formatted("arn:aws:cloudfront::000000000000:distribution/"
                                            + website.resource("Distribution").physicalId())));
                });
    }

    @Test
    void withADomainTheSiteHasItsOwnNameACertificateAndBothKindsOfAddress() {
        Stack website = Environments.PROD.stack("website");
        JsonNode config = config(Environments.PROD);

        assertThat(website.output("SiteUrl")).isEqualTo("https://todo.example.com");
        assertThat(texts(config.path("Aliases"))).containsExactly("todo.example.com");
        assertThat(config.path("ViewerCertificate"))
                .isEqualTo(yaml("{AcmCertificateArn: \"%s\", SslSupportMethod: sni-only,"
                                .formatted(Environments.PROD.stack("edge").output("CertificateArn"))
                        + " MinimumProtocolVersion: TLSv1.2_2021}"));
        JsonNode records = website.resource("SiteRecords").properties();
        assertThat(records.path("HostedZoneId").asString()).isEqualTo("Z0123456789EXAMPLE");
        assertThat(records.path("RecordSets").values())
                .extracting(record -> record.path("Name").asString() + " "
                        + record.path("Type").asString() + " "
                        + record.at("/AliasTarget/DNSName").asString())
                .containsExactly(
                        "todo.example.com A " + website.output("DistributionDomainName"),
                        "todo.example.com AAAA " + website.output("DistributionDomainName"));
    }

    /** Buckets, clients, API and services are told the site's address, which without a domain is known last. */
    @Test
    void withoutADomainTheAddressIsCloudFrontsAndASecondPassIsEnough() {
        String first = Environments.siteUrl(Map.of());
        Deployment before = Deployment.read(Environments.INFRA, "dev", Map.of());

        assertThat(first)
                .isEqualTo("https://" + Environments.DEV.stack("website").output("DistributionDomainName"))
                .endsWith(".cloudfront.net");
        assertThat(Environments.siteUrl(Map.of("SITE_ORIGIN", first))).isEqualTo(first);
        assertThat(before.stack("identity").parameters()).containsEntry("SiteOrigin", "https://site.invalid");
        assertThat(Environments.DEV.stack("identity").parameters()).containsEntry("SiteOrigin", first);
        // The distribution itself doesn't change, or its second deployment would take as long as its first.
        assertThat(Environments.DEV.stack("website").resources())
                .isEqualTo(before.stack("website").resources())
                .doesNotContainKey("SiteRecords");
        assertThat(config(Environments.DEV).has("Aliases")).isFalse();
        assertThat(config(Environments.DEV).has("ViewerCertificate")).isFalse();
    }

    @Test
    void keepsAnAccessLogWhereSomebodyHasABucketForIt() throws IOException {
        Sandbox.copyOfOurs(folder).change("parameters/prod.yaml", "  website:\n", """
                          website:
                            AccessLogBucket: my-logs.s3.amazonaws.com
                            ApiDomainName: api.todo.example.com
                        """);
        Deployment changed = Deployment.read(folder, "prod", Map.of());

        assertThat(config(Environments.PROD).has("Logging")).isFalse();
        assertThat(config(changed).path("Logging"))
                .isEqualTo(yaml("{Bucket: my-logs.s3.amazonaws.com, Prefix: prod-todo-site/, IncludeCookies: false}"));
        assertThat(config(changed).at("/Origins/1/DomainName").asString()).isEqualTo("api.todo.example.com");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void standsBehindTheFirewall(Deployment deployment) {
        assertThat(config(deployment).path("WebACLId").asString())
                .isEqualTo(deployment.stack("edge").output("WebAclArn"));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void speaksCurrentHttpAndCompresses(Deployment deployment) {
        JsonNode config = config(deployment);

        assertThat(config.at("/DefaultCacheBehavior/ViewerProtocolPolicy").asString())
                .isEqualTo("redirect-to-https");
        assertThat(config.path("HttpVersion").asString()).isEqualTo("http2and3");
        assertThat(config.at("/DefaultCacheBehavior/Compress").asBoolean()).isTrue();
    }

    @Test
    void goesWithoutANameOfItsOwnWhenThereIsNoCertificate() {
        assertThat(config(Environments.LOCAL).has("Aliases")).isFalse();
        assertThat(config(Environments.LOCAL).has("ViewerCertificate")).isFalse();
        assertThat(config(Environments.LOCAL).has("WebACLId")).isFalse();
        assertThat(Environments.LOCAL.stack("website").output("SiteUrl")).isEqualTo("http://localhost:8080");
    }

    private static String policy(Deployment deployment) {
        return headers(deployment, "SecurityHeaders")
                .at("/SecurityHeadersConfig/ContentSecurityPolicy/ContentSecurityPolicy")
                .asString();
    }

    private static Map<String, String> custom(Deployment deployment, String policy) {
        return headers(deployment, policy).at("/CustomHeadersConfig/Items").values().stream()
                .collect(Collectors.toMap(
                        item -> item.path("Header").asString(),
                        item -> item.path("Value").asString()));
    }

    private static JsonNode headers(Deployment deployment, String policy) {
        return deployment.stack("website").resource(policy).properties().path("ResponseHeadersPolicyConfig");
    }

    private static JsonNode behaviour(Deployment deployment, String path) {
        return config(deployment).path("CacheBehaviors").values().stream()
                .filter(behaviour -> behaviour.path("PathPattern").asString().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode config(Deployment deployment) {
        return deployment.stack("website").resource("Distribution").properties().path("DistributionConfig");
    }
}
