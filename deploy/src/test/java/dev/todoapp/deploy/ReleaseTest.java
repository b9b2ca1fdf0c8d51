package dev.todoapp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code ./dev release}, {@code rollback}, {@code config} and {@code scale}, with AWS's answers as its documentation has them. */
class ReleaseTest {

    private static final String REPOSITORY = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/dev-todo-service";
    private static final String FIRST = REPOSITORY + "@sha256:1111";
    private static final String SECOND = REPOSITORY + "@sha256:2222";
    private static final String THIRD = REPOSITORY + "@sha256:3333";

    private Scene scene;

    @BeforeEach
    void open(@TempDir Path folder) {
        scene = new Scene(folder)
                .common("stacks: {cluster: {template: network.yaml}, todo-service: {template: service.yaml}}")
                .template("service", "Resources: {Group: {Type: AWS::X::Y}}");
        scene.aws
                .stack("dev-cluster", "CREATE_COMPLETE", Map.of(), Map.of("ClusterName", "dev"))
                .answers("get-template", template("""
                        Metadata: {Operational: [MinTasks, MaxTasks, LogLevel, CpuTarget, UploadExpiry]}
                        Parameters:
                          MinTasks: {Type: Number, MinValue: 1, MaxValue: 100, Default: 1}
                          MaxTasks: {Type: Number, MinValue: 1, MaxValue: 200, Default: 4}
                          LogLevel: {Type: String, AllowedValues: [INFO, DEBUG], Default: INFO}
                          CpuTarget: {Type: Number, MinValue: 10, MaxValue: 90, Default: 60}
                          UploadExpiry: {Type: String, Default: "", AllowedPattern: "|[0-9]+(s|m|h)", ConstraintDescription: "empty, or a number with s, m or h"}
                          FilesBucketName: {Type: String, Default: ""}
                          OriginSecret: {Type: String, NoEcho: true, AllowedPattern: "[a-z]{16}"}
                        Rules:
                          TodosHaveNoFiles:
                            RuleCondition: !Equals [!Ref FilesBucketName, ""]
                            Assertions:
                              - Assert: !Equals [!Ref UploadExpiry, ""]
                                AssertDescription: UploadExpiry is files-service's
                        """))
                .answers("describe-images", "{\"imageDetails\": [{\"imageDigest\": \"sha256:3333\"}]}")
                .answers("batch-get-image", "{\"images\": [{\"imageId\": {}, \"imageManifest\": \"{}\"}]}")
                .changes("dev-todo-service", """
                        {"Action": "Modify", "LogicalResourceId": "TaskDefinition", "ResourceType": "AWS::ECS::TaskDefinition",
                         "Replacement": "True", "PolicyAction": "ReplaceAndRetain",
                         "Details": [{"Target": {"Attribute": "Properties", "Name": "ContainerDefinitions", "RequiresRecreation": "Always"}}]}""");
    }

    @Test
    void changesTheImageAloneAndRemembersTheOneBefore() {
        runs(SECOND, FIRST);

        assertThat(scene.dev("release", "todo-service", "build-3", "dev", "--yes"))
                .as(scene.err())
                .isZero();

        JsonNode input = scene.aws.inputs("create-change-set").getFirst();
        assertThat(input.path("UsePreviousTemplate").asBoolean())
                .as("no template changes by the way")
                .isTrue();
        assertThat(input.has("TemplateBody")).isFalse();
        assertThat(input.has("RoleARN"))
                .as("the stack keeps the role that it was made with")
                .isFalse();
        assertThat(given(input)).isEqualTo(Map.of("Image", THIRD, "PreviousImages", SECOND + "," + FIRST));
        assertThat(kept(input)).containsExactlyInAnyOrder("MinTasks", "MaxTasks", "OriginSecret");
        assertThat(scene.out()).contains("dev-todo-service runs " + THIRD).contains("2 of 2 tasks run");
    }

    @Test
    void marksTheImageBeforeTheServiceMovesToIt() {
        runs(SECOND, "");

        scene.dev("release", "todo-service", "build-3", "dev", "--yes");

        assertThat(scene.aws.inputs("put-image"))
                .singleElement()
                .satisfies(
                        input -> assertThat(input.path("imageTag").asString()).isEqualTo("running-dev"));
        assertThat(scene.aws.calls().stream().map(call -> call.split(" ")[1]))
                .containsSubsequence("put-image", "execute-change-set");
    }

    @Test
    void releasesByDigestSoThatATagThatMovesMovesNothing() {
        runs(SECOND, "");

        scene.dev("release", "todo-service", REPOSITORY + ":build-3", "dev", "--yes");

        assertThat(given(scene.aws.inputs("create-change-set").getFirst())).containsEntry("Image", THIRD);
    }

    @Test
    void saysWhenTheRegistryHasNoSuchImage(@TempDir Path folder) {
        Scene other = new Scene(folder)
                .common("stacks: {todo-service: {template: service.yaml}}")
                .template("service", "Resources: {Group: {Type: AWS::X::Y}}");
        other.aws
                .stack("dev-todo-service", "CREATE_COMPLETE", Map.of("Image", ""), Map.of())
                .fails("describe-images", "ImageNotFoundException", "The image with imageId … does not exist");

        assertThat(other.dev("release", "todo-service", "build-9", "dev", "--yes"))
                .isEqualTo(1);

        assertThat(other.err()).startsWith("dev: dev-todo-service has no image build-9");
        assertThat(other.aws.calls("create-change-set")).isEmpty();
    }

    @Test
    void doesNothingWhenTheImageRunsAlready() {
        runs(THIRD, FIRST);

        assertThat(scene.dev("release", "todo-service", "build-3", "dev", "--yes"))
                .isZero();

        assertThat(scene.out()).contains("runs " + THIRD + " already");
        assertThat(scene.aws.calls("create-change-set")).isEmpty();
        assertThat(scene.aws.inputs("put-image"))
                .as("a run before may not have come to that")
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "release-1.9.0, release-1.10.0",
        "release-1.10.9, release-2.0.0",
        "release-1.10.0, release-1.10.1",
        "REPOSITORY:release-1.9.0, release-1.10.0"
    })
    void refusesAnOlderVersionForwardBeforeAnythingIsChanged(String asked, String newer) {
        runs(SECOND, FIRST);
        hasTags("build-0a1b2c3d4e5f", newer, "running-dev");

        assertThat(release(asked)).isEqualTo(1);

        assertThat(scene.err())
                .isEqualTo(
                        ("dev: dev-todo-service runs %s, and %s would go back: nothing was changed; when that is meant,"
                                        + " ./dev release todo-service %s dev without --forward, or ./dev rollback todo-service dev")
                                .formatted(
                                        newer,
                                        asked.replace("REPOSITORY:", ""),
                                        asked.replace("REPOSITORY", REPOSITORY)));
        assertThat(scene.aws.calls("create-change-set")).isEmpty();
        assertThat(scene.aws.calls("put-image")).isEmpty();
        assertThat(scene.aws.inputs("describe-images"))
                .as("what runs is asked for by its digest")
                .singleElement()
                .satisfies(
                        input -> assertThat(input.at("/imageIds/0/imageDigest").asString())
                                .isEqualTo("sha256:2222"));
    }

    /** Finishing the way back is a change, too. */
    @Test
    void refusesAnOlderVersionForwardBeforeAStackThatIsStuckIsMended() {
        stack("UPDATE_ROLLBACK_FAILED", SECOND, FIRST);
        hasTags("release-1.10.0");

        assertThat(release("release-1.9.0")).isEqualTo(1);

        assertThat(scene.err()).contains("release-1.9.0 would go back");
        assertThat(scene.aws.calls("continue-update-rollback")).isEmpty();
    }

    /** The newer run was the first to be approved, and is still at it. */
    @Test
    void comparesWithTheVersionThatSomebodyElseIsReleasingOnceItRuns() {
        stack("UPDATE_IN_PROGRESS", FIRST, "");
        stack("UPDATE_COMPLETE", SECOND, FIRST);
        hasTags("release-1.10.0");

        assertThat(release("release-1.9.0")).isEqualTo(1);

        assertThat(scene.err()).startsWith("dev: dev-todo-service runs release-1.10.0, and");
        assertThat(scene.aws.inputs("describe-images"))
                .singleElement()
                .satisfies(
                        input -> assertThat(input.at("/imageIds/0/imageDigest").asString())
                                .isEqualTo("sha256:2222"));
        assertThat(scene.aws.calls("create-change-set")).isEmpty();
    }

    /** What runs may carry two versions, if nothing had changed in its image. */
    @ParameterizedTest
    @CsvSource({
        "release-1.10.0, release-1.9.0",
        "release-1.9.0, release-1.9.0",
        "release-1.9.0, release-1.9.0 release-1.10.0",
        "release-1.9.0, ''",
        "release-1.9.0, running-dev",
        "release-1.9.0, build-9.9.9",
        "release-1.9.0, release-2.0.0-rc1",
        "release-1.9.0, release-02.0.0",
        "release-1.9.0, release-2.0"
    })
    void goesForwardToANewerVersionOrTheSameAndWhereWhatRunsHasNone(String asked, String tags) {
        runs(SECOND, FIRST);
        hasTags(tags.split(" "));

        assertThat(release(asked)).as(scene.err()).isZero();

        assertThat(given(scene.aws.inputs("create-change-set").getFirst())).containsEntry("Image", THIRD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"build-0a1b2c3d4e5f", "release-1.9", "release-1.9.0-rc1", "v1.9.0"})
    void goesForwardToWhatHasNoVersion(String asked) {
        runs(SECOND, FIRST);

        assertThat(release(asked)).as(scene.err()).isZero();

        assertThat(given(scene.aws.inputs("create-change-set").getFirst())).containsEntry("Image", THIRD);
        assertThat(scene.aws.calls("describe-images"))
                .as("nobody asks which version runs")
                .hasSize(1);
    }

    @Test
    void goesForwardWhereNothingRunsYet() {
        runs("", "");

        assertThat(release("release-1.9.0")).as(scene.err()).isZero();
    }

    @Test
    void goesForwardWhereTheRegistryDoesNotKnowWhatRuns() {
        runs(SECOND, FIRST);
        scene.aws
                .replace(
                        "describe-images",
                        "An error occurred (ImageNotFoundException) when calling the X operation: it isn't there")
                .answers("describe-images", "{\"imageDetails\": [{\"imageDigest\": \"sha256:3333\"}]}");

        assertThat(release("release-1.9.0")).as(scene.err()).isZero();
    }

    @Test
    void doesNotGoForwardWhereItMayNotAskWhichVersionRuns() {
        runs(SECOND, FIRST);
        mayNot("describe-images");
        scene.aws.answers("describe-images", "{\"imageDetails\": [{\"imageDigest\": \"sha256:3333\"}]}");

        assertThat(release("release-1.9.0")).isEqualTo(1);

        assertThat(scene.err()).contains("explicit deny");
        assertThat(scene.aws.calls("create-change-set")).isEmpty();
    }

    @Test
    void comparesVersionsInOtherRegistriesByTheirTags() {
        runs("localhost:5000/todo-service:release-1.10.0", "");

        assertThat(release("localhost:5000/todo-service:release-1.9.0")).isEqualTo(1);

        assertThat(scene.err()).startsWith("dev: dev-todo-service runs release-1.10.0, and");
        assertThat(scene.aws.calls("create-change-set")).isEmpty();
    }

    @Test
    void goesBackToAnOlderVersionForWhoeverAsksForIt() {
        runs(SECOND, FIRST);

        assertThat(scene.dev("release", "todo-service", "release-1.9.0", "dev", "--yes"))
                .as(scene.err())
                .isZero();

        assertThat(scene.aws.calls("describe-images"))
                .as("nobody asks which version runs")
                .hasSize(1);
    }

    private int release(String image) {
        return scene.dev(
                "release", "todo-service", image.replace("REPOSITORY", REPOSITORY), "dev", "--yes", "--forward");
    }

    /** What runs has, by its digest; what is asked after it is the digest of the image that is released. */
    private void hasTags(String... tags) {
        var found = Aws.JSON.createObjectNode();
        var names = found.putArray("imageDetails")
                .addObject()
                .put("imageDigest", "sha256:2222")
                .putArray("imageTags");
        List.of(tags).forEach(names::add);
        scene.aws
                .replace("describe-images", found.toString())
                .answers("describe-images", "{\"imageDetails\": [{\"imageDigest\": \"sha256:3333\"}]}");
    }

    @Test
    void goesBackOneImageAfterAnother() {
        runs(THIRD, SECOND + "," + FIRST);
        scene.dev("rollback", "todo-service", "dev", "--yes");
        JsonNode once = scene.aws.inputs("create-change-set").getLast();
        runs(SECOND, FIRST);
        scene.dev("rollback", "todo-service", "dev", "--yes");
        JsonNode twice = scene.aws.inputs("create-change-set").getLast();

        assertThat(given(once)).isEqualTo(Map.of("Image", SECOND, "PreviousImages", FIRST));
        assertThat(given(twice)).isEqualTo(Map.of("Image", FIRST, "PreviousImages", ""));
    }

    @Test
    void waitsForNoCanaryWhenItGoesBackAndOnlyThen() {
        runs(SECOND, FIRST, "false");
        scene.dev("rollback", "todo-service", "dev", "--yes");
        runs(FIRST, "", "true");
        scene.dev("release", "todo-service", "build-3", "dev", "--yes");
        runs(FIRST, "", "true");
        scene.dev("config", "todo-service", "LogLevel=DEBUG", "dev", "--yes");
        runs(FIRST, "", "true");
        scene.dev("scale", "todo-service", "2", "dev", "--yes");

        assertThat(scene.aws.inputs("create-change-set"))
                .extracting(input -> given(input).get("AtOnce"))
                .containsExactly("true", "false", "false", "false");
        assertThat(scene.aws.inputs("create-change-set"))
                .allSatisfy(input -> assertThat(kept(input)).doesNotContain("AtOnce"));
    }

    @Test
    void saysWhatItGoesBackToAndAsks() {
        runs(SECOND, FIRST);

        assertThat(scene.types("n\n").dev("rollback", "todo-service", "dev")).isEqualTo(1);

        assertThat(scene.out()).contains("from " + SECOND, "to   " + FIRST, "Carry this out?");
        assertThat(scene.err()).isEqualTo("dev: stopped: dev-todo-service is as it was");
        assertThat(scene.aws.calls("put-image")).isEmpty();
        assertThat(scene.aws.calls("execute-change-set")).isEmpty();
    }

    @Test
    void saysWhenThereIsNoImageToGoBackTo() {
        runs(FIRST, "");

        assertThat(scene.dev("rollback", "todo-service", "dev", "--yes")).isEqualTo(1);

        assertThat(scene.err()).contains("remembers no image before " + FIRST);
    }

    @Test
    void saysWhyTasksDidNotGetWellAndMarksAgainWhatRunsOn() {
        stack("CREATE_COMPLETE", SECOND, FIRST);
        stack("CREATE_COMPLETE", SECOND, FIRST);
        stack("UPDATE_ROLLBACK_COMPLETE", SECOND, FIRST);
        scene.aws.answers("describe-stack-events", "{\"StackEvents\": []}", """
                        {"StackEvents": [{"EventId": "1", "LogicalResourceId": "Service", "ResourceType": "AWS::ECS::Service",
                         "ResourceStatus": "UPDATE_FAILED",
                         "ResourceStatusReason": "Resource handler returned message: \\"Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.\\" (RequestToken: 1)"}]}""").answers("describe-services", """
                        {"services": [{"status": "ACTIVE", "events": [
                          {"message": "(service todo-service) (deployment ecs-svc/1) deployment failed: tasks failed to start."}]}]}""");

        assertThat(scene.dev("release", "todo-service", "build-3", "dev", "--yes"))
                .isEqualTo(1);

        assertThat(scene.err())
                .isEqualTo(
                        "dev: dev-todo-service: Service (AWS::ECS::Service): update failed: Error occurred during operation"
                                + " 'ECS Deployment Circuit Breaker was triggered'.; ECS says: (service todo-service) (deployment"
                                + " ecs-svc/1) deployment failed: tasks failed to start.");
        assertThat(scene.aws.inputs("batch-get-image").stream()
                        .map(input -> input.path("imageIds")
                                .path(0)
                                .path("imageDigest")
                                .asString()))
                .containsExactly("sha256:3333", "sha256:2222");
    }

    @Test
    void saysWhatWentWrongFirstWhenTheMarkCannotBePutBackEither() {
        runs(SECOND, FIRST);
        scene.aws
                .fails("execute-change-set", "InvalidChangeSetStatus", "it is obsolete")
                .fails("batch-get-image", "AccessDeniedException", "not allowed");

        assertThat(scene.dev("release", "todo-service", "build-3", "dev", "--yes"))
                .isEqualTo(1);

        assertThat(scene.err()).startsWith("dev: it is obsolete");
        assertThat(scene.out())
                .contains(SECOND + " has lost the tag that keeps it")
                .contains("./dev release todo-service " + SECOND + " dev");
    }

    @Test
    void leavesNoChangeSetBehindWhenTheImageCannotBeMarked() {
        runs(SECOND, FIRST);
        scene.aws.fails("put-image", "AccessDeniedException", "not allowed");

        assertThat(scene.dev("release", "todo-service", "build-3", "dev", "--yes"))
                .isEqualTo(1);

        assertThat(scene.err()).contains("not allowed");
        assertThat(scene.aws.calls("execute-change-set")).isEmpty();
        assertThat(scene.aws.calls("delete-change-set")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"put-image", "batch-get-image"})
    void goesBackEvenIfTheImageCannotBeMarked(String denied) {
        runs(THIRD, SECOND + "," + FIRST);
        mayNot(denied);

        assertThat(scene.dev("rollback", "todo-service", "dev", "--yes"))
                .as(scene.err())
                .isZero();

        assertThat(scene.out())
                .contains(
                        SECOND + " couldn't be given the tag that keeps it from expiring (access denied): who may push"
                                + " images does it with ./dev release todo-service " + SECOND + " dev\n")
                .contains("dev-todo-service runs " + SECOND);
        assertThat(given(scene.aws.inputs("create-change-set").getFirst()))
                .as("the stack itself remembers what a later rollback goes back to")
                .isEqualTo(Map.of("Image", SECOND, "PreviousImages", FIRST));
        assertThat(scene.aws.calls("execute-change-set")).hasSize(1);
    }

    @Test
    void doesNotGoBackToAnImageThatIsNotThere() {
        runs(THIRD, SECOND);
        scene.aws
                .replace("batch-get-image", "{\"images\": []}")
                .fails("put-image", "InvalidParameterException", "no manifest");

        assertThat(scene.dev("rollback", "todo-service", "dev", "--yes")).isEqualTo(1);

        assertThat(scene.err()).contains("no manifest");
        assertThat(scene.aws.calls("execute-change-set")).isEmpty();
    }

    @Test
    void leavesTheMarkAloneThatItNeverMovedWhenTheWayBackFails() {
        runs(THIRD, SECOND);
        mayNot("put-image");
        scene.aws.fails("execute-change-set", "InvalidChangeSetStatus", "it is obsolete");

        assertThat(scene.dev("rollback", "todo-service", "dev", "--yes")).isEqualTo(1);

        assertThat(scene.err()).startsWith("dev: it is obsolete");
        assertThat(scene.out()).doesNotContain("has lost the tag");
    }

    /** As somebody whom the repository's policy doesn't name. */
    private void mayNot(String operation) {
        scene.aws.replace(
                operation, "An error occurred (AccessDeniedException) when calling the X operation: explicit deny");
    }

    @Test
    void changesASettingAndNothingElse() {
        runs(SECOND, FIRST);

        assertThat(scene.dev("config", "todo-service", "LogLevel=DEBUG", "dev", "--yes"))
                .as(scene.err())
                .isZero();

        JsonNode input = scene.aws.inputs("create-change-set").getFirst();
        assertThat(given(input)).isEqualTo(Map.of("LogLevel", "DEBUG"));
        assertThat(kept(input)).contains("Image", "PreviousImages", "MinTasks");
    }

    @Test
    void refusesASettingThatOnlyADeploymentChanges() {
        runs(SECOND, FIRST);

        assertThat(scene.dev("config", "todo-service", "OriginSecret=x", "dev", "--yes"))
                .isEqualTo(1);

        assertThat(scene.err())
                .contains(
                        "OriginSecret can't be changed while todo-service runs: there are MinTasks, MaxTasks, LogLevel,");
        assertThat(scene.aws.calls("create-change-set")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    LogLevel=LOUD             | LogLevel can't be "LOUD": it must be one of INFO, DEBUG
                    MinTasks=-5               | MinTasks can't be "-5": it must be a number from 1 to 100
                    CpuTarget=                | CpuTarget can't be "": it must be a number from 10 to 90
                    UploadExpiry=soon         | UploadExpiry can't be "soon": it must be empty, or a number with s, m or h
                    UploadExpiry=5m           | dev-todo-service can't be changed so: UploadExpiry is files-service's
                    MinTasks=5                | dev-todo-service would have at least 5 tasks and at most 4: MinTasks can't be more than MaxTasks
                    MaxTasks=many             | MaxTasks can't be "many": it must be a number from 1 to 200
                    MinTasks=9 MaxTasks=8     | dev-todo-service would have at least 9 tasks and at most 8: MinTasks can't be more than MaxTasks
                    """)
    void refusesASettingThatTheServiceDoesNotTakeBeforeAnythingIsSent(String settings, String why) {
        runs(SECOND, FIRST);

        assertThat(scene.dev(("config todo-service " + settings + " dev --yes").split(" ")))
                .isEqualTo(1);

        assertThat(scene.err()).isEqualTo("dev: " + why);
        assertThat(scene.aws.calls("create-change-set")).isEmpty();
    }

    @Test
    void takesBothEndsOfTheScaleAtOnce() {
        runs(SECOND, FIRST);

        assertThat(scene.dev("config", "todo-service", "MinTasks=9", "MaxTasks=10", "dev", "--yes"))
                .as(scene.err())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"101", "10000", "99999999999999999999"})
    void saysHowManyTasksThereMayBe(String tasks) {
        runs(SECOND, FIRST);

        assertThat(scene.dev("scale", "todo-service", tasks, "dev", "--yes")).isEqualTo(1);

        assertThat(scene.err())
                .isEqualTo("dev: MinTasks can't be \"%s\": it must be a number from 1 to 100".formatted(tasks));
        assertThat(scene.aws.calls("create-change-set")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://x/y:1",
                "https://ghcr.io/x/y:1",
                "ghcr.io/x/y:",
                "ghcr.io//y:1",
                "ghcr.io/x/y@sha256:12",
                "ghcr.io/X/y:1",
                "x@y"
            })
    void refusesWhatIsNoImage(String image) {
        runs(SECOND, FIRST);

        assertThat(scene.dev("release", "todo-service", image, "dev", "--yes")).isEqualTo(1);

        assertThat(scene.err())
                .startsWith("dev: '%s' is no image: one looks like %s:1.0.0".formatted(image, REPOSITORY))
                .doesNotContain("\n");
        assertThat(scene.aws.calls("create-change-set")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ghcr.io/team/todo-service:1.2.3",
                "localhost:5000/todo_service",
                "registry.example.com:5000/a/b/c:V1@sha256:3333333333333333333333333333333333333333333333333333333333333333"
            })
    void releasesAnImageOfAnotherRegistryAsItIs(String image) {
        runs(SECOND, FIRST);

        assertThat(scene.dev("release", "todo-service", image, "dev", "--yes"))
                .as(scene.err())
                .isZero();

        assertThat(given(scene.aws.inputs("create-change-set").getFirst())).containsEntry("Image", image);
    }

    @Test
    void scalesAndRaisesTheMostWhereItIsInTheWay() {
        runs(SECOND, FIRST);

        scene.dev("scale", "todo-service", "3", "dev", "--yes");
        scene.dev("scale", "todo-service", "9", "dev", "--yes");

        assertThat(scene.aws.inputs("create-change-set").stream().map(ReleaseTest::given))
                .containsExactly(Map.of("MinTasks", "3"), Map.of("MinTasks", "9", "MaxTasks", "9"));
    }

    @Test
    void saysWhenTheFilesWouldUndoIt() {
        scene.common("""
                stacks: {cluster: {template: network.yaml}, todo-service: {template: service.yaml, parameters: {MinTasks: 2}}}
                """);
        runs(SECOND, FIRST);

        scene.dev("scale", "todo-service", "3", "dev", "--yes");

        assertThat(scene.out())
                .contains("infra/parameters gives MinTasks, too: the next ./dev deploy brings that value back");
    }

    /** By a template from before {@code AtOnce}. */
    private void runs(String image, String previous) {
        runs(image, previous, "");
    }

    private void runs(String image, String previous, String atOnce) {
        stack("CREATE_COMPLETE", image, previous, atOnce);
        stack("CREATE_COMPLETE", image, previous, atOnce);
        stack("UPDATE_COMPLETE", image, previous, atOnce);
        scene.aws.answers(
                "describe-services",
                "{\"services\": [{\"status\": \"ACTIVE\", \"desiredCount\": 2, \"runningCount\": 2, \"pendingCount\": 0}]}");
    }

    private void stack(String status, String image, String previous) {
        stack(status, image, previous, "");
    }

    private void stack(String status, String image, String previous, String atOnce) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (!atOnce.isEmpty()) {
            parameters.put("AtOnce", atOnce);
        }
        parameters.put("Image", image);
        parameters.put("PreviousImages", previous);
        parameters.put("MinTasks", "1");
        parameters.put("MaxTasks", "4");
        parameters.put("OriginSecret", "****");
        scene.aws.stack("dev-todo-service", status, parameters, Map.of("EcsServiceName", "todo-service"));
    }

    private static String template(String yaml) {
        return Aws.JSON.createObjectNode().put("TemplateBody", yaml).toString();
    }

    private static Map<String, String> given(JsonNode input) {
        Map<String, String> given = new LinkedHashMap<>();
        input.path("Parameters").values().stream()
                .filter(parameter -> parameter.has("ParameterValue"))
                .forEach(parameter -> given.put(
                        parameter.path("ParameterKey").asString(),
                        parameter.path("ParameterValue").asString()));
        return given;
    }

    private static List<String> kept(JsonNode input) {
        return input.path("Parameters").values().stream()
                .filter(parameter -> parameter.path("UsePreviousValue").asBoolean(false))
                .map(parameter -> parameter.path("ParameterKey").asString())
                .toList();
    }
}
