package dev.todoapp.bench;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;

/** How the services talk to AWS: the very client and settings that the platform gives them, which it keeps to itself. */
final class PlatformsCalls implements AutoCloseable {

    private static final String CONFIGURATION = "dev.todoapp.platform.AwsConfiguration";

    private final AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext();

    PlatformsCalls() {
        try {
            beans.register(Class.forName(CONFIGURATION));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the platform's " + CONFIGURATION + " has another name now", e);
        }
        beans.refresh();
    }

    SdkHttpClient http() {
        return beans.getBean(SdkHttpClient.class);
    }

    ClientOverrideConfiguration settings() {
        return beans.getBean(ClientOverrideConfiguration.class);
    }

    @Override
    public void close() {
        beans.close();
    }
}
