package dev.todoapp.files.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.todoapp.platform.BadSetting;
import dev.todoapp.platform.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class LimitsTest {

    private static final Limits LIMITS = new Limits(DataSize.ofBytes(100), 3, DataSize.ofBytes(250), 5);

    @ParameterizedTest(name = "{0} bytes where a to-do has {1} files and its owner {2} of {3} bytes")
    @CsvSource({"100, 0, 0, 0", "0, 2, 4, 250", "100, 2, 4, 150"})
    void letPassWhatJustFits(long size, long todoFiles, long ownerFiles, long ownerBytes) {
        assertThatCode(() -> LIMITS.admit(file(size), () -> new Usage(todoFiles, ownerFiles, ownerBytes)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{0} bytes where a to-do has {1} files and its owner {2} of {3} bytes: {5}")
    @CsvSource({
        "101, 0, 0,   0, 413, limit-file-size,       100, 100",
        "  1, 3, 3,   0, 409, limit-files-per-todo,    3,   0",
        "  1, 4, 4,   0, 409, limit-files-per-todo,    3,   0",
        "  0, 0, 5,   0, 409, limit-files-per-owner,   5,   0",
        "  2, 0, 1, 249, 409, limit-size-per-owner,  250,   1",
        "  1, 0, 1, 300, 409, limit-size-per-owner,  250,   0"
    })
    void refuseWhatDoesNotAndSayWhichLimitItIsAndHowMuchIsLeft(
            long size,
            long todoFiles,
            long ownerFiles,
            long ownerBytes,
            int status,
            String type,
            long limit,
            long left) {
        Problem problem = catchThrowableOfType(
                Problem.class, () -> LIMITS.admit(file(size), () -> new Usage(todoFiles, ownerFiles, ownerBytes)));

        assertThat(problem.status().value()).isEqualTo(status);
        assertThat(problem.slug()).isEqualTo(type);
        assertThat(problem.members()).containsEntry("limit", limit).containsEntry("left", left);
        assertThat(problem.body().getDetail()).contains(String.valueOf(limit));
    }

    @Test
    void askForNoUsageWhenTheFileAloneIsTooLarge() {
        assertThatThrownBy(() -> LIMITS.admit(file(101), () -> {
                    throw new AssertionError("asked");
                }))
                .isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, 1, MAX_FILE_SIZE",
        "1, 0, 1, 1, MAX_FILES_PER_TODO",
        "1, 1, -1, 1, MAX_SIZE_PER_OWNER",
        "1, 1, 1, 0, MAX_FILES_PER_OWNER"
    })
    void areAboveZero(long fileSize, int filesPerTodo, long sizePerOwner, int filesPerOwner, String variable) {
        assertThatThrownBy(() -> new Limits(
                        DataSize.ofBytes(fileSize), filesPerTodo, DataSize.ofBytes(sizePerOwner), filesPerOwner))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining(variable);
    }

    private static NewFile file(long size) {
        return new NewFile(new FileName("a"), size, new ContentType("text/plain"), null);
    }
}
