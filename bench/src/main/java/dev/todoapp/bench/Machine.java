package dev.todoapp.bench;

import io.gatling.commons.util.GatlingVersion$;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** On what, and of what, the numbers are. */
final class Machine {

    private Machine() {}

    /** How the machine was in a moment: what in the numbers may be others' doing. */
    record Mood(String load, String memory) {

        static Mood now() {
            return new Mood(Machine.load(), MemoryLatency.measure());
        }
    }

    /**
     * @param before how it was when the measurement began
     * @param versions further lines, such as those of what was used
     */
    static Map<String, String> describe(Mood before, Map<String, String> versions) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        all.put("commit", System.getProperty("bench.commit", "unknown"));
        all.put(
                "CPU",
                "%s, %d cores"
                        .formatted(
                                first("/proc/cpuinfo", "model name"),
                                Runtime.getRuntime().availableProcessors()));
        all.put("memory", gibibytes(first("/proc/meminfo", "MemTotal")));
        all.put(
                "system",
                first("/etc/os-release", "PRETTY_NAME").replace("\"", "") + ", Linux "
                        + System.getProperty("os.version"));
        all.put("JVM", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        all.putAll(versions);
        all.put("load before the start", before.load());
        all.put(
                "a read in 4 MiB",
                "%s before the start, %s at the end".formatted(before.memory(), MemoryLatency.measure()));
        return all;
    }

    /** How many processes wanted a CPU during the last minute, which is the noise in what comes after. */
    private static String load() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        } catch (IOException e) {
            return "unknown";
        }
    }

    static String gatling() {
        return GatlingVersion$.MODULE$.ThisVersion().fullVersion();
    }

    private static String gibibytes(String kilobytes) {
        String digits = kilobytes.replaceAll("[^0-9]", "");
        return digits.isEmpty()
                ? "unknown"
                : String.format(Locale.ROOT, "%.0f GiB", Long.parseLong(digits) / 1048576.0);
    }

    private static String first(String file, String key) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.split("[:=]", 2)[1].strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
