package dev.todoapp.todos.todo;

import dev.todoapp.platform.Owner;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;

/** What openapi.yaml says of each operation, kept apart from {@linkplain TodosController what each does}. */
@Tag(name = "to-dos")
interface TodosApi {

    @Operation(
            operationId = "listTodos",
            summary = "List to-dos",
            description = "A page of them, by ascending id. Follow the `next` link until there is none.")
    @Parameter(
            in = ParameterIn.QUERY,
            name = "limit",
            description = "How many to-dos a page may have",
            schema =
                    @Schema(
                            type = "integer",
                            format = "int32",
                            minimum = "1",
                            maximum = "" + Slice.MOST,
                            defaultValue = "" + Slice.USUAL))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "cursor",
            description = "Where the page starts, from a `next` link",
            schema = @Schema(type = "string"))
    @ApiResponse(
            responseCode = "200",
            description = "A page, which may have fewer than asked for though there is a next one",
            headers =
                    @Header(
                            name = HttpHeaders.LINK,
                            description = "The next page (RFC 8288), absent on the last one",
                            schema = @Schema(type = "string", example = ApiDescription.NEXT)))
    ResponseEntity<List<TodoView>> list(Owner owner, @Parameter(hidden = true) MultiValueMap<String, String> query);

    @Operation(operationId = "createTodo", summary = "Create a to-do", description = """
                    Repeating this request makes another to-do. To be able to repeat it, make the id and use PUT.""")
    @ApiResponse(
            responseCode = "201",
            description = "The new to-do",
            headers = {@Header(name = "ETag", ref = "ETag"), @Header(name = "Location", ref = "Location")})
    ResponseEntity<TodoView> create(Owner owner, NewTodo body);

    @Operation(operationId = "getTodo", summary = "Get a to-do")
    @Parameter(
            in = ParameterIn.HEADER,
            name = HttpHeaders.IF_NONE_MATCH,
            description = "The `ETag` of the version that the client has",
            schema = @Schema(type = "string", example = ApiDescription.ETAG))
    @ApiResponse(responseCode = "200", description = "The to-do", headers = @Header(name = "ETag", ref = "ETag"))
    @ApiResponse(responseCode = "304", ref = "NotModified")
    @ApiResponse(responseCode = "404", ref = "NotFound")
    ResponseEntity<TodoView> get(Owner owner, TodoId id);

    @Operation(
            operationId = "putTodo",
            summary = "Create a to-do with an id of the client's, or replace one",
            description = """
                    `If-None-Match: *` creates: 201, or 200 when the same content is stored already, so that a request
                    whose answer was lost can be repeated; 412 when something else is stored. `If-Match` replaces: 200, or
                    412 when the to-do has changed or isn't there. Without either a to-do is created, and one that exists
                    is left alone: 428. The id of a deleted to-do is not used again: 410.""")
    @ApiResponse(
            responseCode = "200",
            description = "The to-do as it is stored now",
            headers = @Header(name = "ETag", ref = "ETag"))
    @ApiResponse(
            responseCode = "201",
            description = "The new to-do",
            headers = {@Header(name = "ETag", ref = "ETag"), @Header(name = "Location", ref = "Location")})
    @ApiResponse(responseCode = "410", ref = "Gone")
    @ApiResponse(responseCode = "412", ref = "PreconditionFailed")
    @ApiResponse(responseCode = "428", ref = "PreconditionRequired")
    ResponseEntity<TodoView> put(
            Owner owner,
            TodoId id,
            @Nullable IfMatch ifMatch,
            @Parameter(
                            description = "`*`: create, don't replace",
                            schema = @Schema(type = "string", allowableValues = "*"))
                    @Nullable
                    String ifNoneMatch,
            NewTodo body);

    @Operation(operationId = "patchTodo", summary = "Change some fields of a to-do", description = """
                    A merge patch (RFC 7396): a field that is left out stays as it is, `null` puts it back to its default.
                    Without `If-Match` the change is merged into whatever others have written meanwhile.""")
    @ApiResponse(
            responseCode = "200",
            description = "The to-do as it is stored now",
            headers = @Header(name = "ETag", ref = "ETag"))
    @ApiResponse(responseCode = "404", ref = "NotFound")
    @ApiResponse(responseCode = "412", ref = "PreconditionFailed")
    ResponseEntity<TodoView> patch(Owner owner, TodoId id, @Nullable IfMatch ifMatch, TodoPatch patch);

    @Operation(operationId = "deleteTodo", summary = "Delete a to-do")
    @ApiResponse(responseCode = "204", description = "It is gone, now or already")
    @ApiResponse(responseCode = "412", ref = "PreconditionFailed")
    ResponseEntity<Void> delete(Owner owner, TodoId id, @Nullable IfMatch ifMatch);
}
