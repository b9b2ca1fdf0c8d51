package dev.todoapp.localcloud.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardTest {

    @ParameterizedTest
    @CsvSource({
        "/todos, /todos, true",
        "/todos, /todos/, false",
        "/todos, /todosx, false",
        "/todos, /Todos, false",
        "/todos/*, /todos/1, true",
        "/todos/*, /todos/, true",
        "/todos/*, /todos, false",
        "/todos/*, /todos/1/2, true",
        "*, /anything/at/all, true",
        "/a?c, /abc, true",
        "/a?c, /ac, false",
        "/a?c, /a/c, true",
        "/*.jpg, /a/b.jpg, true",
        "/*.jpg, /a/b.jpeg, false",
        "/*a*b, /xaxxb, true",
        "/*a*b, /xbxxa, false",
        "/a**b, /ab, true",
        "/a.c, /abc, false",
    })
    void matchesAsCloudFrontAndLoadBalancersDo(String pattern, String path, boolean matches) {
        assertThat(Wildcard.exact(pattern).matches(path)).isEqualTo(matches);
    }

    @Test
    void comparesHeaderValuesInAnyCase() {
        assertThat(Wildcard.ignoringCase("Secret-*").matches("sEcReT-1")).isTrue();
    }

    @Test
    void staysQuickWithAPatternThatWouldHangARegularExpression() {
        Wildcard pattern = Wildcard.exact("*a".repeat(40) + "b");

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(pattern.matches("a".repeat(5_000))).isFalse());
    }
}
