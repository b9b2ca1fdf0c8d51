package dev.todoapp.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.todoapp.localcloud.backends.StandIn;
import dev.todoapp.platform.BadSetting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.core.io.ClassPathResource;

class SettingsTest {

    @BeforeAll
    static void region() {
        System.setProperty("aws.region", StandIn.REGION.id());
    }

    @ParameterizedTest
    @CsvSource({
        "FILES_BUCKET, '', is not set",
        "FILES_BUCKET, ' ', is not set",
        "PRESIGN_ENDPOINT, s3.example.org, is not an http(s) URL",
        "PRESIGN_ENDPOINT, http://[, is not a URL",
        "UPLOAD_EXPIRY, 0s, is out of range",
        "UPLOAD_EXPIRY, 16m, is out of range",
        "DOWNLOAD_EXPIRY, -1s, is out of range",
        "DOWNLOAD_EXPIRY, 8d, is out of range",
        "DELETED_TODOS_QUEUE, '', is not set",
        "DELETED_TODOS_QUEUE, deleted-todos, is not an http(s) URL",
        "DELETED_TODOS_QUEUE, http://[, is not a URL",
        "LATE_SWEEP_DELAY, 16m, is out of range",
        "LATE_SWEEP_DELAY, 9m, is out of range",
        "LATE_SWEEPS, 0, is out of range",
        "LATE_SWEEPS, 97, is out of range",
        "MAX_FILE_SIZE, 0, is not positive",
        "MAX_FILES_PER_TODO, 0, is not positive",
        "MAX_SIZE_PER_OWNER, -1B, is not positive",
        "MAX_FILES_PER_OWNER, 0, is not positive"
    })
    void aBadVariableIsCalledByItsName(String variable, String value, String problem) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "PORT", "0",
                "PUBLIC_URL", "http://localhost",
                "ISSUER", "http://localhost/pool",
                "CLIENT_IDS", "a",
                "FILES_BUCKET", "files",
                "DELETED_TODOS_QUEUE", "http://localhost/queue"));
        variables.put(variable, value);

        assertThat(failureOfStartWith(variables)).hasMessageStartingWith(variable + " " + problem);
    }

    @Test
    void theReadmeListsTheVariablesThatThereAre() throws IOException {
        Set<String> variables = new TreeSet<>(Set.of(
                // the SDK's own and Boot's own
                "AWS_REGION", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_SQS", "LOGGING_STRUCTURED_FORMAT_CONSOLE"));
        variables.addAll(found("\\$\\{([A-Z0-9_]+)", resource("application.yaml")));
        variables.addAll(found("\\$\\{([A-Z0-9_]+)", resource("platform.yaml")));

        assertThat(found("(?m)^\\| `([A-Z0-9_]+)` \\|", Files.readString(Path.of("README.md"))))
                .isEqualTo(variables);
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String resource(String name) throws IOException {
        return new ClassPathResource(name).getContentAsString(StandardCharsets.UTF_8);
    }

    private static BadSetting failureOfStartWith(Map<String, String> variables) {
        SpringApplication application = new SpringApplication(FilesApplication.class);
        application.setRegisterShutdownHook(false);
        try {
            application
                    .run(variables.entrySet().stream()
                            .map(variable -> "--" + variable.getKey() + "=" + variable.getValue())
                            .toArray(String[]::new))
                    .close();
        } catch (RuntimeException failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof BadSetting bad) {
                    return bad;
                }
            }
            throw failure;
        }
        throw new AssertionError("it started");
    }
}
