package dev.todoapp.files.file;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Leave to download one file, by an HTTP GET.
 *
 * @param url signed; makes a browser save the file, under its own name
 * @param previewUrl signed; makes a browser show the file; null when it {@linkplain StoredFile#hasPreview() must not}
 * @param expiresAt when it is too late to begin
 */
public record Download(URI url, @Nullable URI previewUrl, Instant expiresAt) {}
