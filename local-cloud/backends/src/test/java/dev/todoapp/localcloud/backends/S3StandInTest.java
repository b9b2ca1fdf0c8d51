package dev.todoapp.localcloud.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import tools.jackson.databind.json.JsonMapper;

/** Against S3Proxy in this process. */
class S3StandInTest {

    private static final Resource BUCKET = new Resource(
            "Bucket", "AWS::S3::Bucket", "some-files", JsonMapper.shared().readTree("""
                    {"BucketName": "some-files", "CorsConfiguration": {"CorsRules": [{
                       "AllowedOrigins": ["http://localhost:8080"], "AllowedMethods": ["GET", "PUT"],
                       "AllowedHeaders": ["content-type"], "ExposedHeaders": ["ETag"]}]}}"""));
    private static final Stack STACK = new Stack("data", "data.yaml", Map.of(), Map.of("Bucket", BUCKET), Map.of());

    @TempDir
    Path data;

    @Test
    void keepsFilesBetweenRuns() {
        try (S3StandIn s3 = S3StandIn.start(0, data, S3StandIn.Cors.NONE);
                S3Client client = s3.client()) {
            Provisioning.createBuckets(STACK, client);
            Provisioning.createBuckets(STACK, client); // what is there stays
            client.putObject(request -> request.bucket("some-files").key("a/b"), RequestBody.fromString("hello"));
        }
        try (S3StandIn s3 = S3StandIn.start(0, data, S3StandIn.Cors.NONE);
                S3Client client = s3.client()) {
            assertThat(client.getObjectAsBytes(
                                    request -> request.bucket("some-files").key("a/b"))
                            .asUtf8String())
                    .isEqualTo("hello");
        }
    }

    @Test
    void refusesCredentialsThatAreNotItsOwn() {
        try (S3StandIn s3 = S3StandIn.start(0, data, S3StandIn.Cors.NONE);
                S3Client stranger = S3Client.builder()
                        .endpointOverride(s3.endpoint())
                        .forcePathStyle(true)
                        .region(StandIn.REGION)
                        .credentialsProvider(StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(StandIn.ACCESS_KEY, "wrong")))
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build()) {
            assertThatThrownBy(stranger::listBuckets)
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            refusal -> assertThat(refusal.statusCode()).isEqualTo(403));
        }
    }

    @Test
    void answersPreflightsAsTheTemplatesCorsRulesSay() throws Exception {
        S3StandIn.Cors cors = Provisioning.cors(BUCKET);
        try (S3StandIn s3 = S3StandIn.start(0, data, cors);
                S3Client client = s3.client()) {
            Provisioning.createBuckets(STACK, client);

            assertThat(preflight(s3, "http://localhost:8080")).isEqualTo(List.of("http://localhost:8080"));
            assertThat(preflight(s3, "http://evil.example")).isEmpty();
            assertThat(preflight(s3, "http://localhost:8080.evil.example")).isEmpty();
        }
    }

    @Test
    void saysInOneLineThatItsPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> S3StandIn.start(taken.getLocalPort(), data, S3StandIn.Cors.NONE)
                            .close())
                    .isInstanceOf(StandInFailure.class)
                    .hasMessage("port " + taken.getLocalPort() + " is taken");
        }
    }

    private static List<String> preflight(S3StandIn s3, String origin) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(s3.endpoint() + "/some-files/a"))
                                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                                .header("Origin", origin)
                                .header("Access-Control-Request-Method", "PUT")
                                .header("Access-Control-Request-Headers", "content-type")
                                .build(),
                        BodyHandlers.ofString())
                .headers()
                .allValues("Access-Control-Allow-Origin");
    }
}
