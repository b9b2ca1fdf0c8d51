package dev.todoapp.localcloud.frontdoor;

import java.util.List;
import org.springframework.http.HttpHeaders;

/**
 * One rule of the load balancer's listener: where every condition holds, its action answers.
 *
 * @param id its logical id and the stack's name, for people
 * @param priority the lowest goes first
 */
record ListenerRule(String id, int priority, List<Condition> conditions, Action action) {

    boolean matches(String path, HttpHeaders headers) {
        return conditions.stream().allMatch(condition -> condition.holds(path, headers));
    }

    /** What a rule asks of a request. */
    sealed interface Condition {

        boolean holds(String path, HttpHeaders headers);

        static Condition parse(Part condition) {
            String field = condition.text("Field");
            Condition parsed = switch (field) {
                case "path-pattern" ->
                    new PathPattern(values(condition, "PathPatternConfig").stream()
                            .map(Wildcard::exact)
                            .toList());
                case "http-header" -> httpHeader(condition);
                default -> throw condition.error("Field", field + " is not played by the front door");
            };
            condition.end();
            return parsed;
        }

        private static HttpHeader httpHeader(Part condition) {
            Part config = condition
                    .part("HttpHeaderConfig")
                    .orElseThrow(() -> condition.error("HttpHeaderConfig", "is missing"));
            var parsed = new HttpHeader(
                    config.text("HttpHeaderName"),
                    config.texts("Values").stream().map(Wildcard::ignoringCase).toList());
            config.end();
            return parsed;
        }

        /** Templates give the values in the condition itself or, as AWS does today, in a config of its own. */
        private static List<String> values(Part condition, String configName) {
            List<String> values = condition.has("Values")
                    ? condition.texts("Values")
                    : condition
                            .part(configName)
                            .map(config -> {
                                List<String> inner = config.texts("Values");
                                config.end();
                                return inner;
                            })
                            .orElse(List.of());
            if (values.isEmpty()) {
                throw condition.error("Values", "is missing");
            }
            return values;
        }
    }

    /** The path is like one of these, exactly as it was sent. */
    record PathPattern(List<Wildcard> values) implements Condition {

        @Override
        public boolean holds(String path, HttpHeaders headers) {
            return values.stream().anyMatch(value -> value.matches(path));
        }
    }

    /** The header has one of these values, in any case. */
    record HttpHeader(String name, List<Wildcard> values) implements Condition {

        @Override
        public boolean holds(String path, HttpHeaders headers) {
            return headers.getOrDefault(name, List.of()).stream()
                    .anyMatch(sent -> values.stream().anyMatch(value -> value.matches(sent)));
        }
    }

    /** What is done with a request. */
    sealed interface Action {

        static Action parse(List<Part> actions, Part owner, List<TargetGroup> groups) {
            if (actions.size() != 1) {
                throw owner.error("must have one action, not " + actions.size());
            }
            Part action = actions.getFirst().leaving("Order");
            String type = action.text("Type");
            Action parsed = switch (type) {
                case "forward" -> new Forward(targetGroup(action, groups));
                case "fixed-response" -> fixedResponse(action);
                default -> throw action.error("Type", type + " is not played by the front door");
            };
            action.end();
            return parsed;
        }

        private static TargetGroup targetGroup(Part action, List<TargetGroup> groups) {
            String arn = action.has("TargetGroupArn") ? action.text("TargetGroupArn") : onlyGroup(action);
            return groups.stream()
                    .filter(group -> group.arn().equals(arn))
                    .findFirst()
                    .orElseThrow(() -> action.error("TargetGroupArn", "no template has the target group " + arn));
        }

        private static String onlyGroup(Part action) {
            Part config = action.part("ForwardConfig")
                    .orElseThrow(() -> action.error("has neither TargetGroupArn nor ForwardConfig"));
            List<Part> groups = config.parts("TargetGroups");
            config.end();
            if (groups.size() != 1) {
                throw config.error("TargetGroups", "the front door plays one group, not " + groups.size());
            }
            Part group = groups.getFirst().leaving("Weight");
            String arn = group.text("TargetGroupArn");
            group.end();
            return arn;
        }

        private static FixedResponse fixedResponse(Part action) {
            Part config = action.part("FixedResponseConfig")
                    .orElseThrow(() -> action.error("FixedResponseConfig", "is missing"));
            var parsed = new FixedResponse(
                    config.number("StatusCode"),
                    config.optionalText("ContentType").orElse("text/plain"),
                    config.optionalText("MessageBody").orElse(""));
            config.end();
            return parsed;
        }
    }

    /** To a healthy target of the group. */
    record Forward(TargetGroup group) implements Action {}

    /** An answer that stands in the template. */
    record FixedResponse(int status, String contentType, String body) implements Action {}
}
