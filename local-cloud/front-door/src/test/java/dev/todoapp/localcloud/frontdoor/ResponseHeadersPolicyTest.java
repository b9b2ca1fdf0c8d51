package dev.todoapp.localcloud.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;

class ResponseHeadersPolicyTest {

    private static final String CONFIG = "/ResponseHeadersPolicyConfig";

    private final Templates templates = Templates.local();

    @Test
    void setsTheSecurityHeadersOfTheTemplate() {
        HttpHeaders headers = applied(new HttpHeaders());

        assertThat(headers.getFirst("Content-Security-Policy"))
                .startsWith("default-src 'none'; ")
                .contains("connect-src 'self' http://127.0.0.1:9000 http://localhost:9229/us-east-1_local1234/");
        assertThat(headers.getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(headers.getFirst("X-Frame-Options")).isEqualTo("DENY");
        assertThat(headers.getFirst("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(headers.getFirst("Strict-Transport-Security")).isEqualTo("max-age=63072000; includeSubDomains");
        assertThat(headers.getFirst("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
    }

    @Test
    void overridesTheOriginWhereTheTemplateSaysSo() {
        HttpHeaders origin = new HttpHeaders();
        origin.add("x-frame-options", "ALLOWALL");
        origin.add("X-Frame-Options", "SAMEORIGIN");

        assertThat(applied(origin).get("X-Frame-Options")).containsExactly("DENY");
    }

    @Test
    void leavesTheOriginsOwnHeaderWhereTheTemplateDoesNotOverride() {
        templates
                .with("website", "SecurityHeaders", CONFIG + "/SecurityHeadersConfig/FrameOptions/Override", "false")
                .with("website", "SecurityHeaders", CONFIG + "/CustomHeadersConfig/Items/0/Override", "false");
        HttpHeaders origin = new HttpHeaders();
        origin.set("X-Frame-Options", "SAMEORIGIN");

        HttpHeaders headers = applied(origin);

        assertThat(headers.get("X-Frame-Options")).containsExactly("SAMEORIGIN");
        assertThat(headers.get("Cache-Control")).containsExactly("no-cache");
    }

    @Test
    void takesAwayWhatTheTemplateRemoves() {
        templates.with(
                "website",
                "SecurityHeaders",
                CONFIG + "/RemoveHeadersConfig",
                "{\"Items\": [{\"Header\": \"Server\"}]}");
        HttpHeaders origin = new HttpHeaders();
        origin.set("server", "AmazonS3");

        assertThat(applied(origin).containsHeader("Server")).isFalse();
    }

    @Test
    void writesTheOtherSecurityHeaders() {
        templates.with(
                "website",
                "SecurityHeaders",
                CONFIG + "/SecurityHeadersConfig/XSSProtection",
                "{\"Protection\": true, \"ModeBlock\": true, \"Override\": true}");

        assertThat(applied(new HttpHeaders()).getFirst("X-XSS-Protection")).isEqualTo("1; mode=block");
    }

    @Test
    void saysWhichHeadersItCantPlay() {
        templates.with("website", "SecurityHeaders", CONFIG + "/ServerTimingHeadersConfig", "{\"Enabled\": true}");

        assertThatThrownBy(() -> applied(new HttpHeaders()))
                .hasMessage("website.yaml: SecurityHeaders.ResponseHeadersPolicyConfig.ServerTimingHeadersConfig:"
                        + " is not played by the front door");
    }

    private HttpHeaders applied(HttpHeaders headers) {
        ResponseHeadersPolicy.parse(new Found(
                        templates.stack("website"), templates.stack("website").resource("SecurityHeaders")))
                .applyTo(headers);
        return headers;
    }
}
