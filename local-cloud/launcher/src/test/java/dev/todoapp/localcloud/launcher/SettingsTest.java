package dev.todoapp.localcloud.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final Path ROOT = Path.of("/checkout");

    @Test
    void listensOnTheDocumentedPortsAndKeepsItsDataInTheCheckout() {
        Settings settings = Settings.of(ROOT, Map.of());

        assertThat(settings.ports())
                .isEqualTo(Map.of(
                        "PORT", 8080, "COGNITO_PORT", 9229, "DYNAMODB_PORT", 8000, "S3_PORT", 9000, "SQS_PORT", 9324));
        assertThat(settings.data()).isEqualTo(ROOT.resolve(".local"));
    }

    @Test
    void takesADataFolderRelativeToTheCheckoutOrAnywhere() {
        assertThat(Settings.of(ROOT, Map.of("DATA_DIR", "elsewhere")).data()).isEqualTo(ROOT.resolve("elsewhere"));
        assertThat(Settings.of(ROOT, Map.of("DATA_DIR", "/data")).data()).isEqualTo(Path.of("/data"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "65536", "eighty", "80 80"})
    void namesTheVariableThatIsNotAPort(String value) {
        assertThatThrownBy(() -> Settings.of(ROOT, Map.of("S3_PORT", value)))
                .isInstanceOf(Refusal.class)
                .hasMessage("S3_PORT is not a port number from 1 to 65535: " + value);
    }

    @Test
    void refusesOnePortForTwoThings() {
        assertThatThrownBy(() -> Settings.of(ROOT, Map.of("S3_PORT", "8080")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("PORT and S3_PORT are both 8080");
    }

    @Test
    void namesTheVariableThatMovesATakenPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Ports.requireFree(Map.of("COGNITO_PORT", taken.getLocalPort())))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " is taken: set COGNITO_PORT");
        }
    }
}
