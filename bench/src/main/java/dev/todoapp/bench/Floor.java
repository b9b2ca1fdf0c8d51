package dev.todoapp.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Makes calls straight to AWS's stand-in, as many at a time or a second as the load on the service is told to make requests. */
final class Floor {

    private final Load load;
    private final Recording recording;

    Floor(Load load) {
        this.load = load;
        this.recording = new Recording(ProcStat.of(ProcessHandle.current().pid())::cpuMillis);
    }

    /** One operation. */
    interface Call {
        void make();
    }

    /** Draws the next operation. */
    interface Mix {
        Drawn draw(int percent);
    }

    record Drawn(String name, Call call) {}

    void run(Mix mix) {
        switch (load.model()) {
            case CLOSED -> {
                recording.schedule(load.warmUp(), load.seconds());
                closed(mix, inSeconds(load.lasts()));
            }
            case OPEN -> {
                // The warm-up is closed: a fast one, whatever the rate is that comes after it.
                closed(mix, inSeconds(load.warmUp() - Load.SETTLING));
                recording.schedule(Load.SETTLING, load.seconds());
                open(mix, inSeconds(Load.SETTLING + load.seconds() + 1));
            }
            case COMPARE -> throw new IllegalArgumentException("the floor has nothing to compare");
        }
        recording.phase().write(load.result());
    }

    private static long inSeconds(long seconds) {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    private void closed(Mix mix, long end) {
        CountDownLatch running = new CountDownLatch(load.users());
        for (int user = 0; user < load.users(); user++) {
            Thread.startVirtualThread(() -> {
                try {
                    while (System.nanoTime() - end < 0) {
                        make(mix);
                    }
                } finally {
                    running.countDown();
                }
            });
        }
        try {
            running.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void open(Mix mix, long end) {
        double nanosBetween = 1e9 / load.perSecond();
        long begun = System.nanoTime();
        for (long i = 1; ; i++) {
            long due = begun + (long) (i * nanosBetween);
            if (due - end > 0) {
                return;
            }
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            Thread.startVirtualThread(() -> make(mix));
        }
    }

    private void make(Mix mix) {
        Drawn drawn = mix.draw(ThreadLocalRandom.current().nextInt(100));
        long asked = System.nanoTime();
        boolean isGood = true;
        try {
            drawn.call().make();
        } catch (RuntimeException e) { // whatever it is, it counts as an error
            isGood = false;
            System.err.println(drawn.name() + " failed: " + e);
        }
        recording.add(drawn.name(), System.nanoTime() - asked, isGood);
    }
}
