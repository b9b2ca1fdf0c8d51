package dev.todoapp.infra;

import java.util.List;
import java.util.Map;

/**
 * One stack of a deployment, resolved.
 *
 * @param name such as {@code todo-service}
 * @param template the file it is made from, such as {@code service.yaml}
 * @param region where it is deployed, which may be another one than the environment's
 * @param parameters every parameter with the value in force, defaults included
 * @param resources by logical id, without those whose condition is false
 * @param outputs by key
 */
public record Stack(
        String name,
        String template,
        String region,
        Map<String, String> parameters,
        Map<String, Resource> resources,
        Map<String, String> outputs) {

    /** @throws IllegalArgumentException if the stack has none of that name */
    public Resource resource(String logicalId) {
        Resource resource = resources.get(logicalId);
        if (resource == null) {
            throw new IllegalArgumentException("stack %s (%s) has no resource %s; it has %s"
                    .formatted(name, template, logicalId, resources.keySet()));
        }
        return resource;
    }

    public List<Resource> ofType(String type) {
        return resources.values().stream()
                .filter(resource -> resource.type().equals(type))
                .toList();
    }

    /** @throws IllegalArgumentException if the stack has none of that name */
    public String output(String key) {
        String output = outputs.get(key);
        if (output == null) {
            throw new IllegalArgumentException(
                    "stack %s (%s) has no output %s; it has %s".formatted(name, template, key, outputs.keySet()));
        }
        return output;
    }
}
