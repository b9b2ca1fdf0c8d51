package dev.todoapp.files.file;

import dev.todoapp.platform.BadSetting;
import dev.todoapp.platform.Problem;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;

/**
 * How much there may be. What is stored is what counts: uploads begun at the same time can pass a limit by no more than was
 * signed for before the first of them finished.
 *
 * @param fileSize {@code MAX_FILE_SIZE}: of one file
 * @param filesPerTodo {@code MAX_FILES_PER_TODO}
 * @param sizePerOwner {@code MAX_SIZE_PER_OWNER}: of all files of one owner
 * @param filesPerOwner {@code MAX_FILES_PER_OWNER}: bounds the work of looking through all of an owner's files, which every
 *     new upload does, since even empty files are listed
 */
public record Limits(DataSize fileSize, int filesPerTodo, DataSize sizePerOwner, int filesPerOwner) {

    public Limits {
        requirePositive("MAX_FILE_SIZE", fileSize.toBytes());
        requirePositive("MAX_FILES_PER_TODO", filesPerTodo);
        requirePositive("MAX_SIZE_PER_OWNER", sizePerOwner.toBytes());
        requirePositive("MAX_FILES_PER_OWNER", filesPerOwner);
    }

    /**
     * Lets a file pass, or refuses it with a problem that says which limit it is and how much is left.
     *
     * @param usage asked for only if the file on its own is not too large
     */
    void admit(NewFile file, Supplier<Usage> usage) {
        if (file.size() > fileSize.toBytes()) {
            throw refusal(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "limit-file-size",
                    "A file has at most %d bytes, this one has %d".formatted(fileSize.toBytes(), file.size()),
                    fileSize.toBytes(),
                    fileSize.toBytes());
        }
        Usage stored = usage.get();
        if (stored.todoFiles() >= filesPerTodo) {
            throw refusal(
                    HttpStatus.CONFLICT,
                    "limit-files-per-todo",
                    "A to-do has at most %d files, this one has %d".formatted(filesPerTodo, stored.todoFiles()),
                    filesPerTodo,
                    0);
        }
        if (stored.ownerFiles() >= filesPerOwner) {
            throw refusal(
                    HttpStatus.CONFLICT,
                    "limit-files-per-owner",
                    "You may have %d files, and have %d".formatted(filesPerOwner, stored.ownerFiles()),
                    filesPerOwner,
                    0);
        }
        long left = Math.max(0, sizePerOwner.toBytes() - stored.ownerBytes());
        if (file.size() > left) {
            throw refusal(
                    HttpStatus.CONFLICT,
                    "limit-size-per-owner",
                    "Your files have at most %d bytes together; %d are left, this one has %d"
                            .formatted(sizePerOwner.toBytes(), left, file.size()),
                    sizePerOwner.toBytes(),
                    left);
        }
    }

    private static Problem refusal(HttpStatus status, String type, String detail, long limit, long left) {
        return new Problem(status, type, detail).with("limit", limit).with("left", left);
    }

    private static void requirePositive(String variable, long value) {
        if (value < 1) {
            throw new BadSetting(variable, "is not positive: " + value, "Give a number above zero, or leave it out.");
        }
    }
}
