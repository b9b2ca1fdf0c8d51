package dev.todoapp.platform;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** What both services' descriptions have in common: the token, the problems, and what every operation may answer. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    private static final String PROBLEM = "#/components/schemas/Problem";
    private static final Pattern PROBLEM_TYPE = Pattern.compile("urn:problem:[a-z-]+");
    private static final Map<HttpStatus, String> EVERYWHERE = Map.of(
            HttpStatus.UNAUTHORIZED, "Unauthorized",
            HttpStatus.SERVICE_UNAVAILABLE, "Unavailable");
    private static final Map<HttpStatus, String> WITH_A_BODY = Map.of(
            HttpStatus.CONTENT_TOO_LARGE, "ContentTooLarge", HttpStatus.UNSUPPORTED_MEDIA_TYPE, "UnsupportedMediaType");

    OpenApiConfiguration() {
        // It comes from the token: no client can send it.
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Owner.class);
    }

    @Bean
    OpenApiCustomizer whatEveryServiceAnswers(PublicUrl publicUrl) {
        return api -> {
            api.setServers(List.of(new Server().url(publicUrl.origin().toString())));
            api.setSecurity(List.of(new SecurityRequirement().addList("accessToken")));
            requireWhatAnswersAlwaysHave(api);
            describe(api.getComponents());
            api.getPaths().values().forEach(path -> path.readOperations().forEach(OpenApiConfiguration::describe));
        };
    }

    /** An answer has each of its properties, null where there is no value. What a request needs is its own to say. */
    private static void requireWhatAnswersAlwaysHave(OpenAPI api) {
        Set<String> requests = new HashSet<>();
        api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .filter(operation -> operation.getRequestBody() != null)
                .flatMap(operation -> operation.getRequestBody().getContent().values().stream())
                .map(content -> content.getSchema().get$ref())
                .forEach(requests::add);
        api.getComponents().getSchemas().forEach((name, schema) -> {
            if (schema.getProperties() != null && !requests.contains("#/components/schemas/" + name)) {
                schema.setRequired(new ArrayList<>(schema.getProperties().keySet()));
            }
        });
    }

    /** Every problem has an example: its type is the first that its description names. */
    @Bean
    @Order
    OpenApiCustomizer examplesOfProblems() {
        return api -> api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .flatMap(operation -> operation.getResponses().entrySet().stream())
                .forEach(response -> exemplify(api, response.getKey(), response.getValue()));
    }

    private static void exemplify(OpenAPI api, String status, ApiResponse response) {
        ApiResponse described = response.get$ref() == null
                ? response
                : api.getComponents()
                        .getResponses()
                        .get(response.get$ref().substring("#/components/responses/".length()));
        if (described == null || described.getContent() == null) {
            return;
        }
        MediaType problem = described.getContent().get("application/problem+json");
        if (problem != null && problem.getExample() == null) {
            problem.setExample(example(HttpStatus.valueOf(Integer.parseInt(status)), described.getDescription()));
        }
    }

    private static Map<String, Object> example(HttpStatus status, String description) {
        Matcher type = PROBLEM_TYPE.matcher(description);
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("type", type.find() ? type.group() : "about:blank");
        example.put("title", status.getReasonPhrase());
        example.put("status", status.value());
        if (status == HttpStatus.BAD_REQUEST) {
            example.put("detail", "limit must be a number from 1 to 100");
            example.put("errors", List.of(Map.of("field", "limit", "message", "must be a number from 1 to 100")));
        } else {
            example.put("detail", "A sentence for people");
        }
        return example;
    }

    private static void describe(Operation operation) {
        EVERYWHERE.forEach((status, response) -> refer(operation, status, response));
        if (operation.getParameters() != null || operation.getRequestBody() != null) {
            refer(operation, HttpStatus.BAD_REQUEST, "BadRequest");
        }
        if (operation.getRequestBody() != null) {
            WITH_A_BODY.forEach((status, response) -> refer(operation, status, response));
        }
    }

    private static void refer(Operation operation, HttpStatus status, String response) {
        // What the operation itself says of a status is more than we know.
        operation
                .getResponses()
                .putIfAbsent(
                        String.valueOf(status.value()), new ApiResponse().$ref("#/components/responses/" + response));
    }

    private static void describe(Components components) {
        components.addSecuritySchemes(
                "accessToken",
                new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .bearerFormat("JWT")
                        .description("An access token of the user pool"));
        components.addResponses(
                "BadRequest",
                problem("Something in the request is not as it must be, `urn:problem:bad-input`; `errors` names it"));
        components.addResponses("Unauthorized", problem("No valid access token: `urn:problem:unauthorized`"));
        components.addResponses("ContentTooLarge", problem("The body is larger than 64 KiB: `urn:problem:too-large`"));
        components.addResponses("UnsupportedMediaType", problem("The body is not of a type that is understood here"));
        components.addResponses(
                "Unavailable",
                problem("""
                                What the service depends on can't be reached or is too busy: `urn:problem:unavailable`. Send the
                                same request again, but a POST only after a look: it may have been done all the same""")
                        .addHeaderObject(
                                HttpHeaders.RETRY_AFTER,
                                new Header()
                                        .required(true)
                                        .description("In how many seconds to try again")
                                        .schema(integer())));
        components.addSchemas("Problem", problemSchema());
        components.addSchemas("FieldError", fieldErrorSchema());
    }

    private static ApiResponse problem(String description) {
        return new ApiResponse()
                .description(description)
                .content(new Content()
                        .addMediaType(
                                org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                                new MediaType().schema(new Schema<>().$ref(PROBLEM))));
    }

    private static Schema<?> problemSchema() {
        return object("What was refused and why (RFC 9457)", "type", "title", "status")
                .addProperty(
                        "type",
                        text("Which kind of problem; `about:blank` when the status says it all")
                                .format("uri-reference")
                                .example("urn:problem:bad-input"))
                .addProperty("title", new StringSchema())
                .addProperty("status", integer().format("int32").example(400))
                .addProperty("detail", text("What is wrong, a sentence for people"))
                .addProperty("instance", new StringSchema().format("uri-reference"))
                .addProperty(
                        "errors",
                        new ArraySchema()
                                .items(new Schema<>().$ref("#/components/schemas/FieldError"))
                                .description("What is wrong with which field, parameter or header"));
    }

    private static Schema<?> fieldErrorSchema() {
        return object("One field at fault", "field", "message")
                .addProperty(
                        "field",
                        text("Its path; empty when it is the document as a whole")
                                .example("tags[2]"))
                .addProperty("message", text("Follows on from the field's name").example("must be a string"));
    }

    private static Schema<?> object(String description, String... required) {
        return new ObjectSchema().description(description).required(List.of(required));
    }

    private static Schema<?> text(String description) {
        return new StringSchema().description(description);
    }

    private static Schema<?> integer() {
        return new IntegerSchema().format(null);
    }
}
