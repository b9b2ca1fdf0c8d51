package dev.todoapp.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Our own templates, as each environment resolves them. The build runs tests in the module's folder. */
final class Environments {

    static final Path INFRA = Path.of("").toAbsolutePath();
    static final Path PROJECT = INFRA.resolveSibling("");

    static final Deployment LOCAL = Deployment.read(INFRA, "local", Map.of());
    /** Of dev, which has no domain, the second pass: the first one found out the site's address. */
    static final Deployment DEV = released("dev", Map.of("SITE_ORIGIN", siteUrl(Map.of())));

    static final Deployment PROD = released("prod", Map.of());

    private Environments() {}

    static Stream<Deployment> all() {
        return Stream.of(LOCAL, DEV, PROD);
    }

    static Stream<Deployment> onAws() {
        return Stream.of(DEV, PROD);
    }

    /** As it is once both services have been released. */
    static Deployment released(String environment, Map<String, String> variables) {
        return released(INFRA, environment, variables);
    }

    /** The same of a copy. */
    static Deployment released(Path infra, String environment, Map<String, String> variables) {
        return Deployment.read(
                infra,
                environment,
                variables,
                Map.of(
                        "todo-service", Map.of("Image", image(environment, "todo-service")),
                        "files-service", Map.of("Image", image(environment, "files-service"))));
    }

    /** On instances of our own, where releases roll. */
    static Deployment onEc2(String environment) {
        return Deployment.read(
                INFRA,
                environment,
                Map.of("SITE_ORIGIN", "https://todo.example.com"),
                Map.of(
                        "cluster", Map.of("Capacity", "EC2"),
                        "todo-service",
                                Map.of("Image", image(environment, "todo-service"), "DeploymentStrategy", "ROLLING"),
                        "files-service",
                                Map.of("Image", image(environment, "files-service"), "DeploymentStrategy", "ROLLING")));
    }

    static String image(String environment, String service) {
        return "000000000000.dkr.ecr.us-east-1.amazonaws.com/%s-%s@sha256:%s"
                .formatted(environment, service, "0123456789abcdef".repeat(4));
    }

    /** Where the website of dev is, once everything is deployed with these variables. */
    static String siteUrl(Map<String, String> variables) {
        return Deployment.read(INFRA, "dev", variables).stack("website").output("SiteUrl");
    }

    /** What a test expects, written as templates are. */
    static JsonNode yaml(String text) {
        JsonNode parsed = YamlFile.parse("it:\n" + text.indent(2), "expected");
        return parsed.path("it");
    }

    static Stream<Path> templates() {
        try (Stream<Path> files = Files.list(INFRA.resolve("templates"))) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A template as it is written, nothing resolved: for what the resolved one doesn't have, such as DeletionPolicy. */
    static ObjectNode raw(String template) {
        return YamlFile.read(INFRA.resolve("templates").resolve(template), template);
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> texts(JsonNode array) {
        return array.values().stream().map(JsonNode::asString).toList();
    }

    /** A policy's {@code Action} or {@code Resource}, which may be a list. */
    static List<String> oneOrMany(JsonNode value) {
        return value.isArray() ? texts(value) : List.of(value.asString());
    }

    /** The value of a list of {@code Key} and {@code Value}. */
    static String attribute(JsonNode attributes, String key) {
        return attributes.values().stream()
                .filter(attribute -> attribute.path("Key").asString().equals(key))
                .map(attribute -> attribute.path("Value").asString())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + key + " in " + attributes));
    }
}
