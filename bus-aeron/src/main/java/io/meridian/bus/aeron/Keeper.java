package io.meridian.bus.aeron;

import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.exceptions.AeronException;
import io.aeron.exceptions.TimeoutException;
import io.meridian.bus.engine.EngineException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/**
 * The engine's one thread. It owns the connection to the driver and everything opened through it: connects, opens
 * what was asked for, opens it again after the driver died, closes it when nobody is inside any more.
 */
final class Keeper implements Agent {
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MAX_RETRY_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long OPEN_WAIT_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long LEAVE_WAIT_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long BURIAL_DELAY_NS = TimeUnit.SECONDS.toNanos(1);

    /** Something that lives on a connection and is opened again on the next one. Called on the keeper's thread. */
    interface Tenant {
        /** Does the next step towards being open, or none. The connection is up. */
        int keep(DriverClient client, long nowNs);

        /** The connection is gone: let go of all that was opened through it, without closing it. */
        void detach();

        /** Closes what is open, if it can be done now; true when nothing is left to do. */
        boolean discard();

        /** The engine closes: writes down what must be. */
        default void finish() {}

        /** Guards the memory the tenant's owner may be in. */
        Gate gate();
    }

    /** A dead connection whose memory stays until nobody can be in it. */
    private record Grave(DriverClient client, long earliestNs, List<Gate> gates) {}

    private final AeronOptions options;
    private final NanoClock clock;
    private final EpochClock epochClock;
    private final Reporter reporter;
    private final LaneAgreement agreement;
    private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final List<Tenant> tenants = new ArrayList<>();
    private final List<Tenant> leaving = new ArrayList<>();
    private final List<Grave> graves = new ArrayList<>();
    private final RecordingBook book;
    private EmbeddedDrivers.Lease lease;
    private DriverClient client;
    private boolean archiveWanted;
    private long nextTryNs;
    private long nextArchiveTryNs;
    private long retryNs = RETRY_NS;
    /** Its own, which rests when there is nothing to do; null before it begins. */
    private volatile Thread thread;

    private volatile boolean connected;
    private volatile boolean connecting = true;
    private volatile boolean closed;

    Keeper(AeronOptions options, NanoClock clock, EpochClock epochClock, Reporter reporter) {
        this.options = options;
        this.clock = clock;
        this.epochClock = epochClock;
        this.reporter = reporter;
        agreement = new LaneAgreement(options);
        book = new RecordingBook(options, epochClock, reporter);
        nextTryNs = clock.nanoTime();
        nextArchiveTryNs = nextTryNs;
        if (options.driver() == AeronOptions.DriverPlace.EMBEDDED) {
            lease = EmbeddedDrivers.lease(options, this::onError);
        }
    }

    @Override
    public String roleName() {
        return "bus-aeron-" + options.deployment();
    }

    boolean isConnected() {
        return connected;
    }

    /** Whether it is worth waiting a moment: the first attempts have not failed yet. */
    boolean isConnecting() {
        return connecting;
    }

    RecordingBook book() {
        return book;
    }

    /** Makes durable use possible; only for the keeper's thread. */
    void wantArchive() {
        if (!archiveWanted) {
            archiveWanted = true;
            connecting = client != null;
            if (lease != null) {
                lease.startArchive();
            }
        }
    }

    void add(Tenant tenant) {
        tenants.add(tenant);
        step(tenant);
    }

    void remove(Tenant tenant) {
        if (tenants.remove(tenant)) {
            leaving.add(tenant);
        }
    }

    /** Runs on the keeper's thread and waits for the result; what it throws is thrown here. */
    <T> T call(Function<Keeper, T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        commands.add(() -> {
            try {
                result.complete(task.apply(this));
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        LockSupport.unpark(thread);
        if (closed) {
            throw new IllegalStateException("the aeron engine of deployment=" + options.deployment() + " is closed");
        }
        try {
            return result.get(OPEN_WAIT_NS, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineException failure) {
                throw new EngineException(failure.getMessage(), failure);
            }
            throw Failures.of("the aeron engine failed", options, e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new EngineException(
                    "the aeron engine's thread was busy for " + OPEN_WAIT_NS / 1_000_000_000
                            + " s. The machine or its disk is overloaded; try again.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted while the aeron engine was opening something. Open it again.", e);
        }
    }

    void post(Runnable command) {
        commands.add(command);
        LockSupport.unpark(thread);
    }

    @Override
    public void onStart() {
        thread = Thread.currentThread();
    }

    @Override
    public int doWork() {
        int work = 0;
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
            work++;
        }
        long nowNs = clock.nanoTime();
        if (client == null) {
            work += connect(nowNs);
        } else {
            String reason = client.deadBecause(nowNs);
            if (reason != null) {
                lose(reason, nowNs);
            } else {
                work += client.work(nowNs);
                work += keep(nowNs);
            }
        }
        if (!leaving.isEmpty()) {
            guarded(() -> leaving.removeIf(Tenant::discard) ? 1 : 0, "closing");
        }
        if (!graves.isEmpty()) {
            bury(nowNs);
        }
        return work;
    }

    private int connect(long nowNs) {
        if (nowNs - nextTryNs < 0) {
            return 0;
        }
        nextTryNs = nowNs + retryNs;
        try {
            if (!DriverClient.isDriverThere(options)) {
                connecting = false;
                reporter.lost("no media driver is running in aeron.dir=" + options.aeronDir()
                        + ". Start one (io.meridian.bus.aeron.AeronDriver); this process will find it.");
                return 0;
            }
            agreement.verify();
            client = new DriverClient(options, clock, epochClock, this::onError, book::onAvailableCounter);
            retryNs = RETRY_NS;
            book.attach(client);
            updateConnected();
            return 1;
        } catch (RuntimeException e) {
            retryNs = Math.min(2 * retryNs, MAX_RETRY_NS);
            if (Failures.plain(e).contains("not initialised")) {
                // A driver is just starting.
                return 0;
            }
            connecting = false;
            reporter.failure("connect", Failures.of("cannot use the media driver", options, e));
            return 0;
        }
    }

    private int keep(long nowNs) {
        int work = 0;
        if (archiveWanted && !client.hasArchive() && nowNs - nextArchiveTryNs >= 0) {
            work += connectArchive(nowNs);
        }
        if (client.hasArchive()) {
            work += guarded(() -> book.refresh(nowNs), "recordings");
        }
        for (int i = 0; i < tenants.size() && client != null; i++) {
            work += step(tenants.get(i));
        }
        return work;
    }

    private int connectArchive(long nowNs) {
        try {
            if (client.connectArchive()) {
                book.archiveConnected();
                updateConnected();
                return 1;
            }
        } catch (RuntimeException e) {
            nextArchiveTryNs = nowNs + MAX_RETRY_NS;
            connecting = false;
            reporter.failure(
                    "archive",
                    new EngineException(
                            "the media driver in aeron.dir=" + options.aeronDir()
                                    + " is there, but no archive answers on it (" + Failures.plain(e)
                                    + "), so the durable profile waits. "
                                    + "Run the driver as io.meridian.bus.aeron.AeronDriver, which has one.",
                            e));
        }
        return 0;
    }

    private int step(Tenant tenant) {
        return client == null
                ? 0
                : guarded(
                        () -> tenant.keep(client, clock.nanoTime()),
                        tenant.getClass().getSimpleName());
    }

    private int guarded(java.util.function.IntSupplier work, String kind) {
        try {
            return work.getAsInt();
        } catch (TimeoutException e) {
            lose("the media driver or its archive stopped answering (" + Failures.plain(e) + ")", clock.nanoTime());
        } catch (ArchiveException e) {
            reporter.failure(kind, Failures.of("the archive refused", options, e));
            if (client != null && client.hasArchive() && client.archive().state() != AeronArchive.State.CONNECTED) {
                lose("the archive closed the connection (" + Failures.plain(e) + ")", clock.nanoTime());
            }
        } catch (RuntimeException e) {
            reporter.failure(kind, Failures.of("the aeron engine could not open something", options, e));
        }
        return 0;
    }

    private void lose(String reason, long nowNs) {
        if (client == null) {
            return;
        }
        List<Gate> gates = new ArrayList<>();
        for (Tenant tenant : tenants) {
            tenant.detach();
            gates.add(tenant.gate());
        }
        for (Tenant tenant : leaving) {
            tenant.detach();
            gates.add(tenant.gate());
        }
        // Only now, so that whoever sees it finds every publication away.
        connected = false;
        reporter.lost(reason + ". Looking for it again.");
        book.detach();
        graves.add(new Grave(client, nowNs + BURIAL_DELAY_NS, gates));
        client = null;
        nextTryNs = nowNs;
        nextArchiveTryNs = nowNs;
    }

    private void bury(long nowNs) {
        for (Iterator<Grave> i = graves.iterator(); i.hasNext(); ) {
            Grave grave = i.next();
            if (nowNs - grave.earliestNs > 0) {
                grave.gates.removeIf(Gate::isQuiet);
                if (grave.gates.isEmpty()) {
                    i.remove();
                    grave.client.close();
                }
            }
        }
    }

    private void updateConnected() {
        if (client != null && (!archiveWanted || client.hasArchive())) {
            connected = true;
            connecting = false;
            reporter.connected();
        }
    }

    /** Aeron warns of what mends itself, such as a replay whose reader left early. */
    private static boolean isWarning(Throwable error) {
        return error instanceof AeronException aeron && aeron.category() == AeronException.Category.WARN;
    }

    private void onError(Throwable error) {
        if (!closed && !isWarning(error)) {
            reporter.failure(
                    "aeron " + error.getClass().getSimpleName(),
                    Failures.of("the media driver or its archive reports", options, error));
        }
    }

    /**
     * Runs last, on the keeper's thread. Memory that somebody does not leave in time stays mapped: better than a
     * crash.
     */
    @Override
    public void onClose() {
        closed = true;
        connected = false;
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
        }
        List<Tenant> all = new ArrayList<>(tenants);
        all.addAll(leaving);
        List<Gate> gates = new ArrayList<>(all.stream().map(Tenant::gate).toList());
        graves.forEach(grave -> gates.addAll(grave.gates));
        all.forEach(Tenant::finish);
        all.forEach(Tenant::detach);
        long settledNs = clock.nanoTime() + Gate.SETTLE_NS;
        long deadlineNs = settledNs + LEAVE_WAIT_NS;
        long nowNs = clock.nanoTime();
        while (nowNs - settledNs < 0 || !gates.isEmpty() && nowNs - deadlineNs < 0) {
            LockSupport.parkNanos(500_000);
            nowNs = clock.nanoTime();
            if (nowNs - settledNs >= 0) {
                gates.removeIf(Gate::isQuiet);
            }
        }
        if (gates.isEmpty()) {
            graves.forEach(grave -> grave.client.close());
            if (client != null) {
                client.close();
            }
        }
        if (lease != null) {
            lease.close();
        }
    }
}
