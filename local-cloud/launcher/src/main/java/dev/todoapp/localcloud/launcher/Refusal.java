package dev.todoapp.localcloud.launcher;

/** Why it can't start, in one line that says what to do. */
final class Refusal extends RuntimeException {

    Refusal(String message) {
        super(message);
    }
}
