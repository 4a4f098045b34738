package io.meridian.sidecar.session;

import com.google.protobuf.ByteString;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.SaveStateReply;
import io.meridian.plugin.contract.proto.StateChunk;
import io.meridian.sidecar.state.AttachRecord;
import io.meridian.sidecar.state.OpenedNames;
import io.meridian.sidecar.state.Snapshot;
import io.meridian.sidecar.state.SnapshotStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    private static final int MOST_LOADS = 8;

    private final SnapshotStore store;
    private final AttachRecord record;
    private final OpenedNames names;
    private final Executor loop;
    private final long maxBytes;
    private final ExecutorService files = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("sidecar-state").factory());
    private final List<Load> loads = new ArrayList<>();
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
        names = new OpenedNames(folder);
        this.loop = loop;
        this.maxBytes = maxBytes;
        last = store.verify().orElse(null);
        covered = last == null ? Map.of() : Coverage.read(last.covers());
    }

    AttachRecord record() {
        return record;
    }

    /** The named subscriptions that were opened here before. */
    OpenedNames names() {
        return names;
    }

    /** What the state that was stored at the start holds of each subscription. */
    Map<String, Coverage> covered() {
        return covered;
    }

    /** What is stored, or null. */
    Snapshot last() {
        return last;
    }

    /** The session is over: nobody waits for what is being loaded. */
    void endLoads() {
        List.copyOf(loads).forEach(Load::close);
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

    /** Begins to read what is stored; {@code chunks} gets a piece on the loop for each {@link StateLoading#next}. */
    StateLoading load(Consumer<StateChunk> chunks) {
        Load load = new Load(chunks);
        loads.add(load);
        return load;
    }

    private final class Load implements StateLoading {
        private final Consumer<StateChunk> chunks;
        /** For the thread of the files. */
        private SnapshotStore.Reading reading;

        Load(Consumer<StateChunk> chunks) {
            this.chunks = chunks;
        }

        @Override
        public void next() {
            if (loads.size() > MOST_LOADS) {
                give(refusal("the state is being loaded " + MOST_LOADS + " times already"));
                return;
            }
            files.execute(() -> {
                StateChunk chunk;
                try {
                    chunk = read();
                } catch (RuntimeException failure) {
                    chunk = refusal(failure.getMessage());
                }
                StateChunk read = chunk;
                loop.execute(() -> give(read));
            });
        }

        private StateChunk read() {
            if (reading == null) {
                reading = store.open();
            }
            byte[] piece = reading.isDone() ? NOTHING : reading.next();
            return StateChunk.newBuilder()
                    .setData(ByteString.copyFrom(piece))
                    .setLast(reading.isDone())
                    .setFormat(reading.format())
                    .build();
        }

        private static StateChunk refusal(String why) {
            return StateChunk.newBuilder()
                    .setLast(true)
                    .setRefusal(Refusals.of(Refusal.Code.INVALID, why))
                    .build();
        }

        private void give(StateChunk chunk) {
            if (loads.contains(this)) {
                if (chunk.getLast()) {
                    close();
                }
                chunks.accept(chunk);
            }
        }

        @Override
        public void close() {
            loads.remove(this);
            files.execute(() -> {
                if (reading != null) {
                    reading.close();
                }
            });
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
