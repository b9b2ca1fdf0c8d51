package dev.todoapp.todos.todo;

import dev.todoapp.platform.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * The parameters of a request, read into the domain's types. One that isn't known, or is given twice, is refused: a misspelt
 * filter that is ignored would answer with, or delete, other to-dos than were meant.
 */
final class Query {

    private final MultiValueMap<String, String> parameters;
    private final Fields fields = new Fields();

    /** @throws Problem 400, if there is another parameter than the known ones, or one of them twice */
    Query(MultiValueMap<String, String> parameters, String... known) {
        this.parameters = parameters;
        Set<String> names = Set.of(known);
        parameters.forEach((name, values) -> check(names, name, values));
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(parameters.getFirst(name));
    }

    /** {@return what the parameter says, or null when it isn't there or wrong, which is remembered} */
    <T> @Nullable T read(String name, Function<String, ? extends T> parse) {
        return this.<@Nullable T>read(name, parse, null);
    }

    <T extends @Nullable Object> T read(String name, Function<String, ? extends T> parse, T otherwise) {
        return fields.read(name, parameters.getFirst(name), parse, otherwise);
    }

    /** @throws Problem 400, naming each parameter that was wrong so far */
    void refuseWhatIsWrong() {
        if (fields.anyWrong()) {
            throw fields.problem();
        }
    }

    private static void check(Set<String> known, String name, List<String> values) {
        if (!known.contains(name)) {
            throw Problem.badInput(name, "is not a parameter of this request");
        }
        if (values.size() > 1) {
            throw Problem.badInput(name, "must be given once");
        }
    }
}
