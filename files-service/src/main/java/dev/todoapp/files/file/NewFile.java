package dev.todoapp.files.file;

import org.jspecify.annotations.Nullable;

/**
 * A file that is about to be uploaded.
 *
 * @param size in bytes; none is fine
 * @param sha256 of its bytes; null when its uploader doesn't say
 */
public record NewFile(
        FileName name,
        long size,
        ContentType contentType,
        @Nullable Sha256 sha256) {

    public NewFile {
        requireSize(size);
    }

    static long requireSize(long size) {
        if (size < 0) {
            throw new Invalid("must not be negative");
        }
        return size;
    }
}
