package dev.todoapp.localcloud.backends;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far a pipe has come in a stream, in a file. Without it, or with one that can't be read, the pipe starts at the
 * stream's beginning: messages are sent again then, and none is missed.
 */
final class Checkpoint {

    private static final Logger log = LoggerFactory.getLogger("pipe");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;
    private final String stream;
    private final Map<String, String> after = new HashMap<>();
    private final Set<String> done = new HashSet<>();

    private Checkpoint(Path file, String stream) {
        this.file = file;
        this.stream = stream;
    }

    /** @param stream the stream's ARN: a table that was made anew has another one, and that has to be read from its start */
    static Checkpoint read(Path file, String stream) {
        Checkpoint checkpoint = new Checkpoint(file, stream);
        if (!Files.exists(file)) {
            return checkpoint;
        }
        try {
            JsonNode saved = JSON.readTree(Files.readAllBytes(file));
            if (saved.path("stream").asString("").equals(stream)) {
                saved.path("after")
                        .properties()
                        .forEach(shard -> checkpoint.after.put(
                                shard.getKey(), shard.getValue().asString()));
                saved.path("done").forEach(shard -> checkpoint.done.add(shard.asString()));
            }
        } catch (IOException | JacksonException e) {
            log.warn("{} can't be read: the stream is read again from its start", file);
        }
        return checkpoint;
    }

    /** The last record of a shard that was dealt with. */
    Optional<String> after(String shard) {
        return Optional.ofNullable(after.get(shard));
    }

    boolean isDone(String shard) {
        return done.contains(shard);
    }

    void moveTo(String shard, String sequenceNumber) {
        after.put(shard, sequenceNumber);
        write();
    }

    /** What came after that record is gone from the stream: read on with the oldest that there is. */
    void forget(String shard) {
        after.remove(shard);
        write();
    }

    void finish(String shard) {
        after.remove(shard);
        done.add(shard);
        write();
    }

    /** Forgets the shards that the stream has no more. */
    void keepOnly(Set<String> shards) {
        boolean changed = after.keySet().retainAll(shards);
        if (done.retainAll(shards) || changed) {
            write();
        }
    }

    private void write() {
        ObjectNode saved = JSON.createObjectNode().put("stream", stream);
        ObjectNode shards = saved.putObject("after");
        after.forEach(shards::put);
        done.forEach(saved.putArray("done")::add);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path next = file.resolveSibling(file.getFileName() + ".new");
            Files.write(next, JSON.writeValueAsBytes(saved));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
