package io.meridian.manager.runtime.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import io.meridian.manager.runtime.LogRotation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Writes what a container says to the log of its instance, as long as it runs. Of one that says too much at once a part is left out. */
final class ContainerLog implements AutoCloseable {
    /** So much in a second is written; what comes beyond that is counted. */
    private static final long MOST_IN_A_SECOND = 1L << 20;

    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long TELL_NS = TimeUnit.SECONDS.toNanos(30);

    private final Path file;
    private final Instant writtenUntil;
    private final LogRotation rotation;
    private final LongConsumer flood;
    private final Follower follower = new Follower();
    private long secondBeganNs = System.nanoTime();
    private long inThisSecond;
    private long leftOut;
    private volatile boolean isOver;
    private long toldNs = System.nanoTime() - TELL_NS;

    private final class Follower extends ResultCallback.Adapter<Frame> {
        @Override
        public void onNext(Frame frame) {
            take(frame.getPayload());
        }

        @Override
        public void onError(Throwable broken) {
            isOver = true;
            super.onError(broken);
        }

        @Override
        public void onComplete() {
            isOver = true;
            super.onComplete();
        }
    }

    private ContainerLog(Path file, Instant writtenUntil, LogRotation rotation, LongConsumer flood) {
        this.file = file;
        this.writtenUntil = writtenUntil;
        this.rotation = rotation;
        this.flood = flood;
    }

    /**
     * Begins where the log ends that an earlier manager wrote.
     *
     * @param startedAt of the container
     * @param flood is told how many bytes were left out so far
     */
    static ContainerLog follow(
            DockerDaemon daemon, String id, Instant startedAt, Path file, LogRotation rotation, LongConsumer flood) {
        Instant until = startedAt;
        try {
            FileTime last = Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.from(Instant.EPOCH);
            until = last.toInstant().isAfter(startedAt) ? last.toInstant() : Instant.EPOCH;
        } catch (IOException gone) {
            // Then all of it is written.
        }
        ContainerLog log = new ContainerLog(file, until, rotation, flood);
        daemon.patient()
                .logContainerCmd(id)
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(true)
                .withTimestamps(true)
                .withSince((int) until.getEpochSecond())
                .exec(log.follower);
        return log;
    }

    /** A piece that begins with its time, as Docker tells it. */
    private void take(byte[] piece) {
        int space = 0;
        while (space < piece.length && piece[space] != ' ') {
            space++;
        }
        if (space == piece.length || isOld(new String(piece, 0, space, StandardCharsets.US_ASCII))) {
            return;
        }
        long nowNs = System.nanoTime();
        if (nowNs - secondBeganNs > SECOND_NS) {
            secondBeganNs = nowNs;
            inThisSecond = 0;
        }
        int length = piece.length - space - 1;
        inThisSecond += length;
        if (inThisSecond > MOST_IN_A_SECOND) {
            leftOut += length;
            if (nowNs - toldNs > TELL_NS) {
                toldNs = nowNs;
                flood.accept(leftOut);
            }
            return;
        }
        write(piece, space + 1, length);
    }

    private boolean isOld(String time) {
        try {
            return !Instant.parse(time).isAfter(writtenUntil);
        } catch (DateTimeException odd) {
            return false;
        }
    }

    private void write(byte[] piece, int from, int length) {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(piece, from, length);
        } catch (IOException e) {
            leftOut += length;
        }
        rotation.look(file);
    }

    /** Whether nothing comes any more: it has ended, or the line to Docker broke. */
    boolean isOver() {
        return isOver;
    }

    /** Waits until all is written that one which has ended had said. */
    void finish(long longestMs) {
        try {
            follower.awaitCompletion(longestMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    @Override
    public void close() {
        try {
            follower.close();
        } catch (IOException e) {
            // It was broken already.
        }
    }
}
