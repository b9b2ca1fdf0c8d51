package dev.todoapp.localcloud.cognito;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The parameters of a call, refused as the API's own validation does where they don't fit. */
record ApiRequest(JsonNode parameters) {

    private static final int LONGEST_TOKEN = 8192;
    private static final Pattern USERNAME = Pattern.compile("[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]{1,128}");

    String text(String name) {
        String text = optionalText(name)
                .orElseThrow(() ->
                        invalid(name, "Value null at '%s' failed to satisfy constraint: Member must not be null"));
        if (text.isEmpty()) {
            throw invalid(
                    name,
                    "Value at '%s' failed to satisfy constraint: Member must have length greater than or equal to 1");
        }
        return text;
    }

    Optional<String> optionalText(String name) {
        JsonNode value = parameters.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw new CognitoException("SerializationException", name + " is not a text");
        }
        if (value.stringValue().length() > LONGEST_TOKEN) {
            throw invalid(
                    name,
                    "Value at '%s' failed to satisfy constraint: Member must have length less than or equal to "
                            + LONGEST_TOKEN);
        }
        return Optional.of(value.stringValue());
    }

    String username() {
        String username = text("Username");
        if (!USERNAME.matcher(username).matches()) {
            throw invalid(
                    "Username",
                    "Value at '%s' failed to satisfy constraint: Member must satisfy regular expression pattern: "
                            + USERNAME.pattern());
        }
        return username;
    }

    String password(String name) {
        String password = text(name);
        if (password.length() > PasswordPolicy.LONGEST) {
            throw invalid(
                    name,
                    "Value at '%s' failed to satisfy constraint: Member must have length less than or equal to "
                            + PasswordPolicy.LONGEST);
        }
        return password;
    }

    List<JsonNode> list(String name) {
        JsonNode value = parameters.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        if (!value.isArray() || value.valueStream().anyMatch(one -> !one.isObject())) {
            throw new CognitoException("SerializationException", name + " is not a list of structures");
        }
        return value.valueStream().toList();
    }

    Map<String, String> texts(String name) {
        JsonNode value = parameters.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Map.of();
        }
        if (!value.isObject()) {
            throw new CognitoException("SerializationException", name + " is not a map");
        }
        ApiRequest map = new ApiRequest(value);
        Map<String, String> texts = new LinkedHashMap<>();
        value.propertyNames().forEach(key -> map.optionalText(key).ifPresent(text -> texts.put(key, text)));
        return texts;
    }

    private static CognitoException invalid(String name, String what) {
        String member = Character.toLowerCase(name.charAt(0)) + name.substring(1);
        return CognitoException.invalidParameter("1 validation error detected: " + what.formatted(member));
    }
}
