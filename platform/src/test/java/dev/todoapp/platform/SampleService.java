package dev.todoapp.platform;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The smallest service on this module. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(SampleService.Things.class)
class SampleService {

    static volatile boolean dependencyDown;

    @Bean
    Dependency dependency() {
        return new Dependency() {
            @Override
            public String name() {
                return "thing";
            }

            @Override
            public void check() {
                if (dependencyDown) {
                    throw new IllegalStateException("gone");
                }
            }
        };
    }

    static ConfigurableApplicationContext start(Map<String, String> variables) {
        SpringApplication application = new SpringApplication(SampleService.class);
        application.setDefaultProperties(Map.of("spring.config.import", "classpath:platform.yaml"));
        application.setRegisterShutdownHook(false);
        return application.run(variables.entrySet().stream()
                .map(variable -> "--" + variable.getKey() + "=" + variable.getValue())
                .toArray(String[]::new));
    }

    record Thing(
            String name, @Nullable Integer count, @Nullable List<String> tags) {}

    @RestController
    static class Things {

        @GetMapping("/things")
        Map<String, String> mine(Owner owner) {
            return Map.of("owner", owner.value());
        }

        @GetMapping("/search")
        Map<String, String> search(@RequestParam Map<String, String> words) {
            return words;
        }

        @PostMapping("/things")
        Thing echo(@RequestBody Thing thing) {
            return thing;
        }

        @GetMapping("/aws-down")
        void awsDown() {
            throw SdkClientException.create("no answer");
        }

        @GetMapping("/refused")
        void refused() {
            throw Problem.badInput("title", "is needed");
        }

        @GetMapping("/broken")
        void broken() {
            throw new IllegalStateException("secret detail");
        }
    }
}
