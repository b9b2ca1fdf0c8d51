package dev.todoapp.files.file;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.AdditionalPropertiesValue;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import org.jspecify.annotations.Nullable;

/** What a client says of the file that it is about to upload. */
@Schema(
        name = "NewFile",
        description = "The file that is about to be uploaded",
        additionalProperties = AdditionalPropertiesValue.FALSE)
record NewFileRequest(
        @Schema(
                requiredMode = RequiredMode.REQUIRED,
                minLength = 1,
                maxLength = FileName.MOST_BYTES,
                description =
                        "Any Unicode but control characters, `/` and `\\`; at most 255 bytes of UTF-8. Kept as given",
                example = "holiday plan.png")
        @Nullable
        String name,

        @Schema(
                requiredMode = RequiredMode.REQUIRED,
                minimum = "0",
                description = "In bytes. At most 100 MiB, unless the service is configured otherwise",
                example = "174080")
        @Nullable
        Long size,

        @Schema(
                requiredMode = RequiredMode.REQUIRED,
                minLength = 3,
                maxLength = ContentType.MOST,
                description = "A media type; `application/octet-stream` when it is not known",
                example = "image/png")
        @Nullable
        String contentType,

        @Schema(
                types = {"string", "null"},
                pattern = "^[A-Za-z0-9+/]{43}=$",
                description = "The SHA-256 of the bytes, in base64. S3 then refuses any others",
                example = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=")
        @Nullable
        String sha256) {

    NewFile toNewFile() {
        return new NewFile(
                Fields.required("name", name, FileName::new),
                Fields.required("size", size, NewFile::requireSize),
                Fields.required("contentType", contentType, ContentType::new),
                Fields.optional("sha256", sha256, Sha256::new));
    }
}
