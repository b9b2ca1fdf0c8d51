package dev.todoapp.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An infra folder of a test's own. */
final class Sandbox {

    private final Path folder;

    Sandbox(Path folder) {
        this.folder = folder;
        write("parameters/common.yaml", "stacks: {app: {template: app.yaml}}");
        write("parameters/test.yaml", "{}");
    }

    Sandbox common(String yaml) {
        return write("parameters/common.yaml", yaml);
    }

    Sandbox environment(String yaml) {
        return write("parameters/test.yaml", yaml);
    }

    Sandbox template(String name, String yaml) {
        return write("templates/" + name, yaml);
    }

    Deployment read() {
        return read(Map.of());
    }

    Deployment read(Map<String, String> variables) {
        return Deployment.read(folder, "test", variables);
    }

    /** The one stack {@code app}. */
    Stack app(String template) {
        return template("app.yaml", template).read().stack("app");
    }

    /** The stack {@code app}, its template being one queue whose property {@code Value} is given. */
    Stack value(String sections, String value) {
        String indented = value.strip().replace("\n", "\n        ");
        return app(sections + """

                Resources:
                  Queue:
                    Type: AWS::SQS::Queue
                    Properties:
                      Value: %s
                """.formatted(indented));
    }

    private Sandbox write(String name, String yaml) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }
}
