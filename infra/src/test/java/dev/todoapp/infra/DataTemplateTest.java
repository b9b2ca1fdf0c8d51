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

    @ParameterizedTest
    @ValueSource(strings = {"TodosTable", "FilesBucket"})
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
