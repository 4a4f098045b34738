package io.meridian.sidecar.memory;

import io.meridian.plugin.contract.memory.AttachMemory;
import io.meridian.plugin.contract.memory.AttachMemory.Side;
import io.meridian.plugin.contract.memory.Silence;
import io.meridian.sidecar.session.SessionHost;
import io.meridian.sidecar.session.SessionObserver;

/**
 * The attach point in shared memory: offers a fresh file whenever a plugin may come, notices when the one that came is
 * gone, and cleans up after it. For the loop's thread, save {@link #beat}.
 */
public final class MemoryAttach implements AutoCloseable {
    private static final long NS_PER_MS = 1_000_000L;
    /** From this age of a heartbeat on, it is asked whether the process is there at all. */
    private static final long ASK_PROCESS_AFTER_MS = 250;

    private static final long ASK_PROCESS_EVERY_MS = 100;
    /** A loop that has not come round for so long stood still itself. */
    private static final long LONGEST_TURN_MS = 250;

    private final AttachFolder folder;
    private final SessionHost host;
    private final SessionObserver observer;
    private final int toSidecar;
    private final int toPlugin;
    private final long silenceMs;
    private final long process = ProcessHandle.current().pid();
    private final Object beating = new Object();
    private MemorySession session;
    private Silence silence;
    private AttachMemory beaten;
    /** What could not be reached, until the loop has seen it. */
    private volatile AttachMemory cut;

    private long firstTouchMs;
    private long askedMs;

    public MemoryAttach(
            AttachFolder folder,
            SessionHost host,
            SessionObserver observer,
            int toSidecar,
            int toPlugin,
            long silenceMs) {
        this.folder = folder;
        this.host = host;
        this.observer = observer;
        this.toSidecar = toSidecar;
        this.toPlugin = toPlugin;
        this.silenceMs = silenceMs;
    }

    /** Offers a fresh file, unless there is one. */
    public void offer() {
        if (session == null) {
            AttachMemory memory = AttachMemory.create(folder.ringInTheMaking(), toSidecar, toPlugin);
            memory.beat(Side.SIDECAR, process, nowMs());
            session = new MemorySession(memory, host, observer, folder::removeRing);
            silence = new Silence(LONGEST_TURN_MS, nowMs());
            firstTouchMs = 0;
            setBeaten(memory);
            folder.showRing();
        }
    }

    /** Takes the offered file away, since a plugin came another way or none is let in; a plugin's own stays. */
    public void withdraw() {
        if (session != null && !session.isAttached()) {
            discard(true);
        }
    }

    private void setBeaten(AttachMemory memory) {
        synchronized (beating) {
            beaten = memory;
        }
    }

    /** Gives the plugin a sign of life. For the thread that watches over the loop. */
    public void beat() {
        synchronized (beating) {
            if (beaten != null) {
                try {
                    beaten.beat(Side.SIDECAR, process, nowMs());
                } catch (InternalError unreachable) {
                    cut = beaten;
                    beaten = null;
                }
            }
        }
    }

    private static long nowMs() {
        return System.nanoTime() / NS_PER_MS;
    }

    /** One turn of the loop. */
    public int turn() {
        MemorySession current = session;
        if (current == null) {
            return 0;
        }
        if (cut != null && cut == current.memory()) {
            throw new InternalError("no sign of life can be given");
        }
        int done = current.turn();
        if (current.isAttached()) {
            if (current.over() == null) {
                watch(current);
            }
        } else if (current.over() == null) {
            watchForGhost(current);
        }
        if (current.over() != null) {
            current.turn();
            discard(!current.isAttached());
            if (!current.isAttached() && host.session() == null) {
                // A refused attach used this file up; the next one gets another.
                offer();
            }
            return done + 1;
        }
        return done;
    }

    private void watch(MemorySession current) {
        AttachMemory memory = current.memory();
        if (memory.isGone(Side.PLUGIN)) {
            current.lost("it ended without saying goodbye");
            return;
        }
        long nowMs = nowMs();
        long beatMs = memory.heartbeat(Side.PLUGIN);
        long silentMs = silence.look(beatMs, nowMs);
        if (silentMs > silenceMs) {
            current.lost("no sign of life for " + silentMs + " ms");
        } else if (!folder.isApart()
                && nowMs - beatMs > ASK_PROCESS_AFTER_MS
                && nowMs - askedMs > ASK_PROCESS_EVERY_MS) {
            askedMs = nowMs;
            long plugin = memory.process(Side.PLUGIN);
            if (!ProcessHandle.of(plugin).map(ProcessHandle::isAlive).orElse(false)) {
                current.lost("its process " + plugin + " is gone");
            }
        }
    }

    /** Someone opened the file, and then nothing came of it: it may be half written, so it is made anew. */
    private void watchForGhost(MemorySession current) {
        AttachMemory memory = current.memory();
        if (memory.process(Side.PLUGIN) == 0 && memory.toSidecar().producerPosition() == 0) {
            return;
        }
        long nowMs = nowMs();
        if (firstTouchMs == 0) {
            firstTouchMs = nowMs;
        }
        long lastMs = Math.max(firstTouchMs, Math.min(nowMs, memory.heartbeat(Side.PLUGIN)));
        if (nowMs - lastMs > silenceMs || memory.isGone(Side.PLUGIN)) {
            current.lost("whoever opened it did not attach");
        }
    }

    /** The memory cannot be reached any more, so it is touched no more. */
    public void broken(String reason) {
        MemorySession gone = session;
        if (gone == null) {
            return;
        }
        session = null;
        cut = null;
        setBeaten(null);
        boolean wasOffered = !gone.isAttached();
        gone.broken(reason);
        gone.close();
        if (wasOffered) {
            folder.removeRing();
            if (host.session() == null) {
                offer();
            }
        }
    }

    private void discard(boolean named) {
        MemorySession gone = session;
        session = null;
        setBeaten(null);
        if (named) {
            folder.removeRing();
        }
        // Last, so that whoever is told finds the next file under that name, and not this one.
        gone.memory().sayGone(Side.SIDECAR);
        gone.close();
    }

    @Override
    public void close() {
        if (session != null) {
            session.lost("the sidecar ends");
            session.turn();
            discard(true);
        }
    }
}
