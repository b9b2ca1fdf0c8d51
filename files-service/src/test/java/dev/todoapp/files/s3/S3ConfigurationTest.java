package dev.todoapp.files.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.todoapp.files.FilesProperties;
import dev.todoapp.files.file.Limits;
import dev.todoapp.localcloud.backends.StandIn;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Which host browsers are sent to: the website's content security policy names exactly one. Nothing is called. */
class S3ConfigurationTest {

    @BeforeAll
    static void credentials() {
        System.setProperty("aws.accessKeyId", StandIn.ACCESS_KEY);
        System.setProperty("aws.secretAccessKey", StandIn.SECRET_KEY);
    }

    @ParameterizedTest
    @CsvSource({
        "eu-central-1, https://todo-files.s3.eu-central-1.amazonaws.com",
        "us-east-1, https://todo-files.s3.us-east-1.amazonaws.com",
        "cn-north-1, https://todo-files.s3.cn-north-1.amazonaws.com.cn"
    })
    void onAwsItIsTheBucketsRegionalHost(String region, String origin) {
        assertThat(signedWith(client(region), "")).hasToString(origin + "/key");
    }

    @Test
    void anEndpointThatIsAnAddressHasTheBucketInThePath() {
        S3ClientBuilder client = client("us-east-1").endpointOverride(URI.create("http://127.0.0.1:9000"));

        assertThat(signedWith(client, "")).hasToString("http://127.0.0.1:9000/todo-files/key");
    }

    @Test
    void browsersMayKnowTheEndpointByAnotherName() {
        S3ClientBuilder client = client("us-east-1").endpointOverride(URI.create("http://10.0.0.7:9000"));

        assertThat(signedWith(client, "https://s3.example.org")).hasToString("https://todo-files.s3.example.org/key");
        assertThat(signedWith(client, "http://127.0.0.1:9000")).hasToString("http://127.0.0.1:9000/todo-files/key");
    }

    private static S3ClientBuilder client(String region) {
        return S3Client.builder().region(Region.of(region)).httpClientBuilder(UrlConnectionHttpClient.builder());
    }

    private static URI signedWith(S3ClientBuilder builder, String presignEndpoint) {
        FilesProperties properties = new FilesProperties(
                "todo-files",
                presignEndpoint.isEmpty() ? Optional.empty() : Optional.of(URI.create(presignEndpoint)),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                URI.create("http://localhost/queue"),
                Duration.ofMinutes(15),
                1,
                new Limits(DataSize.ofMegabytes(1), 1, DataSize.ofMegabytes(1), 1));
        try (S3Client client = builder.build();
                S3Presigner presigner = new S3Configuration().s3Presigner(client, properties)) {
            String url = presigner
                    .presignGetObject(presign -> presign.signatureDuration(Duration.ofMinutes(1))
                            .getObjectRequest(get -> get.bucket("todo-files").key("key")))
                    .url()
                    .toString();
            return URI.create(url.substring(0, url.indexOf('?')));
        }
    }
}
