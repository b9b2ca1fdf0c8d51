package dev.todoapp.files.s3;

import dev.todoapp.files.FilesProperties;
import dev.todoapp.platform.Dependency;
import java.net.URI;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadataAdvancedOption;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The SDK's parts. Region, credentials and endpoint are its own business; nothing here calls S3. */
@Configuration(proxyBeanMethods = false)
class S3Configuration {

    @Bean
    S3Client s3Client(SdkHttpClient http, ClientOverrideConfiguration calls) {
        return S3Client.builder().httpClient(http).overrideConfiguration(calls).build();
    }

    @Bean
    S3Presigner s3Presigner(S3Client s3, FilesProperties properties) {
        S3Presigner.Builder presigner = S3Presigner.builder()
                .region(s3.serviceClientConfiguration().region())
                .s3Client(s3);
        return presigner
                .endpointOverride(properties
                        .presignEndpoint()
                        .or(() -> s3.serviceClientConfiguration().endpointOverride())
                        .orElseGet(() ->
                                regionalEndpoint(s3.serviceClientConfiguration().region())))
                .build();
    }

    @Bean
    Dependency bucket(S3Client s3, FilesProperties properties) {
        return new Dependency() {
            @Override
            public String name() {
                return "bucket " + properties.bucket();
            }

            @Override
            public void check() {
                s3.headBucket(request -> request.bucket(properties.bucket()));
            }
        };
    }

    /**
     * In us-east-1 the presigner would sign for s3.amazonaws.com, the global endpoint. Everywhere else, and in the
     * website's content security policy, a bucket's host names its region.
     */
    private static URI regionalEndpoint(Region region) {
        return URI.create("https://"
                + S3Client.serviceMetadata()
                        .reconfigure(options -> options.putAdvancedOption(
                                ServiceMetadataAdvancedOption.DEFAULT_S3_US_EAST_1_REGIONAL_ENDPOINT, "regional"))
                        .endpointFor(region));
    }
}
