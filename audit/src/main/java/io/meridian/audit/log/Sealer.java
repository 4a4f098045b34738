package io.meridian.audit.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Makes what is written last on the disk, signs checkpoints of it, and brings them to their second place; on a thread of its own, so that the one that
 * appends waits for none of it, as long as this one keeps up. All that waits is forced with one call.
 */
final class Sealer implements AutoCloseable {
    private static final int MOST_WAITING = 256;
    private static final long AGAIN_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long CLOSE_MS = 10_000;
    private static final int KEPT_AT_ONCE = 1_000;

    private final LogFolder folder;
    private final String log;
    private final String shard;
    private final SigningKey key;
    private final CheckpointPlace place;
    private final BlockingQueue<Job> jobs = new ArrayBlockingQueue<>(MOST_WAITING);
    private final List<Checkpoint> unwritten = new ArrayList<>();
    private final Thread thread =
            Thread.ofPlatform().name("audit-sealer").daemon().unstarted(this::run);
    private volatile long safe;
    private volatile long sealed;
    private volatile String trouble;
    private volatile RuntimeException failure;
    private volatile boolean closing;
    /** The second place may lack checkpoints: it is asked which. */
    private boolean behind = true;

    private long triedNs = System.nanoTime() - AGAIN_NS;

    /** @param root null: no checkpoint, only to be made safe */
    private record Job(
            FileChannel channel, boolean closes, long from, long count, byte[] head, byte[] root, long timeNs) {}

    Sealer(LogFolder folder, String log, String shard, SigningKey key, CheckpointPlace place, long count)
            throws IOException {
        this.folder = folder;
        this.log = log;
        this.shard = shard;
        this.key = key;
        this.place = place;
        safe = count;
        sealed = count;
        long there;
        try {
            there = place.count(log, shard);
        } catch (IOException away) {
            trouble = troubleAt(away);
            return;
        }
        if (there > count) {
            throw new AuditException(
                    "The log in " + folder.path() + " has " + count + " records, but " + place.description()
                            + " keeps a checkpoint of " + there
                            + ": records are gone from its end. Find out with 'meridian audit"
                            + " verify' before you go on; a recorder begins a new log in an empty folder.");
        }
    }

    private String troubleAt(IOException why) {
        return "Checkpoints do not reach " + place.description() + ": " + why.getMessage();
    }

    void start() {
        thread.start();
    }

    long safe() {
        return safe;
    }

    long sealed() {
        return sealed;
    }

    String trouble() {
        return trouble;
    }

    /** The disk did not take what was written: then nobody knows what is there. */
    void rethrow() {
        if (failure != null) {
            throw failure;
        }
    }

    /** Makes it last. When much waits that will be done anyway. */
    void force(FileChannel channel, long count) {
        jobs.offer(new Job(channel, false, 0, count, null, null, 0));
    }

    /** Makes the last records of a file last, and closes it. */
    void finish(FileChannel channel, long count) {
        put(new Job(channel, true, 0, count, null, null, 0));
    }

    void seal(FileChannel channel, long from, long count, byte[] head, byte[] root, long timeNs) {
        put(new Job(channel, false, from, count, head, root, timeNs));
    }

    private void put(Job job) {
        boolean interrupted = false;
        while (true) {
            rethrow();
            try {
                if (jobs.offer(job, 1, TimeUnit.SECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Job> batch = new ArrayList<>();
        try {
            while (!closing || !jobs.isEmpty() || !unwritten.isEmpty()) {
                Job job = jobs.poll(50, TimeUnit.MILLISECONDS);
                if (job != null) {
                    batch.add(job);
                    jobs.drainTo(batch);
                    seal(batch);
                    batch.clear();
                }
                deliver();
                if (closing && jobs.isEmpty() && trouble != null) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            failure = new AuditException(
                    "The disk did not take the log in " + folder.path() + ": " + e.getMessage()
                            + ". What is safe stays; start the recorder again when the disk is mended.",
                    e);
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void seal(List<Job> batch) throws IOException {
        Set<FileChannel> files = new LinkedHashSet<>();
        batch.forEach(job -> files.add(job.channel()));
        for (FileChannel file : files) {
            if (file.isOpen()) {
                file.force(false);
            }
        }
        for (Job job : batch) {
            if (job.closes()) {
                job.channel().close();
            }
            if (job.root() != null) {
                unwritten.add(Checkpoint.sign(
                        key, log, shard, job.from(), job.count(), job.head(), job.root(), job.timeNs()));
            }
        }
        safe = batch.getLast().count();
    }

    private void deliver() {
        if (!unwritten.isEmpty() && !write()) {
            return;
        }
        if (behind && System.nanoTime() - triedNs >= AGAIN_NS) {
            triedNs = System.nanoTime();
            catchUp();
        }
    }

    /** Into the log's own folder first, from which the second place can be brought up to date. */
    private boolean write() {
        try {
            FolderPlace.append(folder.path().resolve(LogFolder.CHECKPOINTS), unwritten);
        } catch (IOException full) {
            trouble = "Checkpoints cannot be written to " + folder.path() + ": " + full.getMessage();
            return false;
        }
        sealed = unwritten.getLast().count();
        if (!behind) {
            try {
                place.keep(unwritten);
                trouble = null;
            } catch (IOException away) {
                trouble = troubleAt(away);
                behind = true;
            }
        }
        unwritten.clear();
        return true;
    }

    private void catchUp() {
        try {
            long there = place.count(log, shard);
            List<Checkpoint> missing = folder.checkpoints().stream()
                    .filter(each -> each.count() > there)
                    .toList();
            for (int i = 0; i < missing.size(); i += KEPT_AT_ONCE) {
                place.keep(missing.subList(i, Math.min(missing.size(), i + KEPT_AT_ONCE)));
            }
            behind = false;
            trouble = null;
        } catch (IOException away) {
            trouble = troubleAt(away);
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        place.close();
    }
}
