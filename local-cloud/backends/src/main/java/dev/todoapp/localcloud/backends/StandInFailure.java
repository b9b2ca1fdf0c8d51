package dev.todoapp.localcloud.backends;

/** A stand-in can't be started. The message says in one line why, and what to do. */
public final class StandInFailure extends RuntimeException {

    public StandInFailure(String message) {
        super(message);
    }

    public StandInFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
