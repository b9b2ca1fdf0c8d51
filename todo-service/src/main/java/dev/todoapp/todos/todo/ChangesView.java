package dev.todoapp.todos.todo;

import dev.todoapp.platform.PublicUrl;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;

/** A part of the feed of changes as clients see it. */
@Schema(
        name = "Changes",
        description = "To be applied in this order: first what was changed, then what was deleted. What a client has "
                + "already may be in it again")
record ChangesView(
        @Schema(description = "To-dos as they are now") List<TodoView> changed,

        @ArraySchema(
                arraySchema =
                        @Schema(
                                description =
                                        "Ids of to-dos that are gone, also of such as the client has never heard of"),
                schema = @Schema(example = ApiDescription.ID))
        List<UUID> deleted,

        @Schema(description = "What to send as `since` next time; opaque", example = ApiDescription.SINCE)
        String next,

        @Schema(description = "Whether there is more to be had at once")
        boolean more) {

    static ChangesView of(ChangeFeed.Part part, PublicUrl publicUrl) {
        return new ChangesView(
                part.changed().stream()
                        .map(todo -> TodoView.of(todo, publicUrl))
                        .toList(),
                part.deleted().stream().map(TodoId::value).toList(),
                ChangeToken.write(part.next()),
                part.more());
    }
}
