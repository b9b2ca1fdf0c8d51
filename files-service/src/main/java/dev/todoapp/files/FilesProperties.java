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
 * @param deletedTodosQueue {@code DELETED_TODOS_QUEUE}: the URL of the queue that tells of deleted to-dos
 * @param lateSweepDelay {@code LATE_SWEEP_DELAY}: how long after one sweep of a deleted to-do's files the next one comes. No
 *     shorter than {@code uploadExpiry}, so that no URL of before the deletion outlasts it
 * @param lateSweeps {@code LATE_SWEEPS}: how many of those there are, after the first sweep
 * @param limits how much there may be
 */
@ConfigurationProperties("files")
public record FilesProperties(
        String bucket,
        Optional<URI> presignEndpoint,
        Duration uploadExpiry,
        Duration downloadExpiry,
        URI deletedTodosQueue,
        Duration lateSweepDelay,
        int lateSweeps,
        Limits limits) {

    /** S3 signs for no longer than this. */
    private static final Duration LONGEST_EXPIRY = Duration.ofDays(7);

    /** SQS delays a message by no more than this. */
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

    private static final int MOST_SWEEPS = 96;

    @ConstructorBinding
    FilesProperties(
            @Nullable String bucket,
            @Nullable String presignEndpoint,
            Duration uploadExpiry,
            Duration downloadExpiry,
            @Nullable String deletedTodosQueue,
            Duration lateSweepDelay,
            int lateSweeps,
            Limits limits) {
        this(
                BadSetting.required("FILES_BUCKET", bucket, "Give the name of the bucket that keeps the files."),
                origin(presignEndpoint),
                requireExpiry("UPLOAD_EXPIRY", uploadExpiry, "15m", LONGEST_DELAY),
                requireExpiry("DOWNLOAD_EXPIRY", downloadExpiry, "7d", LONGEST_EXPIRY),
                queue(deletedTodosQueue),
                requireDelay(lateSweepDelay, uploadExpiry),
                requireSweeps(lateSweeps),
                limits);
    }

    private static Optional<URI> origin(@Nullable String presignEndpoint) {
        return presignEndpoint == null || presignEndpoint.isBlank()
                ? Optional.empty()
                : Optional.of(http(
                        "PRESIGN_ENDPOINT",
                        presignEndpoint.strip(),
                        "Give an origin such as https://s3.eu-central-1.amazonaws.com, or leave it out."));
    }

    private static URI queue(@Nullable String deletedTodosQueue) {
        String remedy = "Give the URL of the queue that tells of deleted to-dos, "
                + "such as https://sqs.eu-central-1.amazonaws.com/123456789012/deleted-todos.";
        return http(
                "DELETED_TODOS_QUEUE", BadSetting.required("DELETED_TODOS_QUEUE", deletedTodosQueue, remedy), remedy);
    }

    private static URI http(String variable, String value, String remedy) {
        try {
            URI uri = new URI(value);
            if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                throw new BadSetting(variable, "is not an http(s) URL: " + value, remedy);
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new BadSetting(variable, "is not a URL: " + value, remedy);
        }
    }

    private static Duration requireExpiry(String variable, Duration value, String most, Duration longest) {
        if (value.compareTo(Duration.ofSeconds(1)) < 0 || value.compareTo(longest) > 0) {
            throw new BadSetting(
                    variable,
                    "is out of range: " + value,
                    "Give a duration from 1s to %s, or leave it out.".formatted(most));
        }
        return value;
    }

    private static Duration requireDelay(Duration delay, Duration uploadExpiry) {
        if (delay.compareTo(uploadExpiry) < 0 || delay.compareTo(LONGEST_DELAY) > 0) {
            throw new BadSetting(
                    "LATE_SWEEP_DELAY",
                    "is out of range: " + delay,
                    "Give a duration from UPLOAD_EXPIRY (%s) to 15m, or leave it out.".formatted(uploadExpiry));
        }
        return delay;
    }

    private static int requireSweeps(int sweeps) {
        if (sweeps < 1 || sweeps > MOST_SWEEPS) {
            throw new BadSetting(
                    "LATE_SWEEPS",
                    "is out of range: " + sweeps,
                    "Give a number from 1 to %d, or leave it out.".formatted(MOST_SWEEPS));
        }
        return sweeps;
    }
}
