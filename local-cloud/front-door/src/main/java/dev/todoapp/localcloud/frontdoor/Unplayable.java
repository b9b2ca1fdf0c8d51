package dev.todoapp.localcloud.frontdoor;

/** A template holds something that the front door can't play, or that can't be right. The message says where. */
public final class Unplayable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unplayable(String where, String what) {
        super(where + ": " + what);
    }
}
