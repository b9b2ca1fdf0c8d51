package dev.todoapp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import dev.todoapp.platform.testing.LocalStack;
import dev.todoapp.platform.testing.OnLocalStack;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The stacks that LocalStack's free image has the services for: CloudFormation, EC2, IAM, DynamoDB, S3, SQS, logs. It has no Cognito,
 * API Gateway v2, load balancers, ECS, ECR, CloudFront, WAF and Cloud Map, so the other stacks are {@link MotoTest}'s alone.
 */
@OnLocalStack
class LocalStackDeployTest {

    private static final List<String> STACKS = List.of("network", "data", "roles");
    private static final String NO_BOOTSTRAP = "ROLE_BOUNDARY_ARN: \"\"";

    @TempDir
    private static Path folder;

    private static Deployment dev;

    /** Without bootstrap, whose provider for GitHub it can't make, roles have no boundary. */
    @BeforeAll
    static void deploy() throws IOException {
        for (String part : List.of("templates", "parameters")) {
            Files.createDirectory(folder.resolve(part));
            try (Stream<Path> files = Files.list(MotoTest.INFRA.resolve(part))) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    Files.copy(file, folder.resolve(part).resolve(file.getFileName()));
                }
            }
        }
        Path parameters = folder.resolve("parameters/dev.yaml");
        Files.writeString(parameters, Files.readString(parameters).replaceAll("ROLE_BOUNDARY_ARN: \\S+", NO_BOOTSTRAP));
        dev = Deployment.read(folder, "dev", Map.of("AWS_REGION", "us-east-1", "SITE_ORIGIN", ""));
        Ran ran = deployAgain();
        assertThat(ran.exitCode).as(ran.out).isZero();
    }

    @Test
    void reachesTheEndOfEachStack() {
        assertThat(STACKS)
                .allSatisfy(
                        stack -> assertThat(call("cloudformation", "describe-stacks", "--stack-name", "dev-" + stack)
                                        .at("/Stacks/0/StackStatus")
                                        .asString())
                                .isIn("CREATE_COMPLETE", "UPDATE_COMPLETE"));
    }

    @Test
    void changesNothingTheSecondTime() {
        assertThat(deployAgain().out)
                .contains("dev-network in us-east-1: no changes")
                .contains("dev-data in us-east-1: no changes")
                .contains("dev-roles in us-east-1: no changes");
    }

    @Test
    void hasTheSubnetsOfTheTemplate() {
        List<String> wanted = dev.stack("network").ofType("AWS::EC2::Subnet").stream()
                .map(subnet -> text(subnet, "CidrBlock") + " " + text(subnet, "AvailabilityZone"))
                .toList();

        JsonNode made = call("ec2", "describe-subnets", "--filters", "Name=tag:Environment,Values=dev");

        List<String> found = new ArrayList<>();
        made.path("Subnets")
                .forEach(subnet -> found.add(subnet.path("CidrBlock").asString() + " "
                        + subnet.path("AvailabilityZone").asString()));
        assertThat(found).containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void hasTheTableOfTheTemplate() {
        Stack data = dev.stack("data");
        Resource table = data.ofType("AWS::DynamoDB::Table").getFirst();

        JsonNode made = call("dynamodb", "describe-table", "--table-name", table.physicalId())
                .path("Table");

        assertThat(made.path("KeySchema")).isEqualTo(table.properties().path("KeySchema"));
        assertThat(made.at("/LocalSecondaryIndexes/0/KeySchema"))
                .isEqualTo(table.properties().at("/LocalSecondaryIndexes/0/KeySchema"));
        assertThat(made.at("/StreamSpecification/StreamViewType").asString())
                .isEqualTo(table.properties()
                        .at("/StreamSpecification/StreamViewType")
                        .asString());
    }

    @Test
    void hasTheQueuesOfTheTemplate() {
        assertThat(dev.stack("data").ofType("AWS::SQS::Queue")).isNotEmpty().allSatisfy(queue -> {
            String url = call("sqs", "get-queue-url", "--queue-name", text(queue, "QueueName"))
                    .path("QueueUrl")
                    .asString();
            JsonNode made = call("sqs", "get-queue-attributes", "--queue-url", url, "--attribute-names", "All")
                    .path("Attributes");
            assertThat(made.path("MessageRetentionPeriod").asString()).isEqualTo(text(queue, "MessageRetentionPeriod"));
        });
    }

    @Test
    void hasTheRolesOfTheTemplate() {
        assertThat(dev.stack("roles").ofType("AWS::IAM::Role"))
                .isNotEmpty()
                .allSatisfy(role -> assertThat(call("iam", "get-role", "--role-name", text(role, "RoleName"))
                                .at("/Role/AssumeRolePolicyDocument/Statement/0/Principal"))
                        .isEqualTo(role.properties().at("/AssumeRolePolicyDocument/Statement/0/Principal")));
    }

    private static String text(Resource resource, String property) {
        return resource.properties().path(property).asString();
    }

    private static JsonNode call(String service, String operation, String... arguments) {
        return aws().in("us-east-1").call(service, operation, arguments);
    }

    private static Aws aws() {
        return Aws.program(
                List.of("aws"),
                Map.of(
                        "AWS_ENDPOINT_URL", LocalStack.endpoint().toString(),
                        "AWS_REGION", "us-east-1",
                        "AWS_ACCESS_KEY_ID", LocalStack.ACCESS_KEY,
                        "AWS_SECRET_ACCESS_KEY", LocalStack.SECRET_KEY,
                        "AWS_PROFILE", "",
                        "AWS_CONFIG_FILE", "/dev/null",
                        "AWS_SHARED_CREDENTIALS_FILE", "/dev/null"));
    }

    private record Ran(int exitCode, String out) {}

    private static Ran deployAgain() {
        var out = new ByteArrayOutputStream();
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        var screen = new Screen(print, new BufferedReader(new StringReader("")), false, false);
        List<String> words = new ArrayList<>(List.of("deploy", "dev", "--yes"));
        words.addAll(STACKS);
        int exitCode = Main.run(folder, aws(), screen, Duration.ofSeconds(1), words, print);
        return new Ran(exitCode, out.toString(StandardCharsets.UTF_8));
    }
}
