package dev.todoapp.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

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
