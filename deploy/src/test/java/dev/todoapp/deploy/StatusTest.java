package dev.todoapp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./dev status}, {@code logs} and {@code destroy}, with AWS's answers as its documentation has them. */
class StatusTest {

    private Scene scene;

    @BeforeEach
    void open(@TempDir Path folder) {
        scene = new Scene(folder).common("""
                        stacks:
                          data: {template: network.yaml}
                          cluster: {template: network.yaml}
                          todo-service: {template: service.yaml}
                          website: {template: network.yaml}
                        """).template("service", "Resources: {Group: {Type: AWS::X::Y}}");
        scene.aws.stack("dev-cluster", "CREATE_COMPLETE", Map.of(), Map.of("ClusterName", "dev"));
    }

    /** Version 1 of the AWS CLI writes seconds since 1970, version 2 a date; either may have a zone or fractions. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1795266475.792",
                "1.795266475792E9",
                "\"2026-11-21T13:07:55Z\"",
                "\"2026-11-21T14:07:55.792000+01:00\"",
            })
    void tellsWhenTheLastDeploymentBeganInWhicheverWayTheCliWritesIt(String createdAt) {
        scene.aws
                .stack(
                        "dev-todo-service",
                        "UPDATE_COMPLETE",
                        Map.of("Image", "x"),
                        Map.of("EcsServiceName", "todo-service"))
                .answers("describe-services", """
                        {"services": [{"status": "ACTIVE", "taskDefinition": "arn:task:3",
                          "deployments": [{"rolloutState": "COMPLETED", "createdAt": %s}]}]}""".formatted(createdAt));

        assertThat(scene.dev("status", "dev")).as(scene.err()).isZero();

        assertThat(scene.out()).contains("last deployment COMPLETED, begun 2026-11-21T13:07:55Z\n");
    }

    @Test
    void tellsWhatRunsWhichImageAndHowHealthy() {
        scene.aws
                .stack(
                        "dev-todo-service",
                        "UPDATE_COMPLETE",
                        Map.of("Image", "x"),
                        Map.of("EcsServiceName", "todo-service", "TargetGroupArn", "arn:group"))
                .answers("describe-services", """
                        {"services": [{"status": "ACTIVE", "taskDefinition": "arn:task:3", "desiredCount": 2, "runningCount": 1, "pendingCount": 1,
                          "deployments": [{"rolloutState": "IN_PROGRESS", "createdAt": "2026-11-21T13:07:55Z"}]}]}""")
                .answers("describe-task-definition", """
                        {"taskDefinition": {"containerDefinitions": [{"image": "registry/todo-service@sha256:3"}]}}""")
                .answers("describe-target-health", """
                        {"TargetHealthDescriptions": [
                          {"TargetHealth": {"State": "healthy"}},
                          {"TargetHealth": {"State": "unhealthy", "Description": "Health checks failed with these codes: [503]"}}]}""")
                .answers("describe-alarms", """
                        {"MetricAlarms": [{"AlarmName": "dev-todo-service-failing", "StateReason": "Threshold Crossed"}]}""");

        assertThat(scene.withoutTerminal().dev("status", "dev")).as(scene.err()).isZero();

        assertThat(scene.out().lines().map(line -> line.strip().replaceAll(" +", " ")))
                .contains(
                        "dev-data not deployed",
                        "dev-todo-service UPDATE_COMPLETE",
                        "image registry/todo-service@sha256:3",
                        "tasks 1 of 2 tasks run, 1 pending; last deployment IN_PROGRESS, begun 2026-11-21T13:07:55Z",
                        "targets 1 healthy, 1 unhealthy (Health checks failed with these codes: [503])",
                        "ALARM dev-todo-service-failing: Threshold Crossed");
    }

    @Test
    void tellsOfAlarmsInEachRegionThatHasStacks() {
        scene.common("stacks: {data: {template: network.yaml}, edge: {template: network.yaml, region: us-east-1}}");
        scene.aws.answers("describe-alarms", "{}", """
                {"MetricAlarms": [{"AlarmName": "dev-region-eu-central-1", "StateReason": "Threshold Crossed"}]}""");

        assertThat(scene.dev("status", "dev")).isZero();

        assertThat(scene.aws.calls("describe-alarms"))
                .hasSize(2)
                .anyMatch(call -> call.contains("--region eu-central-1"))
                .anyMatch(call -> call.contains("--region us-east-1"));
        assertThat(scene.out())
                .contains("ALARM dev-region-eu-central-1: Threshold Crossed")
                .doesNotContain("No alarm rings.");
    }

    @Test
    void saysThatNothingRunsBeforeTheFirstRelease() {
        scene.aws.stack(
                "dev-todo-service", "CREATE_COMPLETE", Map.of("Image", ""), Map.of("EcsServiceName", "todo-service"));

        assertThat(scene.dev("status", "dev")).isZero();

        assertThat(scene.out())
                .contains("runs nothing: no image was released yet (./dev release todo-service IMAGE dev)")
                .contains("No alarm rings.");
    }

    @Test
    void saysThatItCannotAskWhatRunsInsteadOfThatNothingDoes() {
        scene.aws.stack("dev-todo-service", "UPDATE_COMPLETE", Map.of("Image", "x"), Map.of());

        assertThat(scene.dev("status", "dev")).isZero();

        assertThat(scene.out())
                .contains("what runs isn't known: its stack has no output EcsServiceName\n")
                .doesNotContain("runs nothing");
        assertThat(scene.aws.calls("describe-services")).isEmpty();
    }

    @Test
    void saysSoWhenTheClusterHasNoName() {
        scene.aws
                .replace("describe-stacks@dev-cluster", "{\"Stacks\": [{\"StackStatus\": \"UPDATE_COMPLETE\"}]}")
                .stack("dev-todo-service", "UPDATE_COMPLETE", Map.of("Image", "x"), Map.of("EcsServiceName", "it"));

        assertThat(scene.dev("status", "dev")).isZero();

        assertThat(scene.out()).contains("what runs isn't known: the stack cluster has no output ClusterName\n");
    }

    @Test
    void showsEachLineOfTheLogOnce() {
        scene.aws
                .stack("dev-todo-service", "CREATE_COMPLETE", Map.of(), Map.of("LogGroupName", "/dev/todo-service"))
                .answers(
                        "filter-log-events",
                        "{\"events\": [{\"eventId\": \"1\", \"timestamp\": 1795266475000, \"message\": \"one\\n\"}]}",
                        "{\"events\": [{\"eventId\": \"1\", \"timestamp\": 1795266475000, \"message\": \"one\\n\"},"
                                + " {\"eventId\": \"2\", \"timestamp\": 1795266476000, \"message\": \"two\"}]}")
                .fails("filter-log-events", "Stop", "that is enough");

        assertThat(scene.dev("logs", "todo-service", "dev", "--since", "1h")).isEqualTo(1);

        assertThat(scene.out().lines()).containsExactly("2026-11-21T13:07:55Z  one", "2026-11-21T13:07:56Z  two");
        assertThat(scene.aws
                        .inputs("filter-log-events")
                        .getFirst()
                        .path("logGroupName")
                        .asString())
                .isEqualTo("/dev/todo-service");
    }

    @Test
    void deletesTheLastStackFirstAndTellsWhatStaysAndWhatThatCosts() {
        everythingIsThere();

        assertThat(scene.types("dev\n").dev("destroy", "dev")).as(scene.err()).isZero();

        assertThat(scene.aws.calls("delete-stack").stream()
                        .map(call -> call.replaceAll(".*--stack-name (\\S+).*", "$1")))
                .containsExactly("dev-website", "dev-todo-service", "dev-cluster", "dev-data");
        assertThat(scene.out()).contains("dev-todos (AWS::DynamoDB::Table): 0.25 dollars a GB and month");
        assertThat(scene.aws.inputs("delete-objects"))
                .as("the site alone is emptied")
                .singleElement()
                .satisfies(input -> {
                    assertThat(input.path("Bucket").asString()).isEqualTo("dev-site");
                    assertThat(input.path("Delete").path("Objects").size()).isEqualTo(2);
                });
    }

    @Test
    void deletesNothingUnlessTheNameIsTyped() {
        everythingIsThere();

        assertThat(scene.types("y\n").dev("destroy", "dev")).isEqualTo(1);

        assertThat(scene.err()).isEqualTo("dev: nothing was deleted: that was not the name");
        assertThat(scene.aws.calls("delete-stack")).isEmpty();
        assertThat(scene.aws.calls("delete-objects")).isEmpty();
    }

    @Test
    void deletesNothingOfTheEnvironmentInAnotherRegion() {
        everythingIsThere();
        scene.common("stacks: {data: {template: network.yaml}, edge: {template: network.yaml, region: us-east-1}}");
        scene.aws.stack("dev-edge", "CREATE_COMPLETE", Map.of("EnvironmentRegion", "us-east-1"), Map.of());

        assertThat(scene.types("dev\n").dev("destroy", "dev")).isEqualTo(1);

        assertThat(scene.err()).isEqualTo("dev: dev-edge belongs to dev in us-east-1: set AWS_REGION=us-east-1");
        assertThat(scene.out()).isEmpty();
        assertThat(scene.aws.calls("delete-stack")).isEmpty();
    }

    @Test
    void deletesNothingWithNobodyThere() {
        assertThat(scene.withoutTerminal().dev("destroy", "dev")).isEqualTo(1);

        assertThat(scene.aws.calls()).isEmpty();
    }

    @Test
    void endsWithTheReasonWhenAStackCannotBeDeleted() {
        scene.aws
                .stack("dev-data", "CREATE_COMPLETE", "DELETE_FAILED")
                .replace(
                        "describe-stacks@dev-cluster",
                        "An error occurred (ValidationError) when calling the X operation: does not exist")
                .answers("describe-stack-events", "{\"StackEvents\": []}", """
                        {"StackEvents": [{"EventId": "1", "LogicalResourceId": "Logs", "ResourceType": "AWS::S3::Bucket",
                         "ResourceStatus": "DELETE_FAILED", "ResourceStatusReason": "The bucket you tried to delete is not empty"}]}""");

        assertThat(scene.types("dev\n").dev("destroy", "dev")).isEqualTo(1);

        assertThat(scene.err())
                .isEqualTo(
                        "dev: dev-data: Logs (AWS::S3::Bucket): delete failed: The bucket you tried to delete is not empty");
    }

    private void everythingIsThere() {
        scene.aws
                .stack("dev-data", "CREATE_COMPLETE", "DELETE_COMPLETE")
                .stack("dev-cluster", "DELETE_COMPLETE")
                .stack("dev-todo-service", "CREATE_COMPLETE", "DELETE_COMPLETE")
                .stack("dev-website", "CREATE_COMPLETE", Map.of(), Map.of("SiteBucketName", "dev-site"))
                .stack("dev-website", "DELETE_COMPLETE")
                .answers(
                        "get-template",
                        "{\"TemplateBody\": \"Resources: {Todos: {Type: AWS::DynamoDB::Table, DeletionPolicy: Retain}}\"}")
                .answers("describe-stack-resources@dev-data", """
                        {"StackResources": [{"LogicalResourceId": "Todos", "ResourceType": "AWS::DynamoDB::Table", "PhysicalResourceId": "dev-todos"}]}""")
                .answers("list-object-versions", """
                        {"Versions": [{"Key": "index.html", "VersionId": "1"}], "DeleteMarkers": [{"Key": "old.js", "VersionId": "2"}]}""", "{\"Versions\": []}");
    }
}
