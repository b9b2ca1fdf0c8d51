package dev.todoapp.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Runs cfn-lint where it is installed. Where it isn't that is reported, and fails where the tools are required. */
class CfnLintTest {

    private static final Pattern OF_A_TEMPLATE = Pattern.compile("\\S*templates/([a-z-]+\\.yaml):.*");

    @TempDir
    static Path folder;

    private static @Nullable Boolean isInstalled;

    /** Of all stacks: it takes longer to start cfn-lint than to have it look at one more. */
    private static @Nullable Finished withParameters;

    static Stream<String> stacks() {
        return Environments.PROD.stacks().stream().map(Stack::name);
    }

    @Test
    void findsNothingInAnyTemplate() throws Exception {
        requireCfnLint();

        Finished lint =
                cfnLint(Stream.concat(Stream.of("--"), Environments.templates().map(String::valueOf)));

        assertThat(lint.exitCode()).as(lint.output()).isZero();
        assertThat(lint.output()).isEmpty();
    }

    /** A value that a resource would refuse is seen only once the parameters are known. */
    @ParameterizedTest
    @MethodSource("stacks")
    void findsNothingWithTheParametersOfDevAndProd(String stack) throws Exception {
        requireCfnLint();

        Finished lint = withParameters();

        assertThat(lint.output()
                        .lines()
                        .filter(line -> !isOfAnother(
                                line, Environments.PROD.stack(stack).template())))
                .isEmpty();
    }

    private static Finished withParameters() throws IOException, InterruptedException {
        Finished lint = withParameters;
        if (lint == null) {
            lint = cfnLint(Stream.concat(Stream.of("--deployment-files"), deployments()));
            assertThat(lint.exitCode() == 0)
                    .as("it fails and says why, or it does neither: %s", lint)
                    .isEqualTo(lint.output().isEmpty());
            withParameters = lint;
        }
        return lint;
    }

    private static Stream<String> deployments() throws IOException {
        Stream.Builder<String> files = Stream.builder();
        for (Deployment deployment : Environments.onAws().toList()) {
            for (Stack stack : deployment.stacks()) {
                Path file = folder.resolve("%s-%s.json".formatted(deployment.environment(), stack.name()));
                files.add(Files.writeString(file, deployment(stack)).toString());
            }
        }
        return files.build();
    }

    /** As cfn-lint reads them: in the form of CloudFormation's Git sync, a list being a list. */
    private static String deployment(Stack stack) {
        JsonNode declared = Environments.raw(stack.template()).path("Parameters");
        var file = JsonNodeFactory.instance.objectNode();
        file.put(
                "template-file-path",
                Environments.INFRA
                        .resolve("templates")
                        .resolve(stack.template())
                        .toString());
        var parameters = file.putObject("parameters");
        stack.parameters().forEach((name, text) -> {
            String type = declared.path(name).path("Type").asString();
            if (type.startsWith("List<") || type.equals("CommaDelimitedList")) {
                var items = parameters.putArray(name);
                Stream.of(text.split(",")).filter(item -> !item.isEmpty()).forEach(items::add);
            } else {
                // cfn-lint takes a reference for the value that it stands for, and a parameter for no place to resolve
                // it.
                parameters.put(name, text.startsWith("{{resolve:") ? "a-secret-of-some-length" : text);
            }
        });
        return file.toString();
    }

    private static boolean isOfAnother(String line, String template) {
        Matcher of = OF_A_TEMPLATE.matcher(line);
        return of.matches() && !of.group(1).equals(template);
    }

    private static void requireCfnLint() throws InterruptedException {
        if (isInstalled == null) {
            isInstalled = isInstalled();
        }
        if (isInstalled) {
            return;
        }
        String notRun =
                "not run: cfn-lint isn't installed (pipx install cfn-lint), the templates are checked by our own"
                        + " tests only";
        if (Boolean.parseBoolean(System.getenv("CI_REQUIRE_TOOLS"))) {
            fail(notRun + ", and CI_REQUIRE_TOOLS=true requires it");
        }
        Assumptions.abort(notRun);
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return run(List.of("cfn-lint", "--version")).exitCode() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Finished cfnLint(Stream<String> arguments) throws IOException, InterruptedException {
        return run(Stream.concat(Stream.of("cfn-lint", "-r", "us-east-1", "-f", "parseable"), arguments)
                .toList());
    }

    private static Finished run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Finished(process.waitFor(), output.strip());
    }

    private record Finished(int exitCode, String output) {}
}
