package dev.todoapp.files.file;

import dev.todoapp.platform.Owner;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** What openapi.yaml says of each operation, kept apart from {@linkplain FilesController what each does}. */
@Tag(name = "files")
interface FilesApi {

    @Operation(
            operationId = "listTodosWithFiles",
            summary = "List the to-dos that have files",
            description = "One row per to-do, by ascending `todoId`. Never cut short.")
    @ApiResponse(responseCode = "200", description = "The rows; none when there are no files")
    List<TodoFilesView> todos(Owner owner);

    @Operation(operationId = "listFiles", summary = "List the files of a to-do", description = """
                    A page of them, in the order in which their uploads were begun. Follow the `next` link until there is
                    none.""")
    @ApiResponse(
            responseCode = "200",
            description = "A page; empty when the to-do has no files",
            headers =
                    @Header(
                            name = HttpHeaders.LINK,
                            description = "The next page (RFC 8288), absent on the last one",
                            schema = @Schema(type = "string", example = ApiDescription.NEXT)))
    ResponseEntity<List<FileView>> list(
            Owner owner,
            TodoId todoId,
            @Parameter(
                            description = "How many files a page may have",
                            schema =
                                    @Schema(
                                            type = "integer",
                                            format = "int32",
                                            minimum = "1",
                                            maximum = "" + Slice.MOST,
                                            defaultValue = "" + Slice.USUAL))
                    int limit,
            @Parameter(description = "Where the page starts, from a `next` link") @Nullable String cursor);

    @Operation(operationId = "beginUpload", summary = "Begin an upload", description = """
                    Answers with a signed URL that takes exactly one file of that size and type (and those bytes, when
                    `sha256` is given), once. Send the bytes with `upload.method` to `upload.url` with every header of
                    `upload.headers` and no others. The file exists when S3 has answered 200; until then nothing does, and
                    an upload that is never finished leaves nothing behind. Repeating this request begins another upload.
                    """)
    @ApiResponse(
            responseCode = "201",
            description = "Where and how to send the bytes",
            headers =
                    @Header(
                            name = HttpHeaders.LOCATION,
                            required = true,
                            description = "The `url` that the file will have",
                            schema = @Schema(type = "string", format = "uri")))
    @ApiResponse(
            responseCode = "409",
            description = """
                    The to-do or its owner has as much as there may be: `urn:problem:limit-files-per-todo`,
                    `urn:problem:limit-files-per-owner` or `urn:problem:limit-size-per-owner`""",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                            schema = @Schema(implementation = LimitProblem.class)))
    @ApiResponse(
            responseCode = "413",
            description = """
                    The file is larger than one may be: `urn:problem:limit-file-size`. (Or the body of this request is
                    larger than 64 KiB, which is a plain `urn:problem:too-large`)""",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                            schema = @Schema(implementation = LimitProblem.class)))
    ResponseEntity<BegunUpload> begin(Owner owner, TodoId todoId, NewFileRequest request);

    @Operation(operationId = "getFile", summary = "Get a file, with URLs to download it and to look at it")
    @ApiResponse(responseCode = "200", description = "The file and signed URLs of S3, good until `expiresAt`")
    @ApiResponse(
            responseCode = "404",
            description = "There is no such file, or its upload has not finished",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                            schema = @Schema(ref = "#/components/schemas/Problem")))
    FileWithUrlsView find(Owner owner, TodoId todoId, FileId fileId);

    @Operation(
            operationId = "deleteFile",
            summary = "Delete a file",
            description = "An upload of it that finishes later, on a URL signed before, makes it be there again.")
    @ApiResponse(responseCode = "204", description = "It is gone, now or already")
    void delete(Owner owner, TodoId todoId, FileId fileId);

    @Operation(operationId = "deleteFiles", summary = "Delete all files of a to-do")
    @ApiResponse(responseCode = "204", description = "They are gone, now or already")
    void deleteAll(Owner owner, TodoId todoId);

    /** What {@link Limits} refuse a file with. The platform writes it; this describes it. */
    @Schema(description = "A limit would be passed; `type` says which")
    record LimitProblem(
            @Schema(format = "uri-reference", example = "urn:problem:limit-size-per-owner")
            String type,

            String title,
            @Schema(example = "409") int status,

            @Schema(description = "The limit and what is left of it, in words")
            String detail,

            @Schema(format = "uri-reference") String instance,

            @Schema(description = "The most there may be, in bytes or files", example = "1073741824")
            long limit,

            @Schema(description = "How much of it is left, in bytes or files", example = "52428800")
            long left) {}
}
