package dev.todoapp.localcloud.cognito;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.core.io.ClassPathResource;

/** The page that shows the services' APIs, and all that belongs to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiPagesTest {

    private static final List<String> BELONGING =
            List.of("/assets/api.js", "/assets/api.css", "/assets/swagger-ui.js", "/assets/swagger-ui.css");

    private final AtomicInteger looks = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    private Cognito cognito;

    @BeforeAll
    void start() {
        cognito = Cognito.start(List.of(
                new ServiceApi("todo-service", () -> "openapi: 3.1.0 # Größe, look " + looks.incrementAndGet()),
                new ServiceApi("files-service", () -> "openapi: 3.1.0 # files"),
                new ServiceApi("dead-service", () -> {
                    throw new IOException("it is not running");
                }),
                new ServiceApi("silent-service", () -> {
                    throw new ConnectException();
                })));
    }

    @AfterAll
    void stop() {
        cognito.close();
    }

    @Test
    void showsTheFirstServiceFirst() {
        HttpResponse<String> answer = cognito.get("/api");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(address -> assertThat(address).endsWith("/api/todo-service"));
    }

    @Test
    void offersEachServiceAndSaysWhichOneIsShown() {
        HttpResponse<String> page = cognito.get("/api/files-service");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("<html lang=\"en\">")
                .contains("<title>API of files-service · To-do</title>")
                .contains("<a href=\"/api/todo-service\">todo-service</a>")
                .contains("<a href=\"/api/files-service\" aria-current=\"page\">files-service</a>")
                .contains("data-description=\"/api/files-service/openapi.yaml\"");
    }

    @Test
    void hasAllThatThePageNeedsAndNothingOfItFromElsewhere() {
        String page = cognito.get("/api/todo-service").body();

        assertThat(page).contains(BELONGING).doesNotContain("http:", "https:", "\"//");
        for (String part : BELONGING) {
            HttpResponse<String> answer = cognito.get(part);
            assertThat(answer.statusCode()).as(part).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(
                            type -> assertThat(type).startsWith(part.endsWith(".js") ? "text/javascript" : "text/css"));
        }
        assertThat(cognito.get("/assets/swagger-ui.js").body()).contains("SwaggerUIBundle");
    }

    @Test
    void asksTheServiceAtEachLook() {
        HttpResponse<String> first = cognito.get("/api/todo-service/openapi.yaml");
        HttpResponse<String> second = cognito.get("/api/todo-service/openapi.yaml");

        assertThat(first.headers().firstValue("Content-Type")).hasValue("application/yaml;charset=UTF-8");
        assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(first.body()).contains("Größe");
        assertThat(second.body()).isNotEqualTo(first.body());
        assertThat(cognito.get("/api/files-service/openapi.yaml").body()).isEqualTo("openapi: 3.1.0 # files");
    }

    @Test
    void saysWhenTheServiceCannotBeAsked() {
        HttpResponse<String> dead = cognito.get("/api/dead-service/openapi.yaml");
        HttpResponse<String> silent = cognito.get("/api/silent-service/openapi.yaml");

        assertThat(dead.statusCode()).isEqualTo(503);
        assertThat(dead.body()).isEqualTo("dead-service can't be asked for its API now: it is not running");
        assertThat(silent.statusCode()).isEqualTo(503);
        assertThat(silent.body()).endsWith("now: ConnectException");
    }

    @Test
    void knowsNoOtherService() {
        for (String address : List.of("/api/other", "/api/other/openapi.yaml", "/api/", "/api/todo-service/")) {
            assertThat(cognito.get(address).statusCode()).as(address).isEqualTo(404);
        }
        assertThat(cognito.get("/api/%3Cscript%3E/openapi.yaml").headers().firstValue("Content-Type"))
                .hasValue("text/plain;charset=UTF-8");
    }

    @Test
    void servesNothingElseOfTheLibraryTheClassPathOrTheFileSystem() {
        String swaggerUi = ApiPages.swaggerUi();
        assertThat(new ClassPathResource(swaggerUi + "index.html").exists()).isTrue();
        for (String address : List.of(
                swaggerUi.replace("META-INF/resources", "") + "index.html",
                "/" + swaggerUi + "index.html",
                "/META-INF/maven/org.webjars/swagger-ui/pom.properties",
                "/assets/swagger-ui-bundle.js",
                "/assets/index.html",
                "/assets/api.html",
                "/assets/",
                "/api.html",
                "/api/../../pom.xml",
                "/api/..%2f..%2fpom.xml",
                "/api/%2e%2e/%2e%2e/pom.xml",
                "/api/..;/..;/pom.xml",
                "/api/..%5c..%5cpom.xml",
                "/api/%252e%252e%252fpom.xml",
                "/api//etc/passwd",
                "/api/%2fetc%2fpasswd",
                "/api/file:%2f%2f%2fetc%2fpasswd/openapi.yaml",
                "/api/../schema.sql",
                "/assets/../schema.sql",
                "/assets/..%2fschema.sql",
                "/assets/../../../../../../pom.xml",
                "/assets/..%2f..%2f..%2f..%2f..%2f..%2fpom.xml",
                "/assets/swagger-ui.css/../../../../pom.xml",
                "/assets/swagger-ui.css%00.html")) {
            HttpResponse<String> answer = cognito.get(address);
            assertThat(answer.statusCode()).as(address).isIn(400, 404);
            assertThat(answer.body())
                    .as(address)
                    .doesNotContain("artifactId", "create table", "root:", "SwaggerUIBundle", "{{");
        }
    }

    @Test
    void letsScriptsRunOnThisPageAlone() {
        assertThat(policyOf("/api/todo-service"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http", "*");
        for (String address : List.of("/", "/outbox", "/login", "/apis", "/assets/api.js")) {
            assertThat(policyOf(address))
                    .as(address)
                    .contains("default-src 'none'")
                    .doesNotContain("script-src");
        }
    }

    @Test
    void isReadByNoOtherOrigin() {
        for (String address : List.of("/api/todo-service", "/api/todo-service/openapi.yaml")) {
            assertThat(cognito.get(address, "Origin", "http://localhost:8080")
                            .headers()
                            .firstValue("Access-Control-Allow-Origin"))
                    .as(address)
                    .isEmpty();
        }
    }

    @Test
    void isNotThereWithoutServices() {
        assertThat(cognito.get("/").body()).contains("href=\"/api\"");
        try (Cognito alone = Cognito.start()) {
            assertThat(alone.get("/").body()).doesNotContain("/api");
            assertThat(alone.get("/api").statusCode()).isEqualTo(404);
        }
    }

    private String policyOf(String address) {
        return cognito.get(address)
                .headers()
                .firstValue("Content-Security-Policy")
                .orElse("");
    }
}
