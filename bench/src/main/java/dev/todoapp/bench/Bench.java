package dev.todoapp.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/** {@code ./dev bench todos|files|start [--quick]}: measures, writes the results, and fails when a bar is missed. */
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
        try {
            boolean isGood = measure(given.getFirst(), isQuick);
            System.exit(isGood || isQuick ? 0 : MISSED);
        } catch (IllegalStateException | IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(WRONG);
        }
    }

    /** @return whether every bar is met and every request was answered as it should be */
    private static boolean measure(String what, boolean isQuick) {
        Path root = Path.of("").toAbsolutePath();
        Runs runs = new Runs(root, emptied(root.resolve("bench/target/work")));
        Report report = switch (what) {
            case "todos" -> TodosReport.of(runs, isQuick);
            case "files" -> FilesReport.of(runs, isQuick);
            case "start" -> StartReport.of(runs, isQuick);
            default -> throw new IllegalArgumentException("not a bench: " + what);
        };
        Path results = root.resolve(isQuick ? "bench/target/quick" : "bench/results");
        report.write(results);
        report.bars().forEach(System.out::println);
        System.out.println("  the results are in " + root.relativize(results));
        return report.bars().stream().allMatch(Bar::isMet) && report.errors() == 0;
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
