package dev.todoapp.bench;

import dev.todoapp.bench.StartBench.Form;
import dev.todoapp.bench.StartBench.Start;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** What {@link StartBench} has measured, in words. */
final class StartReport {

    /** A third, and a sooner start of two and a half times. */
    private static final double TIME_ON_TWO = 0.333;

    private static final double TIME_ON_ONE = 0.4;
    private static final double CPU = 0.45;
    private static final double MEBIBYTES = 256;
    private static final int REPEATS = 3;
    private static final int REQUESTS = 1_000;

    private StartReport() {}

    static Report of(Runs runs, boolean isQuick) {
        Machine.Mood before = Machine.Mood.now();
        int repeats = isQuick ? 1 : REPEATS;
        int requests = isQuick ? 100 : REQUESTS;
        StartBench.Measured all = new StartBench(runs, repeats, requests).run();
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put(
                "service",
                "todo-service; JVM options of images/java.options, Spring's AOT for the image's command alone");
        versions.put("table", "DynamoDB Local, in memory, a process of its own");
        versions.put("starts", "%d of each form on each number of CPUs (taskset), medians".formatted(repeats));
        versions.put(
                "requests",
                "%,d, one after the other, half of them add a to-do, half read a page of 20".formatted(requests));
        return of(all, Machine.describe(before, versions));
    }

    static Report of(StartBench.Measured all, Map<String, String> machine) {
        double timeOnTwo = ratio(all.two(), Start::ready);
        double timeOnOne = ratio(all.one(), Start::ready);
        double cpuOnTwo = ratio(all.two(), Start::cpu);
        double cpuOnOne = ratio(all.one(), Start::cpu);
        double memory =
                Math.max(image(all.one()).memoryAfter(), image(all.two()).memoryAfter());
        List<Bar> bars = List.of(
                new Bar(
                        "time until ready of the image's command over that of the jar, two CPUs",
                        timeOnTwo,
                        TIME_ON_TWO,
                        ""),
                new Bar("the same, one CPU", timeOnOne, TIME_ON_ONE, ""),
                new Bar("CPU until ready of the image's command over that of the jar, two CPUs", cpuOnTwo, CPU, ""),
                new Bar("the same, one CPU", cpuOnOne, CPU, ""),
                new Bar("memory of the image's command after the requests", memory, MEBIBYTES, "MiB"));
        return new Report(
                        "start",
                        "How a service starts",
                        bars,
                        List.of(
                                panel("ready on two CPUs, s", all.two(), start -> start.ready() / 1_000, TIME_ON_TWO),
                                panel("ready on one CPU, s", all.one(), start -> start.ready() / 1_000, TIME_ON_ONE),
                                new Plot.Panel(
                                        "MiB after the requests",
                                        values(all.two(), Start::memoryAfter),
                                        List.of("image"),
                                        MEBIBYTES)),
                        machine)
                .section(
                        "Ratios",
                        "How many times as soon as `java -jar` it is ready, and with what part of its CPU.",
                        ratios(all))
                .section("On two CPUs", "Until the first 200 from readiness, and after the requests.", table(all.two()))
                .section("On one CPU", "", table(all.one()));
    }

    private static Table ratios(StartBench.Measured all) {
        Table table = new Table("", "sooner, two CPUs", "CPU, two CPUs", "sooner, one CPU", "CPU, one CPU");
        for (Form form : Form.values()) {
            table.row(
                    form.words(),
                    1 / ratio(all.two(), form, Start::ready),
                    ratio(all.two(), form, Start::cpu),
                    1 / ratio(all.one(), form, Start::ready),
                    ratio(all.one(), form, Start::cpu));
        }
        return table;
    }

    private static Table table(Map<Form, Start> starts) {
        Table table =
                new Table("", "ready, ms", "CPU, ms", "MiB", "CPU after the requests, ms", "MiB after the requests");
        starts.forEach((form, start) -> table.row(
                form.words(), start.ready(), start.cpu(), start.memory(), start.cpuAfter(), start.memoryAfter()));
        return table;
    }

    private static Plot.Panel panel(String title, Map<Form, Start> starts, ToDoubleFunction<Start> value, double part) {
        double limit = part * value.applyAsDouble(Objects.requireNonNull(starts.get(Form.JAR)));
        return new Plot.Panel(title, values(starts, value), List.of("image"), limit);
    }

    private static Map<String, Double> values(Map<Form, Start> starts, ToDoubleFunction<Start> value) {
        Map<Form, String> names =
                new EnumMap<>(Map.of(Form.JAR, "jar", Form.EXTRACTED, "extracted", Form.IMAGE, "image"));
        Map<String, Double> values = new LinkedHashMap<>();
        names.forEach((form, name) -> values.put(name, value.applyAsDouble(Objects.requireNonNull(starts.get(form)))));
        return values;
    }

    private static Start image(Map<Form, Start> starts) {
        return Objects.requireNonNull(starts.get(Form.IMAGE));
    }

    private static double ratio(Map<Form, Start> starts, ToDoubleFunction<Start> value) {
        return ratio(starts, Form.IMAGE, value);
    }

    private static double ratio(Map<Form, Start> starts, Form form, ToDoubleFunction<Start> value) {
        return value.applyAsDouble(Objects.requireNonNull(starts.get(form)))
                / value.applyAsDouble(Objects.requireNonNull(starts.get(Form.JAR)));
    }
}
