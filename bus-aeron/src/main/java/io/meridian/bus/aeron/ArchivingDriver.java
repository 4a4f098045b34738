package io.meridian.bus.aeron;

import io.aeron.CommonContext;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveMarkFile;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.meridian.bus.engine.EngineException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;

/**
 * A media driver in this process and, from the first durable use on, an archive. Two threads, both of which sleep
 * when idle.
 */
final class ArchivingDriver implements AutoCloseable {
    /** Control stream of the archive; only shared memory leads to it. */
    static final int CONTROL_STREAM = 11;

    private static final int COUNTERS_LENGTH = 1 << 20;
    private static final int CONTROL_TERM_LENGTH = 64 << 10;
    /** What the driver takes before anyone publishes: counters with their labels, errors, commands, loss report. */
    private static final long FIXED_MEMORY = 8L << 20;

    private static final long CLIENT_LIVENESS_NS = TimeUnit.SECONDS.toNanos(5);
    private static final int TRIES_TO_EMPTY = 50;
    private static final int THINGS_TO_MEND = 2;

    private final AeronOptions options;
    private final Consumer<Throwable> errors;
    private final MediaDriver driver;
    private Archive archive;
    private PathLock archiveLock;

    private ArchivingDriver(AeronOptions options, Consumer<Throwable> errors, MediaDriver driver) {
        this.options = options;
        this.errors = errors;
        this.driver = driver;
    }

    /**
     * Starts the driver.
     *
     * @throws EngineException when the folder or the memory does not allow it
     */
    static ArchivingDriver start(AeronOptions options, Consumer<Throwable> errors) {
        verifyMemory(options);
        for (int left = TRIES_TO_EMPTY; ; left--) {
            try {
                return launch(options, errors);
            } catch (Exception e) {
                // Thrown unchecked: a client of the driver before this one wrote into its folder while it was emptied.
                if (!(e instanceof DirectoryNotEmptyException)) {
                    throw e;
                }
                if (left == 0) {
                    throw new EngineException(
                            "aeron.dir=" + options.aeronDir() + " cannot be emptied: some process goes on"
                                    + " writing into it. End that process, or set another aeron.dir.");
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    private static ArchivingDriver launch(AeronOptions options, Consumer<Throwable> errors) {
        ErrorHandler handler = errors::accept;
        MediaDriver.Context context = new MediaDriver.Context()
                .aeronDirectoryName(options.aeronDir().toString())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .warnIfDirectoryExists(false)
                .driverTimeoutMs(options.driverTimeoutMs())
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(options.idle().supplier().get())
                .asyncExecutorEnabled(false)
                .termBufferSparseFile(false)
                .performStorageChecks(true)
                .lowStorageWarningThreshold(0)
                .counterValuesBufferLength(COUNTERS_LENGTH)
                .ipcTermBufferLength(options.termLength())
                .publicationTermBufferLength(options.termLength())
                .ipcMtuLength(options.mtu())
                .timerIntervalNs(TimeUnit.MILLISECONDS.toNanos(10))
                .untetheredWindowLimitTimeoutNs(options.lossyStallNs())
                .untetheredLingerTimeoutNs(options.lossyStallNs())
                .untetheredRestingTimeoutNs(options.lossyRestNs())
                .clientLivenessTimeoutNs(CLIENT_LIVENESS_NS)
                .publicationUnblockTimeoutNs(2 * CLIENT_LIVENESS_NS)
                .imageLivenessTimeoutNs(TimeUnit.SECONDS.toNanos(2))
                .publicationLingerTimeoutNs(TimeUnit.SECONDS.toNanos(1))
                .errorHandler(handler);
        try {
            return new ArchivingDriver(options, errors, MediaDriver.launch(context));
        } catch (RuntimeException e) {
            throw Failures.of("the media driver could not start", options, e);
        }
    }

    /** Starts the archive unless it runs. */
    synchronized void startArchive() {
        if (archive != null) {
            return;
        }
        try {
            Files.createDirectories(options.archiveDir());
            Path lockFile = options.archiveDir().resolve("meridian.lock");
            archiveLock = PathLock.tryLock(lockFile)
                    .orElseThrow(() -> new EngineException(PathLock.holder(lockFile)
                            + " already runs an archive on aeron.archive.dir=" + options.archiveDir()
                            + ". Stop it, use it with aeron.driver=external, or set another aeron.archive.dir."));
            // Who holds the lock knows that the process which left this mark is dead, and need not wait until it looks
            // so.
            Files.deleteIfExists(options.archiveDir().resolve(ArchiveMarkFile.FILENAME));
        } catch (IOException e) {
            throw Failures.unwritable("aeron.archive.dir", options.archiveDir(), e);
        }
        try {
            archive = launchArchive();
        } catch (RuntimeException e) {
            archiveLock.close();
            throw Failures.of("the archive could not start", options, e);
        }
    }

    private Archive launchArchive() {
        KilledArchive before = new KilledArchive(options);
        for (int left = THINGS_TO_MEND; ; left--) {
            Archive.Context context = archiveContext();
            try {
                return Archive.launch(context);
            } catch (RuntimeException e) {
                CloseHelper.quietClose(context::close);
                if (left == 0 || !before.mend(e)) {
                    throw e;
                }
            }
        }
    }

    private Archive.Context archiveContext() {
        FrameChecksum checksum = new FrameChecksum();
        ErrorHandler handler = errors::accept;
        return new Archive.Context()
                .aeronDirectoryName(options.aeronDir().toString())
                .archiveDir(options.archiveDir().toFile())
                // It is mapped, and errors are noted in it: on a full disk that would end the archive's thread.
                .markFileDir(options.aeronDir().toFile())
                .deleteArchiveOnStart(false)
                .controlChannelEnabled(false)
                .localControlChannel(CommonContext.IPC_CHANNEL)
                .localControlStreamId(CONTROL_STREAM)
                .controlTermBufferLength(CONTROL_TERM_LENGTH)
                .controlTermBufferSparse(false)
                .recordingEventsEnabled(false)
                .replicationChannel("aeron:udp?endpoint=127.0.0.1:0")
                .archiveClientContext(new AeronArchive.Context()
                        .controlRequestChannel(CommonContext.IPC_CHANNEL)
                        .controlRequestStreamId(CONTROL_STREAM)
                        .controlResponseChannel(CommonContext.IPC_CHANNEL)
                        .controlTermBufferLength(CONTROL_TERM_LENGTH))
                .segmentFileLength(options.segmentLength())
                .fileSyncLevel(options.syncLevel())
                .catalogFileSyncLevel(options.syncLevel())
                .recordChecksum(checksum)
                .replayChecksum(checksum)
                .maxConcurrentRecordings(10_000)
                .maxConcurrentReplays(10_000)
                .lowStorageSpaceThreshold(options.segmentLength())
                .threadingMode(ArchiveThreadingMode.SHARED)
                .idleStrategySupplier(options.idle().supplier())
                .errorHandler(handler);
    }

    private static void verifyMemory(AeronOptions options) {
        Path dir = options.aeronDir();
        try {
            Path parent = dir.getParent();
            Files.createDirectories(parent);
            long usable = Files.getFileStore(parent).getUsableSpace();
            long needed = FIXED_MEMORY + options.logLength() * options.lanes();
            if (usable < needed) {
                throw new EngineException("the file system of aeron.dir=" + dir + " has " + (usable >> 20)
                        + " MB free, but " + options.lanes() + " lanes of 3 terms of " + (options.termLength() >> 10)
                        + "k and the driver itself need " + (needed >> 20) + " MB for one publishing thread. "
                        + Failures.sharedMemoryAdvice(options));
            }
        } catch (IOException e) {
            throw Failures.unwritable("aeron.dir", dir, e);
        }
    }

    @Override
    public String toString() {
        return "deployment=" + options.deployment() + " aeron.dir=" + options.aeronDir() + " aeron.archive.dir="
                + options.archiveDir();
    }

    @Override
    public synchronized void close() {
        CloseHelper.closeAll(errors::accept, archive, driver, archiveLock);
    }
}
