package dev.todoapp.bench;

import java.net.URI;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the process that makes load is told.
 *
 * @param model who comes when
 * @param target the address under load
 * @param pid of the process whose CPU time counts
 * @param data a file that the load's own kind knows how to read
 * @param users how many ask at the same time, in the closed model
 * @param perSecond how many come, in the open model
 * @param warmUp in seconds, not counted
 * @param seconds that count
 * @param result the file that gets the {@link Phase}
 */
record Load(
        Model model,
        URI target,
        long pid,
        Path data,
        int users,
        double perSecond,
        long warmUp,
        long seconds,
        Path result) {

    /** The system property that names the file. */
    static final String PROPERTY = "bench.load";

    /** The last seconds of a warm-up, in which the open model's arrivals have begun already. */
    static final long SETTLING = 2;

    private static final JsonMapper JSON = new JsonMapper();

    enum Model {
        /** So many users, each asking again when it has its answer. */
        CLOSED,
        /** So many a second, whether the ones before have their answers or not. */
        OPEN,
        /** One user who compares: each round asks for each thing once, in another order. */
        COMPARE
    }

    Load {
        Loopback.require(target);
    }

    /** How long it lasts, with a little after the measurement so that its end is under load too. */
    long lasts() {
        return warmUp + seconds + 1;
    }

    void write(Path file) {
        JSON.writeValue(file, this);
    }

    static Load given() {
        return JSON.readValue(Path.of(System.getProperty(PROPERTY)), Load.class);
    }
}
