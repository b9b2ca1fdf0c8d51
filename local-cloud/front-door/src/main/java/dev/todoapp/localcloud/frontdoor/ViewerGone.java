package dev.todoapp.localcloud.frontdoor;

import java.io.IOException;

/** The viewer hung up while it was still sending. Nobody is left to answer, and no target is to blame. */
final class ViewerGone extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ViewerGone(IOException cause) {
        super("the viewer hung up", cause);
    }
}
