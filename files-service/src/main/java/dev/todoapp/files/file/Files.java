package dev.todoapp.files.file;

import dev.todoapp.platform.Owner;
import java.util.List;
import java.util.Optional;

/**
 * Every file of every owner. No method ever sees, counts, signs for or deletes what is another owner's. A store that does
 * not answer is a failure that the caller may simply try again.
 */
public interface Files {

    /** What counts against the {@link Limits}. An upload counts from when it has finished. */
    Usage usage(Owner owner, TodoId todoId);

    /**
     * Leave to upload a file, which the store itself holds to its size, its type and, when it is known, its SHA-256.
     * Nothing is stored by this; an upload that is never finished leaves nothing behind.
     */
    Upload upload(Owner owner, TodoId todoId, FileId id, NewFile file);

    /** By ascending id, those that have files. */
    List<TodoFiles> todos(Owner owner);

    Page list(Owner owner, TodoId todoId, Slice slice);

    Optional<StoredFile> find(Owner owner, TodoId todoId, FileId id);

    Download download(Owner owner, StoredFile file);

    /** Deletes it, now or already. An upload of it that finishes later makes it be there again. */
    void delete(Owner owner, TodoId todoId, FileId id);

    /** Deletes every file of the to-do that is stored now. A failure may leave some, which calling again deletes. */
    void deleteAll(Owner owner, TodoId todoId);
}
