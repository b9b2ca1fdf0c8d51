package dev.todoapp.localcloud.frontdoor;

import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import dev.todoapp.localcloud.frontdoor.ListenerRule.Action;
import dev.todoapp.localcloud.frontdoor.ListenerRule.Condition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The internal load balancer with its one listener, and the rules and target groups that the services' stacks add.
 *
 * @param listenerArn what integrations and rules refer to
 * @param port the listener's, as targets are told in {@code X-Forwarded-Port}
 * @param idleTimeout how long a target may be silent
 * @param rules by priority
 * @param defaultAction where no rule matches
 */
record LoadBalancer(
        String listenerArn,
        int port,
        Duration idleTimeout,
        List<ListenerRule> rules,
        Action defaultAction,
        List<TargetGroup> targetGroups) {

    private static final String TYPE = "AWS::ElasticLoadBalancingV2::";

    static LoadBalancer parse(List<Stack> stacks) {
        Found.nothingBut(stacks, TYPE, List.of("LoadBalancer", "Listener", "ListenerRule", "TargetGroup"));
        List<TargetGroup> groups = new ArrayList<>();
        Found.all(stacks, TYPE + "TargetGroup")
                .forEach(found -> groups.add(TargetGroup.parse(found.stack(), found.resource())));

        Found balancer = Found.one(stacks, TYPE + "LoadBalancer");
        Found listener = Found.one(stacks, TYPE + "Listener");
        Part part = listener.part().only("Protocol", "HTTP").leaving("ListenerAttributes", "Tags");
        String balancerArn = part.text("LoadBalancerArn");
        if (!balancerArn.equals(balancer.resource().physicalId())) {
            throw part.error("LoadBalancerArn", "no template has the load balancer " + balancerArn);
        }
        int port = part.number("Port");
        Action defaultAction = Action.parse(part.parts("DefaultActions"), part, groups);
        part.end();

        String listenerArn = listener.resource().physicalId();
        List<ListenerRule> rules = new ArrayList<>();
        for (Found found : Found.all(stacks, TYPE + "ListenerRule")) {
            rules.add(rule(found, listenerArn, groups));
        }
        rules.sort(Comparator.comparingInt(ListenerRule::priority));
        for (int i = 1; i < rules.size(); i++) {
            if (rules.get(i).priority() == rules.get(i - 1).priority()) {
                throw new Unplayable(
                        rules.get(i).id(),
                        "priority %d is taken by %s"
                                .formatted(
                                        rules.get(i).priority(),
                                        rules.get(i - 1).id()));
            }
        }
        return new LoadBalancer(
                listenerArn, port, idleTimeout(balancer), List.copyOf(rules), defaultAction, List.copyOf(groups));
    }

    private static ListenerRule rule(Found found, String listenerArn, List<TargetGroup> groups) {
        Part part = found.part().leaving("Tags");
        String arn = part.text("ListenerArn");
        if (!arn.equals(listenerArn)) {
            throw part.error("ListenerArn", "no template has the listener " + arn);
        }
        List<Condition> conditions =
                part.parts("Conditions").stream().map(Condition::parse).toList();
        if (conditions.isEmpty()) {
            throw part.error("Conditions", "is missing");
        }
        Action action = Action.parse(part.parts("Actions"), part, groups);
        Resource resource = found.resource();
        var rule = new ListenerRule(
                found.stack().name() + "/" + resource.logicalId(), part.number("Priority"), conditions, action);
        part.end();
        return rule;
    }

    private static Duration idleTimeout(Found balancer) {
        Part part = balancer.part()
                .only("Type", "application")
                .leaving("Name", "Scheme", "Subnets", "SubnetMappings", "SecurityGroups", "IpAddressType", "Tags");
        Duration idleTimeout = Duration.ofSeconds(60);
        for (Map.Entry<String, String> attribute :
                Attributes.read(part, "LoadBalancerAttributes").entrySet()) {
            String key = attribute.getKey();
            switch (key) {
                case "idle_timeout.timeout_seconds" ->
                    idleTimeout = Part.seconds(part.decimal("Value", attribute.getValue()));
                case "routing.http.xff_header_processing.mode" -> Attributes.only(part, attribute, "append");
                // What an app can see is the same with and without: Tomcat refuses a bad header by itself.
                case "routing.http.drop_invalid_header_fields.enabled", "routing.http.desync_mitigation_mode" -> {}
                default -> {
                    if (!key.matches(
                            "(deletion_protection|access_logs|connection_logs|load_balancing|zonal_shift)\\..*")) {
                        throw part.error(key, "is not played by the front door");
                    }
                }
            }
        }
        part.end();
        return idleTimeout;
    }
}
