package dev.todoapp.todos.todo;

/** The contract, on a map. */
class InMemoryTodosTest extends TodosContract {

    private final InMemoryTodos todos = new InMemoryTodos();

    @Override
    protected Todos todos() {
        return todos;
    }
}
