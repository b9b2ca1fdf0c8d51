package dev.todoapp.bench;

import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Who has files, and where. */
record FilesData(String bucket, List<Person> people) {

    /** How many files each of someone's to-dos has. */
    static final int EACH = 10;

    static final String NAME = "holiday plan.png";
    static final String TYPE = "image/png";
    static final long SIZE = 200_000;

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * @param owner the {@code sub} of the token
     * @param todos the ids of those that have files
     */
    record Person(String owner, String token, List<String> todos) {

        String anyTodo() {
            return TodosData.any(todos);
        }
    }

    /** The announcement of a file. */
    static String newFile(String name, long size, String type) {
        return """
                {"name": "%s", "size": %d, "contentType": "%s"}""".formatted(name, size, type);
    }

    void write(Path file) {
        JSON.writeValue(file, this);
    }

    static FilesData read(Path file) {
        return JSON.readValue(file, FilesData.class);
    }
}
