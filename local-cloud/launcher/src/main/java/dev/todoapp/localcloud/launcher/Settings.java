package dev.todoapp.localcloud.launcher;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the environment says about this run.
 *
 * @param root the checkout
 * @param data {@code DATA_DIR}: where everything is kept between runs
 * @param ports by variable: {@code PORT}, {@code COGNITO_PORT}, {@code DYNAMODB_PORT}, {@code S3_PORT},
 *     {@code SQS_PORT}
 */
record Settings(Path root, Path data, Map<String, Integer> ports) {

    private static final Map<String, Integer> DEFAULTS = defaults();
    private static final int HIGHEST = 65_535;

    static Settings of(Path root, Map<String, String> environment) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        Map<Integer, String> taken = new LinkedHashMap<>();
        DEFAULTS.forEach((variable, port) -> {
            int chosen = port(variable, environment.getOrDefault(variable, port.toString()));
            String other = taken.put(chosen, variable);
            if (other != null) {
                throw new Refusal(
                        "%s and %s are both %d: give them different ports".formatted(other, variable, chosen));
            }
            ports.put(variable, chosen);
        });
        Path data = root.resolve(environment.getOrDefault("DATA_DIR", ".local")).normalize();
        return new Settings(root, data, ports);
    }

    int port(String variable) {
        Integer port = ports.get(variable);
        if (port == null) {
            throw new IllegalArgumentException(variable);
        }
        return port;
    }

    /** The variables of {@code infra/parameters/local.yaml}. */
    Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        ports.forEach((variable, port) -> variables.put(variable, port.toString()));
        return variables;
    }

    private static int port(String variable, String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 1 && port <= HIGHEST) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, with the range.
        }
        throw new Refusal("%s is not a port number from 1 to %d: %s".formatted(variable, HIGHEST, value));
    }

    private static Map<String, Integer> defaults() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("PORT", 8080);
        ports.put("COGNITO_PORT", 9229);
        ports.put("DYNAMODB_PORT", 8000);
        ports.put("S3_PORT", 9000);
        ports.put("SQS_PORT", 9324);
        return ports;
    }
}
