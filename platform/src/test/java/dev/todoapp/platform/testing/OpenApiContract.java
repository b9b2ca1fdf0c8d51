package dev.todoapp.platform.testing;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What {@code openapi.yaml} says of a service's answers, and whether a real one is like that: its status, its content type, the
 * headers that it must have, and its body, with no member that isn't described (problems may have some). Needs
 * {@code com.networknt:json-schema-validator} in test scope.
 */
public final class OpenApiContract {

    private final JsonNode api;
    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
    private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    private OpenApiContract(JsonNode api) {
        this.api = api;
    }

    public static OpenApiContract read(Path openapi) {
        try {
            JsonNode api = YAMLMapper.shared().readTree(Files.readString(openapi));
            close(api.path("components").path("schemas"));
            return new OpenApiContract(api);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every answer that is described, such as {@code get /todos/{id} 404}. */
    public Set<String> answers() {
        Set<String> answers = new TreeSet<>();
        api.path("paths")
                .forEachEntry((path, operations) -> operations.forEachEntry((method, operation) -> operation
                        .path("responses")
                        .propertyNames()
                        .forEach(status -> answers.add(method + " " + path + " " + status))));
        return answers;
    }

    /** Those of them that {@link #check} was given. */
    public Set<String> seen() {
        return new TreeSet<>(seen);
    }

    /**
     * Says nothing about a request for which there is no operation.
     *
     * @throws AssertionError if the answer is not as it is described
     */
    public void check(HttpResponse<String> answer) {
        String method = answer.request().method().toLowerCase(Locale.ROOT);
        String path = answer.request().uri().getRawPath();
        template(path).ifPresent(template -> {
            JsonNode operation = api.path("paths").path(template).path(method);
            if (!operation.isMissingNode()) {
                seen.add(method + " " + template + " " + answer.statusCode());
                List<String> faults = new ArrayList<>();
                check(operation, answer, faults);
                if (!faults.isEmpty()) {
                    throw new AssertionError(
                            "%s %s: %d %s%n%s".formatted(method, template, answer.statusCode(), answer.body(), faults));
                }
            }
        });
    }

    private void check(JsonNode operation, HttpResponse<String> answer, List<String> faults) {
        JsonNode response = resolve(operation.path("responses").path(String.valueOf(answer.statusCode())));
        if (response.isMissingNode()) {
            faults.add("this status is not described");
            return;
        }
        response.path("headers").properties().forEach(header -> {
            if (header.getValue().path("required").asBoolean(false)
                    && answer.headers().firstValue(header.getKey()).isEmpty()) {
                faults.add("the header " + header.getKey() + " is missing");
            }
        });
        JsonNode content = response.path("content");
        if (content.isEmpty()) {
            if (!answer.body().isEmpty()) {
                faults.add("no body is described");
            }
            return;
        }
        String type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        JsonNode schema = content.path(type).path("schema");
        if (schema.isMissingNode()) {
            faults.add("the content type " + type + " is not described");
        } else if (type.endsWith("json")) {
            schema(schema)
                    .validate(JsonMapper.shared().readTree(answer.body()))
                    .forEach(error -> faults.add(error.toString()));
        }
    }

    private Schema schema(JsonNode schema) {
        return compiled.computeIfAbsent(schema, described -> {
            ObjectNode whole = (ObjectNode) described.deepCopy();
            whole.set("components", api.path("components"));
            return schemas.getSchema(whole);
        });
    }

    private JsonNode resolve(JsonNode node) {
        String reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : api.at(reference.substring(1));
    }

    private Optional<String> template(String path) {
        String[] segments = path.split("/", -1);
        return api.path("paths").propertyNames().stream()
                .filter(template -> matches(template.split("/", -1), segments))
                // A word before a parameter: /todos/changes is not /todos/{id}.
                .min((one, other) -> Long.compare(parameters(one), parameters(other)));
    }

    private static boolean matches(String[] template, String[] segments) {
        if (template.length != segments.length) {
            return false;
        }
        for (int i = 0; i < template.length; i++) {
            if (!template[i].startsWith("{") && !template[i].equals(segments[i])) {
                return false;
            }
        }
        return true;
    }

    private static long parameters(String template) {
        return template.chars().filter(c -> c == '{').count();
    }

    /** An answer has no member that isn't described. A problem may have: whoever reads it skips what he doesn't know (RFC 9457). */
    private static void close(JsonNode schemas) {
        schemas.forEach(schema -> {
            JsonNode properties = schema.path("properties");
            boolean problem = properties.has("type") && properties.has("title") && properties.has("status");
            if (schema instanceof ObjectNode object
                    && !properties.isMissingNode()
                    && !problem
                    && !object.has("additionalProperties")) {
                object.put("additionalProperties", false);
            }
        });
    }
}
