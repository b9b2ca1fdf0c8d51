package dev.todoapp.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** A change set, in words. */
final class Words {

    /** How the line of a parameter begins. */
    static final String PARAMETER = "  parameter  ";

    private static final Pattern LINE_BREAK = Pattern.compile("\\R");

    private Words() {}

    /**
     * @param template that the stack will have, for the defaults of parameters that nobody gives
     * @param emphasis for what must not be overlooked
     */
    static List<String> of(
            StackRequest request, ChangeSet changes, ObjectNode template, UnaryOperator<String> emphasis) {
        List<String> lines = new ArrayList<>();
        lines.add(Shown.line(request.name(), request.region(), summary(request, changes)));
        parameters(request, template)
                .forEach((name, change) -> lines.add("%s%s: %s".formatted(PARAMETER, name, change)));
        lines.addAll(resources(changes, emphasis));
        return lines;
    }

    /** A line for each resource. */
    static List<String> resources(ChangeSet changes, UnaryOperator<String> emphasis) {
        List<String> lines = new ArrayList<>();
        int widest = changes.changes().stream()
                .mapToInt(change -> change.logicalId().length())
                .max()
                .orElse(0);
        for (ChangeSet.Change change : changes.changes()) {
            String word = "%-10s".formatted(change.word());
            String line = "  %s %-" + Math.max(1, widest) + "s  %s%s";
            String remark = change.remark();
            lines.add(line.formatted(
                    change.word().contains("REPLACED") ? emphasis.apply(word) : word,
                    change.logicalId(),
                    change.type(),
                    remark.isEmpty() ? "" : "  (" + remark + ")"));
        }
        return lines;
    }

    private static String summary(StackRequest request, ChangeSet changes) {
        int count = changes.changes().size();
        if (request.isNew()) {
            return "a new stack of %s".formatted(count(count));
        }
        if (count == 0) {
            return "no resource changes, only what stands beside them (parameters, outputs, tags)";
        }
        long replaced =
                changes.changes().stream().filter(ChangeSet.Change::isReplaced).count();
        return "%s change%s%s"
                .formatted(
                        count(count), count == 1 ? "s" : "", replaced == 0 ? "" : ", %d REPLACED".formatted(replaced));
    }

    private static String count(int count) {
        return count == 1 ? "1 resource" : count + " resources";
    }

    /** The values that change in a stack that is there. */
    private static Map<String, String> parameters(StackRequest request, ObjectNode template) {
        Map<String, String> changed = new TreeMap<>();
        DeployedStack before = request.before();
        if (before == null || request.isNew()) {
            return changed;
        }
        for (String name : template.path("Parameters").propertyNames()) {
            if (request.kept().contains(name) || request.secret().contains(name)) {
                continue;
            }
            String now = request.parameters()
                    .getOrDefault(name, Requests.defaultOf(template, name).orElse(""));
            String old = before.parameters().get(name);
            if (old == null) {
                changed.put(name, "new, %s".formatted(quoted(now)));
            } else if (!old.equals(now)) {
                changed.put(name, "%s becomes %s".formatted(quoted(old), quoted(now)));
            }
        }
        return changed;
    }

    /** In one line, so that no value looks like another line. */
    private static String quoted(String value) {
        return '"' + LINE_BREAK.matcher(value).replaceAll("\\\\n") + '"';
    }
}
