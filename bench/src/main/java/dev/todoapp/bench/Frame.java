package dev.todoapp.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the web server and the framework cost when there is nothing to do: a bare controller whose answers are constants, as
 * large as the service's. Tomcat, virtual threads and JSON are set by the same file as the services'; there is no security,
 * no table, no observation.
 */
@RestController
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class
})
public class Frame {

    /** The system property that names the folder with the two constants. */
    static final String BODIES = "bench.bodies";

    static final String MANY = "many.json";
    static final String ONE = "one.json";

    public static void main(String[] args) {
        SpringApplication frame = new SpringApplication(Frame.class);
        frame.setDefaultProperties(Map.of("spring.config.import", "classpath:platform.yaml"));
        frame.run(args);
    }

    private final byte[] many;
    private final byte[] one;

    Frame() throws IOException {
        Path bodies = Path.of(System.getProperty(BODIES));
        this.many = Files.readAllBytes(bodies.resolve(MANY));
        this.one = Files.readAllBytes(bodies.resolve(ONE));
    }

    @GetMapping(
            path = {"/todos", "/files/{todoId}"},
            produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] list() {
        return many;
    }

    @GetMapping(path = "/todos/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] get() {
        return one;
    }

    @PatchMapping(path = "/todos/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] patch(@RequestBody byte[] ignored) {
        return one;
    }

    @PostMapping(
            path = {"/todos", "/files/{todoId}"},
            produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    byte[] create(@RequestBody byte[] ignored) {
        return one;
    }

    /** That it listens. */
    @GetMapping("/actuator/health/readiness")
    byte[] ready() {
        return new byte[0];
    }
}
