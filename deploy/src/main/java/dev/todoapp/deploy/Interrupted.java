package dev.todoapp.deploy;

import java.io.Serial;

/** Somebody pressed Ctrl-C. No {@link Refusal}: nobody goes on after it. */
final class Interrupted extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    Interrupted() {
        super("interrupted");
    }
}
