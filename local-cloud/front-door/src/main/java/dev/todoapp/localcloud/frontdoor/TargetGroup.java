package dev.todoapp.localcloud.frontdoor;

import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import java.time.Duration;
import java.util.Map;

/**
 * The tasks of one service, as the load balancer sees them.
 *
 * @param arn what listener rules refer to
 * @param name as the template gives it, or else the stack's
 * @param stack the stack that it stands in, such as {@code todo-service}
 * @param deregistrationDelay how long a deregistered target may finish what it has begun
 * @param leastOutstanding whether the next request goes to the target with the fewest in flight, not to the next one
 */
record TargetGroup(
        String arn,
        String name,
        String stack,
        HealthCheck healthCheck,
        Duration deregistrationDelay,
        boolean leastOutstanding) {

    static TargetGroup parse(Stack stack, Resource resource) {
        Part group = Part.of(stack, resource)
                .only("Protocol", "HTTP")
                .only("ProtocolVersion", "HTTP1")
                .leaving("Port", "TargetType", "VpcId", "IpAddressType", "Tags");
        String name = group.optionalText("Name").orElse(stack.name());
        HealthCheck healthCheck = HealthCheck.parse(group);
        Duration delay = Duration.ofMinutes(5);
        boolean leastOutstanding = false;
        for (Map.Entry<String, String> attribute :
                Attributes.read(group, "TargetGroupAttributes").entrySet()) {
            String value = attribute.getValue();
            switch (attribute.getKey()) {
                case "deregistration_delay.timeout_seconds" -> delay = Part.seconds(group.decimal("Value", value));
                case "load_balancing.algorithm.type" ->
                    leastOutstanding = switch (value) {
                        case "round_robin" -> false;
                        case "least_outstanding_requests" -> true;
                        default -> throw group.error("load_balancing.algorithm.type", value + " is not played");
                    };
                case "stickiness.enabled" -> Attributes.only(group, attribute, "false");
                case "slow_start.duration_seconds" -> Attributes.only(group, attribute, "0");
                // There is one zone on a laptop.
                case "load_balancing.cross_zone.enabled" -> {}
                default -> throw group.error(attribute.getKey(), "is not played by the front door");
            }
        }
        group.end();
        return new TargetGroup(resource.physicalId(), name, stack.name(), healthCheck, delay, leastOutstanding);
    }

    boolean isCalled(String groupOrStack) {
        return name.equals(groupOrStack) || stack.equals(groupOrStack);
    }
}
