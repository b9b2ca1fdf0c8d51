package dev.todoapp.files.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T09:30:00.123Z");

    @Test
    void aNewFilesIdTellsWhenItWasMade() {
        FileId id = FileId.next(NOW);

        assertThat(id.value().version()).isEqualTo(7);
        assertThat(id.value().variant()).isEqualTo(2);
        assertThat(id.value().getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void newFilesIdsAreInOrderAndNeverTheSame() {
        assertThat(Stream.of(NOW, NOW.plusMillis(1), NOW.plusSeconds(1), NOW.plusSeconds(100_000))
                        .map(now -> FileId.next(now).toString()))
                .isSorted();
        Set<FileId> ids = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            assertThat(ids.add(FileId.next(NOW))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1-1-1-1-1",
                "01976A41-0C7D-7E52-8F3A-5B1D9C0E4F6A",
                "01976a410c7d7e528f3a5b1d9c0e4f6a",
                "{01976a41-0c7d-7e52-8f3a-5b1d9c0e4f6a}",
                " 01976a41-0c7d-7e52-8f3a-5b1d9c0e4f6a",
                ".."
            })
    void thereIsOneSpellingOfAnId(String text) {
        assertThatThrownBy(() -> FileId.parse(text)).isInstanceOf(Invalid.class);
        assertThatThrownBy(() -> TodoId.parse(text)).isInstanceOf(Invalid.class);
    }
}
