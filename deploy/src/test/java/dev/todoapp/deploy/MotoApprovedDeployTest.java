package dev.todoapp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan that is written down, approved and carried out, on moto: the change sets of both are a server's, and no test's. */
class MotoApprovedDeployTest {

    private static final String TOPIC = """
            Resources:
              Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: events}}
            Outputs:
              TopicName: {Value: !GetAtt Topic.TopicName}
            """;

    private Scene scene;
    private MotoServer moto;
    private Path file;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        moto = MotoServer.start(folder.resolve("moto.log"));
        file = folder.resolve("shown.txt");
        scene = new Scene(folder)
                .withoutTerminal()
                .with(moto.aws())
                .common("""
                        stacks:
                          topic: {template: topic.yaml}
                          log: {template: log.yaml, parameters: {Name: "${topic.TopicName}", Days: 7}}
                        """)
                .template("topic", TOPIC)
                .template("log", """
                        Parameters:
                          Name: {Type: String}
                          Days: {Type: Number}
                        Resources:
                          Group: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Ref Name, RetentionInDays: !Ref Days}}
                        """);
    }

    @AfterEach
    void stop() {
        if (moto != null) {
            moto.close();
        }
    }

    @Test
    void carriesOutWhatWasShownAndNothingThatCameToItLater() {
        scene.plan(file);
        assertThat(file)
                .content()
                .contains("dev-topic in us-east-1: a new stack of 1 resource")
                .contains("dev-log in us-east-1: can't be shown yet");
        assertThat(scene.carryOut(file)).as(scene.err()).isZero();

        scene.template(
                "topic",
                TOPIC.replace(
                        "Outputs:", "  Another: {Type: AWS::SNS::Topic, Properties: {TopicName: other}}\nOutputs:"));
        scene.plan(file);
        assertThat(file).content().contains("Another  AWS::SNS::Topic").contains("dev-log in us-east-1: no changes");
        assertThat(scene.carryOut(file)).as(scene.err()).isZero();
        assertThat(scene.out()).contains("dev-topic: UPDATE_COMPLETE");
        assertThat(scene.carryOut(file)).as("once more: %s", scene.err()).isZero();
        assertThat(scene.out()).contains("(what was approved of it is done already)");

        scene.template("topic", TOPIC);
        assertThat(scene.carryOut(file)).isEqualTo(1);
        assertThat(scene.err()).contains("what was approved was planned from other templates");
    }
}
