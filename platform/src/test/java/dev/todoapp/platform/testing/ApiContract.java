package dev.todoapp.platform.testing;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.net.URLEncoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * An OpenAPI 3.1 description, to hold real answers against: each must be one that the description has, with the headers and
 * the body that it says. Whoever uses it needs {@code com.networknt:json-schema-validator} in the scope of tests.
 */
public final class ApiContract {

    private static final String HERE = "https://contract.example/openapi.json";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final JsonNode description;
    private final SchemaRegistry schemas;
    private final Set<String> seen = new TreeSet<>();

    private ApiContract(JsonNode description) {
        this.description = description;
        this.schemas = SchemaRegistry.withDialect(
                Dialects.getOpenApi31(),
                registry -> registry.schemas(Map.of(HERE, JsonMapper.shared().writeValueAsString(description)))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
    }

    /** @param file an {@code openapi.yaml} */
    public static ApiContract read(Path file) {
        return new ApiContract(YAMLMapper.shared().readTree(file));
    }

    /** Every answer that the description has, such as {@code GET /todos/{id} 404}. */
    public Set<String> answers() {
        Set<String> answers = new TreeSet<>();
        description
                .path("paths")
                .forEachEntry((path, operations) -> operations.forEachEntry((method, operation) -> {
                    if (METHODS.contains(method)) {
                        operation
                                .path("responses")
                                .propertyNames()
                                .forEach(status -> answers.add(name(method, path) + " " + status));
                    }
                }));
        return answers;
    }

    /** Those of them that {@link #check} was given. */
    public Set<String> seen() {
        return new TreeSet<>(seen);
    }

    /**
     * Holds an answer against the description.
     *
     * @param path of the request, with or without its query
     * @throws AssertionError that says what is not as it is described
     */
    public void check(String method, String path, int status, HttpHeaders headers, String body) {
        String template = template(path.replaceAll("\\?.*", ""));
        String answer = name(method, template) + " " + status;
        String pointer = "/paths/" + escape(template) + "/" + method.toLowerCase() + "/responses/" + status;
        JsonNode response = description.at(pointer);
        if (response.isMissingNode()) {
            throw new AssertionError(answer + " is not described. The answer was: " + body);
        }
        if (response.has("$ref")) {
            pointer = response.path("$ref").asString().substring(1);
            response = description.at(pointer);
        }
        seen.add(answer);
        List<String> faults = new ArrayList<>();
        response.path("headers").forEachEntry((name, header) -> {
            JsonNode described = header.has("$ref")
                    ? description.at(header.path("$ref").asString().substring(1))
                    : header;
            if (described.path("required").asBoolean(false)
                    && headers.firstValue(name).isEmpty()) {
                faults.add("the header " + name + " is missing");
            }
        });
        checkBody(response, pointer, headers, body, faults);
        if (!faults.isEmpty()) {
            throw new AssertionError(answer + " is not as it is described: " + faults + "\nThe answer was: " + body);
        }
    }

    private void checkBody(JsonNode response, String pointer, HttpHeaders headers, String body, List<String> faults) {
        JsonNode content = response.path("content");
        if (content.isEmpty()) {
            if (!body.isEmpty()) {
                faults.add("there is a body where none is described");
            }
            return;
        }
        String type = headers.firstValue("Content-Type").orElse("none").replaceAll(";.*", "");
        if (!content.has(type)) {
            faults.add("the content type " + type + " is not one of " + content.propertyNames());
            return;
        }
        Schema schema = schemas.getSchema(
                SchemaLocation.of(HERE + "#" + encode(pointer + "/content/" + escape(type)) + "/schema"));
        schema.validate(JsonMapper.shared().readTree(body)).stream()
                .map(Error::toString)
                .forEach(faults::add);
    }

    private String template(String path) {
        return description.path("paths").propertyNames().stream()
                .filter(template -> path.matches(template.replaceAll("\\{[^}]+}", "[^/]+")))
                .min((one, other) ->
                        Integer.compare(one.indexOf('{'), other.indexOf('{'))) // a plain one is meant first
                .orElseThrow(() -> new AssertionError(path + " is not described"));
    }

    private static String name(String method, String path) {
        return method.toUpperCase() + " " + path;
    }

    private static String escape(String step) {
        return step.replace("~", "~0").replace("/", "~1");
    }

    private static String encode(String pointer) {
        return URLEncoder.encode(pointer, StandardCharsets.UTF_8)
                .replace("%2F", "/")
                .replace("%7E", "~");
    }
}
