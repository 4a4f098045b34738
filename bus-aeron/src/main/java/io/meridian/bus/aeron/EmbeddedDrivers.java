package io.meridian.bus.aeron;

import io.meridian.bus.engine.EngineException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The embedded drivers of this process. A driver's folder exists once on the machine, and two engines of one
 * deployment in one process must meet in it, so this is the one thing here that is static: the last engine to
 * close stops the driver.
 */
final class EmbeddedDrivers {
    private static final Map<Path, Shared> RUNNING = new HashMap<>();

    private EmbeddedDrivers() {}

    private static final class Shared {
        private final AeronOptions options;
        private final List<Consumer<Throwable>> listeners = new CopyOnWriteArrayList<>();
        private final ArchivingDriver driver;

        Shared(AeronOptions options) {
            this.options = options;
            driver = ArchivingDriver.start(options, this::tell);
        }

        void tell(Throwable error) {
            for (Consumer<Throwable> listener : listeners) {
                listener.accept(error);
            }
        }
    }

    /** One engine's share of a driver. */
    static final class Lease implements AutoCloseable {
        private final Shared shared;
        private final Consumer<Throwable> errors;
        private boolean closed;

        private Lease(Shared shared, Consumer<Throwable> errors) {
            this.shared = shared;
            this.errors = errors;
        }

        void startArchive() {
            shared.driver.startArchive();
        }

        @Override
        public void close() {
            synchronized (RUNNING) {
                if (!closed) {
                    closed = true;
                    shared.listeners.remove(errors);
                    if (shared.listeners.isEmpty()) {
                        RUNNING.remove(shared.options.aeronDir());
                        shared.driver.close();
                    }
                }
            }
        }
    }

    static Lease lease(AeronOptions options, Consumer<Throwable> errors) {
        synchronized (RUNNING) {
            Shared shared = RUNNING.get(options.aeronDir());
            if (shared == null) {
                shared = new Shared(options);
                RUNNING.put(options.aeronDir(), shared);
            } else if (!shared.options.archiveDir().equals(options.archiveDir())) {
                throw new EngineException("aeron.archive.dir=" + options.archiveDir() + " differs from the "
                        + shared.options.archiveDir() + " of the driver that already runs in this process in aeron.dir="
                        + options.aeronDir() + ". Use the same archive, or another aeron.dir.");
            }
            // A wrapper of its own, so that two equal consumers count as two.
            Consumer<Throwable> own = errors::accept;
            shared.listeners.add(own);
            return new Lease(shared, own);
        }
    }
}
