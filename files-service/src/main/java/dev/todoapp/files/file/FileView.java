package dev.todoapp.files.file;

import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;

/** A {@link StoredFile} as clients see it. */
@Schema(name = "File", description = "A file that was uploaded whole")
record FileView(
        @Schema(example = ApiDescription.FILE_ID) UUID id,
        @Schema(example = ApiDescription.TODO_ID) UUID todoId,

        @Schema(minLength = 1, maxLength = FileName.MOST_BYTES, example = "holiday plan.png")
        String name,

        @Schema(minimum = "0", description = "In bytes", example = "174080")
        long size,

        @Schema(example = "image/png") String contentType,
        @Schema(example = "2026-11-21T09:30:12Z") Instant uploadedAt,

        @Schema(description = "Where the file is, absolute", example = ApiDescription.FILE_URL)
        URI url) {

    static FileView of(StoredFile file, URI url) {
        return new FileView(
                file.id().value(),
                file.todoId().value(),
                file.name().value(),
                file.size(),
                file.contentType().value(),
                file.uploadedAt(),
                url);
    }
}
