package dev.todoapp.files.file;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param files by ascending id
 * @param next after which id the list goes on; null when this is its end
 */
public record Page(List<StoredFile> files, @Nullable FileId next) {

    public Page {
        files = List.copyOf(files);
    }
}
