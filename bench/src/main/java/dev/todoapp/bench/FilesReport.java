package dev.todoapp.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@link FilesBench} has measured, in words. */
final class FilesReport {

    private static final double MEBIBYTES = 5;

    private FilesReport() {}

    static Report of(Runs runs, boolean isQuick) {
        Machine.Mood before = Machine.Mood.now();
        TodosBench.Pace pace = isQuick ? TodosBench.Pace.QUICK : TodosBench.Pace.RECORD;
        FilesBench.Measured all = new FilesBench(runs, pace).run();
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("service", "JVM options " + String.join(" ", Runs.CONTAINER));
        versions.put("bucket", "S3Proxy over a folder, a process of its own");
        versions.put("load", "Gatling " + Machine.gatling() + ", a process of its own");
        versions.put("seconds", "%d of warm-up, then %d measured".formatted(pace.warmUp(), pace.measured()));
        return of(all, Machine.describe(before, versions));
    }

    static Report of(FilesBench.Measured all, Map<String, String> machine) {
        Phase service = all.service();
        Phase floor = all.floor();
        Transfer.Leg up = all.transfer().upload();
        Transfer.Leg down = all.transfer().download();
        Map<String, Double> grown = new LinkedHashMap<>();
        grown.put("upload", up.grownMebibytes());
        grown.put("download", down.grownMebibytes());
        List<Bar> bars = List.of(
                new Bar("growth of the service's memory while 100 MiB go up", up.grownMebibytes(), MEBIBYTES, "MiB"),
                new Bar(
                        "growth of the service's memory while 100 MiB come down",
                        down.grownMebibytes(),
                        MEBIBYTES,
                        "MiB"));
        return new Report(
                        "files",
                        "What a request to the files service costs",
                        bars,
                        List.of(new Plot.Panel("memory growth, MiB", grown, List.of("upload", "download"), MEBIBYTES)),
                        machine)
                .section(
                        "Ratios",
                        "Closed model, 8 users; half of the requests begin an upload, half list 10 files. The floor makes the same calls with the SDK directly.",
                        new Table("the service, over", "throughput", "CPU per request", "p50", "p99")
                                .row(
                                        "the floor",
                                        service.throughput() / floor.throughput(),
                                        service.cpuMillisPerRequest() / floor.cpuMillisPerRequest(),
                                        service.all().p50() / floor.all().p50(),
                                        service.all().p99() / floor.all().p99()))
                .section(
                        "100 MiB through the signed URLs",
                        "The bytes go between the client and S3. What the service's process notices meanwhile:",
                        new Table("", "memory growth, MiB", "CPU ms of the service", "seconds", "MiB/s")
                                .row(
                                        "upload",
                                        up.grownMebibytes(),
                                        up.cpuMillis(),
                                        up.seconds(),
                                        up.mebibytesPerSecond())
                                .row(
                                        "download",
                                        down.grownMebibytes(),
                                        down.cpuMillis(),
                                        down.seconds(),
                                        down.mebibytesPerSecond()))
                .section(
                        "Closed model",
                        "Times in ms, CPU of the measured process alone.",
                        Table.ofPhases().row(Table.phase("service", service)).row(Table.phase("floor", floor)))
                .section("By operation, service", "", Table.ofOperations(service))
                .section("By operation, floor", "", Table.ofOperations(floor))
                .countErrors(service, floor);
    }
}
