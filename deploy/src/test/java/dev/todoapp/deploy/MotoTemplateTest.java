package dev.todoapp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MotoTemplateTest {

    private static final String SERVICE = """
            # As somebody wrote it.
            Parameters:
              Image: {Type: String, Default: ""}
              Names: {Type: CommaDelimitedList, Default: ""}
            Conditions:
              HasImage: !Not [!Equals [!Ref Image, ""]]
              HasNames: !Not [!Equals [!Join ["", !Ref Names], ""]]
              HasBoth: !And [Condition: HasImage, Condition: HasNames]
            Resources:
              Group: {Type: AWS::Logs::LogGroup}
              TaskDefinition: {Type: AWS::ECS::TaskDefinition, Condition: HasImage, Properties: {Family: a}}
              Service:
                Type: AWS::ECS::Service
                Condition: HasImage
                DependsOn: TaskDefinition
                Properties: {TaskDefinition: !Ref TaskDefinition}
              Named: {Type: AWS::Logs::LogGroup, Condition: HasNames}
              Both: {Type: AWS::Logs::LogGroup, Condition: HasBoth}
            """;

    @Test
    void leavesOutWhatParametersTurnOffAndKeepsWhatTheyDoNotTell() {
        assertThat(resources(Map.of()).propertyNames()).containsExactly("Group", "Named");
    }

    @Test
    void namesTheTaskDefinitionByTheValuesThatItIsMadeOf() {
        JsonNode first = resources(Map.of("Image", "a"));
        JsonNode second = resources(Map.of("Image", "b"));

        String name = taskDefinition(first);
        assertThat(name).matches("TaskDefinition[0-9A-F]{8}");
        assertThat(first.path("Service")
                        .path("Properties")
                        .path("TaskDefinition")
                        .path("Ref")
                        .asString())
                .isEqualTo(name);
        assertThat(first.path("Service").path("DependsOn").asString()).isEqualTo(name);
        assertThat(taskDefinition(second)).isNotEqualTo(name);
        assertThat(taskDefinition(resources(Map.of("Image", "a")))).isEqualTo(name);
    }

    @Test
    void givesBackWhatWasWritten() {
        assertThat(MotoTemplate.asWritten(MotoTemplate.of(SERVICE, "service", Map.of("Image", "a"))))
                .isEqualTo(SERVICE);
    }

    @Test
    void sendsATemplateWithoutATaskDefinitionAsItIs() {
        String table = "# A table.\nResources: {Table: {Type: AWS::DynamoDB::Table}}";

        assertThat(MotoTemplate.of(table, "table", Map.of())).isEqualTo(table);
        assertThat(MotoTemplate.asWritten(table)).isEqualTo(table);
    }

    private static JsonNode resources(Map<String, String> parameters) {
        return Aws.JSON
                .readTree(MotoTemplate.of(SERVICE, "service", parameters))
                .path("Resources");
    }

    private static String taskDefinition(JsonNode resources) {
        List<String> names = resources.propertyNames().stream()
                .filter(name -> name.startsWith("TaskDefinition"))
                .toList();
        assertThat(names).hasSize(1);
        return names.getFirst();
    }
}
