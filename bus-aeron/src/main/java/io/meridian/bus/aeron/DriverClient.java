package io.meridian.bus.aeron;

import io.aeron.Aeron;
import io.aeron.AvailableCounterHandler;
import io.aeron.CncFileDescriptor;
import io.aeron.CommonContext;
import io.aeron.Counter;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.UnavailableImageHandler;
import io.aeron.archive.client.AeronArchive;
import io.aeron.exceptions.TimeoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.NoOpLock;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.agrona.concurrent.status.CountersReader;

/**
 * One connection to one life of a media driver. Used by the keeper's thread alone, which also runs Aeron's own
 * conductor, so that nothing is unmapped but by the keeper.
 */
final class DriverClient {
    /** Whoever waits for the driver should leave it the processor: where many start together, they would take it all. */
    private static final long REST_NS = TimeUnit.MICROSECONDS.toNanos(500);

    private static final long ARCHIVE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long FILE_CHECK_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int BARRIER_TYPE = 7701;

    private final AeronOptions options;
    private final NanoClock clock;
    private final EpochClock epochClock;
    private final Path cnc;
    private final Object cncKey;
    private final Aeron aeron;
    private final AgentInvoker invoker;
    private final IdleStrategy idle = new SleepingIdleStrategy(REST_NS);
    private AeronArchive.AsyncConnect connecting;
    private AeronArchive archive;
    private long nextFileCheckNs;
    private long lastWorkNs;

    DriverClient(
            AeronOptions options,
            NanoClock clock,
            EpochClock epochClock,
            ErrorHandler errors,
            AvailableCounterHandler newCounters) {
        this.options = options;
        this.clock = clock;
        this.epochClock = epochClock;
        cnc = options.aeronDir().resolve(CncFileDescriptor.CNC_FILE);
        cncKey = fileKey();
        aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(options.aeronDir().toString())
                .clientName("meridian-" + options.deployment())
                .useConductorAgentInvoker(true)
                // The keeper itself looks at the driver's heartbeat, so that it can make everyone leave before it
                // unmaps.
                .driverTimeoutMs(5 * options.driverTimeoutMs())
                .keepAliveIntervalNs(TimeUnit.MILLISECONDS.toNanos(250))
                .resourceLingerDurationNs(TimeUnit.SECONDS.toNanos(1))
                .closeLingerDurationNs(0)
                .errorHandler(errors)
                .availableCounterHandler(newCounters)
                .subscriberErrorHandler(DriverClient::rethrow));
        invoker = aeron.conductorAgentInvoker();
        lastWorkNs = clock.nanoTime();
    }

    /** Whether a driver is alive in the folder; a quick look. */
    static boolean isDriverThere(AeronOptions options) {
        if (!Files.exists(options.aeronDir().resolve(CncFileDescriptor.CNC_FILE))) {
            return false;
        }
        return CommonContext.isDriverActive(options.aeronDir().toFile(), options.driverTimeoutMs(), text -> {});
    }

    /** Why this connection is of no use any more, or null. */
    String deadBecause(long nowNs) {
        if (aeron.isClosed() || invoker.isClosed()) {
            return "the media driver in aeron.dir=" + options.aeronDir() + " closed the connection";
        }
        long silentMs = epochClock.time() - aeron.context().toDriverBuffer().consumerHeartbeatTime();
        if (silentMs > options.driverTimeoutMs()) {
            return "the media driver in aeron.dir=" + options.aeronDir() + " has given no sign of life for " + silentMs
                    + " ms";
        }
        if (nowNs - lastWorkNs > TimeUnit.SECONDS.toNanos(4)) {
            return "this process stood still for " + TimeUnit.NANOSECONDS.toMillis(nowNs - lastWorkNs)
                    + " ms, so the media driver has given it up";
        }
        if (nowNs - nextFileCheckNs >= 0) {
            nextFileCheckNs = nowNs + FILE_CHECK_NS;
            Object key = fileKey();
            if (key != null && !key.equals(cncKey)) {
                return "another media driver has started in aeron.dir=" + options.aeronDir();
            }
        }
        return null;
    }

    int work(long nowNs) {
        lastWorkNs = nowNs;
        return invoker.invoke();
    }

    /**
     * Drives the connection to the archive. True once there is one; a failed attempt throws and a new one begins
     * next.
     */
    boolean connectArchive() {
        if (archive != null) {
            return true;
        }
        if (connecting == null) {
            connecting = AeronArchive.asyncConnect(new AeronArchive.Context()
                    .aeron(aeron)
                    .ownsAeronClient(false)
                    .lock(NoOpLock.INSTANCE)
                    .messageTimeoutNs(ARCHIVE_TIMEOUT_NS)
                    .controlRequestChannel(CommonContext.IPC_CHANNEL)
                    .controlRequestStreamId(ArchivingDriver.CONTROL_STREAM)
                    .controlResponseChannel(CommonContext.IPC_CHANNEL)
                    .controlTermBufferLength(64 << 10)
                    .controlTermBufferSparse(false)
                    .idleStrategy(idle));
        }
        try {
            archive = connecting.poll();
        } catch (RuntimeException e) {
            AeronArchive.AsyncConnect failed = connecting;
            connecting = null;
            failed.close();
            throw e;
        }
        if (archive == null) {
            return false;
        }
        connecting = null;
        return true;
    }

    AeronArchive archive() {
        return archive;
    }

    boolean hasArchive() {
        return archive != null;
    }

    CountersReader counters() {
        return aeron.countersReader();
    }

    ExclusivePublication addPublication(String channel, int streamId) {
        long id = aeron.asyncAddExclusivePublication(channel, streamId);
        ExclusivePublication publication =
                await(() -> aeron.getExclusivePublication(id), "a publication on " + channel);
        barrier();
        return publication;
    }

    Subscription addSubscription(String channel, int streamId, UnavailableImageHandler gone) {
        long id = aeron.asyncAddSubscription(channel, streamId, null, gone);
        return await(() -> aeron.getSubscription(id), "a subscription on " + channel);
    }

    /**
     * Returns when the driver has finished all that was asked before: it says that a subscription is ready just
     * before it links it to the publications that exist, and the answer to a later question comes after both.
     */
    void barrier() {
        long id = aeron.asyncAddCounter(BARRIER_TYPE, "meridian-barrier");
        Counter counter = await(() -> aeron.getCounter(id), "an answer");
        counter.close();
    }

    /** Waits, keeping the connection going, until there is a value. */
    <T> T await(Supplier<T> poll, String what) {
        long deadlineNs = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(options.driverTimeoutMs());
        while (true) {
            long nowNs = clock.nanoTime();
            work(nowNs);
            T value = poll.get();
            if (value != null) {
                return value;
            }
            if (nowNs - deadlineNs > 0) {
                throw new TimeoutException("the media driver did not answer in " + options.driverTimeoutMs()
                        + " ms when asked for " + what);
            }
            idle.idle();
        }
    }

    /** Unmaps everything. Nobody may be inside. */
    void close() {
        aeron.close();
    }

    private Object fileKey() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(cnc, BasicFileAttributes.class);
            return attributes.fileKey() + "/" + attributes.creationTime();
        } catch (IOException e) {
            return null;
        }
    }

    /** A subscriber's own exception belongs to the subscriber. */
    private static void rethrow(Throwable thrown) {
        org.agrona.LangUtil.rethrowUnchecked(thrown);
    }
}
