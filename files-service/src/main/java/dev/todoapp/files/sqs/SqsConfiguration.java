package dev.todoapp.files.sqs;

import dev.todoapp.files.FilesProperties;
import dev.todoapp.files.file.Files;
import dev.todoapp.platform.Dependency;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import tools.jackson.databind.json.JsonMapper;

/** The SDK's parts and the listener. Nothing here calls SQS before the service is up. */
@Configuration(proxyBeanMethods = false)
class SqsConfiguration {

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(4);

    /**
     * With connections of its own: one waits at the queue for longer than any other call may take, so what bounds the calls
     * here is {@code calls} and not the socket.
     */
    @Bean
    SqsClient sqsClient(ClientOverrideConfiguration calls) {
        return SqsClient.builder()
                .httpClientBuilder(Apache5HttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .connectionAcquisitionTimeout(CONNECT)
                        .socketTimeout(DeletedTodosQueue.POLL_CALL)
                        .maxConnections(DeletedTodosListener.AT_ONCE + 1))
                .overrideConfiguration(calls)
                .build();
    }

    @Bean
    DeletedTodosQueue deletedTodosQueue(SqsClient sqs, FilesProperties properties) {
        return new DeletedTodosQueue(sqs, properties.deletedTodosQueue().toString());
    }

    @Bean
    DeletedTodosListener deletedTodosListener(
            DeletedTodosQueue queue,
            Files files,
            JsonMapper json,
            @Qualifier("bucket") Dependency bucket,
            FilesProperties properties) {
        Outage store = new Outage("Deleting the files of deleted to-dos", FIRST_PAUSE, LONGEST_PAUSE);
        Sweeper.Settings settings =
                new Sweeper.Settings(properties.lateSweeps(), properties.lateSweepDelay(), FIRST_RETRY);
        return new DeletedTodosListener(queue, new Sweeper(queue, files, json, store, settings), bucket, store);
    }
}
