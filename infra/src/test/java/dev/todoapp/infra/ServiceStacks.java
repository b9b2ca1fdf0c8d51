package dev.todoapp.infra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import tools.jackson.databind.JsonNode;

/** The two stacks of {@code service.yaml}, as they are once both services have been released. */
final class ServiceStacks {

    static final List<String> SERVICES = List.of("todo-service", "files-service");

    private ServiceStacks() {}

    static Stream<Arguments> released() {
        return Environments.onAws().flatMap(deployment -> SERVICES.stream().map(s -> Arguments.of(deployment, s)));
    }

    static Stack with(String environment, String service, Map<String, String> parameters) {
        Map<String, String> given = new LinkedHashMap<>(parameters);
        given.put("Image", "example:1");
        return Deployment.read(Environments.INFRA, environment, Map.of(), Map.of(service, given))
                .stack(service);
    }

    static JsonNode properties(Stack stack, String id) {
        return stack.resource(id).properties();
    }

    static JsonNode container(Stack stack) {
        return properties(stack, "TaskDefinition").path("ContainerDefinitions").get(0);
    }

    static Map<String, String> environment(Stack stack) {
        return container(stack).path("Environment").values().stream()
                .collect(Collectors.toMap(
                        variable -> variable.path("Name").asString(),
                        variable -> variable.path("Value").asString()));
    }
}
