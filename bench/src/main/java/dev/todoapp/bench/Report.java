package dev.todoapp.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The results of a bench: a page of Markdown and a plot. The bars and the ratios come first, the absolute times second. */
final class Report {

    private final String name;
    private final String title;
    private final List<Bar> bars;
    private final Map<String, String> machine;
    private final List<Plot.Panel> panels;
    private final List<String> sections = new ArrayList<>();
    private long errors;

    /** @param name of the files */
    Report(String name, String title, List<Bar> bars, List<Plot.Panel> panels, Map<String, String> machine) {
        this.name = name;
        this.title = title;
        this.bars = bars;
        this.panels = panels;
        this.machine = machine;
    }

    List<Bar> bars() {
        return bars;
    }

    /** Requests that were not answered as they should be; there must be none. */
    long errors() {
        return errors;
    }

    Report countErrors(Phase... phases) {
        for (Phase phase : phases) {
            errors += phase.all().errors();
        }
        return this;
    }

    Report section(String heading, String words, Table table) {
        sections.add("## " + heading + "\n" + (words.isEmpty() ? "" : words + "\n\n") + table);
        return this;
    }

    String markdown() {
        Table verdicts = new Table("bar", "measured", "at most", "");
        bars.forEach(bar -> verdicts.row(bar.what(), bar.measured(), bar.limitText() + bar.suffix(), bar.verdict()));
        verdicts.row("requests that failed", errors, 0, errors == 0 ? "met" : "**missed**");
        StringBuilder page = new StringBuilder("# " + title + "\n\nWritten by `./dev bench " + name
                + "`; [the README](../README.md) says how to read it.\n\n![The bars](" + name + ".svg)\n\n");
        page.append(verdicts).append('\n');
        sections.forEach(section -> page.append(section).append('\n'));
        Table described = new Table("machine", "");
        machine.forEach(described::row);
        return page.append("## On what\n")
                .append(described.toString().replace("---:", "---"))
                .toString();
    }

    /** Writes NAME.md and NAME.svg. */
    void write(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(name + ".md"), markdown());
            Files.writeString(folder.resolve(name + ".svg"), Plot.svg(panels));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
