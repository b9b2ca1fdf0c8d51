package dev.todoapp.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * What an environment costs while nobody uses it, in docs/cost.md: prices are written by people, with their source; how many of
 * each there are is counted in the resolved templates, and the dollars are the product.
 */
class EnvironmentCostTest {

    private static final GeneratedPart TABLE = new GeneratedPart(
            "docs/cost.md", "<!-- idle: counted by EnvironmentCostTest -->\n", "<!-- idle: end -->\n");
    private static final double HOURS = 730;

    /** | part | 0.045 an hour | … : what isn't a number in the last four columns is made anew. */
    private static final Pattern ROW = Pattern.compile("\\| ([^|]+) \\| ([0-9.]+) (an hour|a month|each) \\|.*");

    private static final Pattern CLOCK = Pattern.compile("cron\\(0 (\\d+) \\? \\* MON-FRI \\*\\)");

    /** How many of each; null where it can't be said yet. */
    private static final Map<String, Function<Deployment, Double>> COUNTED = new LinkedHashMap<>();

    static {
        COUNTED.put("NAT gateways", environment -> count(environment, "AWS::EC2::NatGateway"));
        COUNTED.put("public IPv4 addresses of NAT gateways", environment -> count(environment, "AWS::EC2::EIP"));
        COUNTED.put(
                "hours of tasks' public IPv4 addresses",
                environment -> tasks(environment, task -> {
                    boolean isPublic = "ENABLED".equals(task.parameters().get("AssignPublicIp"));
                    return isPublic ? 1.0 : 0.0;
                }));
        COUNTED.put("interface endpoints, in each zone", EnvironmentCostTest::endpoints);
        COUNTED.put("load balancers", environment -> count(environment, "AWS::ElasticLoadBalancingV2::LoadBalancer"));
        COUNTED.put("hours of tasks' vCPUs", environment -> tasks(environment, task -> size(task, "Cpu", false)));
        COUNTED.put(
                "hours of tasks' GB of memory", environment -> tasks(environment, task -> size(task, "Memory", false)));
        COUNTED.put("hours of tasks' vCPUs, Spot", environment -> tasks(environment, task -> size(task, "Cpu", true)));
        COUNTED.put(
                "hours of tasks' GB of memory, Spot",
                environment -> tasks(environment, task -> size(task, "Memory", true)));
        COUNTED.put("alarms, each metric", EnvironmentCostTest::alarmMetrics);
        COUNTED.put("composite alarms", environment -> count(environment, "AWS::CloudWatch::CompositeAlarm"));
        COUNTED.put("dashboards", environment -> count(environment, "AWS::CloudWatch::Dashboard"));
        COUNTED.put("canary runs", EnvironmentCostTest::canaryRuns);
        COUNTED.put("web ACLs", environment -> count(environment, "AWS::WAFv2::WebACL"));
        COUNTED.put("rules of web ACLs", EnvironmentCostTest::rules);
        COUNTED.put(
                "secrets",
                // CloudFront's is made by hand and only referred to.
                environment -> 1 + count(environment, "AWS::SecretsManager::Secret"));
        COUNTED.put("keys of KMS", environment -> count(environment, "AWS::KMS::Key"));
        COUNTED.put("health checks", environment -> count(environment, "AWS::Route53::HealthCheck"));
    }

    @Test
    void theTableCountsWhatTheTemplatesHave() throws IOException {
        TABLE.assertIs(count(TABLE.text()), EnvironmentCostTest.class, "cost.write");
    }

    @Test
    void theTableHasEachPartOnce() {
        assertThat(TABLE.text()
                        .lines()
                        .map(ROW::matcher)
                        .filter(Matcher::matches)
                        .map(row -> row.group(1)))
                .containsExactlyElementsOf(COUNTED.keySet());
    }

    /** The table with counts and dollars made anew. */
    private static String count(String table) {
        BigDecimal dev = BigDecimal.ZERO;
        BigDecimal prod = BigDecimal.ZERO;
        StringBuilder counted = new StringBuilder();
        for (String line : table.lines().toList()) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                Function<Deployment, Double> counter = COUNTED.getOrDefault(row.group(1), environment -> Double.NaN);
                double devs = counter.apply(Environments.DEV);
                double prods = counter.apply(Environments.PROD);
                double price = Double.parseDouble(row.group(2)) * (row.group(3).equals("an hour") ? HOURS : 1);
                dev = dev.add(dollars(devs * price));
                prod = prod.add(dollars(prods * price));
                line = "| %s | %s %s | %s | %s | %s | %s |"
                        .formatted(
                                row.group(1),
                                row.group(2),
                                row.group(3),
                                number(devs),
                                number(prods),
                                dollars(devs * price),
                                dollars(prods * price));
            } else if (line.startsWith("| **together**")) {
                line = "| **together** | | | | **%s** | **%s** |".formatted(dev, prod);
            }
            counted.append(line).append('\n');
        }
        return counted.toString();
    }

    private static BigDecimal dollars(double amount) {
        return BigDecimal.valueOf(amount).setScale(2, RoundingMode.HALF_UP);
    }

    private static String number(double count) {
        return String.format(Locale.ROOT, "%,.0f", count);
    }

    private static double count(Deployment environment, String type) {
        return environment.stacks().stream()
                .mapToInt(stack -> stack.ofType(type).size())
                .sum();
    }

    private static double sum(Deployment environment, String type, Function<JsonNode, Integer> amount) {
        return environment.stacks().stream()
                .flatMap(stack -> stack.ofType(type).stream())
                .mapToInt(resource -> amount.apply(resource.properties()))
                .sum();
    }

    private static double endpoints(Deployment environment) {
        return sum(
                environment,
                "AWS::EC2::VPCEndpoint",
                endpoint -> endpoint.path("VpcEndpointType").asString("").equals("Interface")
                        ? endpoint.path("SubnetIds").size()
                        : 0);
    }

    private static double rules(Deployment environment) {
        return sum(environment, "AWS::WAFv2::WebACL", acl -> acl.path("Rules").size());
    }

    /** An alarm on an expression is paid for each metric in it. Target tracking makes two for each policy, to scale out and in. */
    private static double alarmMetrics(Deployment environment) {
        return sum(
                        environment,
                        "AWS::ApplicationAutoScaling::ScalingPolicy",
                        policy -> policy.path("PolicyType").asString().equals("TargetTrackingScaling") ? 2 : 0)
                + sum(
                        environment,
                        "AWS::CloudWatch::Alarm",
                        alarm -> alarm.has("MetricName")
                                ? 1
                                : (int) alarm.path("Metrics").values().stream()
                                        .filter(metric -> metric.has("MetricStat"))
                                        .count());
    }

    private static double canaryRuns(Deployment environment) {
        return sum(environment, "AWS::Synthetics::Canary", canary -> {
            String schedule = canary.at("/Schedule/Expression").asString();
            Matcher every = Pattern.compile("rate\\((\\d+) minutes?\\)").matcher(schedule);
            if (every.matches()) {
                return (int) (HOURS * 60 / Integer.parseInt(every.group(1)));
            }
            Matcher byDay = Pattern.compile("cron\\(0 (\\d+)-(\\d+) \\? \\* MON-FRI \\*\\)")
                    .matcher(schedule);
            assertThat(byDay.matches()).as("how often is " + schedule + "?").isTrue();
            int aDay = Integer.parseInt(byDay.group(2)) - Integer.parseInt(byDay.group(1)) + 1;
            return (int) Math.round(aDay * workingDays());
        });
    }

    /** Hours of the tasks that are there at least, times something that each has. */
    private static double tasks(Deployment environment, Function<Stack, Double> each) {
        return environment.stacks().stream()
                .filter(stack -> stack.parameters().containsKey("MinTasks"))
                .collect(Collectors.summingDouble(
                        stack -> Integer.parseInt(stack.parameters().getOrDefault("MinTasks", "0"))
                                * hours(stack)
                                * each.apply(stack)));
    }

    /** vCPUs or GB of one task, if it is on Spot or isn't. */
    private static double size(Stack service, String parameter, boolean spot) {
        boolean isSpot = "FARGATE_SPOT".equals(service.parameters().get("Capacity"));
        return isSpot == spot ? Double.parseDouble(service.parameters().getOrDefault(parameter, "0")) / 1024 : 0;
    }

    /** Of a month: all, or those between waking and resting. */
    private static double hours(Stack service) {
        String rest = service.parameters().getOrDefault("RestAt", "");
        String wake = service.parameters().getOrDefault("WakeAt", "");
        if (rest.isEmpty()) {
            return HOURS;
        }
        Matcher resting = CLOCK.matcher(rest);
        Matcher waking = CLOCK.matcher(wake);
        assertThat(resting.matches() && waking.matches())
                .as("from when to when are " + rest + " and " + wake + "?")
                .isTrue();
        return (Integer.parseInt(resting.group(1)) - Integer.parseInt(waking.group(1))) * workingDays();
    }

    private static double workingDays() {
        return 5 * 52 / 12.0;
    }
}
