package dev.todoapp.localcloud.cognito;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/**
 * What Cognito has not either: a page that shows the services' APIs to whoever develops here. It only shows them. The front
 * door's CORS admits the site's origin alone, so nothing could be tried from here.
 */
@Controller
final class ApiPages {

    /** Scripts are Swagger UI's and ours; it draws its icons from data URLs. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final MediaType SCRIPT = new MediaType("text", "javascript", StandardCharsets.UTF_8);
    private static final MediaType STYLE = new MediaType("text", "css", StandardCharsets.UTF_8);
    private static final MediaType YAML = new MediaType("application", "yaml", StandardCharsets.UTF_8);

    private final List<ServiceApi> apis;
    private final PageWriter pages;
    private final String swaggerUi = swaggerUi();

    ApiPages(CognitoConfiguration.Start start, PageWriter pages) {
        this.apis = start.apis();
        this.pages = pages;
    }

    @GetMapping("/api")
    ModelAndView first() {
        return apis.stream()
                .findFirst()
                .map(api -> new ModelAndView(new RedirectView("/api/" + api.service())))
                .orElseGet(this::unknown);
    }

    @GetMapping("/api/{service}")
    ModelAndView show(@PathVariable("service") String service) {
        if (find(service).isEmpty()) {
            return unknown();
        }
        List<Map<String, Object>> links = apis.stream()
                .map(api -> Map.<String, Object>of(
                        "service", api.service(), "shown", api.service().equals(service)))
                .toList();
        return pages.page("api", HttpStatus.OK, Map.of("shown", service, "services", links));
    }

    /** What the service says at this moment, not what it said when it was built. */
    @GetMapping("/api/{service}/openapi.yaml")
    ResponseEntity<String> describe(@PathVariable("service") String service) {
        Optional<ServiceApi> api = find(service);
        if (api.isEmpty()) {
            return text(HttpStatus.NOT_FOUND, "There is no service " + service + " here.");
        }
        try {
            return ResponseEntity.ok()
                    .contentType(YAML)
                    .cacheControl(CacheControl.noStore())
                    .body(api.get().description().read());
        } catch (IOException e) {
            return text(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    service + " can't be asked for its API now: "
                            + Objects.requireNonNullElse(
                                    e.getMessage(), e.getClass().getSimpleName()));
        }
    }

    @GetMapping("/assets/api.js")
    ResponseEntity<String> script() throws IOException {
        return asset(new ClassPathResource("pages/api.js", ApiPages.class), SCRIPT);
    }

    @GetMapping("/assets/api.css")
    ResponseEntity<String> style() throws IOException {
        return asset(new ClassPathResource("pages/api.css", ApiPages.class), STYLE);
    }

    @GetMapping("/assets/swagger-ui.js")
    ResponseEntity<String> swaggerUiScript() throws IOException {
        return asset(new ClassPathResource(swaggerUi + "swagger-ui-bundle.js"), SCRIPT);
    }

    @GetMapping("/assets/swagger-ui.css")
    ResponseEntity<String> swaggerUiStyle() throws IOException {
        return asset(new ClassPathResource(swaggerUi + "swagger-ui.css"), STYLE);
    }

    private Optional<ServiceApi> find(String service) {
        return apis.stream().filter(api -> api.service().equals(service)).findFirst();
    }

    private ModelAndView unknown() {
        return pages.problem(HttpStatus.NOT_FOUND, "There is no such API", "No service of that name runs here.");
    }

    private static ResponseEntity<String> text(HttpStatus status, String text) {
        return ResponseEntity.status(status)
                .contentType(new MediaType("text", "plain", StandardCharsets.UTF_8))
                .body(text);
    }

    private static ResponseEntity<String> asset(ClassPathResource file, MediaType type) throws IOException {
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)))
                .body(file.getContentAsString(StandardCharsets.UTF_8));
    }

    /** The folder in the jar of Swagger UI, whose name is the version. */
    static String swaggerUi() {
        ClassPathResource about = new ClassPathResource("META-INF/maven/org.webjars/swagger-ui/pom.properties");
        Properties properties = new Properties();
        try (InputStream content = about.getInputStream()) {
            properties.load(content);
        } catch (IOException e) {
            throw new IllegalStateException("Swagger UI is not on the class path", e);
        }
        return "META-INF/resources/webjars/swagger-ui/" + properties.getProperty("version") + "/";
    }
}
