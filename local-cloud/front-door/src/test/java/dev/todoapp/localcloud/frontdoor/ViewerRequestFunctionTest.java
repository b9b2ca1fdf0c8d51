package dev.todoapp.localcloud.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ViewerRequestFunctionTest {

    @ParameterizedTest
    @CsvSource({
        "/,                  /index.html",
        "/signed-in,         /index.html",
        "/todo/42/edit,      /index.html",
        "/index.html,        /index.html",
        "/config.json,       /config.json",
        "/favicon.ico,       /favicon.ico",
        "/missing.js,        /missing.js",
        "/v1.2/about,        /index.html",
    })
    void routesTheAppsOwnAddressesToItsPage(String uri, String object) throws Exception {
        ViewerRequestFunction routing = function(null);

        assertThat(ViewerRequestEvent.outcome(routing.handle(event(uri))))
                .isEqualTo(new ViewerRequestEvent.GoOn(object));
    }

    @Test
    void mayAnswerByItself() throws Exception {
        ViewerRequestFunction redirect = function("""
                function handler(event) {
                  return {
                    statusCode: 302,
                    headers: {location: {value: 'https://example.com' + event.request.uri}},
                    cookies: {seen: {value: 'yes', attributes: 'Secure; Path=/'}},
                    body: {encoding: 'text', data: 'over there'}
                  };
                }
                """);

        assertThat(ViewerRequestEvent.outcome(redirect.handle(event("/a"))))
                .isInstanceOfSatisfying(ViewerRequestEvent.Answer.class, answer -> {
                    assertThat(answer.reply().status()).isEqualTo(302);
                    assertThat(answer.reply().headers().getFirst("Location")).isEqualTo("https://example.com/a");
                    assertThat(answer.reply().headers().getFirst("Set-Cookie")).isEqualTo("seen=yes; Secure; Path=/");
                    assertThat(answer.reply().headers().getContentLength()).isEqualTo(10);
                });
    }

    @Test
    void mayUseTheConsole() throws Exception {
        assertThat(function("function handler(event) { console.log('here'); return event.request; }")
                        .handle(event("/a")))
                .contains("\"uri\":\"/a\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.lang.System.exit(1)",
                "Packages.java.lang.Runtime.getRuntime()",
                "importPackage(java.io)",
                "new JavaImporter()",
                "event.getClass().forName('java.lang.Runtime')",
                "event.request.uri.getClass()",
                "require('fs')",
                "load('/etc/passwd')",
                "readFile('/etc/passwd')",
            })
    void hasNoWayOut(String attempt) {
        assertFails("function handler(event) { " + attempt + "; return event.request; }");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "function handler(event) { while (true) {} }",
                "function handler(event) { try { while (true) {} } catch (e) { return event.request; } }",
                "function handler(event) { return handler(event); }",
                "function handler(event) { return [handler(event)]; }",
            })
    void isEndedWhenItTakesTooLong(String code) {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> assertFails(code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "function handler(event) {}",
                "function handler(event) { return 'text'; }",
                "function handler(event) { return {}; }",
                "function handler(event) { event.request.uri = 'no-slash'; return event.request; }",
                "function handler(event) { throw new Error('broken'); }",
                "function another(event) { return event.request; }",
            })
    void failsWhenItGivesNothingUseful(String code) {
        assertFails(code);
    }

    @Test
    void forgetsWhatItKeptFromTheRequestBefore() throws Exception {
        ViewerRequestFunction counter = function("""
                var count = 0;
                function handler(event) { event.request.uri = '/' + (++count); return event.request; }
                """);
        counter.handle(event("/"));

        assertThat(counter.handle(event("/"))).contains("\"uri\":\"/1\"");
    }

    private static void assertFails(String code) {
        assertThatThrownBy(() -> ViewerRequestEvent.outcome(function(code).handle(event("/a"))))
                .isInstanceOf(ViewerRequestFunction.Failed.class);
    }

    /** The template's own code, or other code in its place. */
    private static ViewerRequestFunction function(@Nullable String code) {
        Templates templates = Templates.local();
        if (code != null) {
            templates.with(
                    "website",
                    "SpaRouting",
                    "/FunctionCode",
                    JsonMapper.shared().writeValueAsString(code));
        }
        return ViewerRequestFunction.parse(
                new Found(templates.stack("website"), templates.stack("website").resource("SpaRouting")));
    }

    private static String event(String uri) {
        var event = JsonMapper.shared().createObjectNode();
        event.putObject("request").put("method", "GET").put("uri", uri);
        return event.toString();
    }
}
