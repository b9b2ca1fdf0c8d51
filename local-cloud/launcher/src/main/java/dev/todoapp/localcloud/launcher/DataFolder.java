package dev.todoapp.localcloud.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The folder that keeps everything between runs: one run at a time, and whatever a killed run left behind is stopped before
 * the next one starts.
 */
final class DataFolder implements AutoCloseable {

    private static final String MARKER = ".todo-app";
    private static final long STOP_SECONDS = 10;

    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    /** @throws Refusal if another run has it, or it can't be written */
    static DataFolder open(Path folder) {
        try {
            requireOurs(folder);
            Path run = Files.createDirectories(folder.resolve("run"));
            Files.writeString(folder.resolve(MARKER), "Made by ./dev up; emptied by ./dev reset.\n");
            FileChannel channel =
                    FileChannel.open(run.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new Refusal(
                        "another ./dev up runs on " + folder + ": stop it, or give this one another DATA_DIR");
            }
            DataFolder opened = new DataFolder(folder, channel, lock);
            opened.stopLeftovers();
            Files.writeString(
                    opened.pidFile(), Long.toString(ProcessHandle.current().pid()));
            return opened;
        } catch (IOException e) {
            throw new Refusal("the data folder " + folder + " can't be used ("
                    + e.getClass().getSimpleName() + "): set DATA_DIR to another");
        }
    }

    Path folder(String name) {
        return folder.resolve(name);
    }

    /** Remembers a child, so that the next run can stop it should this one be killed. */
    synchronized void remember(String name, ProcessHandle child) {
        Optional<Instant> started = child.info().startInstant();
        try {
            Files.writeString(
                    children(),
                    child.pid() + " " + started.map(Instant::toString).orElse("?") + " " + name + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(pidFile());
            Files.deleteIfExists(children());
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whatever is in a folder of ours, ./dev reset may delete. So it must be ours from the start. */
    private static void requireOurs(Path folder) throws IOException {
        if (!Files.isDirectory(folder) || Files.exists(folder.resolve(MARKER))) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new Refusal(
                        folder + " has files in it that ./dev up didn't put there: set DATA_DIR to a new folder");
            }
        }
    }

    private void stopLeftovers() throws IOException {
        if (!Files.exists(children())) {
            return;
        }
        List<ProcessHandle> leftovers = Files.readAllLines(children()).stream()
                .map(line -> line.split(" "))
                .filter(entry -> entry.length == 3)
                .flatMap(entry -> ProcessHandle.of(Long.parseLong(entry[0])).stream()
                        .filter(process -> process.info()
                                .startInstant()
                                .map(Instant::toString)
                                .filter(entry[1]::equals)
                                .isPresent()))
                .toList();
        leftovers.forEach(ProcessHandle::destroy);
        for (ProcessHandle leftover : leftovers) {
            try {
                leftover.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (Exception tooSlow) { // interrupted, failed or timed out: either way it has to go
                leftover.destroyForcibly();
            }
        }
        Files.delete(children());
    }

    private Path pidFile() {
        return folder.resolve("run/launcher.pid");
    }

    private Path children() {
        return folder.resolve("run/children");
    }
}
