package dev.todoapp.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What stands between two comments of a page in docs/, and is made by a test.
 *
 * @param begin the line before it
 * @param end the line behind it
 */
record GeneratedPart(String page, String begin, String end) {

    String text() {
        String text = Environments.text(file());
        assertThat(text).contains(begin, end);
        return text.substring(text.indexOf(begin) + begin.length(), text.indexOf(end));
    }

    /** Fails if the page has something else there; with the property it is written into the page. */
    void assertIs(String made, Class<?> test, String property) throws IOException {
        if (Boolean.getBoolean(property)) {
            String text = Environments.text(file());
            Files.writeString(file(), text.replace(begin + text() + end, begin + made + end));
        }

        assertThat(text())
                .as(
                        "%s is out of date. To make it anew: mvn -pl infra test -Dtest=%s -D%s=true",
                        page, test.getSimpleName(), property)
                .isEqualTo(made);
    }

    private Path file() {
        return Environments.PROJECT.resolve(page);
    }
}
