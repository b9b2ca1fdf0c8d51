package dev.todoapp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Releases to moto's ECS, of a service that has what the commands go by and nothing else. */
class MotoReleaseTest {

    private static final String FAMILY = "dev-todo-service";

    private Scene scene;
    private MotoServer moto;
    private Aws aws;

    @BeforeEach
    void deploy(@TempDir Path folder) throws IOException {
        moto = MotoServer.start(folder.resolve("moto.log"));
        aws = moto.aws().in("us-east-1");
        scene = new Scene(folder)
                .with(moto.aws())
                .common("""
                        stacks:
                          cluster: {template: cluster.yaml, parameters: {Environment: "${ENVIRONMENT}"}}
                          todo-service: {template: service.yaml, parameters: {ClusterName: "${cluster.ClusterName}"}}
                        """)
                .template("cluster", """
                        Parameters: {Environment: {Type: String}}
                        Resources: {Cluster: {Type: AWS::ECS::Cluster, Properties: {ClusterName: !Ref Environment}}}
                        Outputs: {ClusterName: {Value: !Ref Cluster}}
                        """)
                .template("service", """
                        Metadata: {Operational: [LogLevel]}
                        Parameters:
                          ClusterName: {Type: String}
                          Image: {Type: String, Default: ""}
                          PreviousImages: {Type: String, Default: ""}
                          LogLevel: {Type: String, Default: INFO}
                        Conditions:
                          HasImage: !Not [!Equals [!Ref Image, ""]]
                        Resources:
                          Group: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /dev/todo-service}}
                          TaskDefinition:
                            Type: AWS::ECS::TaskDefinition
                            Condition: HasImage
                            Properties:
                              Family: dev-todo-service
                              ContainerDefinitions:
                                - Name: todo-service
                                  Image: !Ref Image
                                  Memory: 512
                                  Environment: [{Name: LOG_LEVEL, Value: !Ref LogLevel}]
                          Service:
                            Type: AWS::ECS::Service
                            Condition: HasImage
                            Properties:
                              ServiceName: todo-service
                              Cluster: !Ref ClusterName
                              TaskDefinition: !Ref TaskDefinition
                              DesiredCount: 1
                        Outputs:
                          EcsServiceName: {Value: todo-service}
                          LogGroupName: {Value: !Ref Group}
                        """);
        assertThat(scene.dev("deploy", "dev", "--yes")).as(scene.err()).isZero();
    }

    @AfterEach
    void stop() {
        if (moto != null) {
            moto.close();
        }
    }

    @Test
    void movesTheServiceToEachReleaseAndBackAgain() {
        assertThat(services()).as("no image yet, no service yet").isEmpty();
        String first = push("build-1");
        String second = push("build-2");

        assertThat(scene.dev("release", "todo-service", "build-1", "dev", "--yes"))
                .as(scene.err())
                .isZero();
        assertThat(running()).isEqualTo(first);
        int revision = revision();

        assertThat(scene.dev("release", "todo-service", "build-2", "dev", "--yes"))
                .as(scene.err())
                .isZero();
        assertThat(running()).isEqualTo(second);
        assertThat(revision()).as("a new revision, and the service on it").isEqualTo(revision + 1);
        assertThat(marked()).isEqualTo(second);

        assertThat(scene.dev("config", "todo-service", "LogLevel=DEBUG", "dev", "--yes"))
                .as(scene.err())
                .isZero();
        assertThat(running()).as("a setting changes no image").isEqualTo(second);
        assertThat(scene.dev("deploy", "dev", "--yes")).as(scene.err()).isZero();
        assertThat(running()).as("nor does a deployment").isEqualTo(second);
        assertThat(logLevel()).as("nor a setting").isEqualTo("DEBUG");

        assertThat(scene.dev("rollback", "todo-service", "dev", "--yes"))
                .as(scene.err())
                .isZero();
        assertThat(running()).isEqualTo(first);
        assertThat(marked()).isEqualTo(first);
        assertThat(scene.dev("rollback", "todo-service", "dev", "--yes")).isEqualTo(1);
        assertThat(scene.err()).contains("remembers no image before");

        assertThat(scene.dev("status", "dev")).as(scene.err()).isZero();
        assertThat(scene.out()).contains("image    " + first).contains("1 of 1 tasks run");
    }

    private List<JsonNode> services() {
        return List.copyOf(aws.call("ecs", "list-services", "--cluster", "dev")
                .path("serviceArns")
                .values());
    }

    private JsonNode definition() {
        String arn = aws.call("ecs", "describe-services", "--cluster", "dev", "--services", "todo-service")
                .path("services")
                .path(0)
                .path("taskDefinition")
                .asString();
        return aws.call("ecs", "describe-task-definition", "--task-definition", arn)
                .path("taskDefinition");
    }

    private int revision() {
        return definition().path("revision").asInt();
    }

    private String running() {
        return definition().path("containerDefinitions").path(0).path("image").asString();
    }

    private String logLevel() {
        return definition()
                .path("containerDefinitions")
                .path(0)
                .path("environment")
                .path(0)
                .path("value")
                .asString();
    }

    /** The image with the tag by which it never expires. */
    private String marked() {
        return repository() + "@"
                + aws.call("ecr", "describe-images", "--repository-name", FAMILY, "--image-ids", "imageTag=running-dev")
                        .path("imageDetails")
                        .path(0)
                        .path("imageDigest")
                        .asString();
    }

    /** @return the image by its digest */
    private String push(String tag) {
        if (aws.call("ecr", "describe-repositories").path("repositories").isEmpty()) {
            aws.call("ecr", "create-repository", "--repository-name", FAMILY);
        }
        String manifest =
                "{\"schemaVersion\": 2, \"mediaType\": \"application/vnd.docker.distribution.manifest.v2+json\", \"config\": {\"digest\": \"%s\"}}"
                        .formatted(tag);
        return repository() + "@"
                + aws.call(
                                "ecr",
                                "put-image",
                                Aws.JSON
                                        .createObjectNode()
                                        .put("repositoryName", FAMILY)
                                        .put("imageTag", tag)
                                        .put("imageManifest", manifest))
                        .path("image")
                        .path("imageId")
                        .path("imageDigest")
                        .asString();
    }

    private static String repository() {
        return "123456789012.dkr.ecr.us-east-1.amazonaws.com/" + FAMILY;
    }
}
