package io.meridian.sidecar.session;

import com.google.protobuf.ByteString;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.SaveStateReply;
import io.meridian.plugin.contract.proto.StateChunk;
import io.meridian.sidecar.state.AttachRecord;
import io.meridian.sidecar.state.Snapshot;
import io.meridian.sidecar.state.SnapshotStore;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Keeps the plugin's snapshot. Files are touched on a thread of its own; results come back to the loop's thread. */
public final class StateKeeper implements AutoCloseable {
    private static final byte[] NOTHING = new byte[0];

    private final SnapshotStore store;
    private final AttachRecord record;
    private final Executor loop;
    private final long maxBytes;
    private final ExecutorService files = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("sidecar-state").factory());
    private final Queue<Runnable> results = new ConcurrentLinkedQueue<>();
    private final Map<String, Coverage> covered;
    private Snapshot last;
    private long savingBytes;
    /** The pieces up to the last belong to a state that was refused. */
    private boolean refusing;
    /** The same for a state that could not be written; for the thread of the files. */
    private boolean failed;

    private int generation;

    /**
     * Verifies what is stored.
     *
     * @throws io.meridian.sidecar.state.DamagedStateException when it is not what was written
     */
    public StateKeeper(Path folder, Executor loop, long maxBytes) {
        store = new SnapshotStore(folder);
        record = new AttachRecord(folder);
        this.loop = loop;
        this.maxBytes = maxBytes;
        last = store.verify().orElse(null);
        covered = last == null ? Map.of() : Coverage.read(last.covers());
    }

    AttachRecord record() {
        return record;
    }

    /** What the state that was stored at the start holds of each subscription. */
    Map<String, Coverage> covered() {
        return covered;
    }

    /** What is stored, or null. */
    Snapshot last() {
        return last;
    }

    /**
     * Takes one piece; {@code stored} runs on the loop after the last, before {@code done} hears of it.
     *
     * @param covers what the state holds, stored with it
     */
    void save(
            StateChunk chunk,
            long nowNs,
            Map<String, Coverage> covers,
            Runnable stored,
            Consumer<SaveStateReply> done) {
        if (refusing) {
            refusing = !chunk.getLast();
            return;
        }
        savingBytes += chunk.getData().size();
        if (savingBytes > maxBytes) {
            abandon();
            refusing = !chunk.getLast();
            done.accept(refused(
                    Refusal.Code.TOO_LARGE,
                    "state of more than " + maxBytes + " bytes is not kept; make it smaller, or raise"
                            + " sidecar.max.state"));
            return;
        }
        byte[] piece = chunk.getData().toByteArray();
        boolean isLast = chunk.getLast();
        int format = chunk.getFormat();
        int asked = generation;
        if (isLast) {
            savingBytes = 0;
        }
        files.execute(() -> {
            if (failed) {
                failed = !isLast;
                return;
            }
            try {
                store.append(piece);
                if (isLast) {
                    Snapshot snapshot = store.finish(format, nowNs, Coverage.write(covers));
                    results.add(() -> {
                        last = snapshot;
                        stored.run();
                        if (asked == generation) {
                            done.accept(SaveStateReply.newBuilder()
                                    .setBytes(snapshot.bytes())
                                    .setSha256(snapshot.sha256())
                                    .build());
                        }
                    });
                    loop.execute(this::takeResults);
                }
            } catch (RuntimeException failure) {
                store.abandon();
                failed = !isLast;
                loop.execute(() -> done.accept(refused(
                        Refusal.Code.INVALID,
                        "the state was not kept, the one before it stays: " + failure.getMessage())));
            }
        });
    }

    private void takeResults() {
        Runnable result;
        while ((result = results.poll()) != null) {
            result.run();
        }
    }

    /** Forgets a save that was begun: the plugin that began it is gone. */
    void abandon() {
        generation++;
        savingBytes = 0;
        refusing = false;
        files.execute(() -> {
            failed = false;
            store.abandon();
        });
    }

    /**
     * As {@link #abandon}, but one that was sent whole is still stored, and the bus is told before this returns, so
     * before the next plugin is let in. Waits for the disk.
     */
    void finishOrAbandon() {
        abandon();
        try {
            files.submit(() -> {}).get(5, TimeUnit.SECONDS);
            takeResults();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException slow) {
            // The next plugin may then get messages again that the snapshot covers; they are flagged.
            generation++;
        }
    }

    void load(Consumer<StateChunk> chunks) {
        files.execute(() -> {
            try {
                byte[][] held = {null};
                Snapshot read = store.read(piece -> {
                            give(chunks, held[0], false, 0);
                            held[0] = piece;
                        })
                        .orElse(null);
                byte[] end = held[0] == null ? NOTHING : held[0];
                give(chunks, end, true, read == null ? 0 : read.format());
            } catch (RuntimeException failure) {
                StateChunk bad = StateChunk.newBuilder()
                        .setLast(true)
                        .setRefusal(Refusals.of(Refusal.Code.INVALID, failure.getMessage()))
                        .build();
                loop.execute(() -> chunks.accept(bad));
            }
        });
    }

    private void give(Consumer<StateChunk> chunks, byte[] piece, boolean isLast, int format) {
        if (piece != null) {
            StateChunk chunk = StateChunk.newBuilder()
                    .setData(ByteString.copyFrom(piece))
                    .setLast(isLast)
                    .setFormat(format)
                    .build();
            loop.execute(() -> chunks.accept(chunk));
        }
    }

    private static SaveStateReply refused(Refusal.Code code, String text) {
        return SaveStateReply.newBuilder().setRefusal(Refusals.of(code, text)).build();
    }

    @Override
    public void close() {
        files.shutdown();
        try {
            files.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
