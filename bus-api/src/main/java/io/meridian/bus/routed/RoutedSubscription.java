package io.meridian.bus.routed;

import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.FrameHandler;
import io.meridian.bus.topic.Topic;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongArrayList;

/**
 * Reads from several engines in turn. Each frame gets a place in the order of handing over, and what is confirmed in that
 * order is confirmed to each engine in its own.
 */
final class RoutedSubscription implements EngineSubscription {
    private static final int LONGEST_WAIT_SHARE_NS = 1_000_000;

    private final EngineSubscription[] parts;
    private final Unconfirmed unconfirmed = new Unconfirmed();
    private final Ordered ordered = new Ordered();
    private final boolean confirms;
    private int next;
    private volatile boolean closed;

    /** Whether frames are going to be confirmed; if not, nothing is remembered of them. */
    RoutedSubscription(List<EngineSubscription> parts, boolean confirms) {
        this.confirms = confirms;
        this.parts = parts.toArray(EngineSubscription[]::new);
    }

    @Override
    public int poll(FrameHandler handler, int limit) {
        int done = 0;
        ordered.target = handler;
        for (int i = 0; i < parts.length && done < limit; i++) {
            int part = next;
            next = next + 1 == parts.length ? 0 : next + 1;
            ordered.part = part;
            done += parts[part].poll(ordered, limit - done);
        }
        return done;
    }

    /** Waits on each in turn, briefly, since frames may come from any. */
    @Override
    public void await(long timeoutNs) {
        long share = Math.min(timeoutNs / parts.length, LONGEST_WAIT_SHARE_NS);
        for (EngineSubscription part : parts) {
            if (!closed) {
                part.await(share);
            }
        }
    }

    @Override
    public void confirm(long position) {
        for (int part = 0; part < parts.length; part++) {
            long own = unconfirmed.lastOf(part, position);
            if (own >= 0) {
                parts[part].confirm(own);
            }
        }
        unconfirmed.dropUpTo(position);
    }

    @Override
    public long dropped() {
        long dropped = 0;
        for (EngineSubscription part : parts) {
            dropped += part.dropped();
        }
        return dropped;
    }

    @Override
    public void close() {
        closed = true;
        for (EngineSubscription part : parts) {
            part.close();
        }
    }

    /** Gives each frame its place and remembers whose it is. */
    private final class Ordered implements FrameHandler {
        private FrameHandler target;
        private int part;

        private long place(long position) {
            return confirms ? unconfirmed.add(part, position) : 0;
        }

        @Override
        public void onFrame(DirectBuffer frame, int offset, int length, Topic topic, long position, boolean repeated) {
            target.onFrame(frame, offset, length, topic, place(position), repeated);
        }

        @Override
        public void onFrame(
                DirectBuffer header,
                int headerOffset,
                int headerLength,
                DirectBuffer payload,
                int payloadOffset,
                int payloadLength,
                Topic topic,
                long position,
                boolean repeated) {
            target.onFrame(
                    header,
                    headerOffset,
                    headerLength,
                    payload,
                    payloadOffset,
                    payloadLength,
                    topic,
                    place(position),
                    repeated);
        }
    }

    /** The frames handed over and not confirmed: whose each is, and its position there. */
    private static final class Unconfirmed {
        private final LongArrayList owners = new LongArrayList();
        private final LongArrayList positions = new LongArrayList();
        private long first;

        long add(int part, long position) {
            owners.addLong(part);
            positions.addLong(position);
            return first + owners.size() - 1;
        }

        long lastOf(int part, long place) {
            for (int i = (int) Math.min(place - first, owners.size() - 1); i >= 0; i--) {
                if (owners.getLong(i) == part) {
                    return positions.getLong(i);
                }
            }
            return -1;
        }

        void dropUpTo(long place) {
            int count = (int) Math.min(place - first + 1, owners.size());
            if (count <= 0) {
                return;
            }
            int left = owners.size() - count;
            for (int i = 0; i < left; i++) {
                owners.setLong(i, owners.getLong(i + count));
                positions.setLong(i, positions.getLong(i + count));
            }
            for (int i = 0; i < count; i++) {
                owners.fastUnorderedRemove(owners.size() - 1);
                positions.fastUnorderedRemove(positions.size() - 1);
            }
            first += count;
        }
    }
}
