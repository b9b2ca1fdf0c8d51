package dev.todoapp.deploy;

import java.io.Serial;

/** Why a command can't be carried out, in one line that says what to do. */
class Refusal extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(oneLine(message));
    }

    static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
