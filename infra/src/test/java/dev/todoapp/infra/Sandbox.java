package dev.todoapp.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An infra folder of a test's own. */
final class Sandbox {

    private final Path folder;

    Sandbox(Path folder) {
        this.folder = folder;
        write("parameters/common.yaml", "stacks: {app: {template: app.yaml}}");
        write("parameters/test.yaml", "{}");
    }

    /** Our own templates and parameters, to change. */
    static Sandbox copyOfOurs(Path folder) throws IOException {
        Sandbox copy = new Sandbox(folder);
        for (String name : List.of("templates", "parameters")) {
            Files.createDirectories(folder.resolve(name));
            try (Stream<Path> files = Files.list(Environments.INFRA.resolve(name))) {
                for (Path file : files.toList()) {
                    Files.copy(
                            file,
                            folder.resolve(name).resolve(file.getFileName()),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return copy;
    }

    /** Puts a text in the place of another one, which must be there. */
    Sandbox change(String name, String text, String by) throws IOException {
        String content = Files.readString(folder.resolve(name));
        if (!content.contains(text)) {
            throw new AssertionError(name + " has no " + text);
        }
        return write(name, content.replace(text, by));
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

    /**
     * The stack {@code app}, its template being one of ours.
     *
     * @param common the parameters that the common file gives
     * @param own those that the environment's gives, a mapping in one line or in several
     */
    Stack ofOurs(String template, String common, String own) {
        return template(
                        "app.yaml",
                        Environments.text(
                                Environments.INFRA.resolve("templates").resolve(template)))
                .common("stacks:\n  app:\n    template: app.yaml\n    parameters:\n" + common.indent(6))
                .environment("parameters:\n  app:\n" + own.indent(4))
                .read()
                .stack("app");
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

    Sandbox write(String name, String yaml) {
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
