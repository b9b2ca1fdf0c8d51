package dev.todoapp.files.file;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.UUIDSchema;
import java.util.List;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What openapi.yaml says of the API as a whole, and the examples it uses throughout. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {

    static final String TODO_ID = "01976a3c-5d2e-7b41-9c0f-3f8e6d1a2b4c";
    static final String FILE_ID = "01976a41-0c7d-7e52-8f3a-5b1d9c0e4f6a";
    static final String FILE_URL = "https://todo.example/files/" + TODO_ID + "/" + FILE_ID;
    static final String NEXT =
            "<https://todo.example/files/" + TODO_ID + "?limit=100&cursor=" + FILE_ID + ">; rel=\"next\"";
    static final String SIGNED_URL = "https://todo-files.s3.eu-central-1.amazonaws.com/…";

    @Bean
    OpenAPI filesApi() {
        return new OpenAPI().info(new Info().title("Files").version("1").description("""
                The files that the signed-in user has attached to to-dos. Whose they are is decided by the access token
                alone, so someone else's file is a 404 like one that never was. Whether a to-do exists is not asked.

                Bytes never pass through this service: it hands out signed URLs, and the browser talks to S3 itself. What
                S3 refuses it answers in its own words: XML, with 403 for a URL that expired or a request that is not
                exactly what was signed, 400 when the bytes don't have the announced SHA-256, 412 when the file has been
                uploaded already.

                What this service refuses is answered as a problem (RFC 9457). In front of it stand an API gateway and a
                load balancer, which answer in their own words: the gateway's `{"message": …}` with 401, 403 or 429, the
                load balancer's plain 502, 503 or 504.
                """));
    }

    /** A 413 is of two kinds, which annotations can't say: the file that is announced is too large, or the request itself. */
    @Bean
    OpenApiCustomizer tooLarge() {
        Schema<?> either = new Schema<>()
                .anyOf(List.of(
                        new Schema<>().$ref("#/components/schemas/LimitProblem"),
                        new Schema<>().$ref("#/components/schemas/Problem")));
        return api -> api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .filter(operation -> "beginUpload".equals(operation.getOperationId()))
                .forEach(operation -> operation.getResponses().forEach((status, response) -> {
                    if (status.equals("413")) {
                        response.getContent().values().forEach(content -> content.schema(either));
                    }
                }));
    }

    /** Paths are made of ids everywhere; said once, and not at every parameter. */
    @Bean
    OpenApiCustomizer idsInPaths() {
        return api -> api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .flatMap(operation ->
                        Stream.ofNullable(operation.getParameters()).flatMap(List::stream))
                .filter(parameter -> parameter.getIn().equals("path"))
                .forEach(parameter -> parameter
                        .description("A UUID in its canonical, lower-case form")
                        .schema(new UUIDSchema())
                        .example(parameter.getName().equals("todoId") ? TODO_ID : FILE_ID));
    }
}
