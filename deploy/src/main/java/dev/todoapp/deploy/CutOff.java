package dev.todoapp.deploy;

import dev.todoapp.infra.DeploymentFiles;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Says how things stand when a command is cut off, by Ctrl-C or by a signal to end: once, whoever hears of it first. */
final class CutOff {

    /** As a shell has it for what Ctrl-C ended. */
    static final int EXIT_CODE = 130;

    private final Path infra;
    private final Aws aws;
    private final List<String> args;
    private final PrintStream err;
    private final AtomicBoolean said = new AtomicBoolean();
    private final Thread atSignal = new Thread(this::say);

    CutOff(Path infra, Aws aws, List<String> args, PrintStream err) {
        this.infra = infra;
        this.aws = aws;
        this.args = args;
        this.err = err;
    }

    void listen() {
        Runtime.getRuntime().addShutdownHook(atSignal);
    }

    /** @return false if the signal came before: then that is what counts, not what a command says that was cut off with it */
    boolean isOver() {
        try {
            return Runtime.getRuntime().removeShutdownHook(atSignal);
        } catch (IllegalStateException e) {
            // This process is ending already.
            return false;
        }
    }

    void say() {
        // Following a log has no other end.
        if (!said.getAndSet(true) && !args.contains("logs")) {
            err.println("dev: interrupted; " + words());
        }
    }

    private String words() {
        if (aws.changed().isEmpty()) {
            return "nothing was changed";
        }
        if (!aws.changed().contains("cloudformation")) {
            return "part of it was done: run it again";
        }
        return "changes were made or are still under way on AWS: ./dev status %s shows how things stand"
                .formatted(args.stream()
                        .filter(DeploymentFiles.environments(infra)::contains)
                        .findFirst()
                        .orElse("ENV"));
    }
}
