package dev.todoapp.files.s3;

import dev.todoapp.files.file.ContentType;
import dev.todoapp.files.file.FileId;
import dev.todoapp.files.file.FileName;
import dev.todoapp.files.file.NewFile;
import dev.todoapp.files.file.StoredFile;
import dev.todoapp.files.file.TodoId;
import dev.todoapp.platform.Owner;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The key of a file's object, {@code {owner}/{todoId}/{fileId}/{descriptor}}: everything of a file that a listing doesn't
 * tell otherwise, since a listing gives neither metadata nor content type.
 *
 * <p>The descriptor is a version, the content type, a NUL and the name, as base64url: no name is ever part of a path, no
 * two stores can disagree on how to spell it, and no byte of it needs escaping. It is cut into segments, because a store
 * that is a file system takes none longer than 255 bytes. The longest key has some 630 of the 1,024 bytes that S3 takes.
 */
record ObjectKey(Owner owner, TodoId todoId, FileId fileId, ContentType contentType, FileName name) {

    static final int SEGMENT = 200;

    private static final byte VERSION = 1;
    private static final int NUL = 0;
    private static final Pattern PLAIN = Pattern.compile("[0-9A-Za-z][0-9A-Za-z_-]{0,99}");

    static ObjectKey of(Owner owner, TodoId todoId, FileId fileId, NewFile file) {
        return new ObjectKey(owner, todoId, fileId, file.contentType(), file.name());
    }

    static ObjectKey of(Owner owner, StoredFile file) {
        return new ObjectKey(owner, file.todoId(), file.id(), file.contentType(), file.name());
    }

    /** What stands before every key of an owner, and of nobody else. */
    static String prefix(Owner owner) {
        // Cognito's subjects are UUIDs. Whatever else a subject may be, it can't reach out of its own part of the
        // bucket.
        String subject = owner.value();
        return (PLAIN.matcher(subject).matches() ? subject : "~" + digest(subject)) + "/";
    }

    /** What stands before every key of a to-do's files. */
    static String prefix(Owner owner, TodoId todoId) {
        return prefix(owner) + todoId + "/";
    }

    /** What stands before the one key of a file. */
    static String prefix(Owner owner, TodoId todoId, FileId fileId) {
        return prefix(owner, todoId) + fileId + "/";
    }

    /** Sorts after the file's key and before the next file's: 0 is the character after the slash. */
    static String after(Owner owner, TodoId todoId, FileId fileId) {
        return prefix(owner, todoId) + fileId + "0";
    }

    /** @return nothing if the key isn't of this form, as of an object that someone else put into the bucket */
    static Optional<ObjectKey> parse(Owner owner, String key) {
        String prefix = prefix(owner);
        String[] parts = key.startsWith(prefix) ? key.substring(prefix.length()).split("/", 3) : new String[0];
        if (parts.length < 3) {
            return Optional.empty();
        }
        try {
            ByteBuffer descriptor = ByteBuffer.wrap(Base64.getUrlDecoder().decode(parts[2].replace("/", "")));
            if (!descriptor.hasRemaining() || descriptor.get() != VERSION) {
                return Optional.empty();
            }
            String typeAndName =
                    StandardCharsets.UTF_8.newDecoder().decode(descriptor).toString();
            int nul = typeAndName.indexOf(NUL);
            ObjectKey parsed = new ObjectKey(
                    owner,
                    TodoId.parse(parts[0]),
                    FileId.parse(parts[1]),
                    new ContentType(typeAndName.substring(0, Math.max(0, nul))),
                    new FileName(typeAndName.substring(nul + 1)));
            // A file is deleted and downloaded under the one spelling that we give its key.
            return parsed.toString().equals(key) ? Optional.of(parsed) : Optional.empty();
        } catch (CharacterCodingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        byte[] type = contentType.value().getBytes(StandardCharsets.US_ASCII);
        byte[] utf8 = name.value().getBytes(StandardCharsets.UTF_8);
        ByteBuffer descriptor = ByteBuffer.allocate(1 + type.length + 1 + utf8.length);
        descriptor.put(VERSION).put(type).put((byte) NUL).put(utf8);
        return prefix(owner, todoId, fileId) + String.join("/", segments(base64url(descriptor.array())));
    }

    private static List<String> segments(String text) {
        List<String> segments = new ArrayList<>();
        for (int start = 0; start < text.length(); start += SEGMENT) {
            segments.add(text.substring(start, Math.min(text.length(), start + SEGMENT)));
        }
        return segments;
    }

    private static String digest(String subject) {
        try {
            return base64url(MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
