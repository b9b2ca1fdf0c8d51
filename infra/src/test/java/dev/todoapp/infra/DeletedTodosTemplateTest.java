package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.texts;
import static dev.todoapp.infra.Environments.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.event.ruler.Ruler;
import tools.jackson.databind.JsonNode;

/** The way on which a deleted to-do takes its files along: stream, pipe, queue, and what becomes of what fails. */
class DeletedTodosTemplateTest {

    private static final String TODO = """
            {"owner": {"S": "3f1c"}, "id": {"S": "0197"}, "title": {"S": "Buy milk"}, "version": {"N": "1"},
             "changed": {"S": "2026-11-21T09:30:00.123Z"}, "createdAt": {"S": "2026-11-21T09:30:00.123Z"}}""";
    private static final String TOMBSTONE = """
            {"owner": {"S": "3f1c#deleted"}, "id": {"S": "0197"}, "expiresAt": {"N": "1798000000"},
             "changed": {"S": "2026-11-21T09:31:00.123Z"}}""";
    private static final String TIME_TO_LIVE = """
            "userIdentity": {"type": "Service", "principalId": "dynamodb.amazonaws.com"},""";

    @Test
    void theRemovalOfATodoPasses() throws Exception {
        assertThat(passes(record("REMOVE", "", TODO, null))).isTrue();
    }

    @Test
    void nothingElsePasses() throws Exception {
        assertThat(passes(record("INSERT", "", null, TODO))).as("a new to-do").isFalse();
        assertThat(passes(record("MODIFY", "", TODO, TODO)))
                .as("a changed to-do")
                .isFalse();
        assertThat(passes(record("INSERT", "", null, TOMBSTONE)))
                .as("a new tombstone")
                .isFalse();
        assertThat(passes(record("REMOVE", TIME_TO_LIVE, TOMBSTONE, null)))
                .as("a tombstone's expiry")
                .isFalse();
        assertThat(passes(record("REMOVE", "", TOMBSTONE, null)))
                .as("a tombstone that a person removed")
                .isFalse();
    }

    @Test
    void thePatternUsesOnlyWhatPipesKnow() {
        String pattern = filters().get(0).path("Pattern").asString();

        assertThat(filters()).hasSize(1);
        assertThat(pattern).doesNotContain("suffix", "wildcard", "equals-ignore-case", "anything-but");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void thePipeLeadsFromTheTablesStreamToTheQueueAndSaysWhoseTodoItWas(Deployment deployment) {
        Stack data = deployment.stack("data");
        JsonNode pipe = data.resource("DeletedTodosPipe").properties();

        assertThat(pipe.path("Source").asString()).isEqualTo(data.output("TodosTableStreamArn"));
        assertThat(pipe.path("Target").asString()).isEqualTo(data.output("DeletedTodosQueueArn"));
        assertThat(pipe.path("TargetParameters")).isEqualTo(yaml("""
                InputTemplate: '{"owner": "<$.dynamodb.Keys.owner.S>", "todoId": "<$.dynamodb.Keys.id.S>"}'
                """));
        assertThat(pipe.path("RoleArn").asString())
                .isEqualTo("arn:aws:iam::000000000000:role/%s-deleted-todos-pipe".formatted(deployment.environment()));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void thePipeMissesNothingTriesForHalfOfTheStreamsLifeAndThenTellsWhereItGaveUp(Deployment deployment) {
        JsonNode stream = deployment
                .stack("data")
                .resource("DeletedTodosPipe")
                .properties()
                .at("/SourceParameters/DynamoDBStreamParameters");

        assertThat(stream).isEqualTo(yaml("""
                StartingPosition: TRIM_HORIZON
                BatchSize: 10
                OnPartialBatchItemFailure: AUTOMATIC_BISECT
                MaximumRetryAttempts: -1
                MaximumRecordAgeInSeconds: 43200
                DeadLetterConfig:
                  Arn: arn:aws:sqs:us-east-1:000000000000:%s-deleted-todos-pipe-dlq
                """.formatted(deployment.environment())));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void thePipesRoleReadsThisStreamAndSendsToItsTwoQueuesAndNothingMore(Deployment deployment) {
        JsonNode role =
                deployment.stack("data").resource("DeletedTodosPipeRole").properties();
        String environment = deployment.environment();

        assertThat(role.path("Policies")).hasSize(1);
        assertThat(role.has("ManagedPolicyArns")).isFalse();
        assertThat(role.at("/Policies/0/PolicyDocument/Statement"))
                .isEqualTo(yaml("""
                - Sid: ReadTheStream
                  Effect: Allow
                  Action: [dynamodb:DescribeStream, dynamodb:GetRecords, dynamodb:GetShardIterator, dynamodb:ListStreams]
                  Resource: %1$s
                - Sid: SendToTheQueues
                  Effect: Allow
                  Action: sqs:SendMessage
                  Resource:
                    - arn:aws:sqs:us-east-1:000000000000:%2$s-deleted-todos
                    - arn:aws:sqs:us-east-1:000000000000:%2$s-deleted-todos-pipe-dlq
                """.formatted(deployment.stack("data").output("TodosTableStreamArn"), environment)));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void nobodyButThisPipeTakesItsRole(Deployment deployment) {
        JsonNode role =
                deployment.stack("data").resource("DeletedTodosPipeRole").properties();

        assertThat(role.at("/AssumeRolePolicyDocument/Statement"))
                .isEqualTo(yaml("""
                - Effect: Allow
                  Principal: {Service: pipes.amazonaws.com}
                  Action: sts:AssumeRole
                  Condition:
                    StringEquals:
                      "aws:SourceAccount": "000000000000"
                      "aws:SourceArn": arn:aws:pipes:us-east-1:000000000000:pipe/%s-deleted-todos
                """.formatted(deployment.environment())));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void noMessageIsDeadWithinAnHourByTimeoutsAloneAndADeadOneWaitsForAtLeastAWeek(Deployment deployment) {
        Stack data = deployment.stack("data");
        JsonNode queue = data.resource("DeletedTodosQueue").properties();
        JsonNode dead = data.resource("DeletedTodosDeadLetterQueue").properties();

        assertThat(queue.at("/RedrivePolicy/deadLetterTargetArn").asString())
                .isEqualTo(data.output("DeletedTodosDeadLetterQueueArn"));
        assertThat(texts(dead.at("/RedriveAllowPolicy/sourceQueueArns")))
                .containsExactly(data.output("DeletedTodosQueueArn"));
        // Where nobody says when a message comes again; files-service puts it off for longer and longer.
        int triedForSeconds = queue.path("VisibilityTimeout").asInt()
                * queue.at("/RedrivePolicy/maxReceiveCount").asInt();
        assertThat(triedForSeconds).isBetween(3_600, 4 * 3_600);
        // A message takes its age along, so the difference is what a person has.
        int week = 7 * 24 * 3_600;
        assertThat(queue.path("MessageRetentionPeriod").asInt()).isEqualTo(week);
        assertThat(dead.path("MessageRetentionPeriod").asInt()).isEqualTo(2 * week);
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void everyQueueIsEncryptedAndTakesTlsAlone(Deployment deployment) {
        Stack data = deployment.stack("data");
        List<JsonNode> policies = data.ofType("AWS::SQS::QueuePolicy").stream()
                .map(Resource::properties)
                .toList();

        assertThat(data.ofType("AWS::SQS::Queue")).hasSize(3).allSatisfy(queue -> {
            assertThat(queue.properties().path("SqsManagedSseEnabled").asBoolean())
                    .isTrue();
            assertThat(policies).anySatisfy(policy -> {
                assertThat(texts(policy.path("Queues"))).containsExactly(queue.physicalId());
                assertThat(policy.at("/PolicyDocument/Statement")).isEqualTo(yaml("""
                        - Sid: OnlyOverTls
                          Effect: Deny
                          Principal: "*"
                          Action: sqs:*
                          Resource: arn:aws:sqs:us-east-1:000000000000:%s
                          Condition: {Bool: {"aws:SecureTransport": "false"}}
                        """.formatted(
                                queue.properties().path("QueueName").asString())));
            });
        });
    }

    @Test
    void whereTheOperatorsAreKnownNobodyElseButThePipeAndFilesServiceSendsToTheQueue() {
        String operators = "arn:aws:iam::000000000000:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Operator_*";
        Deployment closed = Deployment.read(Environments.INFRA, "prod", Map.of("OPERATOR_ROLE_ARN", operators));
        Stack data = closed.stack("data");

        JsonNode statements = statements(data, "DeletedTodosQueuePolicy");

        assertThat(statements).hasSize(2);
        assertThat(statements.get(1)).isEqualTo(yaml("""
                Sid: OnlyThePipeFilesServiceAndOperatorsSend
                Effect: Deny
                Principal: "*"
                Action: sqs:SendMessage
                Resource: arn:aws:sqs:us-east-1:000000000000:prod-deleted-todos
                Condition:
                  ArnNotLike:
                    "aws:PrincipalArn":
                      - %s
                      - arn:aws:iam::000000000000:role/prod-files-service-task
                      - %s
                """.formatted(
                data.resource("DeletedTodosPipe").properties().path("RoleArn").asString(), operators)));
    }

    /** SQS itself moves messages there, and a Deny for everyone might be one for it. */
    @Test
    void noPolicyKeepsSqsFromMovingMessagesToTheDeadLetters() {
        Deployment closed = Deployment.read(
                Environments.INFRA, "prod", Map.of("OPERATOR_ROLE_ARN", "arn:aws:iam::000000000000:role/operators"));

        for (String policy : List.of("DeletedTodosDeadLetterQueuePolicy", "DeletedTodosPipeDeadLetterQueuePolicy")) {
            assertThat(statements(closed.stack("data"), policy))
                    .hasSize(1)
                    .allSatisfy(statement ->
                            assertThat(statement.path("Sid").asString()).isEqualTo("OnlyOverTls"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"9324", "19324"})
    void onALaptopTheQueueIsWhereItsStandInListens(String port) {
        Deployment local = Deployment.read(Environments.INFRA, "local", Map.of("SQS_PORT", port));

        assertThat(local.stack("data").output("DeletedTodosQueueUrl"))
                .isEqualTo("http://127.0.0.1:" + port + "/000000000000/local-deleted-todos");
        assertThat(Environments.PROD.stack("data").output("DeletedTodosQueueUrl"))
                .isEqualTo("https://sqs.us-east-1.amazonaws.com/000000000000/prod-deleted-todos");
    }

    private static JsonNode statements(Stack data, String policy) {
        return data.resource(policy).properties().at("/PolicyDocument/Statement");
    }

    private static boolean passes(String event) throws Exception {
        return Ruler.matchesRule(event, filters().get(0).path("Pattern").asString());
    }

    private static JsonNode filters() {
        return Environments.PROD
                .stack("data")
                .resource("DeletedTodosPipe")
                .properties()
                .at("/SourceParameters/FilterCriteria/Filters");
    }

    private static String record(String name, String identity, @Nullable String before, @Nullable String after) {
        return """
                {"eventID": "1", "eventName": "%s", "eventVersion": "1.1", "eventSource": "aws:dynamodb", "awsRegion": "us-east-1",
                 %s
                 "dynamodb": {"ApproximateCreationDateTime": 1795254683, "SequenceNumber": "100", "SizeBytes": 50,
                   "Keys": {"owner": {"S": "3f1c"}, "id": {"S": "0197"}},%s%s "StreamViewType": "NEW_AND_OLD_IMAGES"},
                 "eventSourceARN": "arn:aws:dynamodb:us-east-1:000000000000:table/prod-todos/stream/2026"}""".formatted(
                        name,
                        identity,
                        before == null ? "" : "\"OldImage\": " + before + ",",
                        after == null ? "" : "\"NewImage\": " + after + ",");
    }
}
