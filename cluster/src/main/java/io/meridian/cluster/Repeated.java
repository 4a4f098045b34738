package io.meridian.cluster;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Does something again and again on a thread of its own. When it fails that is told, and it is done again: the next time others may be there. */
public final class Repeated implements AutoCloseable {
    private final ScheduledExecutorService thread;

    public Repeated(String name, Duration pause, Consumer<String> log, Runnable what) {
        thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("cluster-" + name).factory());
        thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        what.run();
                    } catch (RuntimeException failed) {
                        log.accept("ALARM: cluster: " + name + " failed: " + failed);
                    }
                },
                0,
                pause.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
