package dev.todoapp.deploy;

import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code ./dev policies}: lets IAM Access Analyzer look at every policy that the environment's stacks would have, deployed or not.
 * Changes nothing.
 */
final class Policies {

    /** What a policy must not have. Warnings and suggestions are shown. */
    private static final Set<String> BAD = Set.of("ERROR", "SECURITY_WARNING");

    private static final String ASSUME_ROLE = "AssumeRolePolicyDocument";

    private final Target target;
    private final Screen screen;

    Policies(Target target, Screen screen) {
        this.target = target;
        this.screen = screen;
    }

    /**
     * One policy, and what Access Analyzer has to know to judge it.
     *
     * @param type such as {@code IDENTITY_POLICY}
     * @param resourceType what a resource's policy is attached to, where Access Analyzer has checks for that type; else null
     */
    record Policy(String type, @Nullable String resourceType, JsonNode document) {}

    /** @throws Refusal if there is a finding of a bad kind, with all of them told before */
    void check() {
        // Several roles trust the same service: each policy is asked about once.
        Map<Policy, List<String>> policies = new LinkedHashMap<>();
        Deployment deployment = Deployment.read(target.infra(), target.environment(), target.variables(null));
        for (Stack stack : deployment.stacks()) {
            for (Resource resource : stack.resources().values()) {
                in(resource)
                        .forEach((path, policy) -> policies.computeIfAbsent(policy, key -> new ArrayList<>())
                                .add("%s-%s: %s%s"
                                        .formatted(target.environment(), stack.name(), resource.logicalId(), path)));
            }
        }
        int bad = 0;
        for (Map.Entry<Policy, List<String>> policy : policies.entrySet()) {
            for (JsonNode finding : findings(policy.getKey())) {
                String type = finding.path("findingType").asString("");
                boolean isBad = BAD.contains(type);
                bad += isBad ? 1 : 0;
                screen.say("%s: %s %s: %s (%s)"
                        .formatted(
                                String.join(", ", policy.getValue()),
                                isBad ? screen.bold(type) : type,
                                places(finding),
                                Refusal.oneLine(finding.path("findingDetails").asString("")),
                                finding.path("issueCode").asString("")));
            }
        }
        int count = policies.values().stream().mapToInt(List::size).sum();
        if (bad > 0) {
            throw new Refusal("%d of Access Analyzer's findings in the %d policies of %s must be mended"
                    .formatted(bad, count, target.environment()));
        }
        screen.say("Access Analyzer finds no error and no security warning in the %d policies of %s."
                .formatted(count, target.environment()));
    }

    /** Whatever in it has statements, by its path. */
    static Map<String, Policy> in(Resource resource) {
        Map<String, Policy> policies = new LinkedHashMap<>();
        collect(resource, "", "", resource.properties(), policies);
        return policies;
    }

    private static void collect(
            Resource resource, String path, String name, JsonNode node, Map<String, Policy> policies) {
        JsonNode value = node.isString() ? parsed(node.asString()) : node;
        if (value.isObject() && value.has("Statement")) {
            policies.put(path, policy(resource.type(), name, value));
        } else if (value.isObject()) {
            value.properties()
                    .forEach(property -> collect(
                            resource,
                            path + "." + property.getKey(),
                            property.getKey(),
                            property.getValue(),
                            policies));
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                collect(resource, path + "." + i, name, value.get(i), policies);
            }
        }
    }

    private static Policy policy(String resourceType, String property, JsonNode document) {
        if (property.equals(ASSUME_ROLE)) {
            return new Policy("RESOURCE_POLICY", "AWS::IAM::" + ASSUME_ROLE, document);
        }
        if (resourceType.startsWith("AWS::IAM::")) {
            return new Policy("IDENTITY_POLICY", null, document);
        }
        return new Policy(
                "RESOURCE_POLICY",
                switch (resourceType) {
                    case "AWS::S3::BucketPolicy" -> "AWS::S3::Bucket";
                    case "AWS::DynamoDB::Table" -> "AWS::DynamoDB::Table";
                    default -> null;
                },
                document);
    }

    /** Some properties take a policy as text. */
    private static JsonNode parsed(String text) {
        if (text.stripLeading().startsWith("{")) {
            try {
                return Aws.JSON.readTree(text);
            } catch (JacksonException e) {
                // A dynamic reference, for one: {{resolve:…}}.
            }
        }
        return Aws.JSON.missingNode();
    }

    private List<JsonNode> findings(Policy policy) {
        ObjectNode input = Aws.JSON
                .createObjectNode()
                .put("policyType", policy.type())
                .put("policyDocument", policy.document().toString());
        if (policy.resourceType() != null) {
            input.put("validatePolicyResourceType", policy.resourceType());
        }
        return List.copyOf(target.aws()
                .call("accessanalyzer", "validate-policy", input)
                .path("findings")
                .values());
    }

    /** Where in the policy, such as {@code Statement.0.Action}. */
    private static String places(JsonNode finding) {
        return finding.path("locations").values().stream()
                .map(location -> location.path("path").values().stream()
                        .map(Policies::element)
                        .collect(Collectors.joining(".")))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String element(JsonNode element) {
        for (String kind : List.of("value", "key", "index")) {
            if (element.has(kind)) {
                return element.path(kind).asString("");
            }
        }
        return "…";
    }
}
