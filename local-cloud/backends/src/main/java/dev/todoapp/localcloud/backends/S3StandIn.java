package dev.todoapp.localcloud.backends;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.gaul.s3proxy.CrossOriginResourceSharing;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * S3 on loopback: S3Proxy over a folder. It refuses what S3 refuses: a wrong signature, key, method, type, signed length, an
 * expired URL. Bucket configuration it doesn't know, so the CORS rules are given to it when it starts.
 */
public final class S3StandIn implements AutoCloseable {

    private static final long LARGEST_OBJECT = 5L * 1024 * 1024 * 1024;
    private static final int LARGEST_BUFFERED = 32 * 1024 * 1024;

    private final S3Proxy proxy;

    private S3StandIn(S3Proxy proxy) {
        this.proxy = proxy;
    }

    /**
     * The CORS rules of a bucket, as the template has them.
     *
     * @param origins exact origins, or {@code *}
     */
    public record Cors(List<String> origins, List<String> methods, List<String> headers, List<String> exposed) {

        /** No page of another origin may call. */
        public static final Cors NONE = new Cors(List.of(), List.of(), List.of(), List.of());

        private CrossOriginResourceSharing toS3Proxy() {
            if (origins.isEmpty()) {
                return CrossOriginResourceSharing.disabled();
            }
            return new CrossOriginResourceSharing(
                    origins.stream()
                            .map(origin -> origin.equals("*") ? ".*" : Pattern.quote(origin))
                            .toList(),
                    methods,
                    headers,
                    exposed,
                    "");
        }
    }

    /**
     * Starts it.
     *
     * @param port 0 for a free one
     * @param data the folder that keeps the buckets
     * @throws StandInFailure if it can't be started
     */
    public static S3StandIn start(int port, Path data, Cors cors) {
        try {
            Files.createDirectories(data);
            S3Proxy proxy = S3Proxy.builder()
                    .blobStore(WholeBlobs.in(data))
                    .endpoint(URI.create("http://127.0.0.1:" + port))
                    .awsAuthentication(AuthenticationType.AWS_V4, StandIn.ACCESS_KEY, StandIn.SECRET_KEY)
                    .maxSinglePartObjectSize(LARGEST_OBJECT)
                    .v4MaxNonChunkedRequestSize(LARGEST_BUFFERED)
                    .ignoreUnknownHeaders(true)
                    .corsRules(cors.toS3Proxy())
                    .build();
            proxy.start();
            return new S3StandIn(proxy);
        } catch (BindException e) {
            throw new StandInFailure("port " + port + " is taken", e);
        } catch (IOException e) {
            if (e.getCause() instanceof BindException) {
                throw new StandInFailure("port " + port + " is taken", e);
            }
            throw new StandInFailure("the S3 stand-in can't keep its files in " + data + ": " + e.getMessage(), e);
        } catch (Exception e) { // what S3Proxy declares
            throw new StandInFailure("the S3 stand-in can't be started: " + e.getMessage(), e);
        }
    }

    public int port() {
        return proxy.getPort();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** A client of it; the caller closes it. */
    public S3Client client() {
        return S3Client.builder()
                .endpointOverride(endpoint())
                .forcePathStyle(true)
                .region(StandIn.REGION)
                .credentialsProvider(StandIn.credentials())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) { // what S3Proxy declares
            throw new StandInFailure("the S3 stand-in can't be stopped: " + e.getMessage(), e);
        }
    }
}
