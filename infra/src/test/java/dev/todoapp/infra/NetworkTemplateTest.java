package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.texts;
import static dev.todoapp.infra.Environments.yaml;
import static dev.todoapp.infra.Networks.endpoints;
import static dev.todoapp.infra.Networks.subnets;
import static dev.todoapp.infra.Networks.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The VPC: who gets out of it and how, and that nobody gets in. */
class NetworkTemplateTest {

    private static final String ANYWHERE = "0.0.0.0/0";
    private static final List<String> ZONES = List.of("us-east-1a", "us-east-1b", "us-east-1c");

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void hasAPublicAndAPrivateSubnetInEachOfThreeZones(Deployment deployment) {
        Stack network = deployment.stack("network");

        for (String kind : List.of("Public", "Private")) {
            assertThat(subnets(network, kind))
                    .extracting(subnet ->
                            subnet.properties().path("AvailabilityZone").asString())
                    .containsExactlyElementsOf(ZONES);
            assertThat(network.output(kind + "SubnetIds").split(","))
                    .containsExactlyElementsOf(subnets(network, kind).stream()
                            .map(Resource::physicalId)
                            .toList());
        }
        assertThat(network.ofType("AWS::EC2::Subnet")).hasSize(6).allSatisfy(subnet -> {
            assertThat(subnet.properties().path("VpcId").asString()).isEqualTo(network.output("VpcId"));
            assertThat(subnet.properties().path("MapPublicIpOnLaunch").asBoolean())
                    .isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void givesEachSubnetARangeOfItsOwnWithinTheVpc(Deployment deployment) {
        Stack network = deployment.stack("network");
        Range vpc =
                Range.of(network.resource("Vpc").properties().path("CidrBlock").asString());
        List<Range> ranges = network.ofType("AWS::EC2::Subnet").stream()
                .map(subnet -> Range.of(subnet.properties().path("CidrBlock").asString()))
                .toList();

        assertThat(ranges).allSatisfy(range -> {
            assertThat(vpc.first() <= range.first() && range.last() <= vpc.last())
                    .as("%s within %s", range, vpc)
                    .isTrue();
            assertThat(ranges.stream().filter(range::overlaps)).containsExactly(range);
        });
    }

    @Test
    void environmentsHaveRangesApartSoThatTheyCanBeJoined() {
        Range dev = Range.of(Environments.DEV.stack("network").output("VpcCidr"));

        assertThat(dev.overlaps(Range.of(Environments.PROD.stack("network").output("VpcCidr"))))
                .isFalse();
    }

    @Test
    void devHasNoNatGatewayAndPaysForNoEndpoint() {
        Stack network = Environments.DEV.stack("network");

        assertThat(network.ofType("AWS::EC2::NatGateway")).isEmpty();
        assertThat(network.ofType("AWS::EC2::EIP")).isEmpty();
        assertThat(endpoints(network, "Interface")).isEmpty();
        assertThat(defaultRoutesOfPrivateSubnets(network)).isEmpty();
    }

    @Test
    void prodHasANatGatewayInEachZoneForThePrivateSubnetOfThatZone() {
        Stack network = Environments.PROD.stack("network");

        assertThat(network.ofType("AWS::EC2::NatGateway")).hasSize(3);
        assertThat(network.ofType("AWS::EC2::EIP")).hasSize(3);
        assertThat(zonesOfTheWaysOut(network))
                .isEqualTo(ZONES.stream().collect(Collectors.toMap(zone -> zone, zone -> zone)));
    }

    @Test
    void sharesOneNatGatewayWhenAskedTo() {
        Stack network = with(folder, "NatGateways: 1");

        assertThat(network.ofType("AWS::EC2::NatGateway")).hasSize(1);
        assertThat(zonesOfTheWaysOut(network))
                .isEqualTo(ZONES.stream().collect(Collectors.toMap(zone -> zone, zone -> "us-east-1a")));
    }

    @Test
    void takesNoOtherNumberOfNatGateways() {
        assertThatThrownBy(() -> with(folder, "NatGateways: 2")).hasMessageContaining("is none of [0, 1, 3]");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void publicSubnetsAloneHaveAWayToTheInternetGateway(Deployment deployment) {
        Stack network = deployment.stack("network");
        Map<String, List<JsonNode>> routes = routesBySubnet(network);

        for (Resource subnet : subnets(network, "Public")) {
            assertThat(routes.get(subnet.physicalId()))
                    .singleElement()
                    .satisfies(route -> assertThat(route.path("GatewayId").asString())
                            .isEqualTo(network.resource("InternetGateway").physicalId()));
        }
        for (Resource subnet : subnets(network, "Private")) {
            assertThat(routes.get(subnet.physicalId()))
                    .allSatisfy(route -> assertThat(route.has("GatewayId")).isFalse());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void everySubnetStandsBehindOurOwnAcl(Deployment deployment) {
        Stack network = deployment.stack("network");
        Map<String, String> acls = network.ofType("AWS::EC2::SubnetNetworkAclAssociation").stream()
                .map(Resource::properties)
                .collect(Collectors.toMap(
                        association -> association.path("SubnetId").asString(),
                        association -> association.path("NetworkAclId").asString()));

        for (String kind : List.of("Public", "Private")) {
            for (Resource subnet : subnets(network, kind)) {
                assertThat(acls)
                        .containsEntry(
                                subnet.physicalId(),
                                network.resource(kind + "NetworkAcl").physicalId());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void letsAnswersInFromTheWorldAndNothingElse(Deployment deployment) {
        Stack network = deployment.stack("network");
        String vpc = network.output("VpcCidr");

        assertThat(rules(network, "PublicNetworkAcl", false))
                .containsExactlyInAnyOrder("all from " + vpc, "tcp 1024-65535 from " + ANYWHERE);
        assertThat(rules(network, "PrivateNetworkAcl", false))
                .as("a service's port isn't among them")
                .containsExactlyInAnyOrder("all from " + vpc, "tcp 32768-60999 from " + ANYWHERE);
        for (String acl : List.of("PublicNetworkAcl", "PrivateNetworkAcl")) {
            assertThat(rules(network, acl, true))
                    .containsExactlyInAnyOrder("all from " + vpc, "tcp 443-443 from " + ANYWHERE);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void logsConnectionsAndForgetsThemAgain(Deployment deployment) {
        Stack network = deployment.stack("network");
        boolean prod = deployment.environment().equals("prod");
        JsonNode log = network.resource("FlowLog").properties();
        Resource group = network.resource("FlowLogGroup");

        assertThat(log.path("ResourceId").asString()).isEqualTo(network.output("VpcId"));
        assertThat(log.path("TrafficType").asString()).isEqualTo(prod ? "ALL" : "REJECT");
        assertThat(log.path("LogGroupName").asString()).isEqualTo(group.physicalId());
        assertThat(group.properties().path("RetentionInDays").asInt()).isEqualTo(prod ? 90 : 7);
        JsonNode role = network.resource("FlowLogRole").properties();
        assertThat(role.at("/AssumeRolePolicyDocument/Statement/0/Principal"))
                .isEqualTo(yaml("{Service: vpc-flow-logs.amazonaws.com}"));
        assertThat(role.at("/AssumeRolePolicyDocument/Statement/0/Condition/StringEquals"))
                .isEqualTo(yaml("{\"aws:SourceAccount\": \"000000000000\"}"));
        assertThat(role.at("/Policies/0/PolicyDocument/Statement"))
                .isEqualTo(yaml("""
                - Effect: Allow
                  Action: [logs:CreateLogStream, logs:DescribeLogStreams, logs:PutLogEvents]
                  Resource: arn:aws:logs:us-east-1:000000000000:log-group:/%s/vpc-flow:*
                """.formatted(deployment.environment())));
    }

    @Test
    void anAlarmWatchesEachNatGateway() {
        Stack network = Environments.PROD.stack("network");

        assertThat(network.ofType("AWS::CloudWatch::Alarm"))
                .extracting(
                        alarm -> alarm.properties().at("/Dimensions/0/Value").asString())
                .containsExactlyInAnyOrderElementsOf(network.ofType("AWS::EC2::NatGateway").stream()
                        .map(Resource::physicalId)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void theLoadBalancerAndTheLinkToItStandInThePrivateSubnets(Deployment deployment) {
        Stack network = deployment.stack("network");
        List<String> subnets = List.of(network.output("PrivateSubnetIds").split(","));

        assertThat(texts(deployment
                        .stack("cluster")
                        .resource("LoadBalancer")
                        .properties()
                        .path("Subnets")))
                .isEqualTo(subnets);
        assertThat(texts(
                        deployment.stack("api").resource("VpcLink").properties().path("SubnetIds")))
                .isEqualTo(subnets);
        assertThat(deployment.stack("cluster").parameters()).containsEntry("VpcCidr", network.output("VpcCidr"));
    }

    private static Map<String, List<JsonNode>> routesBySubnet(Stack network) {
        return network.ofType("AWS::EC2::SubnetRouteTableAssociation").stream()
                .map(Resource::properties)
                .collect(Collectors.toMap(
                        association -> association.path("SubnetId").asString(),
                        association -> network.ofType("AWS::EC2::Route").stream()
                                .map(Resource::properties)
                                .filter(route -> route.path("RouteTableId").equals(association.path("RouteTableId")))
                                .toList()));
    }

    private static List<JsonNode> defaultRoutesOfPrivateSubnets(Stack network) {
        Map<String, List<JsonNode>> routes = routesBySubnet(network);
        List<JsonNode> all = new ArrayList<>();
        subnets(network, "Private").forEach(subnet -> all.addAll(routes.getOrDefault(subnet.physicalId(), List.of())));
        return all;
    }

    /** For each private subnet's zone, the zone of the NAT gateway that it gets out through. */
    private static Map<String, String> zonesOfTheWaysOut(Stack network) {
        Map<String, String> zoneOfSubnet = network.ofType("AWS::EC2::Subnet").stream()
                .collect(Collectors.toMap(
                        Resource::physicalId,
                        subnet -> subnet.properties().path("AvailabilityZone").asString()));
        Map<String, String> zoneOfNat = network.ofType("AWS::EC2::NatGateway").stream()
                .collect(Collectors.toMap(
                        Resource::physicalId,
                        nat -> zoneOfSubnet.get(
                                nat.properties().path("SubnetId").asString())));
        Map<String, List<JsonNode>> routes = routesBySubnet(network);
        return subnets(network, "Private").stream()
                .map(Resource::physicalId)
                .collect(Collectors.toMap(zoneOfSubnet::get, subnet -> {
                    List<JsonNode> ways = routes.getOrDefault(subnet, List.of());
                    assertThat(ways).hasSize(1);
                    assertThat(ways.getFirst().path("DestinationCidrBlock").asString())
                            .isEqualTo(ANYWHERE);
                    return zoneOfNat.get(ways.getFirst().path("NatGatewayId").asString());
                }));
    }

    private static List<String> rules(Stack network, String acl, boolean egress) {
        return network.ofType("AWS::EC2::NetworkAclEntry").stream()
                .map(Resource::properties)
                .filter(rule -> rule.path("NetworkAclId")
                        .asString()
                        .equals(network.resource(acl).physicalId()))
                .filter(rule -> rule.path("Egress").asBoolean() == egress)
                .filter(rule -> rule.path("RuleAction").asString().equals("allow"))
                .map(rule -> "%s from %s"
                        .formatted(
                                rule.path("Protocol").asInt() == -1
                                        ? "all"
                                        : "tcp %s-%s"
                                                .formatted(
                                                        rule.at("/PortRange/From")
                                                                .asString(),
                                                        rule.at("/PortRange/To").asString()),
                                rule.path("CidrBlock").asString()))
                .toList();
    }

    /** The addresses of a range such as {@code 10.0.0.0/16}, as numbers. */
    private record Range(long first, long last) {

        static Range of(String cidr) {
            String[] parts = cidr.split("[./]");
            long address = 0;
            for (int i = 0; i < 4; i++) {
                address = address * 256 + Long.parseLong(parts[i]);
            }
            long size = 1L << (32 - Integer.parseInt(parts[4]));
            assertThat(address % size).as("%s begins where a range can", cidr).isZero();
            return new Range(address, address + size - 1);
        }

        boolean overlaps(Range other) {
            return first <= other.last && other.first <= last;
        }
    }
}
