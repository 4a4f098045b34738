package io.meridian.bus.aeron;

import io.aeron.FragmentAssembler;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.logbuffer.Header;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.FrameHandler;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/** Reads one lane or all of them, straight from the publishers' logs. */
final class FastSubscription implements EngineSubscription, Keeper.Tenant {
    private static final long REMOTE_JOIN_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final Subscription[] NONE = {};

    private final Keeper keeper;
    private final String channel;
    private final int[] streamIds;
    private final boolean ipc;
    private final Gate gate = new Gate();
    private final FragmentAssembler[] assemblers;
    private final ConcurrentLinkedQueue<Image> gone = new ConcurrentLinkedQueue<>();
    private volatile boolean someGone;
    private volatile Subscription[] lanes = NONE;
    private volatile boolean closed;
    private FrameHandler handler;
    private long ordinal;
    private int handed;
    private int next;
    private Subscription[] discarded;

    FastSubscription(Keeper keeper, String channel, int[] streamIds, boolean ipc) {
        this.keeper = keeper;
        this.channel = channel;
        this.streamIds = streamIds;
        this.ipc = ipc;
        assemblers = new FragmentAssembler[streamIds.length];
        for (int i = 0; i < assemblers.length; i++) {
            assemblers[i] = new FragmentAssembler(this::onFragment);
        }
    }

    @Override
    public int poll(FrameHandler newHandler, int limit) {
        gate.enter();
        try {
            if (someGone) {
                forget();
            }
            Subscription[] current = lanes;
            if (handler != newHandler) {
                // Not stored without need: each store of a reference is noted in the collector's card table, where the
                // notes of different threads' objects share cache lines, and busy pollers would slow each other down.
                handler = newHandler;
            }
            handed = 0;
            int left = limit;
            int start = next;
            next = start + 1 < current.length ? start + 1 : 0;
            for (int i = 0; i < current.length && left > 0; i++) {
                int lane = start + i < current.length ? start + i : start + i - current.length;
                left -= current[lane].poll(assemblers[lane], left);
            }
            return handed;
        } finally {
            gate.exit();
        }
    }

    private void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
        handed++;
        handler.onFrame(buffer, offset, length, null, ++ordinal, false);
    }

    /** Frees the buffers in which messages of departed publishers were put together. */
    private void forget() {
        someGone = false;
        for (Image image = gone.poll(); image != null; image = gone.poll()) {
            for (FragmentAssembler assembler : assemblers) {
                assembler.freeSessionBuffer(image.sessionId());
            }
        }
    }

    @Override
    public void confirm(long position) {
        // Nothing is kept on the fast profile.
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            lanes = NONE;
            keeper.post(() -> keeper.remove(this));
        }
    }

    boolean isReady() {
        return lanes != NONE;
    }

    @Override
    public Gate gate() {
        return gate;
    }

    @Override
    public int keep(DriverClient client, long nowNs) {
        if (lanes != NONE || closed) {
            return 0;
        }
        Subscription[] opened = new Subscription[streamIds.length];
        try {
            for (int i = 0; i < opened.length; i++) {
                opened[i] = client.addSubscription(channel, streamIds[i], this::onGone);
            }
            client.barrier();
        } catch (RuntimeException e) {
            org.agrona.CloseHelper.quietCloseAll(opened);
            throw e;
        }
        if (!ipc) {
            awaitRemotePublishers(client, opened);
        }
        discarded = opened;
        lanes = opened;
        if (closed) {
            lanes = NONE;
        }
        return 1;
    }

    /**
     * Over the network nobody knows who publishes; those that do announce themselves within a tenth of a second.
     */
    private void awaitRemotePublishers(DriverClient client, Subscription[] opened) {
        long startNs = System.nanoTime();
        client.await(
                () -> {
                    boolean all = true;
                    for (Subscription subscription : opened) {
                        all &= subscription.isConnected();
                    }
                    return all || System.nanoTime() - startNs > REMOTE_JOIN_NS ? Boolean.TRUE : null;
                },
                "publishers");
    }

    private void onGone(Image image) {
        gone.add(image);
        someGone = true;
    }

    @Override
    public void detach() {
        lanes = NONE;
        discarded = null;
    }

    @Override
    public boolean discard() {
        if (discarded != null && gate.isQuiet()) {
            org.agrona.CloseHelper.quietCloseAll(discarded);
            discarded = null;
        }
        return discarded == null;
    }
}
