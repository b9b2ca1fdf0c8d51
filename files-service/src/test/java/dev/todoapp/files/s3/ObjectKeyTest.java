package dev.todoapp.files.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.todoapp.files.file.ContentType;
import dev.todoapp.files.file.FileId;
import dev.todoapp.files.file.FileName;
import dev.todoapp.files.file.TodoId;
import dev.todoapp.platform.Owner;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeyTest {

    private static final Owner ALICE = new Owner("11111111-1111-4111-8111-111111111111");
    private static final TodoId TODO = TodoId.parse("01976a3c-5d2e-7b41-9c0f-3f8e6d1a2b4c");
    private static final FileId FILE = FileId.parse("01976a41-0c7d-7e52-8f3a-5b1d9c0e4f6a");
    private static final String PREFIX = ALICE + "/" + TODO + "/" + FILE + "/";
    private static final ContentType LONGEST_TYPE = new ContentType("a/" + "b".repeat(125));

    @ParameterizedTest
    @MethodSource("dev.todoapp.files.TrickyNames#all")
    void givesBackEveryName(String name) {
        ObjectKey key = key(name, new ContentType("text/plain;charset=UTF-8"));

        assertThat(ObjectKey.parse(ALICE, key.toString())).hasValue(key);
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.files.TrickyNames#all")
    void fitsEveryStore(String name) {
        String key = key(name, LONGEST_TYPE).toString();

        assertThat(key).matches("[0-9A-Za-z_/-]+");
        assertThat(key.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1024);
        assertThat(List.of(key.split("/")))
                .allSatisfy(segment -> assertThat(segment).isNotEmpty().hasSizeLessThanOrEqualTo(ObjectKey.SEGMENT));
    }

    @Test
    void tellsNamesApartThatLookTheSame() {
        assertThat(key("Caf\u00e9", LONGEST_TYPE)).isNotEqualTo(key("Cafe\u0301", LONGEST_TYPE));
        assertThat(key("Caf\u00e9", LONGEST_TYPE).toString())
                .isNotEqualTo(key("Cafe\u0301", LONGEST_TYPE).toString());
    }

    @Test
    void tellsWhoseFileItIsAndOfWhichTodo() {
        assertThat(key("a", LONGEST_TYPE).toString())
                .startsWith(PREFIX)
                .startsWith(ObjectKey.prefix(ALICE, TODO, FILE))
                .startsWith(ObjectKey.prefix(ALICE, TODO))
                .startsWith(ObjectKey.prefix(ALICE));
    }

    @Test
    void theEndOfAFileSortsBetweenItsKeyAndTheNextFiles() {
        FileId next = new FileId(
                new UUID(FILE.value().getMostSignificantBits(), FILE.value().getLeastSignificantBits() + 1));

        assertThat(Stream.of(
                        PREFIX + "zzzz", ObjectKey.after(ALICE, TODO, FILE), ObjectKey.prefix(ALICE, TODO, next) + "-"))
                .isSorted();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "readme.txt",
                "11111111-1111-4111-8111-111111111111/",
                "11111111-1111-4111-8111-111111111111/a/b/c",
                "11111111-1111-4111-8111-111111111111/01976a3c-5d2e-7b41-9c0f-3f8e6d1a2b4c/x",
                "11111111-1111-4111-8111-111111111111/01976A3C-5D2E-7B41-9C0F-3F8E6D1A2B4C/01976a41-0c7d-7e52-8f3a-5b1d9c0e4f6a/AWEvYgBj",
            })
    void seesNoFileInAKeyOfAnotherForm(String key) {
        assertThat(ObjectKey.parse(ALICE, key)).isEmpty();
    }

    static Stream<String> otherDescriptors() {
        String some = key("c", new ContentType("a/b")).toString().substring(PREFIX.length());
        return Stream.of(
                "",
                "not base64url!",
                base64url("\u0002a/b\0c"), // another version
                base64url("\u0001a/b"), // no name
                base64url("\u0001a/b\0"), // an empty one
                base64url("\u0001a/b\0c/d"), // a path
                base64url("\u0001nothing\0c"), // no media type
                Base64.getUrlEncoder()
                        .encodeToString(new byte[] {1, 'a', '/', 'b', 0, (byte) 0xC3}), // half a character
                some + "=",
                some + "/",
                "/" + some,
                some.charAt(0) + "/" + some.substring(1)); // cut elsewhere than we do
    }

    @ParameterizedTest
    @MethodSource("otherDescriptors")
    void seesNoFileInADescriptorThatItWouldNotWrite(String descriptor) {
        assertThat(ObjectKey.parse(ALICE, PREFIX + descriptor)).isEmpty();
    }

    @Test
    void seesNoFileOfAnotherOwner() {
        String alices = key("a", LONGEST_TYPE).toString();

        assertThat(ObjectKey.parse(new Owner("bob"), alices)).isEmpty();
        assertThat(ObjectKey.parse(new Owner(ALICE.value().substring(0, 8)), alices))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                ".",
                "/",
                "a/b",
                "../11111111-1111-4111-8111-111111111111",
                "11111111-1111-4111-8111-111111111111/",
                "Zo\u00eb",
                " ~ ",
                "~",
                "\u0001"
            })
    void keepsAnOwnerOfAnyNameInAPartOfItsOwn(String subject) {
        Owner odd = new Owner(subject);
        ObjectKey key = new ObjectKey(odd, TODO, FILE, LONGEST_TYPE, new FileName("a"));

        assertThat(key.toString()).matches("~[0-9A-Za-z_-]{43}/.*");
        assertThat(ObjectKey.parse(odd, key.toString())).hasValue(key);
        assertThat(ObjectKey.parse(ALICE, key.toString())).isEmpty();
    }

    @Test
    void keepsAnOwnerOfGreatLengthWithinWhatAStoreTakes() {
        assertThat(ObjectKey.prefix(new Owner("a".repeat(100)))).hasSize(101);
        assertThat(ObjectKey.prefix(new Owner("a".repeat(101)))).startsWith("~").hasSize(45);
    }

    private static ObjectKey key(String name, ContentType type) {
        return new ObjectKey(ALICE, TODO, FILE, type, new FileName(name));
    }

    private static String base64url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
