package dev.todoapp.localcloud.frontdoor;

import java.time.Duration;
import java.util.List;

/**
 * How a target group finds out whether a target is well.
 *
 * @param path such as {@code /actuator/health/readiness}
 * @param interval from the end of a check to the next
 * @param timeout an answer that is later than this is a failure
 * @param healthyThreshold so many passes in a row make an unhealthy target healthy again
 * @param unhealthyThreshold so many failures in a row make it unhealthy
 * @param healthyStatuses the statuses that pass
 */
record HealthCheck(
        String path,
        Duration interval,
        Duration timeout,
        int healthyThreshold,
        int unhealthyThreshold,
        List<StatusRange> healthyStatuses) {

    /** One or more statuses, both ends included. */
    record StatusRange(int from, int to) {

        boolean contains(int status) {
            return from <= status && status <= to;
        }
    }

    static HealthCheck parse(Part group) {
        group.only("HealthCheckEnabled", "true")
                .only("HealthCheckProtocol", "HTTP")
                .only("HealthCheckPort", "traffic-port");
        return new HealthCheck(
                group.optionalText("HealthCheckPath").orElse("/"),
                group.optionalSeconds("HealthCheckIntervalSeconds").orElse(Duration.ofSeconds(30)),
                group.optionalSeconds("HealthCheckTimeoutSeconds").orElse(Duration.ofSeconds(5)),
                group.optionalNumber("HealthyThresholdCount").orElse(5),
                group.optionalNumber("UnhealthyThresholdCount").orElse(2),
                group.part("Matcher").map(HealthCheck::matcher).orElse(List.of(new StatusRange(200, 200))));
    }

    boolean passes(int status) {
        return healthyStatuses.stream().anyMatch(range -> range.contains(status));
    }

    private static List<StatusRange> matcher(Part matcher) {
        String codes = matcher.text("HttpCode");
        matcher.end();
        return List.of(codes.split(",")).stream()
                .map(String::strip)
                .map(code -> {
                    if (!code.matches("\\d{3}(-\\d{3})?")) {
                        throw matcher.error("HttpCode", "must be like 200, 200,204 or 200-299, not " + codes);
                    }
                    return new StatusRange(
                            Integer.parseInt(code.substring(0, 3)),
                            Integer.parseInt(code.substring(code.length() - 3)));
                })
                .toList();
    }
}
