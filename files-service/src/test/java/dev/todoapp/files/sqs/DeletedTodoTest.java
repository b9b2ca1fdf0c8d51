package dev.todoapp.files.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.todoapp.files.file.TodoId;
import dev.todoapp.files.sqs.DeletedTodo.Poisoned;
import dev.todoapp.platform.Owner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What a message says. That whatever it must not say deletes nothing is in DeletedTodosTest, with the service's own JSON. */
class DeletedTodoTest {

    private static final String ID = "01976a3c-5d2e-7b41-9c0f-3f8e6d1a2b4c";
    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void whatThePipeSaysIsTheFirstSweep() {
        assertThat(parse("bf1f5ac0-7a27-4f3c-9a5f-0c9d6d6e5f10"))
                .isEqualTo(new DeletedTodo(new Owner("bf1f5ac0-7a27-4f3c-9a5f-0c9d6d6e5f10"), TodoId.parse(ID), 1));
    }

    @ParameterizedTest
    @CsvSource({"alice, alice", "a##b, a#b", "####, ##", "auth0|5f7c, auth0|5f7c", "ada@example.org, ada@example.org"})
    void theOwnerIsTheOneWhosePartitionItIs(String partition, String owner) {
        assertThat(parse(partition).owner()).isEqualTo(new Owner(owner));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#",
                "###",
                "alice#",
                "#alice",
                "a#b",
                "alice#deleted",
                "a##b#deleted",
                "alice###deleted",
                "",
                " ",
                ".",
                "..",
                ".alice",
                "/",
                "alice/",
                "../alice",
                "a/../b",
                "a\\\\b",
                "al ice",
                "alice\\n",
                "\\u00e9"
            })
    void whatIsNoOwnersPartitionIsPoisoned(String partition) {
        assertThatThrownBy(() -> parse(partition)).isInstanceOf(Poisoned.class);
    }

    @Test
    void anOwnerHasAtMostAsManyCharactersAsASubjectMayHave() {
        assertThat(parse("a".repeat(255)).owner().value()).hasSize(255);
        assertThatThrownBy(() -> parse("a".repeat(256))).isInstanceOf(Poisoned.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "a##b"})
    void theNextSweepIsOfTheSameTodo(String partition) {
        DeletedTodo todo = parse(partition);

        DeletedTodo next = DeletedTodo.parse(JSON, todo.next(JSON));

        assertThat(next).isEqualTo(new DeletedTodo(todo.owner(), todo.todoId(), 2));
        assertThat(DeletedTodo.parse(JSON, next.next(JSON)).sweep()).isEqualTo(3);
    }

    @Test
    void aReasonSaysNothingOfWhatTheMessageSaid() {
        assertThatThrownBy(() -> parse("alice/secret"))
                .isInstanceOf(Poisoned.class)
                .hasMessageNotContaining("secret");
    }

    private static DeletedTodo parse(String owner) {
        return DeletedTodo.parse(JSON, "{\"owner\":\"%s\",\"todoId\":\"%s\"}".formatted(owner, ID));
    }
}
