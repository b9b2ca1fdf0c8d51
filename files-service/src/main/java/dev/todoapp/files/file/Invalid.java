package dev.todoapp.files.file;

/** A value that can't be. Its message follows on from a field's name: "must have at most 255 bytes of UTF-8". */
final class Invalid extends IllegalArgumentException {

    Invalid(String message) {
        super(message);
    }
}
