package dev.todoapp.todos.todo;

import static java.util.stream.Collectors.toCollection;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.media.UUIDSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What openapi.yaml says of the API as a whole, and what its operations have in common. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {

    static final String ID = "01976a3c-5d2e-7b41-9c0f-3f8e6d1a2b4c";
    static final String URL = "https://todo.example/todos/" + ID;
    static final String NEXT = "<https://todo.example/todos?limit=50&cursor=AZdqPF0ue0GcDz-ObRorTA>; rel=\"next\"";
    static final String ETAG = "\"7\"";
    static final String PAGE_ETAG = "W/\"kO6VrM2bGVpSFs1c\"";
    static final String SINCE = "bgAAAaH9cPI7TR98Kps-XWE";

    ApiDescription() {
        SpringDocUtils.getConfig()
                .replaceWithSchema(TodoPatch.class, new Schema<>().$ref("#/components/schemas/TodoPatch"));
    }

    @Bean
    OpenAPI todosApi() {
        return new OpenAPI().info(new Info().title("To-dos").version("1").description("""
                The to-dos of the signed-in user. Whose they are is decided by the access token alone, so someone else's
                to-do is a 404 like one that never was.

                What this service refuses is answered as a problem (RFC 9457). In front of it stand an API gateway and a
                load balancer, which answer in their own words: the gateway's `{"message": …}` with 401, 403 or 429, the
                load balancer's plain 502, 503 or 504.
                """));
    }

    @Bean
    OpenApiCustomizer whatOperationsHaveInCommon() {
        return api -> {
            api.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .forEach(ApiDescription::describe);
            describe(api.getComponents());
        };
    }

    private static void describe(Operation operation) {
        if (operation.getOperationId().equals("deleteTodos")) {
            operation.getParameters().getFirst().getSchema().setConst(true); // annotations can't say it
        }
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(ApiDescription::describe);
        }
        operation.getResponses().values().stream()
                .filter(response -> response.getHeaders() != null)
                .flatMap(response -> response.getHeaders().values().stream())
                .forEach(header -> header.setStyle(null)); // there is but one, and a reference has none
    }

    private static void describe(Parameter parameter) {
        switch (parameter.getName()) {
            case "id" ->
                parameter
                        .description("A UUID in its canonical, lower-case form")
                        .schema(new UUIDSchema())
                        .example(ID);
            case "If-Match" ->
                parameter
                        .description("The `ETag` of the version that is meant, or `*` for any")
                        .schema(new StringSchema())
                        .example(ETAG);
            default -> {}
        }
    }

    private static void describe(Components components) {
        Schema<?> whole = Objects.requireNonNull(components.getSchemas().get("NewTodo"));
        Objects.requireNonNull(whole.getProperties().get("tags")).setTypes(orNull("array"));
        whole.getProperties().put("priority", priorityOrNull());
        Schema<?> remaining = Objects.requireNonNull(components.getSchemas().get("Remaining"));
        Objects.requireNonNull(remaining.getProperties().get("remaining")).setConst(true);
        components.addSchemas("Priority", priority());
        components.addSchemas("TodoPatch", patchOf(whole));
        components.addHeaders(
                "ETag",
                new Header()
                        .required(true)
                        .description("The to-do's `version`, in quotes")
                        .schema(new StringSchema())
                        .example(ETAG));
        components.addHeaders(
                "PageETag",
                new Header()
                        .required(true)
                        .description("Stays the same as long as the page does")
                        .schema(new StringSchema())
                        .example(PAGE_ETAG));
        components.addHeaders(
                "Location",
                new Header()
                        .required(true)
                        .description("The to-do's `url`")
                        .schema(new StringSchema().format("uri"))
                        .example(URL));
        components.addResponses(
                "NotModified",
                new ApiResponse()
                        .description("It still is the version that `If-None-Match` names")
                        .addHeaderObject("ETag", new Header().$ref("#/components/headers/ETag")));
        components.addResponses(
                "PageNotModified",
                new ApiResponse()
                        .description("It still is the page that `If-None-Match` names")
                        .addHeaderObject("ETag", new Header().$ref("#/components/headers/PageETag")));
        components.addResponses(
                "TokenTooOld",
                problem("The token is older than 30 days: `urn:problem:token-too-old`. Start anew, without `since`"));
        components.addResponses("NotFound", problem("There is no such to-do: `urn:problem:not-found`"));
        components.addResponses("Gone", problem("A to-do with this id was deleted: `urn:problem:deleted`"));
        components.addResponses("PreconditionFailed", problem("""
                        The to-do is not what `If-Match` says, `urn:problem:stale-version`, or there is another one where
                        `If-None-Match` says that there is none, `urn:problem:already-exists`"""));
        components.addResponses(
                "PreconditionRequired",
                problem("The to-do exists; to replace it, send `If-Match`: `urn:problem:precondition-required`"));
    }

    private static Schema<String> priority() {
        Schema<String> priority = new StringSchema();
        priority.setEnum(Stream.of(Priority.values()).map(Priority::label).collect(toCollection(ArrayList::new)));
        return priority;
    }

    private static Schema<String> priorityOrNull() {
        Schema<String> priority = priority();
        priority.setTypes(orNull("string"));
        priority.getEnum().add(null);
        return priority;
    }

    /** Annotations can't say this of an array, nor of an enum. */
    private static Set<String> orNull(String type) {
        return new LinkedHashSet<>(List.of(type, "null"));
    }

    /** A patch may say of each field what a new to-do may, and needs to say nothing. */
    private static Schema<?> patchOf(Schema<?> whole) {
        Schema<?> patch = new ObjectSchema()
                .description(
                        "The fields to change (RFC 7396). Null puts a field back to its default; the title has none");
        patch.setProperties(whole.getProperties());
        patch.setAdditionalProperties(false);
        return patch;
    }

    private static ApiResponse problem(String description) {
        return new ApiResponse()
                .description(description)
                .content(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
    }
}
