package dev.todoapp.infra;

import java.io.Serial;

/** A template or a parameter file that can't be read, in one sentence: which file, where in it, and what is wrong. */
public final class InvalidTemplate extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    InvalidTemplate(String file, String where, String problem) {
        super(where.isEmpty() ? file + ": " + problem : file + ": " + where + ": " + problem);
    }
}
