package dev.todoapp.infra;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** One parameter as its template declares it, which checks a value as CloudFormation does before it creates a stack. */
final class ParameterDeclaration {

    private static final Set<String> TYPES = Set.of(
            "String",
            "Number",
            "AWS::EC2::AvailabilityZone::Name",
            "AWS::EC2::Image::Id",
            "AWS::EC2::Instance::Id",
            "AWS::EC2::KeyPair::KeyName",
            "AWS::EC2::SecurityGroup::GroupName",
            "AWS::EC2::SecurityGroup::Id",
            "AWS::EC2::Subnet::Id",
            "AWS::EC2::Volume::Id",
            "AWS::EC2::VPC::Id",
            "AWS::Route53::HostedZone::Id",
            "AWS::SSM::Parameter::Name");

    private static final Set<String> KEYS = Set.of(
            "Type",
            "Default",
            "Description",
            "NoEcho",
            "AllowedValues",
            "AllowedPattern",
            "ConstraintDescription",
            "MinLength",
            "MaxLength",
            "MinValue",
            "MaxValue");

    private final String file;
    private final String name;
    private final JsonNode declaration;
    private final String itemType;
    private final boolean list;

    ParameterDeclaration(String file, String name, JsonNode declaration) {
        this.file = file;
        this.name = name;
        this.declaration = declaration;
        for (String key : declaration.propertyNames()) {
            if (!KEYS.contains(key)) {
                throw error("unknown attribute " + key);
            }
        }
        String type = Objects.requireNonNullElse(text("Type"), "no type");
        if (type.equals("CommaDelimitedList")) {
            list = true;
            itemType = "String";
        } else if (type.startsWith("List<") && type.endsWith(">")) {
            list = true;
            itemType = type.substring("List<".length(), type.length() - 1);
        } else {
            list = false;
            itemType = type;
        }
        if (!TYPES.contains(itemType)) {
            throw error("this reader doesn't know the type " + type);
        }
    }

    /** The text in force: what is given, else the default. */
    String textOf(@Nullable String given) {
        String text = given != null ? given : defaultText();
        if (text == null) {
            throw error("has no default and is given no value");
        }
        return text;
    }

    /** What {@code Ref} gives, once the text keeps to everything that the declaration asks. */
    JsonNode parse(String text) {
        if (!list) {
            return item(text);
        }
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        Arrays.stream(text.isEmpty() ? new String[0] : text.split(",", -1))
                .map(String::trim)
                .forEach(item -> items.add(item(item)));
        return items;
    }

    /** What a value must be, in words, such as "a number from 1 to 100". */
    String allowed() {
        List<String> allowed = texts("AllowedValues");
        if (!allowed.isEmpty()) {
            return "one of " + String.join(", ", allowed);
        }
        String constraint = text("ConstraintDescription");
        if (constraint != null) {
            return constraint;
        }
        String pattern = text("AllowedPattern");
        if (pattern != null) {
            return "a text that matches " + pattern;
        }
        boolean number = itemType.equals("Number");
        String kind = number ? "a number" : "a text";
        String unit = number ? "" : " characters";
        String min = text(number ? "MinValue" : "MinLength");
        String max = text(number ? "MaxValue" : "MaxLength");
        if (min != null && max != null) {
            return "%s %s %s to %s%s".formatted(kind, number ? "from" : "of", min, max, unit);
        }
        if (min != null) {
            return "%s of at least %s%s".formatted(kind, min, unit);
        }
        return max == null ? kind : "%s of at most %s%s".formatted(kind, max, unit);
    }

    private JsonNode item(String text) {
        List<String> allowed = texts("AllowedValues");
        if (!allowed.isEmpty() && !allowed.contains(text)) {
            throw refused(text, "is none of " + allowed);
        }
        String pattern = text("AllowedPattern");
        if (pattern != null && !compile(pattern).matcher(text).matches()) {
            throw refused(text, "doesn't match " + pattern);
        }
        checkBounds("MinLength", "MaxLength", BigDecimal.valueOf(text.length()), text, "characters");
        if (!itemType.equals("Number")) {
            return JsonNodeFactory.instance.stringNode(text);
        }
        JsonNode number = Numbers.parse(text).orElseThrow(() -> refused(text, "is not a number"));
        checkBounds("MinValue", "MaxValue", number.decimalValue(), text, "");
        return number;
    }

    private void checkBounds(String least, String most, BigDecimal value, String text, String unit) {
        String min = text(least);
        if (min != null && value.compareTo(new BigDecimal(min)) < 0) {
            throw refused(text, "is less than %s %s".formatted(min, unit).trim());
        }
        String max = text(most);
        if (max != null && value.compareTo(new BigDecimal(max)) > 0) {
            throw refused(text, "is more than %s %s".formatted(max, unit).trim());
        }
    }

    private Pattern compile(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw error("AllowedPattern is not a regular expression: " + e.getDescription());
        }
    }

    private @Nullable String defaultText() {
        JsonNode value = declaration.get("Default");
        return value == null ? null : value.asString();
    }

    private @Nullable String text(String key) {
        JsonNode value = declaration.get(key);
        return value == null ? null : value.asString();
    }

    private List<String> texts(String key) {
        JsonNode value = declaration.get(key);
        return value == null
                ? List.of()
                : value.values().stream().map(JsonNode::asString).toList();
    }

    private InvalidTemplate refused(String text, String why) {
        boolean secret = Boolean.parseBoolean(text("NoEcho"));
        String constraint = text("ConstraintDescription");
        return error((secret ? "its value" : "\"" + text + "\"")
                + " "
                + why
                + (constraint == null ? "" : " (" + constraint + ")"));
    }

    private InvalidTemplate error(String problem) {
        return new InvalidTemplate(file, "parameter " + name, problem);
    }
}
