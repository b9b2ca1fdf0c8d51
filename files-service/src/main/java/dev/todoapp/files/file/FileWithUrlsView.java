package dev.todoapp.files.file;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A {@link StoredFile} and leave to {@link Download} it, as clients see them. */
@Schema(name = "FileWithUrls", description = "A file, and signed URLs of S3 that are good until `expiresAt`")
record FileWithUrlsView(
        @JsonUnwrapped FileView file,

        @Schema(
                description =
                        "Saves the file under its name, whatever its type. Whoever has the URL may download the file",
                example = ApiDescription.SIGNED_URL)
        URI downloadUrl,

        @Schema(
                requiredMode = RequiredMode.REQUIRED,
                types = {"string", "null"},
                format = "uri",
                description = "Shows the file in the browser. Only for PNG, JPEG, GIF, WebP and AVIF, else null",
                example = ApiDescription.SIGNED_URL)
        @Nullable
        URI previewUrl,

        @Schema(example = "2026-11-21T09:35:00Z") Instant expiresAt) {

    static FileWithUrlsView of(FileView file, Download download) {
        return new FileWithUrlsView(file, download.url(), download.previewUrl(), download.expiresAt());
    }
}
