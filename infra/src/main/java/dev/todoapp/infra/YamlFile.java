package dev.todoapp.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.snakeyaml.engine.v2.schema.Schema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads YAML as CloudFormation does, short forms such as {@code !Ref X} written out as {@code {"Ref": "X"}}. */
final class YamlFile {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Plain words that YAML 1.1, which CloudFormation reads, takes for booleans and YAML 1.2 for text. */
    private static final Pattern OLD_BOOLEAN = Pattern.compile("(?i)y|yes|n|no|on|off");

    /** An account's id, say: as a number it would lose its zeros, and YAML 1.1 reads it as octal. */
    private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0[0-9]+");

    /** The parser would carry out merges (<<) unasked; CloudFormation doesn't. */
    private static final Schema WITHOUT_MERGES = new CoreSchema() {
        @Override
        public ScalarResolver getScalarResolver() {
            return new CoreScalarResolver(false);
        }
    };

    private final String file;
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private YamlFile(String file) {
        this.file = file;
    }

    /** @param name how error messages call the file */
    static ObjectNode read(Path path, String name) {
        String text;
        try {
            text = Files.readString(path);
        } catch (IOException e) {
            throw new InvalidTemplate(name, "", "can't be read from " + path.toAbsolutePath());
        }
        return parse(text, name);
    }

    static ObjectNode parse(String text, String name) {
        var settings =
                LoadSettings.builder().setLabel(name).setSchema(WITHOUT_MERGES).build();
        Node root;
        try {
            root = new Compose(settings).composeString(text).orElse(null);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            throw new InvalidTemplate(name, "line " + line, "not valid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new InvalidTemplate(name, "", "not valid YAML: " + e.getMessage());
        }
        if (!(root instanceof MappingNode mapping) || !root.getTag().equals(Tag.MAP)) {
            throw new InvalidTemplate(name, "", "must be a mapping");
        }
        return new YamlFile(name).object(mapping);
    }

    private JsonNode toJson(Node node) {
        if (!seen.add(node)) {
            throw error(node, "a YAML alias, which CloudFormation doesn't know");
        }
        String tag = node.getTag().getValue();
        // The parser takes a plain ${NAME} for a variable of its own; to us it is text.
        boolean shortForm = tag.startsWith("!") && !node.getTag().equals(Tag.ENV_TAG);
        return shortForm ? shortForm(node, tag.substring(1)) : plain(node);
    }

    private JsonNode plain(Node node) {
        return switch (node) {
            case MappingNode mapping -> object(mapping);
            case SequenceNode sequence -> array(sequence);
            case ScalarNode scalar -> scalar(scalar);
            default -> throw error(node, "unexpected YAML");
        };
    }

    private ObjectNode object(MappingNode mapping) {
        ObjectNode object = JSON.objectNode();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw error(entry.getKeyNode(), "a key must be text");
            }
            String name = key.getValue();
            if (name.equals("<<")) {
                throw error(key, "a YAML merge (<<), which CloudFormation doesn't know");
            }
            if (object.has(name)) {
                throw error(key, "the key %s stands here twice".formatted(name));
            }
            object.set(name, toJson(entry.getValueNode()));
        }
        return object;
    }

    private ArrayNode array(SequenceNode sequence) {
        ArrayNode array = JSON.arrayNode();
        sequence.getValue().forEach(item -> array.add(toJson(item)));
        return array;
    }

    private JsonNode scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(text.equalsIgnoreCase("true"));
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return Numbers.parse(text)
                    .filter(number -> !LEADING_ZERO.matcher(text).matches())
                    .orElseThrow(() -> error(scalar, "%s is not a decimal number: write '%s'".formatted(text, text)));
        }
        if (scalar.getScalarStyle() == ScalarStyle.PLAIN
                && OLD_BOOLEAN.matcher(text).matches()) {
            throw error(scalar, "%s is a boolean to CloudFormation: write '%s' or true or false".formatted(text, text));
        }
        return JSON.stringNode(text);
    }

    private JsonNode shortForm(Node node, String function) {
        String name = function.equals("Ref") || function.equals("Condition") ? function : "Fn::" + function;
        JsonNode argument = node instanceof ScalarNode scalar ? JSON.stringNode(scalar.getValue()) : plain(node);
        if (name.equals("Fn::GetAtt") && argument.isString()) {
            argument = getAtt(argument.stringValue());
        }
        return JSON.objectNode().set(name, argument);
    }

    /** {@code Resource.Attribute}, where the attribute may have further dots. */
    private static JsonNode getAtt(String text) {
        ArrayNode parts = JSON.arrayNode();
        int dot = text.indexOf('.');
        if (dot < 0) {
            return parts.add(text);
        }
        return parts.add(text.substring(0, dot)).add(text.substring(dot + 1));
    }

    private InvalidTemplate error(Node node, String problem) {
        String line =
                node.getStartMark().map(mark -> "line " + (mark.getLine() + 1)).orElse("");
        return new InvalidTemplate(file, line, problem);
    }
}
