package dev.todoapp.localcloud.frontdoor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/**
 * What CloudFront adds to the answers of an origin, and takes away from them.
 *
 * @param removed taken away first
 * @param added set, each where the origin said nothing or where it overrides the origin
 */
record ResponseHeadersPolicy(List<String> removed, List<Header> added) {

    static final ResponseHeadersPolicy NONE = new ResponseHeadersPolicy(List.of(), List.of());

    /** A header and whether it takes the place of the origin's own. */
    record Header(String name, String value, boolean override) {}

    static ResponseHeadersPolicy parse(Found found) {
        Part resource = found.part();
        Part policy = resource.part("ResponseHeadersPolicyConfig")
                .orElseThrow(() -> resource.error("ResponseHeadersPolicyConfig", "is missing"))
                .leaving("Name", "Comment");
        List<Header> added = new ArrayList<>();
        policy.part("SecurityHeadersConfig").ifPresent(security -> securityHeaders(security, added));
        policy.part("CustomHeadersConfig").ifPresent(custom -> {
            for (Part item : custom.parts("Items")) {
                added.add(new Header(item.text("Header"), item.text("Value"), item.flag("Override", false)));
                item.end();
            }
            custom.end();
        });
        List<String> removed = new ArrayList<>();
        policy.part("RemoveHeadersConfig").ifPresent(remove -> {
            for (Part item : remove.parts("Items")) {
                removed.add(item.text("Header"));
                item.end();
            }
            remove.end();
        });
        policy.end();
        resource.end();
        return new ResponseHeadersPolicy(List.copyOf(removed), List.copyOf(added));
    }

    void applyTo(HttpHeaders headers) {
        removed.forEach(headers::remove);
        for (Header header : added) {
            if (header.override || !headers.containsHeader(header.name)) {
                headers.set(header.name, header.value);
            }
        }
    }

    private static void securityHeaders(Part security, List<Header> added) {
        single(security, "ContentSecurityPolicy", "ContentSecurityPolicy", "Content-Security-Policy")
                .ifPresent(added::add);
        single(security, "ReferrerPolicy", "ReferrerPolicy", "Referrer-Policy").ifPresent(added::add);
        single(security, "FrameOptions", "FrameOption", "X-Frame-Options").ifPresent(added::add);
        security.part("ContentTypeOptions").ifPresent(options -> {
            added.add(new Header("X-Content-Type-Options", "nosniff", options.flag("Override", false)));
            options.end();
        });
        security.part("StrictTransportSecurity").ifPresent(hsts -> {
            String value = "max-age=" + hsts.number("AccessControlMaxAgeSec")
                    + (hsts.flag("IncludeSubdomains", false) ? "; includeSubDomains" : "")
                    + (hsts.flag("Preload", false) ? "; preload" : "");
            added.add(new Header("Strict-Transport-Security", value, hsts.flag("Override", false)));
            hsts.end();
        });
        security.part("XSSProtection").ifPresent(xss -> {
            String value = (xss.flag("Protection", false) ? "1" : "0")
                    + (xss.flag("ModeBlock", false) ? "; mode=block" : "")
                    + xss.optionalText("ReportUri")
                            .map(uri -> "; report=" + uri)
                            .orElse("");
            added.add(new Header("X-XSS-Protection", value, xss.flag("Override", false)));
            xss.end();
        });
        security.end();
    }

    private static Optional<Header> single(Part security, String name, String valueName, String header) {
        return security.part(name).map(part -> {
            var parsed = new Header(header, part.text(valueName), part.flag("Override", false));
            part.end();
            return parsed;
        });
    }
}
