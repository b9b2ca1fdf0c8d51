package dev.todoapp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is missing is said in one line that says what to do. */
class RefusalsTest {

    private Scene scene;
    private Path folder;

    @BeforeEach
    void open(@TempDir Path folder) {
        this.folder = folder;
        scene = new Scene(folder);
    }

    @Test
    void theCli() {
        scene.with(Aws.program(List.of(folder.resolve("nothing").toString()), Map.of("AWS_REGION", "eu-central-1")));

        assertThat(scene.dev("status", "dev")).isEqualTo(1);

        assertThat(scene.err())
                .isEqualTo("dev: the AWS CLI is missing: install it (https://aws.amazon.com/cli) and try again");
    }

    @Test
    void theRegion() {
        scene.aws.answers("get", "no region");
        scene.with(Aws.program(
                List.of(folder.resolve("fake/aws").toString()),
                Map.of("AWS_REGION", "", "AWS_DEFAULT_REGION", "", "AWS_ENDPOINT_URL", "")));

        assertThat(scene.dev("status", "dev")).isEqualTo(1);

        assertThat(scene.err()).startsWith("dev: which region? Set AWS_REGION");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Unable to locate credentials. You can configure credentials by running "aws configure". | no AWS credentials: sign in
                    Error loading SSO Token: Token for x does not exist | the AWS session has expired: sign in again
                    An error occurred (ExpiredToken) when calling the GetCallerIdentity operation: expired | the AWS session has expired
                    The config profile (nope) could not be found | The config profile (nope) could not be found: set AWS_PROFILE
                    An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: bad | AWS doesn't know these credentials
                    Could not connect to the endpoint URL: "http://127.0.0.1:1/" | http://127.0.0.1:1/ can't be reached: check
                    """)
    void theCredentials(String said, String expected, @TempDir Path another) {
        FakeAws fake = new FakeAws(another.resolve("fake"));
        scene.with(fake.aws());
        fake.replace("get-caller-identity", said);

        assertThat(scene.dev("status", "dev")).isEqualTo(1);

        assertThat(scene.err()).startsWith("dev: " + expected).doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    deploy                       | which environment? usage: ./dev deploy ENV
                    deploy nowhere --yes         | there is no environment 'nowhere': there are dev
                    deploy local --yes           | local is this machine: ./dev up runs it
                    deploy dev nothing --yes     | dev has no stack 'nothing': there are network
                    deploy dev --quick           | '--quick' is not an option here
                    deploy dev --yes --shown F   | --shown writes down what a plan shows: add --plan
                    deploy dev --shown F         | --shown writes down what a plan shows: add --plan
                    deploy dev --approved F      | --approved carries out what was approved, with no more questions: it goes with --yes
                    deploy dev --plan --approved F | --approved carries out what was approved, with no more questions: it goes with --yes
                    deploy dev --plan --yes --shown F --approved F | --approved carries out what was approved
                    deploy dev --plan --shown    | --shown takes a value
                    deploy dev --yes --approved --keep-going | --approved takes a value
                    deploy dev --plan --shown -F | --shown takes a file
                    release x y dev --approved F | '--approved' is not an option here
                    rollback x dev --yes --forward | '--forward' is not an option here; usage: ./dev rollback
                    scale x 2 dev --yes --forward | '--forward' is not an option here; usage: ./dev scale
                    config x A=b dev --yes --forward | '--forward' is not an option here; usage: ./dev config
                    deploy dev --yes --forward   | '--forward' is not an option here; usage: ./dev deploy
                    website rollback dev --forward | '--forward' is not an option here; usage: ./dev website
                    website releases dev --forward | '--forward' is not an option here; usage: ./dev website
                    release network x dev --yes  | there is no service 'network'
                    release todo-service dev     | usage: ./dev release SERVICE IMAGE ENV
                    scale x none dev --yes       | 'none' is no number of tasks
                    config x KEY dev --yes       | 'KEY' is not KEY=VALUE
                    config x LogLevel=DEBUG LogLevel=INFO dev --yes | LogLevel is given twice; usage: ./dev config
                    config x LogLevel= LogLevel=INFO dev --yes | LogLevel is given twice
                    rollback x                   | usage: ./dev rollback SERVICE ENV
                    logs x dev --since soon      | --since takes a number and s, m, h or d
                    destroy dev --yes            | destroy knows no --yes
                    fly                          | there is no command 'fly'
                    """)
    void whatWasMeant(String words, String expected) {
        assertThat(scene.dev(words.split(" "))).isEqualTo(1);

        assertThat(scene.err()).startsWith("dev: " + expected).doesNotContain("\n");
        assertThat(scene.aws.calls("create-change-set")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    deploy nowhere               | there is no environment 'nowhere': there are dev
                    deploy dev nothing           | dev has no stack 'nothing': there are network
                    destroy nowhere              | there is no environment 'nowhere': there are dev
                    release network x dev        | there is no service 'network'
                    rollback todo-service nowhere | there is no environment 'nowhere': there are dev
                    config network A=b dev       | there is no service 'network'
                    """)
    void aWrongNameBeforeAMissingTerminal(String words, String expected) {
        assertThat(scene.withoutTerminal().dev(words.split(" "))).isEqualTo(1);

        assertThat(scene.err()).startsWith("dev: " + expected).doesNotContain("\n");
        assertThat(scene.aws.calls()).isEmpty();
    }

    @Test
    void whatIsWrongInTheFilesBeforeAnythingIsDone() {
        scene.template("network", "Resources: {Vpc: {Type: AWS::EC2::VPC, Properties: {X: !Ref Nothing}}}");

        assertThat(scene.dev("deploy", "dev", "--yes")).isEqualTo(1);

        assertThat(scene.err()).startsWith("dev: templates/network.yaml: Vpc: refers to Nothing");
        assertThat(scene.aws.calls("create-change-set")).isEmpty();
    }
}
