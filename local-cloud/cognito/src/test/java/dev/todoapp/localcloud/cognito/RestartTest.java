package dev.todoapp.localcloud.cognito;

import static dev.todoapp.localcloud.cognito.Cognito.PASSWORD;
import static dev.todoapp.localcloud.cognito.Cognito.ok;
import static dev.todoapp.localcloud.cognito.Cognito.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RestartTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void keepsUsersRefreshTokensCodesAndMails() {
        try (Cognito cognito = Cognito.start(IdentityStack.asItIs(), folder)) {
            cognito.account("ann@example.org");
            Browser browser = cognito.browser().authorize().signIn("ann@example.org", PASSWORD);
            JsonNode web = browser.tokens();
            JsonNode cli = cognito.tokensOf("ann@example.org");
            String code = browser.authorize().code();
            ok(cognito.call(
                    "SignUp", Map.of("ClientId", cognito.cli(), "Username", "ben@example.org", "Password", PASSWORD)));
            String keys = keys(cognito);

            cognito.restart();

            assertThat(keys(cognito)).isEqualTo(keys);
            ok(cognito.passwordAuth("ann@example.org", PASSWORD));
            ok(cognito.refresh(cognito.web(), web.path("refresh_token").asString()));
            ok(cognito.refresh(cognito.cli(), cli.path("RefreshToken").asString()));
            ok(browser.exchange(code, Map.of()));
            ok(cognito.call(
                    "ConfirmSignUp",
                    Map.of(
                            "ClientId",
                            cognito.cli(),
                            "Username",
                            "ben@example.org",
                            "ConfirmationCode",
                            cognito.codeMailedTo("ben@example.org"))));
        }
    }

    @Test
    void stillKnowsWhatWasRevokedRotatedAndLocked() {
        try (Cognito cognito = Cognito.start(IdentityStack.asItIs(), folder)) {
            cognito.account("ann@example.org");
            String revoked =
                    cognito.tokensOf("ann@example.org").path("RefreshToken").asString();
            ok(cognito.call("RevokeToken", Map.of("ClientId", cognito.cli(), "Token", revoked)));
            String rotated = cognito.browser()
                    .authorize()
                    .signIn("ann@example.org", PASSWORD)
                    .tokens()
                    .path("refresh_token")
                    .asString();
            ok(cognito.refresh(cognito.web(), rotated));
            for (int attempt = 0; attempt < 5; attempt++) {
                cognito.passwordAuth("ann@example.org", "wrong");
            }

            cognito.restart();

            refused(cognito.refresh(cognito.cli(), revoked), "invalid_grant");
            refused(cognito.passwordAuth("ann@example.org", PASSWORD), "NotAuthorizedException", "exceeded");
            cognito.clock().advance(Duration.ofSeconds(11));
            refused(cognito.refresh(cognito.web(), rotated), "invalid_grant");
        }
    }

    @Test
    void takesAFormThatWasOpenedBeforeTheRestart() {
        try (Cognito cognito = Cognito.start(IdentityStack.asItIs(), folder)) {
            cognito.account("ann@example.org");
            Browser browser = cognito.browser().authorize();

            cognito.restart();

            String form = "/login?" + Cognito.encoded(browser.request());
            browser.submitTo(cognito.domain() + form, Map.of("email", "ann@example.org", "password", PASSWORD));
            assertThat(browser.callback()).containsKey("code");
        }
    }

    @Test
    void losesNothingThatItAnsweredWhenItIsKilled() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        Process process = startInAProcessOfItsOwn();
        try (HttpClient http = HttpClient.newHttpClient();
                BufferedReader output =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String port = output.lines()
                    .filter(line -> line.startsWith("port "))
                    .findFirst()
                    .orElseThrow()
                    .substring(5);
            for (int i = 0; i < 5; i++) {
                String email = "user" + i + "@example.org";
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                                .header("X-Amz-Target", "AWSCognitoIdentityProviderService.SignUp")
                                .POST(BodyPublishers.ofString(
                                        "{\"ClientId\": \"%s\", \"Username\": \"%s\", \"Password\": \"%s\"}"
                                                .formatted(
                                                        IdentityStack.asItIs().output("CliClientId"), email, PASSWORD)))
                                .build(),
                        BodyHandlers.ofString());
                ok(answer);
                acknowledged.add(email);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }

        try (Cognito cognito = Cognito.start(IdentityStack.asItIs(), folder)) {
            for (String email : acknowledged) {
                ok(cognito.call(
                        "ConfirmSignUp",
                        Map.of(
                                "ClientId",
                                cognito.cli(),
                                "Username",
                                email,
                                "ConfirmationCode",
                                cognito.codeMailedTo(email))));
                ok(cognito.passwordAuth(email, PASSWORD));
            }
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void keepsItsFolderAndItsKeysFromOthers() throws IOException {
        try (Cognito cognito = Cognito.start(IdentityStack.asItIs(), folder);
                Stream<Path> files = Files.walk(folder.resolve(cognito.poolId()))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(cognito.poolId()))))
                    .isEqualTo("rwx------");
            Path keys =
                    files.filter(file -> file.endsWith("keys.json")).findFirst().orElseThrow();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                    .isEqualTo("rw-------");
            cognito.account("ann@example.org");
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain(PASSWORD);
            }
        }
    }

    @Test
    void saysThatAnotherProcessHasItsUsers() throws Exception {
        try (Cognito cognito = Cognito.start(IdentityStack.asItIs(), folder)) {
            Process second = startInAProcessOfItsOwn();
            String output = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(second.waitFor()).isNotZero();
            assertThat(output).contains("the users under", "are in use by another process");
            cognito.account("ann@example.org");
        }
    }

    private static String keys(Cognito cognito) {
        return cognito.get("/" + cognito.poolId() + "/.well-known/jwks.json").body();
    }

    private Process startInAProcessOfItsOwn() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InAProcessOfItsOwn.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
    }

    /** What is killed. */
    static final class InAProcessOfItsOwn {

        private InAProcessOfItsOwn() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (CognitoStandIn standIn =
                    CognitoStandIn.start(IdentityStack.deployment(), 0, Path.of(arguments[0]), mail -> {})) {
                System.out.println("port " + standIn.port());
                Thread.currentThread().join();
            }
        }
    }
}
