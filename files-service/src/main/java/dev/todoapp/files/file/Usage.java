package dev.todoapp.files.file;

/**
 * What is stored already, where a new file wants to go.
 *
 * @param todoFiles how many files the to-do has
 * @param ownerFiles how many its owner has
 * @param ownerBytes how large all of those are
 */
public record Usage(long todoFiles, long ownerFiles, long ownerBytes) {

    public static final Usage NONE = new Usage(0, 0, 0);

    public Usage plus(Usage other) {
        return new Usage(todoFiles + other.todoFiles, ownerFiles + other.ownerFiles, ownerBytes + other.ownerBytes);
    }
}
