package dev.todoapp.images;

import dev.todoapp.infra.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A service's container as {@code service.yaml} describes it. */
record TaskDefinition(JsonNode container, int memory) {

    static TaskDefinition of(String service) {
        JsonNode task = Deployment.read(
                        Docker.ROOT.resolve("infra"), "local", Map.of(), Map.of(service, Map.of("Image", "example:1")))
                .stack(service)
                .resource("TaskDefinition")
                .properties();
        return new TaskDefinition(
                task.path("ContainerDefinitions").get(0),
                Integer.parseInt(task.path("Memory").asString()));
    }

    List<String> healthCheck() {
        List<String> command = new ArrayList<>();
        container.at("/HealthCheck/Command").forEach(word -> command.add(word.asString()));
        return command;
    }

    /** The same for {@code docker run}. */
    List<String> options() {
        List<String> options =
                new ArrayList<>(List.of("--memory", memory + "m", "--security-opt", "no-new-privileges", "--init"));
        options.addAll(List.of("--user", container.path("User").asString()));
        if (container.path("ReadonlyRootFilesystem").asBoolean()) {
            options.add("--read-only");
        }
        JsonNode linux = container.path("LinuxParameters");
        linux.at("/Capabilities/Drop")
                .forEach(capability -> options.addAll(List.of("--cap-drop", capability.asString())));
        linux.path("Tmpfs").forEach(tmpfs -> {
            StringBuilder mount = new StringBuilder(tmpfs.path("ContainerPath").asString() + ":size="
                    + tmpfs.path("Size").asInt() + "m");
            tmpfs.path("MountOptions").forEach(option -> mount.append(',').append(option.asString()));
            options.addAll(List.of("--tmpfs", mount.toString()));
        });
        return options;
    }
}
