package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.texts;
import static dev.todoapp.infra.Environments.yaml;
import static dev.todoapp.infra.Networks.endpoints;
import static dev.todoapp.infra.Networks.subnets;
import static dev.todoapp.infra.Networks.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The ways to AWS that don't lead through the internet: which there are, who may take them, and where to. */
class NetworkEndpointsTemplateTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void everyRouteTableHasTheEndpointsOfDynamoDbAndS3(Deployment deployment) {
        Stack network = deployment.stack("network");
        List<String> tables = network.ofType("AWS::EC2::RouteTable").stream()
                .map(Resource::physicalId)
                .toList();

        assertThat(endpoints(network, "Gateway"))
                .extracting(endpoint -> endpoint.path("ServiceName").asString())
                .containsExactlyInAnyOrder("com.amazonaws.us-east-1.dynamodb", "com.amazonaws.us-east-1.s3");
        assertThat(endpoints(network, "Gateway"))
                .allSatisfy(endpoint ->
                        assertThat(texts(endpoint.path("RouteTableIds"))).containsExactlyInAnyOrderElementsOf(tables));
    }

    /** What a task on Fargate asks for from its start to its end, each without a way to the internet. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void endpointsAloneGivePrivateSubnetsAllThatATaskNeeds(int zones) {
        Stack network = with(folder, "EndpointZones: " + zones);
        List<JsonNode> endpoints = endpoints(network, "Interface");

        assertThat(endpoints)
                .extracting(endpoint -> endpoint.path("ServiceName").asString().replace("com.amazonaws.us-east-1.", ""))
                .containsExactlyInAnyOrder(
                        "ecr.api", "ecr.dkr", "logs", "sqs", "secretsmanager", "ssm", "sts", "cognito-idp");
        assertThat(endpoints).allSatisfy(endpoint -> {
            assertThat(endpoint.path("PrivateDnsEnabled").asBoolean())
                    .as("answers under AWS's own name")
                    .isTrue();
            assertThat(texts(endpoint.path("SubnetIds")))
                    .containsExactlyElementsOf(subnets(network, "Private").stream()
                            .limit(zones)
                            .map(Resource::physicalId)
                            .toList());
            assertThat(texts(endpoint.path("SecurityGroupIds")))
                    .containsExactly(network.resource("EndpointSecurityGroup").physicalId());
        });
        JsonNode vpc = network.resource("Vpc").properties();
        assertThat(vpc.path("EnableDnsSupport").asBoolean()).isTrue();
        assertThat(vpc.path("EnableDnsHostnames").asBoolean()).isTrue();
        assertThat(network.resource("EndpointSecurityGroup").properties().path("SecurityGroupIngress"))
                .isEqualTo(yaml("""
                - {Description: From within the VPC, IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/16}
                """));
        assertThat(statement(network, "S3Endpoint", "LayersOfImages").path("Resource"))
                .isEqualTo(yaml("arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*"));
        assertThat(network.ofType("AWS::EC2::NatGateway")).isEmpty();
    }

    @Test
    void hasTheEndpointsOfTheEcsAgentWhereTasksRunOnInstances() {
        Stack network = with(folder, "{EndpointZones: 1, ContainerInstances: true}");

        assertThat(endpoints(network, "Interface"))
                .extracting(endpoint -> endpoint.path("ServiceName").asString())
                .contains(
                        "com.amazonaws.us-east-1.ecs",
                        "com.amazonaws.us-east-1.ecs-agent",
                        "com.amazonaws.us-east-1.ecs-telemetry");
        assertThat(endpoints(with(folder, "ContainerInstances: true"), "Interface"))
                .isEmpty();
    }

    @Test
    void leavesCognitoAtItsPublicAddressWhereThereIsAWayToIt() {
        assertThat(endpoints(with(folder, "{EndpointZones: 3, NatGateways: 1}"), "Interface"))
                .extracting(endpoint -> endpoint.path("ServiceName").asString())
                .doesNotContain("com.amazonaws.us-east-1.cognito-idp");
    }

    @Test
    void carriesNothingOffToAnotherAccount() {
        Stack network = with(folder, "{EndpointZones: 3, ContainerInstances: true}");

        assertThat(network.ofType("AWS::EC2::VPCEndpoint")).hasSize(13).allSatisfy(endpoint -> {
            if (endpoint.logicalId().equals("CognitoEndpoint")) {
                return;
            }
            JsonNode statements = endpoint.properties().at("/PolicyDocument/Statement");
            assertThat(statements).isNotEmpty().allSatisfy(statement -> {
                boolean layersOrPackages = Set.of("LayersOfImages", "PackagesOfInstances")
                        .contains(statement.path("Sid").asString(""));
                assertThat(statement.path("Effect").asString()).isEqualTo("Allow");
                if (layersOrPackages) {
                    assertThat(statement.path("Action").asString()).isEqualTo("s3:GetObject");
                } else {
                    assertThat(statement
                                    .at("/Condition/StringEquals/aws:PrincipalAccount")
                                    .asString())
                            .isEqualTo("000000000000");
                }
            });
        });
        assertThat(statement(network, "S3Endpoint", "BucketsOfThisAccount")
                        .at("/Condition/StringEquals/aws:ResourceAccount")
                        .asString())
                .isEqualTo("000000000000");
        assertThat(statement(network, "DynamoDbEndpoint", "TablesOfThisEnvironment")
                        .path("Resource")
                        .asString())
                .isEqualTo("arn:aws:dynamodb:us-east-1:000000000000:table/test-*");
    }

    private static JsonNode statement(Stack network, String endpoint, String sid) {
        return network.resource(endpoint).properties().at("/PolicyDocument/Statement").values().stream()
                .filter(statement -> statement.path("Sid").asString("").equals(sid))
                .findFirst()
                .orElseThrow();
    }
}
