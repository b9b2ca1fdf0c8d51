package dev.todoapp.platform;

import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/**
 * How both services talk to AWS: with a bound on every call. Region, credentials and endpoints are the SDK's own business
 * ({@code AWS_REGION}, {@code AWS_ENDPOINT_URL_DYNAMODB}, …).
 */
@Configuration(proxyBeanMethods = false)
class AwsConfiguration {

    /** A caller waits no longer than this for AWS, retries included. */
    static final Duration CALL = Duration.ofSeconds(4);

    private static final Duration ATTEMPT = Duration.ofMillis(1_500);
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final int ATTEMPTS = 3;
    private static final int CONNECTIONS = 64;

    @Bean
    @ConditionalOnMissingBean
    SdkHttpClient awsHttpClient() {
        return Apache5HttpClient.builder()
                .connectionTimeout(CONNECT)
                .connectionAcquisitionTimeout(CONNECT)
                .socketTimeout(ATTEMPT)
                .maxConnections(CONNECTIONS)
                .build();
    }

    @Bean
    CallTimer callTimer() {
        return new CallTimer();
    }

    @Bean
    @ConditionalOnMissingBean
    ClientOverrideConfiguration awsCalls(CallTimer timer) {
        return ClientOverrideConfiguration.builder()
                .scheduledExecutorService(timer.executor())
                .apiCallTimeout(CALL)
                .apiCallAttemptTimeout(ATTEMPT)
                .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(ATTEMPTS)
                        .build())
                .build();
    }
}
