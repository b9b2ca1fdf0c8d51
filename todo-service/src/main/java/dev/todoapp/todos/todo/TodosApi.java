package dev.todoapp.todos.todo;

import dev.todoapp.platform.Owner;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;

/** What openapi.yaml says of each operation, kept apart from {@linkplain TodosController what each does}. */
@Tag(name = "to-dos")
interface TodosApi {

    @Operation(operationId = "listTodos", summary = "List to-dos", description = """
                    A page of them, by ascending id. Follow the `next` link until there is none. With filters, which all
                    have to apply, a page looks at a limited number of to-dos: it may hold few or none, and there is still
                    a `next` link.""")
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
            description = "Where the page starts, from a `next` link; good only for the filters of that list",
            schema = @Schema(type = "string"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "completed",
            description = "Whether it is completed",
            schema = @Schema(type = "boolean"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "tag",
            description = "A tag that it has, spelt exactly so",
            schema = @Schema(type = "string", minLength = 1, maxLength = Tags.LONGEST, example = "home"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "priority",
            description = "The priority that it has",
            schema = @Schema(ref = "Priority"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "dueBefore",
            description = "The day before which it is due, not that day itself; one without a date isn't meant",
            schema = @Schema(type = "string", format = "date", example = "2026-12-24"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "dueAfter",
            description = "The day after which it is due, not that day itself; one without a date isn't meant",
            schema = @Schema(type = "string", format = "date", example = "2026-12-24"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "q",
            description = """
                    Words that it holds, each of them, anywhere in title, description, notes or tags, and also as a part of
                    a longer word. Upper and lower case and accents make no difference.""",
            schema = @Schema(type = "string", minLength = 1, maxLength = SearchWords.LONGEST, example = "milk oat"))
    @Parameter(
            in = ParameterIn.HEADER,
            name = HttpHeaders.IF_NONE_MATCH,
            description = "The `ETag` of the page that the client has",
            schema = @Schema(type = "string", example = ApiDescription.PAGE_ETAG))
    @ApiResponse(
            responseCode = "200",
            description = "A page, which may have fewer than asked for though there is a next one",
            headers = {
                @Header(
                        name = HttpHeaders.LINK,
                        description = "The next page (RFC 8288), absent on the last one",
                        schema = @Schema(type = "string", example = ApiDescription.NEXT)),
                @Header(name = "ETag", ref = "PageETag")
            })
    @ApiResponse(responseCode = "304", ref = "PageNotModified")
    ResponseEntity<List<TodoView>> list(Owner owner, @Parameter(hidden = true) MultiValueMap<String, String> query);

    @Operation(operationId = "createTodo", summary = "Create a to-do", description = """
                    Repeating this request makes another to-do. To be able to repeat it, make the id and use PUT.""")
    @ApiResponse(
            responseCode = "201",
            description = "The new to-do",
            headers = {@Header(name = "ETag", ref = "ETag"), @Header(name = "Location", ref = "Location")})
    ResponseEntity<TodoView> create(Owner owner, NewTodo body);

    @Operation(operationId = "deleteTodos", summary = "Delete all to-dos, or all completed ones", description = """
                    Answers 200 when the time that one request may take is up before all are gone; the same request goes on
                    then. One that is no longer completed when its turn comes stays.""")
    @Parameter(
            in = ParameterIn.QUERY,
            name = "completed",
            description = "Delete only those that are completed",
            schema = @Schema(type = "boolean"))
    @ApiResponse(responseCode = "200", description = "Some remain, and the same request goes on")
    @ApiResponse(responseCode = "204", description = "All that were meant are gone", content = @Content)
    ResponseEntity<RemainingView> deleteMany(
            Owner owner, @Parameter(hidden = true) MultiValueMap<String, String> query, HttpServletRequest request);

    @Operation(operationId = "getChanges", summary = "Follow what changes", description = """
                    For clients that keep a copy. Without `since` it begins with everything there is. Then, as long as
                    `more` is true, ask at once, else from time to time, with the `next` of the last answer as `since`.
                    Nothing is missed; what was given already may be given again. Answers are to be applied in their order.""")
    @Parameter(
            in = ParameterIn.QUERY,
            name = "since",
            description = "The `next` of the last answer; absent to begin",
            schema = @Schema(type = "string", example = ApiDescription.SINCE))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "limit",
            description = "How many to-dos, and how many ids of deleted ones, an answer may have",
            schema =
                    @Schema(
                            type = "integer",
                            format = "int32",
                            minimum = "1",
                            maximum = "" + Slice.MOST,
                            defaultValue = "" + Slice.USUAL))
    @ApiResponse(responseCode = "200", description = "What has changed since")
    @ApiResponse(responseCode = "410", ref = "TokenTooOld")
    ChangesView changes(Owner owner, @Parameter(hidden = true) MultiValueMap<String, String> query);

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
