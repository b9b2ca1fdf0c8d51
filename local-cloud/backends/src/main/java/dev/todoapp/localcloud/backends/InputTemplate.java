package dev.todoapp.localcloud.backends;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The shape that a pipe gives a record, such as {@code {"owner": "<$.dynamodb.Keys.owner.S>"}}. As on AWS: what stands in
 * quotation marks becomes text, what stands outside becomes JSON, and what isn't there becomes nothing.
 */
final class InputTemplate {

    private static final Pattern VARIABLE = Pattern.compile("<([^<>]*)>");
    private static final Pattern PATH = Pattern.compile("\\$(\\.[A-Za-z0-9_-]+|\\[\\d+])+");
    private static final Pattern STEP = Pattern.compile("\\.([A-Za-z0-9_-]+)|\\[(\\d+)]");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final String template;

    /** @throws StandInFailure if it uses what isn't played here, or doesn't make JSON */
    InputTemplate(String template) {
        this.template = template;
        Matcher variables = VARIABLE.matcher(template);
        while (variables.find()) {
            if (!PATH.matcher(variables.group(1)).matches()) {
                throw new StandInFailure("the pipe's input template has " + variables.group()
                        + ", which isn't played here: paths such as <$.dynamodb.Keys> are");
            }
        }
        String empty = render(JSON.createObjectNode());
        try {
            JSON.readTree(empty);
        } catch (JacksonException e) {
            throw new StandInFailure("the pipe's input template makes no JSON: " + empty, e);
        }
    }

    String render(JsonNode event) {
        StringBuilder rendered = new StringBuilder();
        Matcher variables = VARIABLE.matcher(template);
        while (variables.find()) {
            JsonNode value = find(event, variables.group(1));
            boolean text = insideQuotes(template, variables.start());
            variables.appendReplacement(rendered, Matcher.quoteReplacement(text ? escaped(value) : json(value)));
        }
        return variables.appendTail(rendered).toString();
    }

    private static JsonNode find(JsonNode event, String path) {
        JsonNode node = event;
        Matcher steps = STEP.matcher(path);
        while (steps.find()) {
            node = steps.group(1) == null ? node.path(Integer.parseInt(steps.group(2))) : node.path(steps.group(1));
        }
        return node;
    }

    private static boolean insideQuotes(String template, int position) {
        boolean inside = false;
        for (int at = 0; at < position; at++) {
            char character = template.charAt(at);
            if (character == '\\') {
                at++;
            } else if (character == '"') {
                inside = !inside;
            }
        }
        return inside;
    }

    private static String json(JsonNode value) {
        return value.isMissingNode() ? "null" : value.toString();
    }

    private static String escaped(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        String quoted = JSON.writeValueAsString(value.isContainer() ? value.toString() : value.asString());
        return quoted.substring(1, quoted.length() - 1);
    }
}
