package dev.todoapp.files.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTypeTest {

    @ParameterizedTest
    @CsvSource({
        "image/png, image/png",
        "Image/PNG, image/png",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document, application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "TEXT/plain;charset=UTF-8, text/plain;charset=UTF-8",
        "text/plain; charset=UTF-8; format=flowed, text/plain; charset=UTF-8; format=flowed"
    })
    void isAMediaTypeInLowerCase(String given, String kept) {
        assertThat(new ContentType(given).value()).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "png",
                "/",
                "image/",
                "/png",
                "image/png/x",
                "image/png ",
                " image/png",
                "image /png",
                "image/png;",
                "image/png;x",
                "text/html\r\nX-Evil: 1",
                "text/plain; charset=\"utf-8\"",
                "text/\u00fc",
                "text/html,text/plain"
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> new ContentType(text))
                .isInstanceOf(Invalid.class)
                .hasMessage("must be a media type such as image/png");
    }

    @Test
    void hasAnEnd() {
        assertThat(new ContentType("a/" + "b".repeat(125)).value()).hasSize(127);
        assertThatThrownBy(() -> new ContentType("a/" + "b".repeat(126)))
                .isInstanceOf(Invalid.class)
                .hasMessage("must have at most 127 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "IMAGE/PNG"})
    void rasterImagesMayBeShown(String type) {
        assertThat(new ContentType(type).isRasterImage()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image/svg+xml",
                "text/html",
                "application/xhtml+xml",
                "text/xml",
                "application/pdf",
                "text/plain",
                "application/octet-stream",
                "image/unknown",
                "image/png;x=y"
            })
    void nothingElseMay(String type) {
        assertThat(new ContentType(type).isRasterImage()).isFalse();
    }
}
