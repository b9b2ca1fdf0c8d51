package dev.todoapp.files.file;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;

/** {@link TodoFiles} as clients see them. */
@Schema(name = "TodoFiles", description = "What a to-do has in files")
record TodoFilesView(
        @Schema(example = ApiDescription.TODO_ID) UUID todoId,
        @Schema(minimum = "1", example = "2") int count,

        @Schema(minimum = "0", description = "The sum of their sizes", example = "348160")
        long bytes) {

    static TodoFilesView of(TodoFiles files) {
        return new TodoFilesView(files.todoId().value(), files.count(), files.bytes());
    }
}
