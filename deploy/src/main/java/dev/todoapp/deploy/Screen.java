package dev.todoapp.deploy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;

/** What a person sees and answers. */
final class Screen {

    private final PrintStream out;
    private final BufferedReader in;
    private final boolean asks;
    private final boolean bold;

    /**
     * @param asks whether somebody is there to answer
     * @param bold whether the terminal shows bold letters
     */
    Screen(PrintStream out, BufferedReader in, boolean asks, boolean bold) {
        this.out = out;
        this.in = in;
        this.asks = asks;
        this.bold = bold;
    }

    void say(String line) {
        out.println(line);
    }

    String bold(String text) {
        return bold ? "\u001B[1m" + text + "\u001B[0m" : text;
    }

    /** @throws Refusal if nobody is there to answer */
    void requireSomebody(String option) {
        if (!asks) {
            throw new Refusal(
                    "this asks before it does anything, and there is no terminal to answer on: add " + option);
        }
    }

    boolean agrees(String question) {
        String answer = ask(question + " [y/N] ");
        return answer.equals("y") || answer.equals("Y") || answer.equals("yes");
    }

    /** @return what was typed, without the space around it; empty if nothing more can be */
    String ask(String question) {
        out.print(question);
        out.flush();
        try {
            String line = in.readLine();
            return line == null ? "" : line.strip();
        } catch (IOException e) {
            return "";
        }
    }
}
