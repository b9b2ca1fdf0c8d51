package dev.todoapp.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A table of Markdown: the first column is text, the others are numbers. */
final class Table {

    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... head) {
        this.head = List.of(head);
    }

    /** For rows made by {@link #phase}. */
    static Table ofPhases() {
        return new Table("", "requests/s", "p50", "p95", "p99", "CPU ms per request", "errors");
    }

    static Object[] phase(String what, Phase phase) {
        Phase.Operation all = phase.all();
        return new Object[] {
            what, phase.throughput(), all.p50(), all.p95(), all.p99(), phase.cpuMillisPerRequest(), all.errors()
        };
    }

    static Table ofOperations(Phase phase) {
        Table table = new Table("", "requests", "p50", "p95", "p99", "errors");
        phase.operations()
                .forEach(one -> table.row(one.name(), one.count(), one.p50(), one.p95(), one.p99(), one.errors()));
        return table;
    }

    /** @throws IllegalArgumentException if the row has another width than the head */
    Table row(Object... cells) {
        if (cells.length != head.size()) {
            throw new IllegalArgumentException("%d cells under %d heads".formatted(cells.length, head.size()));
        }
        rows.add(Arrays.stream(cells).map(Table::text).toList());
        return this;
    }

    @Override
    public String toString() {
        return line(head) + "|---|" + "---:|".repeat(head.size() - 1) + "\n"
                + rows.stream().map(Table::line).collect(Collectors.joining());
    }

    private static String line(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** Three digits that say something: more would be noise. */
    private static String text(Object cell) {
        if (!(cell instanceof Double number)) {
            return cell.toString();
        }
        double size = Math.abs(number);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, number);
    }
}
