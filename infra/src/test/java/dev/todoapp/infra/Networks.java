package dev.todoapp.infra;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What {@code network.yaml} makes. */
final class Networks {

    private Networks() {}

    /** One of a test's own, in three zones, with these parameters too. */
    static Stack with(Path folder, String parameters) {
        return new Sandbox(folder).ofOurs("network.yaml", """
                Environment: test
                Zones: [us-east-1a, us-east-1b, us-east-1c]
                VpcCidr: 10.0.0.0/16
                PublicCidrs: [10.0.0.0/22, 10.0.4.0/22, 10.0.8.0/22]
                PrivateCidrs: [10.0.16.0/20, 10.0.32.0/20, 10.0.48.0/20]
                """, parameters);
    }

    static List<Resource> subnets(Stack network, String kind) {
        return Stream.of(1, 2, 3)
                .map(number -> network.resource(kind + "Subnet" + number))
                .toList();
    }

    static List<JsonNode> endpoints(Stack network, String type) {
        return network.ofType("AWS::EC2::VPCEndpoint").stream()
                .map(Resource::properties)
                .filter(endpoint -> endpoint.path("VpcEndpointType").asString().equals(type))
                .toList();
    }
}
