package dev.todoapp.files.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FileNameTest {

    @ParameterizedTest
    @MethodSource("dev.todoapp.files.TrickyNames#all")
    void isKeptToTheLetter(String name) {
        assertThat(new FileName(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "''|must not be empty",
                "a/b|must not contain / or \\",
                "a\\b|must not contain / or \\",
                "a\u0000b|must not contain control characters",
                "a\tb|must not contain control characters",
                "a\u007fb|must not contain control characters",
                "a\u0085b|must not contain control characters",
                "a\ud800b|must not contain control characters"
            })
    void refusesWhatNoFileSystemKeeps(String name, String reason) {
        assertThatThrownBy(() -> new FileName(name)).isInstanceOf(Invalid.class).hasMessage(reason);
    }

    @Test
    void isMeasuredInBytes() {
        assertThatThrownBy(() -> new FileName("\u00e9".repeat(128)))
                .isInstanceOf(Invalid.class)
                .hasMessage("must have at most 255 bytes of UTF-8");
    }
}
