package dev.todoapp.localcloud.cognito;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Somebody's browser, and the app in it: has cookies, follows redirects up to the app's callback, sends forms. */
final class Browser {

    private static final Pattern FORM = Pattern.compile("<form method=\"post\" action=\"([^\"]+)\">");
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Pattern TITLE = Pattern.compile("<h1>(.*?)</h1>");

    private final Cognito cognito;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private final String verifier = verifier();
    private HttpResponse<String> page;

    @SuppressWarnings("NullAway.Init") // There is a page once one is opened.
    Browser(Cognito cognito) {
        this.cognito = cognito;
    }

    /** What the app sends the browser to the authorize endpoint with. */
    Map<String, String> request() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", cognito.web());
        parameters.put("redirect_uri", cognito.callback());
        parameters.put("scope", "openid email aws.cognito.signin.user.admin");
        parameters.put("state", "state with & and ü");
        parameters.put("nonce", "the-nonce");
        parameters.put(
                "code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.sha256(verifier)));
        parameters.put("code_challenge_method", "S256");
        return parameters;
    }

    Browser authorize() {
        return authorize(request());
    }

    Browser authorize(Map<String, String> parameters) {
        return open("/oauth2/authorize?" + Cognito.encoded(parameters));
    }

    Browser open(String path) {
        page = follow(HttpRequest.newBuilder(URI.create(cognito.domain()).resolve(path))
                .build());
        return this;
    }

    /** Fills in the page's form, hidden fields included, and sends it. */
    Browser submit(Map<String, String> fields) {
        return submitTo(found(FORM).replace("&amp;", "&").replace("&#x3D;", "="), fields);
    }

    Browser submitTo(String path, Map<String, String> fields) {
        Map<String, String> form = new LinkedHashMap<>(fields);
        form.put("_csrf", found(CSRF));
        page = follow(HttpRequest.newBuilder(page.uri().resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(Cognito.encoded(form)))
                .build());
        return this;
    }

    Browser signIn(String email, String password) {
        return submit(Map.of("email", email, "password", password));
    }

    /** The link of that name on the page. */
    Browser click(String link) {
        Matcher matcher = Pattern.compile("<a href=\"([^\"]+)\">" + Pattern.quote(link) + "</a>")
                .matcher(page.body());
        assertThat(matcher.find()).as("a link %s in %s", link, page.body()).isTrue();
        return open(matcher.group(1).replace("&amp;", "&").replace("&#x3D;", "="));
    }

    String title() {
        return found(TITLE);
    }

    String body() {
        return page.body();
    }

    int status() {
        return page.statusCode();
    }

    HttpResponse<String> page() {
        return page;
    }

    /** Where the browser was sent out of the pages. */
    URI sentTo() {
        assertThat(page.statusCode()).as(page.body()).isEqualTo(302);
        return page.uri().resolve(page.headers().firstValue("Location").orElseThrow());
    }

    /** The parameters that the app's callback was given. */
    Map<String, String> callback() {
        assertThat(sentTo().toString()).startsWith(cognito.callback() + "?");
        return Cognito.decoded(sentTo().getRawQuery());
    }

    String code() {
        return String.valueOf(callback().get("code"));
    }

    /** What the app does with the code that it was given. */
    HttpResponse<String> exchange() {
        return exchange(code(), Map.of());
    }

    HttpResponse<String> exchange(String code, Map<String, String> changes) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("client_id", cognito.web());
        form.put("code", code);
        form.put("redirect_uri", cognito.callback());
        form.put("code_verifier", verifier);
        form.putAll(changes);
        form.values().removeIf(String::isEmpty);
        return cognito.post("/oauth2/token", form);
    }

    JsonNode tokens() {
        return Cognito.ok(exchange());
    }

    String session() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("cognito"))
                .map(HttpCookie::getValue)
                .findAny()
                .orElse("");
    }

    private HttpResponse<String> follow(HttpRequest request) {
        HttpResponse<String> response = send(request);
        while (response.statusCode() == 302) {
            URI next = response.uri()
                    .resolve(response.headers().firstValue("Location").orElseThrow());
            if (!next.toString().startsWith(cognito.domain())) {
                return response;
            }
            response = send(HttpRequest.newBuilder(next).build());
        }
        return response;
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String found(Pattern pattern) {
        Matcher matcher = pattern.matcher(page.body());
        assertThat(matcher.find())
                .as("%s in %s %s", pattern, page.statusCode(), page.body())
                .isTrue();
        return matcher.group(1);
    }

    private static String verifier() {
        byte[] bytes = new byte[40];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
