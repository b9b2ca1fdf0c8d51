package dev.todoapp.todos;

import dev.todoapp.platform.testing.AwsCalls;
import dev.todoapp.platform.testing.TokenIssuer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;

/** The whole service on a port of its own, with the table on DynamoDB Local behind a network that can be broken. */
@SpringBootTest(classes = TodosApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(HttpTest.Network.class)
public abstract class HttpTest {

    protected static final String PUBLIC_URL = "https://todo.example";
    protected static final TokenIssuer TOKENS = TokenIssuer.start();

    @LocalServerPort
    int port;

    @Autowired
    FaultyHttp network;

    @Autowired
    Meter meter;

    @Autowired
    PartialBatches batches;

    @DynamicPropertySource
    static void environment(DynamicPropertyRegistry variables) {
        LocalTable table = LocalTable.get();
        System.setProperty("aws.endpointUrlDynamoDb", table.endpoint().toString());
        variables.add("TODOS_TABLE", table::name);
        variables.add("PUBLIC_URL", () -> PUBLIC_URL);
        variables.add("ISSUER", TOKENS::issuer);
        variables.add("CLIENT_IDS", () -> TokenIssuer.CLIENT_ID);
        variables.add("DRAIN_DELAY", () -> "0s");
    }

    @AfterEach
    void repair() {
        network.repair();
        batches.readOneOf(1);
    }

    protected FaultyHttp network() {
        return network;
    }

    protected Meter meter() {
        return meter;
    }

    protected PartialBatches batches() {
        return batches;
    }

    /** Someone whom no other test has seen. */
    protected Caller someone() {
        return someone(UUID.randomUUID().toString());
    }

    protected Caller someone(String subject) {
        return withToken(TOKENS.accessToken(subject));
    }

    protected Caller nobody() {
        return new Caller(() -> port, null);
    }

    protected Caller withToken(String token) {
        return new Caller(() -> port, token);
    }

    /** Sends a request that an HTTP client would not let us make. It ends with an empty line here, and has a valid token. */
    protected String raw(String beginning) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            String token = TOKENS.accessToken(UUID.randomUUID().toString());
            socket.getOutputStream()
                    .write((beginning + "\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + token
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Stands in for the platform's client of AWS. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Network {

        @Bean
        SdkHttpClient faultyHttp() {
            return new FaultyHttp();
        }

        @Bean
        Meter meter() {
            return new Meter();
        }

        @Bean
        AwsCalls calls() {
            return new AwsCalls();
        }

        @Bean
        PartialBatches batches() {
            return new PartialBatches();
        }

        /** Adds these to the platform's own settings of the client. */
        @Bean
        static BeanPostProcessor hooks(ObjectProvider<ExecutionInterceptor> hooks) {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    if (bean instanceof ClientOverrideConfiguration calls) {
                        var hooked = calls.toBuilder();
                        hooks.forEach(hooked::addExecutionInterceptor);
                        return hooked.build();
                    }
                    return bean;
                }
            };
        }
    }
}
