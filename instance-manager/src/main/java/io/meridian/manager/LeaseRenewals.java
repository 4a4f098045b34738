package io.meridian.manager;

import io.meridian.manager.runtime.InstanceFolder;
import io.meridian.sidecar.control.ControlSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Where several managers may lead: says to all sidecars, again and again, that this one does, so that they go on. One that another manager started on this machine hears it as well, and is taken over as
 * it runs.
 */
public final class LeaseRenewals implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Path instances;
    private final LongSupplier term;
    private final Consumer<String> log;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param folder of the manager
     * @param term in which it leads now, or 0
     */
    public LeaseRenewals(Path folder, LongSupplier term, Consumer<String> log) {
        instances = Manager.instancesFolder(folder);
        this.term = term;
        this.log = log;
        thread = Thread.ofPlatform().name("manager-leases").start(this::renew);
    }

    private void renew() {
        while (!closed) {
            long now = term.getAsLong();
            if (now != 0) {
                try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
                    running().forEach(instance -> each.submit(() -> renew(instance, now)));
                }
            }
            try {
                TimeUnit.NANOSECONDS.sleep(EVERY.toNanos());
            } catch (InterruptedException ended) {
                return;
            }
        }
    }

    private static void renew(InstanceFolder instance, long now) {
        try {
            instance.control(PATIENCE, now).lead();
        } catch (IOException silent) {
            // Whether it answers is the business of health; without an answer it ends by itself.
        }
    }

    private List<InstanceFolder> running() {
        if (!Files.isDirectory(instances)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(instances)) {
            return all.map(InstanceFolder::new)
                    .filter(folder -> Files.exists(folder.sidecar().resolve(ControlSocket.FILE)))
                    .toList();
        } catch (IOException gone) {
            log.accept("ALARM: the folders of instances cannot be read: " + gone);
            return List.of();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
