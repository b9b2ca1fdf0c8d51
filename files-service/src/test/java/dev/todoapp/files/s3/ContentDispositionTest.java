package dev.todoapp.files.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.todoapp.files.file.FileName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContentDispositionTest {

    @Test
    void saysTheNameExactlyAndRoughly() {
        assertThat(ContentDisposition.of("attachment", new FileName("H\u00f6he 100% \"x\".txt")))
                .isEqualTo("attachment; filename=\"H_he 100_ _x_.txt\"; "
                        + "filename*=UTF-8''H%C3%B6he%20100%25%20%22x%22.txt");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.files.TrickyNames#all")
    void noNameReachesOutOfItsPlace(String name) {
        assertThat(ContentDisposition.of("inline", new FileName(name)))
                .matches("inline; filename=\"[ -~&&[^\"\\\\%]]+\"; filename\\*=UTF-8''[0-9A-Za-z!#$&+.^_`|~%-]+");
    }
}
