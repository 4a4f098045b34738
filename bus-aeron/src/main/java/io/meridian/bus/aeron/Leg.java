package io.meridian.bus.aeron;

import io.aeron.Image;
import io.aeron.ImageFragmentAssembler;
import io.aeron.Subscription;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;

/** One replay of one recording on one connection. */
final class Leg {
    /** Takes a whole message. */
    interface Receiver {
        void onMessage(Source source, DirectBuffer buffer, int offset, int length, long end);
    }

    final Source source;
    final long openedNs;
    private final Receiver receiver;
    private final ImageFragmentAssembler assembler = new ImageFragmentAssembler(this::onFragment);
    private AeronArchive archive;
    private long replay;
    private Subscription subscription;
    private Image image;
    private boolean gone;
    private boolean abandoned;

    Leg(Source source, Receiver receiver, long openedNs) {
        this.source = source;
        this.receiver = receiver;
        this.openedNs = openedNs;
    }

    void opened(AeronArchive by, long session, Subscription reading) {
        archive = by;
        replay = session;
        subscription = reading;
    }

    /** Called by the poller. */
    int poll(int limit) {
        Image from = image;
        if (from == null) {
            if (subscription.imageCount() == 0) {
                return 0;
            }
            from = subscription.imageAtIndex(0);
            image = from;
        }
        try {
            return from.poll(assembler, limit);
        } finally {
            source.read.lazySet(from.position());
        }
    }

    private void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
        long end = header.position();
        source.handed.lazySet(end);
        receiver.onMessage(source, buffer, offset, length, end);
    }

    /** Called by the keeper, as are the following. */
    void onGone() {
        gone = true;
    }

    boolean isGone() {
        return gone || subscription.isClosed();
    }

    boolean hasImage() {
        return subscription.imageCount() > 0;
    }

    /** The connection is gone, and the subscription with it. */
    void abandon() {
        abandoned = true;
    }

    void close() {
        if (subscription != null && !abandoned) {
            abandoned = true;
            subscription.close();
            if (!source.drained) {
                try {
                    archive.stopReplay(replay);
                } catch (ArchiveException e) {
                    if (e.errorCode() != ArchiveException.UNKNOWN_REPLAY) {
                        throw e;
                    }
                }
            }
        }
    }
}
