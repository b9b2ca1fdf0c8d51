package dev.todoapp.todos.dynamodb;

import dev.todoapp.platform.Owner;

/**
 * The values of the table's partition key: {@code <owner>} holds an owner's to-dos, {@code <owner>#deleted} the tombstones
 * of those that were deleted, where no list looks. A {@code #} within an owner is doubled, so that no owner's partition can
 * be another's tombstones; Cognito's are UUIDs and stay as they are.
 */
final class Partition {

    private static final String DELETED = "#deleted";

    private Partition() {}

    static String of(Owner owner) {
        return owner.value().replace("#", "##");
    }

    static String ofDeleted(Owner owner) {
        return of(owner) + DELETED;
    }

    static Owner owner(String partition) {
        return new Owner(partition.replace("##", "#"));
    }
}
