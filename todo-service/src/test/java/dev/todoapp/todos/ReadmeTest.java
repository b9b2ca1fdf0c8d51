package dev.todoapp.todos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's words against what they speak of. */
class ReadmeTest {

    @Test
    void listsEveryVariableThatTheConfigurationReads() throws IOException {
        assertThat(found("(?m)^\\| `([A-Z_]+)` \\|", Files.readString(Path.of("README.md"))))
                .isEqualTo(found("\\$\\{([A-Z_]+)[:}]", resource("/application.yaml") + resource("/platform.yaml")));
    }

    @Test
    void linksToFilesThatAreThere() throws IOException {
        assertThat(found("\\]\\((?!http)([^)#]+)\\)", Files.readString(Path.of("README.md"))))
                .allSatisfy(link -> assertThat(Path.of(link)).exists());
    }

    @Test
    void namesEveryTestClass() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        try (Stream<Path> tests = Files.walk(Path.of("src/test/java"))) {
            assertThat(tests.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith("Test.java") && !name.equals("HttpTest.java"))
                            .map(name -> name.replace(".java", "")))
                    .allSatisfy(test -> assertThat(readme).contains("`" + test + "`"));
        }
    }

    private static Set<String> found(String pattern, String text) {
        Set<String> found = new TreeSet<>();
        Pattern.compile(pattern).matcher(text).results().forEach(match -> found.add(match.group(1)));
        return found;
    }

    private static String resource(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(ReadmeTest.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
