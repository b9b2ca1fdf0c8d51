package dev.todoapp.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/** {@code ./dev bench todos|files [--quick]}: measures, writes the results, and fails when a bar is missed. */
public final class Bench {

    private static final int MISSED = 1;
    private static final int WRONG = 2;

    private Bench() {}

    public static void main(String[] args) {
        List<String> given = List.of(args);
        boolean isQuick = given.contains("--quick");
        if (!ProcStat.isThere()) {
            System.err.println("bench: what a process costs is read from /proc, which only Linux has");
            System.exit(WRONG);
        }
        Path root = Path.of("").toAbsolutePath();
        Runs runs = new Runs(root, emptied(root.resolve("bench/target/work")));
        Report report = switch (given.getFirst()) {
            case "todos" -> TodosReport.of(runs, isQuick);
            case "files" -> FilesReport.of(runs, isQuick);
            default -> throw new IllegalArgumentException("not a bench: " + given.getFirst());
        };
        report.write(isQuick ? root.resolve("bench/target/quick") : root.resolve("bench/results"));
        report.bars().forEach(System.out::println);
        boolean isGood = report.bars().stream().allMatch(Bar::isMet) && report.errors() == 0;
        System.exit(isGood || isQuick ? 0 : MISSED);
    }

    private static Path emptied(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
