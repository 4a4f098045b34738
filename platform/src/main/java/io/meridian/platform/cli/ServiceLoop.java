package io.meridian.platform.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** A service in the foreground: it works until it is told to end, rests when there is nothing to do, and logs its figures each minute. */
public final class ServiceLoop {
    private static final long SAY_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long LONGEST = 10;

    private ServiceLoop() {}

    /**
     * @param work does what there is to do now; 0: there was nothing
     * @param figures what is logged of it
     * @param idleNs how long it rests when there is nothing; longer from time to time as long as there is nothing, up to ten times that
     */
    public static void run(IntSupplier work, Supplier<?> figures, long idleNs, StopSignal stop) {
        long saidNs = System.nanoTime();
        long restNs = idleNs;
        while (!stop.isStopped()) {
            if (work.getAsInt() == 0) {
                stop.await(restNs);
                restNs = Math.min(2 * restNs, LONGEST * idleNs);
            } else {
                restNs = idleNs;
            }
            if (System.nanoTime() - saidNs > SAY_NS) {
                saidNs = System.nanoTime();
                say(figures.get().toString());
            }
        }
    }

    /** Writes a line into the log of the service, with the time. */
    public static void say(String text) {
        Output.err().println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + text);
    }
}
