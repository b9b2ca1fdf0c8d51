package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.texts;
import static dev.todoapp.infra.Environments.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the services' adapters are written against. A difference here is a difference to make there. */
class DataTemplateTest {

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void theTableHasTheKeysIndexStreamAndExpiryThatTheTodoServiceUses(Deployment deployment) {
        JsonNode table = deployment.stack("data").resource("TodosTable").properties();

        assertThat(table.path("KeySchema")).isEqualTo(yaml("""
                - {AttributeName: owner, KeyType: HASH}
                - {AttributeName: id, KeyType: RANGE}
                """));
        assertThat(table.path("AttributeDefinitions")).isEqualTo(yaml("""
                - {AttributeName: owner, AttributeType: S}
                - {AttributeName: id, AttributeType: S}
                - {AttributeName: changed, AttributeType: S}
                """));
        assertThat(table.path("LocalSecondaryIndexes")).isEqualTo(yaml("""
                - IndexName: by-change
                  KeySchema:
                    - {AttributeName: owner, KeyType: HASH}
                    - {AttributeName: changed, KeyType: RANGE}
                  Projection: {ProjectionType: KEYS_ONLY}
                """));
        assertThat(table.has("GlobalSecondaryIndexes")).isFalse();
        assertThat(table.path("StreamSpecification")).isEqualTo(yaml("{StreamViewType: NEW_AND_OLD_IMAGES}"));
        assertThat(table.path("TimeToLiveSpecification")).isEqualTo(yaml("{AttributeName: expiresAt, Enabled: true}"));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void theTableIsPaidPerRequestEncryptedAndCanBeRestored(Deployment deployment) {
        JsonNode table = deployment.stack("data").resource("TodosTable").properties();

        assertThat(table.path("BillingMode").asString()).isEqualTo("PAY_PER_REQUEST");
        assertThat(table.path("PointInTimeRecoverySpecification"))
                .isEqualTo(yaml("{PointInTimeRecoveryEnabled: true}"));
        assertThat(table.path("SSESpecification")).isEqualTo(yaml("{SSEEnabled: true}"));
        assertThat(table.path("DeletionProtectionEnabled").asBoolean())
                .isEqualTo(deployment.environment().equals("prod"));
    }

    @Test
    void prodKeepsDailyBackupsOfTableAndBucketThatNobodyDeletesBeforeTheirTime() {
        Stack data = Environments.PROD.stack("data");

        assertThat(data.resource("BackupVault")
                        .properties()
                        .path("BackupVaultName")
                        .asString())
                .isEqualTo("prod-todo");
        assertThat(data.resource("BackupVault").properties().path("LockConfiguration"))
                .as("without ChangeableForDays, which would make it final")
                .isEqualTo(yaml("{MinRetentionDays: 35}"));
        JsonNode rule = data.resource("BackupPlan").properties().at("/BackupPlan/BackupPlanRule/0");
        assertThat(rule.path("TargetBackupVault").asString()).isEqualTo("prod-todo");
        assertThat(rule.path("ScheduleExpression").asString()).isEqualTo("cron(0 3 ? * * *)");
        assertThat(rule.path("Lifecycle")).isEqualTo(yaml("{DeleteAfterDays: 35}"));
        assertThat(texts(data.resource("BackupSelection").properties().at("/BackupSelection/Resources")))
                .containsExactly(data.output("TodosTableArn"), data.output("FilesBucketArn"));
        // AWS Backup hears of uploads as GuardDuty does.
        assertThat(data.resource("FilesBucket").properties().has("NotificationConfiguration"))
                .isTrue();
        assertThat(Environments.DEV.stack("data").resources())
                .doesNotContainKeys("BackupVault", "BackupPlan", "BackupSelection", "BackupRole", "BackupFailsAlarm");
    }

    @Test
    void theBackupsRoleReadsThisTableAndThisBucketAndDeletesNothingButBackups() {
        Stack data = Environments.PROD.stack("data");
        JsonNode statements = data.resource("BackupRole").properties().at("/Policies/0/PolicyDocument/Statement");

        assertThat(statements.values())
                .filteredOn(statement -> !statement.path("Sid").asString().equals("LookAround"))
                .allSatisfy(statement -> assertThat(statement.path("Resource").toString())
                        .containsAnyOf(
                                data.output("TodosTableArn"),
                                data.output("FilesBucketArn"),
                                ":rule/AwsBackupManagedRule*",
                                ":backup-vault:prod-todo"));
        assertThat(statements.toString())
                .doesNotContain("s3:Delete", "s3:PutObject", "DeleteTable", "dynamodb:*", "s3:*", "DeleteItem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TodosTable", "FilesBucket", "BackupVault"})
    void whatPeopleEntrustedToUsOutlivesTheStack(String logicalId) {
        JsonNode resource = Environments.raw("data.yaml").path("Resources").path(logicalId);

        assertThat(resource.path("DeletionPolicy").asString()).isEqualTo("Retain");
        assertThat(resource.path("UpdateReplacePolicy").asString()).isEqualTo("Retain");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void theBucketTakesUploadsFromTheWebsiteAlone(Deployment deployment) {
        Stack data = deployment.stack("data");
        String site = deployment.stack("website").output("SiteUrl");

        JsonNode rules = data.resource("FilesBucket").properties().at("/CorsConfiguration/CorsRules");

        assertThat(rules).hasSize(1);
        JsonNode rule = rules.get(0);
        assertThat(texts(rule.path("AllowedOrigins"))).containsExactly(site);
        assertThat(texts(rule.path("AllowedMethods"))).containsExactlyInAnyOrder("PUT", "GET", "HEAD");
        // What a signed upload URL of the files-service asks of the browser, and ranges for the player of a preview.
        assertThat(texts(rule.path("AllowedHeaders")))
                .contains("content-type", "if-none-match", "x-amz-checksum-sha256", "range")
                .doesNotContain("*");
        assertThat(texts(rule.path("ExposedHeaders"))).containsExactly("ETag");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void theBucketKeepsWhatWasOverwrittenForAWhile(Deployment deployment) {
        JsonNode bucket = deployment.stack("data").resource("FilesBucket").properties();

        assertThat(bucket.path("VersioningConfiguration")).isEqualTo(yaml("{Status: Enabled}"));
        assertThat(bucket.at("/LifecycleConfiguration/Rules"))
                .isEqualTo(yaml("""
                - Id: forget-old-versions
                  Status: Enabled
                  NoncurrentVersionExpiration: {NoncurrentDays: %d}
                  ExpiredObjectDeleteMarker: true
                - Id: drop-unfinished-uploads
                  Status: Enabled
                  AbortIncompleteMultipartUpload: {DaysAfterInitiation: 1}
                """.formatted(deployment.environment().equals("dev") ? 7 : 30)));
    }

    @Test
    void browsersSeeTheFilesAtTheBucketOrWhereTheEnvironmentSays() {
        assertThat(Environments.LOCAL.stack("data").output("FilesOrigin")).isEqualTo("http://127.0.0.1:9000");
        assertThat(Environments.PROD.stack("data").output("FilesOrigin"))
                .isEqualTo("https://prod-todo-files-000000000000-us-east-1.s3.us-east-1.amazonaws.com");
    }
}
