package dev.todoapp.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/** {@code ./dev bench todos|files|start [--quick|--keep]}: measures, writes the results, and fails when a bar is missed. */
public final class Bench {

    private static final int MISSED = 1;
    private static final int WRONG = 2;

    private Bench() {}

    public static void main(String[] args) {
        List<String> given = List.of(args);
        Purpose purpose = Purpose.of(given);
        if (!ProcStat.isThere()) {
            System.err.println("bench: what a process costs is read from /proc, which only Linux has");
            System.exit(WRONG);
        }
        try {
            System.exit(purpose.judge(measure(given.getFirst(), purpose)) ? 0 : MISSED);
        } catch (IllegalStateException | IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(WRONG);
        }
    }

    private static Report measure(String what, Purpose purpose) {
        boolean isQuick = purpose == Purpose.TRIAL;
        Path root = Path.of("").toAbsolutePath();
        Runs runs = new Runs(root, emptied(root.resolve("bench/target/work")));
        Report report = switch (what) {
            case "todos" -> TodosReport.of(runs, isQuick);
            case "files" -> FilesReport.of(runs, isQuick);
            case "start" -> StartReport.of(runs, isQuick);
            default -> throw new IllegalArgumentException("not a bench: " + what);
        };
        Path results = root.resolve(purpose.folder);
        report.write(results);
        report.bars().forEach(System.out::println);
        System.out.println("  the results are in " + root.relativize(results));
        return report;
    }

    /** What it is measured for, and so where the results go and what is a failure. */
    enum Purpose {
        /** Only to see that it works. */
        TRIAL("bench/target/quick"),
        /** For the records of machines that others share: a missed bar is in them, a wrong answer is still a failure. */
        RECORDS("bench/target/kept"),
        /** To hold the bars. */
        BARS("bench/results");

        private final String folder;

        Purpose(String folder) {
            this.folder = folder;
        }

        static Purpose of(List<String> arguments) {
            return arguments.contains("--quick") ? TRIAL : arguments.contains("--keep") ? RECORDS : BARS;
        }

        boolean judge(Report report) {
            return switch (this) {
                case TRIAL -> true;
                case RECORDS -> report.errors() == 0;
                case BARS -> report.errors() == 0 && report.bars().stream().allMatch(Bar::isMet);
            };
        }
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
