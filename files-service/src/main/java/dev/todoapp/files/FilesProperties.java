package dev.todoapp.files;

import dev.todoapp.files.file.Limits;
import dev.todoapp.platform.BadSetting;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;

/**
 * What this service is told by its environment, beside what the platform and the AWS SDK are told.
 *
 * @param bucket {@code FILES_BUCKET}: where the files are
 * @param presignEndpoint {@code PRESIGN_ENDPOINT}: the S3 endpoint as browsers reach it, where that is not as the service does
 * @param uploadExpiry {@code UPLOAD_EXPIRY}: how long a signed URL takes an upload
 * @param downloadExpiry {@code DOWNLOAD_EXPIRY}: how long a signed URL gives a download
 * @param limits how much there may be
 */
@ConfigurationProperties("files")
public record FilesProperties(
        String bucket, Optional<URI> presignEndpoint, Duration uploadExpiry, Duration downloadExpiry, Limits limits) {

    /** S3 signs for no longer than this. */
    private static final Duration LONGEST = Duration.ofDays(7);

    @ConstructorBinding
    FilesProperties(
            @Nullable String bucket,
            @Nullable String presignEndpoint,
            Duration uploadExpiry,
            Duration downloadExpiry,
            Limits limits) {
        this(
                BadSetting.required("FILES_BUCKET", bucket, "Give the name of the bucket that keeps the files."),
                origin(presignEndpoint),
                requireExpiry("UPLOAD_EXPIRY", uploadExpiry),
                requireExpiry("DOWNLOAD_EXPIRY", downloadExpiry),
                limits);
    }

    private static Optional<URI> origin(@Nullable String presignEndpoint) {
        if (presignEndpoint == null || presignEndpoint.isBlank()) {
            return Optional.empty();
        }
        String remedy = "Give an origin such as https://s3.eu-central-1.amazonaws.com, or leave it out.";
        try {
            URI uri = new URI(presignEndpoint.strip());
            if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                throw new BadSetting("PRESIGN_ENDPOINT", "is not an http(s) URL: " + presignEndpoint, remedy);
            }
            return Optional.of(uri);
        } catch (URISyntaxException e) {
            throw new BadSetting("PRESIGN_ENDPOINT", "is not a URL: " + presignEndpoint, remedy);
        }
    }

    private static Duration requireExpiry(String variable, Duration value) {
        if (value.compareTo(Duration.ofSeconds(1)) < 0 || value.compareTo(LONGEST) > 0) {
            throw new BadSetting(
                    variable, "is out of range: " + value, "Give a duration from 1s to 7d, or leave it out.");
        }
        return value;
    }
}
