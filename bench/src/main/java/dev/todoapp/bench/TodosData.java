package dev.todoapp.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who has which to-dos.
 *
 * @param served those whose to-dos the service is asked for
 * @param direct those whose to-dos the floor asks the table for; as many, with as many
 * @param few has {@link #FEW}
 * @param many has {@link #MANY}
 */
record TodosData(List<Person> served, List<Person> direct, Person few, Person many) {

    static final int PAGE = 20;
    static final int FEW = 100;
    static final int MANY = 10_000;

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * @param owner the {@code sub} of the token
     * @param ids of all to-dos, ascending
     * @param pages path and query of each page of {@link #PAGE}, the first one first
     */
    record Person(String owner, String token, List<String> ids, List<String> pages) {

        String anyId() {
            return any(ids);
        }

        /** The first page as often as one of the others. */
        String anyPage() {
            return ThreadLocalRandom.current().nextBoolean() ? pages.getFirst() : any(pages);
        }

        String middlePage() {
            return pages.get(pages.size() / 2);
        }
    }

    static <T> T any(List<T> some) {
        return some.get(ThreadLocalRandom.current().nextInt(some.size()));
    }

    /** A to-do that takes about 300 bytes in the table. */
    static String newTodo() {
        return """
                {"title": "%s", "description": "%s", "priority": "medium", "dueDate": "2026-12-24", "tags": ["home", "errands"]}""".formatted(
                        title(), "Two litres, and bread if there is some left of yesterday's; not the one with seeds");
    }

    /** A change that leaves the to-do as large as it was. */
    static String patch() {
        return """
                {"title": "%s"}""".formatted(title());
    }

    static String title() {
        return String.format(
                Locale.ROOT,
                "Buy milk at the corner shop, %06d",
                ThreadLocalRandom.current().nextInt(1_000_000));
    }

    void write(Path file) {
        JSON.writeValue(file, this);
    }

    static TodosData read(Path file) {
        return JSON.readValue(file, TodosData.class);
    }
}
