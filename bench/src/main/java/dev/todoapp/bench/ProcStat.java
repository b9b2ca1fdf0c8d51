package dev.todoapp.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel has counted of a process, all its threads together: the JVM's own (compilers, collector) and those that ended too. */
final class ProcStat {

    /** Ticks of {@code /proc} are a hundredth of a second on every Linux that there is (USER_HZ). */
    private static final double MILLIS_PER_TICK = 10;

    private static final int UTIME = 11;
    private static final int STIME = 12;

    private final Path folder;

    private ProcStat(Path folder) {
        this.folder = folder;
    }

    static ProcStat of(long pid) {
        return new ProcStat(Path.of("/proc", Long.toString(pid)));
    }

    static boolean isThere() {
        return Files.isReadable(Path.of("/proc/self/stat"));
    }

    /** CPU time so far, in milliseconds: user and system. */
    double cpuMillis() {
        return cpuMillis(read("stat"));
    }

    /** Resident memory, in bytes. */
    long residentBytes() {
        return residentBytes(read("status"));
    }

    /** @param stat the line of {@code /proc/PID/stat} */
    static double cpuMillis(String stat) {
        // The second field is the program's name in brackets, and may hold spaces and brackets itself.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ");
        return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) * MILLIS_PER_TICK;
    }

    /** @param status the lines of {@code /proc/PID/status} */
    static long residentBytes(String status) {
        return status.lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(kilobytes -> Long.parseLong(kilobytes) * 1024)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no VmRSS in " + status));
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the process that is measured has ended: " + folder, e);
        }
    }
}
