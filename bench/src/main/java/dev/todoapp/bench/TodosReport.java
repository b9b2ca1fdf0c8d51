package dev.todoapp.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@link TodosBench} has measured, in words. */
final class TodosReport {

    private static final double CPU_MILLIS = 0.6;
    private static final double MILLIS_OVER = 1;
    private static final double PAGES = 1.2;

    private TodosReport() {}

    static Report of(Runs runs, boolean isQuick) {
        Machine.Mood before = Machine.Mood.now();
        TodosBench.Pace pace = isQuick ? TodosBench.Pace.QUICK : TodosBench.Pace.RECORD;
        return of(new TodosBench(runs, pace).run(), Machine.describe(before, versions(pace)));
    }

    static Report of(TodosBench.Measured all, Map<String, String> machine) {
        double cpu = all.closed().cpuMillisPerRequest();
        double references = all.floor().cpuMillisPerRequest() + all.frame().cpuMillisPerRequest();
        double over = all.open().all().p50()
                - all.openFloor().all().p50()
                - all.openFrame().all().p50();
        double first = ratio(all.pages(), TodosLoad.FIRST_OF_MANY, TodosLoad.FIRST_OF_FEW);
        double middle = ratio(all.pages(), TodosLoad.MIDDLE_OF_MANY, TodosLoad.MIDDLE_OF_FEW);

        List<Bar> bars = List.of(
                new Bar("CPU of the service per request of the mix", cpu, CPU_MILLIS, "ms"),
                new Bar(
                        "p50 over the floor's and the frame's together, at 30 % of the throughput",
                        over, MILLIS_OVER, "ms"),
                new Bar("first page of 10,000 to-dos over that of 100, p50", first, PAGES, ""),
                new Bar("middle page of 10,000 to-dos over that of 100, p50", middle, PAGES, ""));
        List<Plot.Panel> panels = List.of(
                new Plot.Panel(
                        "CPU ms per request",
                        ordered(
                                "service", cpu,
                                "service, laptop", all.laptop().cpuMillisPerRequest(),
                                "floor", all.floor().cpuMillisPerRequest(),
                                "frame", all.frame().cpuMillisPerRequest()),
                        List.of("service"),
                        CPU_MILLIS),
                new Plot.Panel(
                        "p50 at 30 % load, ms",
                        ordered(
                                "service", all.open().all().p50(),
                                "floor", all.openFloor().all().p50(),
                                "frame", all.openFrame().all().p50()),
                        List.of("service"),
                        all.openFloor().all().p50() + all.openFrame().all().p50() + MILLIS_OVER),
                new Plot.Panel(
                        "p50 of 10,000 over 100",
                        ordered("first", first, "middle", middle),
                        List.of("first", "middle"),
                        PAGES));

        return new Report("todos", "What a request to the to-do service costs", bars, panels, machine)
                .section(
                        "Ratios",
                        "Closed model, 8 users. The floor makes the same calls to DynamoDB directly; the frame answers with a constant.",
                        new Table("the service, over", "throughput", "CPU per request", "p50", "p99")
                                .row(over("the floor", all.closed(), all.floor()))
                                .row(over("the frame", all.closed(), all.frame()))
                                .row(
                                        "both together",
                                        "–",
                                        cpu / references,
                                        all.closed().all().p50()
                                                / (all.floor().all().p50()
                                                        + all.frame().all().p50()),
                                        "–")
                                .row(over("itself with the laptop's flags", all.closed(), all.laptop())))
                .section(
                        "Closed model",
                        "8 users, each asking again when it has its answer. Times in ms, CPU of the measured process alone.",
                        Table.ofPhases()
                                .row(Table.phase("service", all.closed()))
                                .row(Table.phase("service, laptop's flags", all.laptop()))
                                .row(Table.phase("floor", all.floor()))
                                .row(Table.phase("frame", all.frame())))
                .section(
                        "Open model",
                        "%.0f requests arrive each second, 30 %% of what the service can do.".formatted(all.rate()),
                        Table.ofPhases()
                                .row(Table.phase("service", all.open()))
                                .row(Table.phase("floor", all.openFloor()))
                                .row(Table.phase("frame", all.openFrame())))
                .section("By operation, service, closed model", "", Table.ofOperations(all.closed()))
                .section("By operation, floor, closed model", "", Table.ofOperations(all.floor()))
                .section(
                        "Pages",
                        "One user asks for the four in turns, in changing order.",
                        Table.ofOperations(all.pages()))
                .countErrors(
                        all.closed(),
                        all.laptop(),
                        all.floor(),
                        all.frame(),
                        all.open(),
                        all.openFloor(),
                        all.openFrame(),
                        all.pages());
    }

    private static double ratio(Phase phase, String one, String other) {
        return phase.operation(one).p50() / phase.operation(other).p50();
    }

    private static Object[] over(String what, Phase service, Phase other) {
        return new Object[] {
            what,
            service.throughput() / other.throughput(),
            service.cpuMillisPerRequest() / other.cpuMillisPerRequest(),
            service.all().p50() / other.all().p50(),
            service.all().p99() / other.all().p99()
        };
    }

    private static Map<String, Double> ordered(Object... namesAndValues) {
        Map<String, Double> all = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            all.put((String) namesAndValues[i], (Double) namesAndValues[i + 1]);
        }
        return all;
    }

    private static Map<String, String> versions(TodosBench.Pace pace) {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("service", "JVM options " + String.join(" ", Runs.CONTAINER));
        versions.put("table", "DynamoDB Local in memory, a process of its own");
        versions.put("load", "Gatling " + Machine.gatling() + ", a process of its own");
        versions.put(
                "seconds",
                "%d of warm-up, then %d measured; %d of warm-up for what is warm already; the service in three windows, of which the middle one by CPU time counts"
                        .formatted(pace.warmUp(), pace.measured(), pace.again()));
        return versions;
    }
}
