package dev.todoapp.localcloud.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;

/** What a person sees: a line per step, and every process's log under its name. */
final class Console {

    private static final int NAME_WIDTH = 13;

    private final PrintStream out;

    Console(PrintStream out) {
        this.out = out;
    }

    void step(String what, String where, Duration took) {
        say("  %-22s %-30s %4.1f s".formatted(what, where, took.toMillis() / 1_000.0));
    }

    void place(String what, String where) {
        say("  %-22s %s".formatted(what, where));
    }

    void say(String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }

    void log(String name, String line) {
        say(("%-" + NAME_WIDTH + "s | %s").formatted(name, line));
    }

    /** Passes a process's output on until it ends. */
    void follow(String name, BufferedReader output) {
        Thread.ofVirtual().name(name + "-log").start(() -> {
            try (output) {
                output.lines().forEach(line -> log(name, line));
            } catch (IOException | UncheckedIOException ended) {
                // The process is gone, and with it what it had to say.
            }
        });
    }
}
