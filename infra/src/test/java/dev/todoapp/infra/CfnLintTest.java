package dev.todoapp.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Runs cfn-lint where it is installed. Where it isn't that is reported, and fails where the tools are required. */
class CfnLintTest {

    private static final List<String> CFN_LINT = List.of("cfn-lint");

    @Test
    void findsNothingInAnyTemplate() throws Exception {
        requireCfnLint();
        List<String> command = Stream.of(
                        CFN_LINT.stream(),
                        Stream.of("-r", "us-east-1", "--"),
                        Environments.templates().map(String::valueOf))
                .flatMap(part -> part)
                .toList();

        Finished lint = run(command);

        assertThat(lint.exitCode()).as(lint.output()).isZero();
        assertThat(lint.output()).isEmpty();
    }

    /** A value that a resource would refuse is seen only once the parameters are known. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bootstrap",
                "network",
                "registry",
                "data",
                "identity",
                "cluster",
                "roles",
                "todo-service",
                "files-service",
                "api",
                "edge",
                "website",
                "monitoring"
            })
    void findsNothingWithTheParametersOfDevAndProd(String stack, @TempDir Path folder) throws Exception {
        requireCfnLint();
        Path template = Environments.INFRA
                .resolve("templates")
                .resolve(Environments.DEV.stack(stack).template());
        Path dev = Files.writeString(folder.resolve("dev.json"), parameters(Environments.DEV.stack(stack)));
        Path prod = Files.writeString(folder.resolve("prod.json"), parameters(Environments.PROD.stack(stack)));

        Finished lint = run(List.of(
                "cfn-lint",
                "-r",
                "us-east-1",
                "--parameter-files",
                dev.toString(),
                prod.toString(),
                "--",
                template.toString()));

        assertThat(lint.exitCode()).as(lint.output()).isZero();
        assertThat(lint.output()).isEmpty();
    }

    /** As cfn-lint reads them: CloudFormation's form, a list being a list. */
    private static String parameters(Stack stack) {
        JsonNode declared = Environments.raw(stack.template()).path("Parameters");
        var file = JsonNodeFactory.instance.arrayNode();
        stack.parameters().forEach((name, text) -> {
            String type = declared.path(name).path("Type").asString();
            var parameter = file.addObject().put("ParameterKey", name);
            if (type.startsWith("List<") || type.equals("CommaDelimitedList")) {
                var items = parameter.putArray("ParameterValue");
                Stream.of(text.split(",")).filter(item -> !item.isEmpty()).forEach(items::add);
            } else {
                // cfn-lint takes a reference for the value that it stands for, and a parameter for no place to resolve
                // it.
                parameter.put("ParameterValue", text.startsWith("{{resolve:") ? "a-secret-of-some-length" : text);
            }
        });
        return file.toString();
    }

    private static void requireCfnLint() throws InterruptedException {
        try {
            Finished version =
                    run(Stream.concat(CFN_LINT.stream(), Stream.of("--version")).toList());
            if (version.exitCode() == 0) {
                return;
            }
        } catch (IOException notInstalled) {
            // Said below.
        }
        String notRun =
                "not run: cfn-lint isn't installed (pipx install cfn-lint), the templates are checked by our own"
                        + " tests only";
        if (Boolean.parseBoolean(System.getenv("CI_REQUIRE_TOOLS"))) {
            fail(notRun + ", and CI_REQUIRE_TOOLS=true requires it");
        }
        Assumptions.abort(notRun);
    }

    private static Finished run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Finished(process.waitFor(), output.strip());
    }

    private record Finished(int exitCode, String output) {}
}
