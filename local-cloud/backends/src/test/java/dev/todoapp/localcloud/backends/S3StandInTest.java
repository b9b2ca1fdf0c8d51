package dev.todoapp.localcloud.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import tools.jackson.databind.json.JsonMapper;

/** Against S3Proxy in this process. */
class S3StandInTest {

    private static final Resource BUCKET = new Resource(
            "Bucket", "AWS::S3::Bucket", "some-files", JsonMapper.shared().readTree("""
                    {"BucketName": "some-files", "CorsConfiguration": {"CorsRules": [{
                       "AllowedOrigins": ["http://localhost:8080"], "AllowedMethods": ["GET", "PUT"],
                       "AllowedHeaders": ["content-type"], "ExposedHeaders": ["ETag"]}]}}"""));
    private static final Stack STACK =
            new Stack("data", "data.yaml", "us-east-1", Map.of(), Map.of("Bucket", BUCKET), Map.of());

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

    @Test
    void whatIsDeletedWhileItIsUploadedIsThereWholeAfterwards() throws Exception {
        byte[] content = new byte[200_000];
        new Random(1).nextBytes(content);
        try (S3StandIn s3 = S3StandIn.start(0, data, S3StandIn.Cors.NONE);
                S3Client client = s3.client()) {
            Provisioning.createBuckets(STACK, client);
            client.putObject(request -> request.bucket("some-files").key("a/b/before"), RequestBody.fromString("x"));
            try (Socket upload = beginUpload(s3, "a/b/c", content.length)) {
                upload.getOutputStream().write(content, 0, content.length / 2);
                upload.getOutputStream().flush();

                assertThat(keys(client)).containsExactly("a/b/before");
                keys(client)
                        .forEach(key -> client.deleteObject(
                                request -> request.bucket("some-files").key(key)));
                client.deleteObject(request -> request.bucket("some-files").key("a/b/c"));
                upload.getOutputStream().write(content, content.length / 2, content.length / 2);
                upload.getOutputStream().flush();

                assertThat(head(upload)).startsWith("HTTP/1.1 200 ");
            }

            assertThat(keys(client)).containsExactly("a/b/c");
            assertThat(client.getObjectAsBytes(
                                    request -> request.bucket("some-files").key("a/b/c"))
                            .asByteArray())
                    .isEqualTo(content);
        }
    }

    @Test
    void keepsNothingOfAnUploadThatIsCutOff() throws Exception {
        try (S3StandIn s3 = S3StandIn.start(0, data, S3StandIn.Cors.NONE);
                S3Client client = s3.client()) {
            Provisioning.createBuckets(STACK, client);
            try (Socket upload = beginUpload(s3, "a/b/c", 200_000)) {
                upload.getOutputStream().write(new byte[100_000]);
            }

            assertThat(keys(client)).isEmpty();
            assertThat(data.resolve("some-files")).isEmptyDirectory();
        }
    }

    @Test
    void removesAtItsStartWhatACrashLeftHalfUploaded() throws Exception {
        String whole = "a/b-" + UUID.randomUUID();
        try (S3StandIn s3 = S3StandIn.start(0, data, S3StandIn.Cors.NONE);
                S3Client client = s3.client()) {
            Provisioning.createBuckets(STACK, client);
            client.putObject(request -> request.bucket("some-files").key(whole), RequestBody.fromString("whole"));
        }
        Path left = Files.createDirectories(data.resolve("some-files/c/d")).resolve("e-" + UUID.randomUUID());
        Files.writeString(left, "ha");

        try (S3StandIn s3 = S3StandIn.start(0, data, S3StandIn.Cors.NONE);
                S3Client client = s3.client()) {
            assertThat(keys(client)).containsExactly(whole);
            assertThat(data.resolve("some-files/c")).doesNotExist();
        }
    }

    /** Returns once the server waits for the body. */
    private static Socket beginUpload(S3StandIn s3, String key, int length) throws Exception {
        URL url;
        try (S3Presigner presigner = S3Presigner.builder()
                .endpointOverride(s3.endpoint())
                .region(StandIn.REGION)
                .credentialsProvider(StandIn.credentials())
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build()) {
            url = presigner
                    .presignPutObject(put -> put.signatureDuration(Duration.ofMinutes(5))
                            .putObjectRequest(
                                    request -> request.bucket("some-files").key(key)))
                    .url();
        }
        Socket socket = new Socket("127.0.0.1", s3.port());
        socket.setSoTimeout(30_000);
        socket.getOutputStream()
                .write("""
                PUT %s HTTP/1.1\r
                Host: %s\r
                Content-Length: %d\r
                Expect: 100-continue\r
                \r
                """.formatted(url.getFile(), url.getAuthority(), length).getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        assertThat(head(socket)).startsWith("HTTP/1.1 100 ");
        return socket;
    }

    /** What comes up to the next empty line. */
    private static String head(Socket socket) throws Exception {
        StringBuilder head = new StringBuilder();
        for (int next = socket.getInputStream().read();
                next >= 0;
                next = socket.getInputStream().read()) {
            head.append((char) next);
            if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                break;
            }
        }
        return head.toString();
    }

    private static List<String> keys(S3Client client) {
        return client.listObjectsV2(request -> request.bucket("some-files")).contents().stream()
                .map(S3Object::key)
                .toList();
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
