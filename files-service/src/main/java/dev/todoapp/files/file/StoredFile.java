package dev.todoapp.files.file;

import java.time.Instant;

/**
 * A file that was uploaded whole. It never changes: to replace one is to upload another and delete this.
 *
 * @param size in bytes
 * @param uploadedAt when the store had all of it
 */
public record StoredFile(
        FileId id, TodoId todoId, FileName name, ContentType contentType, long size, Instant uploadedAt) {

    /** Whether a browser may show it instead of saving it. */
    public boolean hasPreview() {
        return contentType.isRasterImage();
    }
}
