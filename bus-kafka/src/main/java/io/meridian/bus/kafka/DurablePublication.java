package io.meridian.bus.kafka;

import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.topic.Topic;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.agrona.DirectBuffer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Publishes with acknowledgements. All messages of a publication go to one partition, and the producer has one request on
 * the way at a time; so the n-th acknowledgement is that of the n-th message, and one callback serves them all. Offsets that
 * do not grow would show that this does not hold, and end the session.
 *
 * <p>The producer sends again by itself without end. Only when it gives a message up (it may not write, it was fenced) does
 * the session end: nothing more counts as confirmed, and nothing is taken, until the bus has seen the new session and offers
 * the rest again.
 */
final class DurablePublication extends KafkaPublication {
    private static final long FIRST_RETRY_NS = 100_000_000L;
    private static final long LAST_RETRY_NS = 10_000_000_000L;

    private volatile Session current;
    private long offered;
    private int session;
    private long retryNs = FIRST_RETRY_NS;
    private volatile long lastOffered;
    private long stallSeen = -1;
    private long stallSinceNs;

    DurablePublication(KafkaEngine engine, ProducerSlot slot, Topic topic, KafkaTopic kafkaTopic) {
        super(engine, slot, topic, kafkaTopic);
        current = new Session(slot.producer, 0, 0);
    }

    @Override
    public long offer(DirectBuffer header, int headerLength, DirectBuffer payload, int offset, int length) {
        Session now = current;
        if (now.producer == null && offered == 0) {
            now = new Session(slot.producer, 0, 0);
            current = now;
        }
        if (now.hasEnded() || now.producer != slot.producer) {
            return isClosed() ? PublishResult.CLOSED : PublishResult.NOT_CONNECTED;
        }
        long result = send(now.producer, now, header, headerLength, payload, offset, length);
        if (result < 0) {
            return result;
        }
        lastOffered = ++offered;
        return offered;
    }

    @Override
    boolean followsPartitions() {
        // Acknowledgements are in order within one partition only.
        return false;
    }

    @Override
    public long confirmedPosition() {
        return current.confirmed;
    }

    @Override
    public int session() {
        Session now = current;
        boolean replaced = now.producer != null && now.producer != slot.producer;
        if (replaced || now.hasEnded() && System.nanoTime() - now.endedNs >= retryNs) {
            retryNs = now.confirmed > now.confirmedBefore ? FIRST_RETRY_NS : Math.min(2 * retryNs, LAST_RETRY_NS);
            session++;
            current = new Session(slot.producer, offered, now.confirmed);
        }
        return session;
    }

    /** Whether the oldest unconfirmed message has been waiting for so long, although the cluster is there. */
    boolean isStalled(long nowNs, long stallNs) {
        long confirmed = confirmedPosition();
        if (confirmed >= lastOffered || confirmed != stallSeen) {
            stallSeen = confirmed;
            stallSinceNs = nowNs;
            return false;
        }
        return nowNs - stallSinceNs > stallNs;
    }

    /** Acknowledgements between two failures. Written by the producer's thread alone. */
    private final class Session implements Callback {
        private static final VarHandle CONFIRMED;

        static {
            try {
                CONFIRMED = MethodHandles.lookup().findVarHandle(Session.class, "confirmed", long.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private final KafkaProducer<byte[], byte[]> producer;
        private final long confirmedBefore;
        private volatile long confirmed;
        private volatile boolean ended;
        private long endedNs;
        private long lastOffset = -1;
        private long next;

        /**
         * Begins after a failure, or at the start.
         *
         * @param producer of this session; a message given to another one does not belong to it
         * @param offeredBefore the last position given before this session
         * @param confirmedBefore what was confirmed until then
         */
        Session(KafkaProducer<byte[], byte[]> producer, long offeredBefore, long confirmedBefore) {
            this.producer = producer;
            next = offeredBefore;
            this.confirmedBefore = confirmedBefore;
            confirmed = confirmedBefore;
        }

        private boolean inOrder(RecordMetadata metadata) {
            if (metadata.hasOffset() && metadata.offset() <= lastOffset) {
                end(new IllegalStateException("acknowledged offset=" + metadata.offset() + " after offset=" + lastOffset
                        + " in " + kafkaTopic));
                return false;
            }
            lastOffset = metadata.offset();
            return true;
        }

        private void end(Exception failure) {
            endedNs = System.nanoTime();
            ended = true;
            if (!isClosed() && producer == slot.producer) {
                tellFailure(failure);
            }
        }

        boolean hasEnded() {
            return ended;
        }

        @Override
        public void onCompletion(RecordMetadata metadata, Exception failure) {
            if (failure == null) {
                if (!ended && inOrder(metadata)) {
                    if (++next == confirmedBefore + 1 || next == 1) {
                        engine.episodes().end("publish " + kafkaTopic);
                    }
                    CONFIRMED.setRelease(this, next);
                }
            } else if (!isRefusal(failure) && !ended) {
                end(failure);
            }
        }
    }
}
