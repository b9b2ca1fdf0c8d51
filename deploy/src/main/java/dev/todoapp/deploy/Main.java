package dev.todoapp.deploy;

import dev.todoapp.infra.InvalidTemplate;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The commands of {@code ./dev} that talk to AWS. What can't be done is one line and an exit code that isn't 0. */
public final class Main {

    private static final Duration PAUSE = Duration.ofSeconds(3);

    private Main() {}

    public static void main(String[] args) {
        Path root = Path.of(System.getProperty("deploy.root", ""));
        boolean asks = Boolean.getBoolean("deploy.asks");
        boolean bold = Boolean.getBoolean("deploy.bold");
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var screen = new Screen(out, in, asks, bold);
        Aws aws = Aws.program(List.of("aws"), System.getenv());
        System.exit(run(root.toAbsolutePath().resolve("infra"), aws, screen, PAUSE, List.of(args), System.err));
    }

    /** @return the exit code */
    static int run(Path infra, Aws aws, Screen screen, Duration pause, List<String> args, PrintStream err) {
        try {
            new Commands(infra, aws, screen, pause).run(args);
            return 0;
        } catch (Refusal | InvalidTemplate e) {
            err.println("dev: " + e.getMessage());
            return 1;
        }
    }
}
