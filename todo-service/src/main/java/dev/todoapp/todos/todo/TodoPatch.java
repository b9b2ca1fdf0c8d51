package dev.todoapp.todos.todo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A merge patch (RFC 7396) of a to-do: a field that it names replaces what is stored, null puts the default back. */
record TodoPatch(
        Field<String> title,
        Field<String> description,
        Field<String> notes,
        Field<String> dueDate,
        Field<String> priority,
        Field<List<@Nullable String>> tags,
        Field<Boolean> completed,
        Field<Double> order) {

    /** @throws dev.todoapp.platform.Problem naming every field that can't be */
    Content applyTo(Content stored) {
        return new NewTodo(
                        title.over(stored.title().value()),
                        description.over(stored.description().value()),
                        notes.over(stored.notes().value()),
                        dueDate.over(
                                stored.dueDate() == null
                                        ? null
                                        : stored.dueDate().toString()),
                        priority.over(stored.priority().label()),
                        tags.over(List.copyOf(stored.tags().values())),
                        completed.over(stored.completed()),
                        order.over(
                                stored.order() == null ? null : stored.order().value()))
                .toContent();
    }
}
