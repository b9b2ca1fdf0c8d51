package dev.todoapp.files.file;

import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** The answer to a client that begins an upload: what the file will be, and where its bytes go. */
@Schema(description = "An upload that has been begun")
record BegunUpload(
        @Schema(description = "The id that the file will have", example = ApiDescription.FILE_ID)
        UUID id,

        @Schema(example = ApiDescription.TODO_ID) UUID todoId,

        @Schema(description = "Where the file will be, absolute", example = ApiDescription.FILE_URL)
        URI url,

        UploadView upload) {

    static BegunUpload of(FileId id, TodoId todoId, URI url, Upload upload) {
        return new BegunUpload(
                id.value(),
                todoId.value(),
                url,
                new UploadView("PUT", upload.url(), upload.headers(), upload.expiresAt()));
    }

    @Schema(name = "Upload", description = "The request that brings the bytes to S3")
    record UploadView(
            @Schema(allowableValues = "PUT") String method,

            @Schema(
                    description = "Signed. Whoever has the URL may upload the file",
                    example = ApiDescription.SIGNED_URL)
            URI url,

            @Schema(description = """
                            To be sent with it, all of them and no others. Content-Length is signed too, which a browser
                            sets by itself. `if-none-match: *` makes S3 answer 412 when the file is there already: what
                            was uploaded can't be replaced, and a client that repeats an upload whose answer was lost
                            may take 412 for success""", example = "{\"content-type\": \"image/png\", \"if-none-match\": \"*\"}")
            Map<String, String> headers,

            @Schema(description = "When it is too late to begin", example = "2026-11-21T09:40:00Z")
            Instant expiresAt) {}
}
