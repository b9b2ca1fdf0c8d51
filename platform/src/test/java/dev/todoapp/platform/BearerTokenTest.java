package dev.todoapp.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;

class BearerTokenTest {

    private final BearerToken bearerToken = new BearerToken();

    @Test
    void findsTheTokenAfterTheScheme() {
        assertThat(bearerToken.resolve(request("Bearer abc.DEF-1_2~3+4/5=="))).isEqualTo("abc.DEF-1_2~3+4/5==");
    }

    @Test
    void looksNowhereElse() {
        MockHttpServletRequest request = request(null);
        request.setMethod("POST");
        request.setContentType("application/x-www-form-urlencoded");
        request.setParameter("access_token", "abc");
        request.setQueryString("access_token=abc");

        assertThat(bearerToken.resolve(request)).isNull();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer  abc",
                "Bearer abc",
                "bearer abc",
                "BEARER abc",
                "Bearerabc",
                "Bearer\tabc",
                "Bearer abc ",
                "Bearer a b",
                "Bearer abc=",
                "Bearer a=b",
                "Bearer =",
                "Bearer ==",
                "Bearer abc, Bearer def",
                "Bearer äbc",
                "Bearer abc\u0000",
                "Bearer abc\n",
                "Bearer a.b.c",
                "Basic YTpi",
                " Bearer abc",
                "Digest bearer"
            })
    void takesAndRefusesWhatSpringSecurityDoes(@Nullable String header) {
        assertThat(outcome(bearerToken, header)).isEqualTo(outcome(new DefaultBearerTokenResolver(), header));
    }

    @Test
    void refusesAMalformedToken() {
        assertThatExceptionOfType(OAuth2AuthenticationException.class)
                .isThrownBy(() -> bearerToken.resolve(request("Bearer a b")));
    }

    private static String outcome(BearerTokenResolver resolver, @Nullable String header) {
        try {
            return String.valueOf(resolver.resolve(request(header)));
        } catch (OAuth2AuthenticationException refused) {
            return "refused: " + refused.getError();
        }
    }

    private static MockHttpServletRequest request(@Nullable String header) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        if (header != null) {
            request.addHeader("Authorization", header);
        }
        return request;
    }
}
