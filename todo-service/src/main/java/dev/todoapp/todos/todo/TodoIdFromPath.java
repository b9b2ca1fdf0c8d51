package dev.todoapp.todos.todo;

import dev.todoapp.platform.Problem;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** Lets a controller method take a path's {@code {id}} as a {@link TodoId}. */
@Component
class TodoIdFromPath implements Converter<String, TodoId> {

    @Override
    public TodoId convert(String text) {
        try {
            return TodoId.parse(text);
        } catch (Invalid invalid) {
            throw Problem.badInput("id", String.valueOf(invalid.getMessage()));
        }
    }
}
