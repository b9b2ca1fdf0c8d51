package dev.todoapp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A person at a terminal, with an infra folder of a test's own and what is told in place of AWS. */
final class Scene {

    final FakeAws aws;
    private final Path infra;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Aws cli;
    private boolean atTerminal = true;
    private String typed = "";

    Scene(Path folder) {
        aws = new FakeAws(folder.resolve("fake"));
        cli = aws.aws();
        infra = folder.resolve("infra");
        common("""
                stacks:
                  network: {template: network.yaml}
                """)
                .environment("dev", "{}")
                .environment("local", "physical: {}")
                .template("network", """
                Resources:
                  Vpc: {Type: AWS::EC2::VPC}
                Outputs:
                  VpcId: {Value: !Ref Vpc}
                """);
    }

    Scene common(String yaml) {
        return write("parameters/common.yaml", yaml);
    }

    Scene environment(String name, String yaml) {
        return write("parameters/" + name + ".yaml", yaml);
    }

    Scene template(String name, String yaml) {
        return write("templates/" + name + ".yaml", yaml);
    }

    /** A stack that is told the site's address, and the website that has it. */
    Scene bucketForTheSite() {
        return common("""
                stacks:
                  data: {template: origin.yaml, parameters: {SiteOrigin: "${SITE_ORIGIN}"}}
                  website: {template: network.yaml}
                """).template("origin", """
                Parameters: {SiteOrigin: {Type: String}}
                Resources: {Bucket: {Type: AWS::S3::Bucket}}
                """);
    }

    Scene types(String lines) {
        typed = lines;
        return this;
    }

    Scene withoutTerminal() {
        atTerminal = false;
        return this;
    }

    Scene with(Aws another) {
        cli = another;
        return this;
    }

    /** @return the exit code */
    int dev(String... words) {
        out.reset();
        err.reset();
        var screen = new Screen(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new BufferedReader(new StringReader(typed)),
                atTerminal,
                false);
        return Main.run(
                infra, cli, screen, Duration.ZERO, List.of(words), new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    /** Writes down what would change in {@code dev}, for somebody to approve. */
    void plan(Path file) {
        assertThat(dev("deploy", "dev", "--plan", "--shown", file.toString()))
                .as(err())
                .isZero();
    }

    /** @return the exit code */
    int carryOut(Path approved) {
        return dev("deploy", "dev", "--yes", "--approved", approved.toString());
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8).strip();
    }

    private Scene write(String name, String text) {
        try {
            Files.createDirectories(infra.resolve(name).getParent());
            Files.writeString(infra.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }
}
