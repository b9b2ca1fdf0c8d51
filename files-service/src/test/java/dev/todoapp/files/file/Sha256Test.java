package dev.todoapp.files.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Sha256Test {

    @Test
    void isThirtyTwoBytesInBase64() {
        assertThat(new Sha256("LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=").base64())
                .startsWith("LPJN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ", // no padding
                "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCR=", // bits to spare
                "LPJNul-wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=", // base64url
                "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", // hexadecimal
                "aGVsbG8=",
                "\n"
            })
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> new Sha256(text))
                .isInstanceOf(Invalid.class)
                .hasMessage("must be a SHA-256 in base64");
    }
}
