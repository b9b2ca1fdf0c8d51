package dev.todoapp.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;

@ExtendWith(OutputCaptureExtension.class)
class SettingsTest {

    private static final Map<String, String> GOOD = Map.of(
            "PORT", "0",
            "PUBLIC_URL", "https://todo.example.org",
            "ISSUER", "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Test12345",
            "CLIENT_IDS", "abc",
            "DRAIN_DELAY", "0s");

    @ParameterizedTest
    @ValueSource(strings = {"PUBLIC_URL", "ISSUER", "CLIENT_IDS"})
    void saysWhichVariableIsMissingAndWhatToDo(String variable, CapturedOutput output) {
        Map<String, String> variables = new HashMap<>(GOOD);
        variables.remove(variable);

        assertThatThrownBy(() -> SampleService.start(variables).close()).isInstanceOf(Exception.class);

        assertThat(output).contains("The variable " + variable + " is not set.").contains("Action:");
    }

    @ParameterizedTest
    @CsvSource({"PUBLIC_URL,todo.example.org", "ISSUER,ftp://example.org", "JWKS_URI,not a url"})
    void saysWhichVariableIsWrong(String variable, String value, CapturedOutput output) {
        Map<String, String> variables = new HashMap<>(GOOD);
        variables.put(variable, value);

        assertThatThrownBy(() -> SampleService.start(variables).close()).isInstanceOf(Exception.class);

        assertThat(output).contains("The variable " + variable + " is not a").contains(value);
    }

    @Test
    void saysThatTheRegionIsMissing() {
        var nowhere = new AwsRegionProviderChain(
                new AwsProfileRegionProvider(() -> ProfileFile.aggregator().build(), "none"));
        Throwable failure = catchThrowable(nowhere::getRegion);

        @Nullable FailureAnalysis analysis = new MissingRegionAnalyzer().analyze(new IllegalStateException(failure));

        assertThat(analysis)
                .extracting(FailureAnalysis::getDescription)
                .asString()
                .startsWith("The variable AWS_REGION is not set");
        assertThat(new MissingRegionAnalyzer().analyze(SdkClientException.create("anything else")))
                .isNull();
    }

    @Test
    void startsWhenTheKeysCannotBeHadYet() {
        SampleService.start(GOOD).close();
    }

    @Test
    void answers503HoweverOftenItIsAskedWhileTheKeysCannotBeHad() throws Exception {
        Map<String, String> variables = new HashMap<>(GOOD);
        variables.put("JWKS_URI", "http://127.0.0.1:1/keys");
        try (var issuer = dev.todoapp.platform.testing.TokenIssuer.start();
                var service = (org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext)
                        SampleService.start(variables)) {
            var request = java.net.http.HttpRequest.newBuilder(java.net.URI.create("http://127.0.0.1:"
                            + java.util.Objects.requireNonNull(service.getWebServer())
                                    .getPort()
                            + "/things"))
                    .header("Authorization", "Bearer " + issuer.accessToken("alice"))
                    .build();
            for (int attempt = 1; attempt <= 5; attempt++) {
                var answer = java.net.http.HttpClient.newHttpClient()
                        .send(request, java.net.http.HttpResponse.BodyHandlers.ofString());

                assertThat(answer.statusCode()).as("attempt %d", attempt).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            }
        }
    }
}
