package dev.todoapp.files.file;

/**
 * What one to-do has in files.
 *
 * @param count how many, at least one
 * @param bytes the sum of their sizes
 */
public record TodoFiles(TodoId todoId, int count, long bytes) {

    public TodoFiles plus(TodoFiles other) {
        return new TodoFiles(todoId, count + other.count, bytes + other.bytes);
    }
}
