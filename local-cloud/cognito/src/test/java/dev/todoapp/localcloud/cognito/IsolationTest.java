package dev.todoapp.localcloud.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.PortInUseException;

/** It runs beside other Spring contexts in one process, and neither notices the other. */
class IsolationTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void takesNothingFromTheProcess() {
        System.setProperty("server.port", "1");
        System.setProperty("spring.main.lazy-initialization", "nonsense");
        System.setProperty("spring.config.import", "file:/does/not/exist");
        try (CognitoStandIn standIn = start(0)) {
            assertThat(standIn.port()).isGreaterThan(1);
        } finally {
            System.clearProperty("server.port");
            System.clearProperty("spring.main.lazy-initialization");
            System.clearProperty("spring.config.import");
        }
    }

    @Test
    void leavesLoggingAndManagementAsTheyAre() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.todoapp.somewhere.else");
        logger.setLevel(Level.TRACE);
        Set<ObjectName> before = ManagementFactory.getPlatformMBeanServer().queryNames(null, null);
        try (CognitoStandIn standIn = start(0)) {
            assertThat(standIn.port()).isPositive();
            assertThat(logger.getLevel()).isEqualTo(Level.TRACE);
            assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(null, null))
                    .filteredOn(name -> !before.contains(name))
                    .noneMatch(name -> name.getDomain().startsWith("Tomcat")
                            || name.getDomain().startsWith("org.springframework"));
        } finally {
            logger.setLevel(null);
        }
    }

    @Test
    void runsTwiceInOneProcess() {
        try (Cognito one = Cognito.start();
                Cognito other = Cognito.start()) {
            one.account("ann@example.org");
            other.account("ann@example.org");

            assertThat(one.issuer()).isNotEqualTo(other.issuer());
            assertThat(Cognito.claims(one.tokensOf("ann@example.org")
                                    .path("AccessToken")
                                    .asString())
                            .path("iss")
                            .asString())
                    .isEqualTo(one.issuer());
        }
    }

    @Test
    void answersOnLoopbackAlone() throws IOException {
        try (CognitoStandIn standIn = start(0)) {
            try (Socket loopback = new Socket("127.0.0.1", standIn.port())) {
                assertThat(loopback.isConnected()).isTrue();
            }
            InetAddress here = InetAddress.getLocalHost();
            if (!here.isLoopbackAddress()) {
                assertThatExceptionOfType(IOException.class).isThrownBy(() -> new Socket(here, standIn.port()).close());
            }
        }
    }

    @Test
    void saysThatItsPortIsTaken() {
        try (CognitoStandIn standIn = start(0)) {
            assertThatExceptionOfType(PortInUseException.class)
                    .isThrownBy(() -> start(standIn.port()).close())
                    .withMessageContaining(String.valueOf(standIn.port()));
        }
    }

    @Test
    void refusesAPortThatTheStackDoesNotNameInItsIssuer() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CognitoStandIn.start(IdentityStack.deployment(), 1, folder, mail -> {})
                        .close())
                .withMessageContaining("the output Issuer is http://localhost:9229/us-east-1_local1234");
    }

    private CognitoStandIn start(int port) {
        return CognitoStandIn.start(IdentityStack.asItIs(), port, folder, mail -> {}, List.of(), Clock.systemUTC());
    }
}
