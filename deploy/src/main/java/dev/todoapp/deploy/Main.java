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

    /** @return the exit code: 0, 1 if it can't be done, 130 if somebody has cut it off */
    static int run(Path infra, Aws aws, Screen screen, Duration pause, List<String> args, PrintStream err) {
        // What is told of a command that is cut off is what this very command has changed.
        Aws own = aws.apart();
        var cutOff = new CutOff(infra, own, args, err);
        cutOff.listen();
        String failure = "";
        try {
            new Commands(infra, own, screen, pause).run(args);
        } catch (Refusal | InvalidTemplate e) {
            failure = "dev: " + e.getMessage();
        } catch (Interrupted e) {
            cutOff.say();
            cutOff.isOver();
            return CutOff.EXIT_CODE;
        }
        if (!cutOff.isOver()) {
            return CutOff.EXIT_CODE;
        }
        if (failure.isEmpty()) {
            return 0;
        }
        err.println(failure);
        return 1;
    }
}
