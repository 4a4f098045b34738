package io.meridian.bus;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.engine.EnginePublication.TopicNaming;
import io.meridian.bus.envelope.EnvelopeLayout;
import io.meridian.bus.envelope.EnvelopeWriter;
import io.meridian.bus.envelope.MessageContext;
import io.meridian.bus.grant.GrantHandle;
import io.meridian.bus.topic.Topic;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Publishes one topic, from one thread. Never blocks: each attempt is answered at once by the message's sequence or by a
 * code of {@link PublishResult}. Sequences count 1, 2, 3 and so on, without gaps: a refused attempt uses none.
 *
 * <p>On the durable profile a message counts as acknowledged once {@link #confirmed} has reached its sequence. Until then
 * the publisher keeps it, and offers it again by itself after a lost connection; this goes on inside {@code offer} and
 * {@code confirmed}, so a durable publisher with nothing to say should ask {@code confirmed} from time to time.
 */
public final class Publisher implements AutoCloseable {
    /** How often a publisher that sends hashes repeats its topic's name. */
    static final long ANNOUNCE_INTERVAL_NS = 100_000_000L;

    private final Bus bus;
    private final PublisherSpec spec;
    private final EnginePublication publication;
    private final EnvelopeWriter envelope;
    private final EpochNanoClock clock;
    private final GrantHandle grant;
    private final ResendBuffer resends;
    private final int maxPayload;
    private final boolean announces;
    private final boolean alwaysNamed;

    private final long firstSequence;
    private long sequence;
    private long announceAtNs = Long.MIN_VALUE;
    private long bytes;
    private long denied;
    private long refused;
    private long refusedInEpisode;
    private int session;
    private long resendResult;
    private boolean deniedBefore;
    private UnsafeBuffer claimScratch;
    private long claimPosition;
    private long claimTimeNs;
    private boolean claimOpen;
    private volatile boolean closed;

    /** Counts on after {@code lastSequence}: an id is never used twice. */
    Publisher(
            Bus bus,
            PublisherSpec spec,
            EnginePublication publication,
            GrantHandle grant,
            int maxPayload,
            long lastSequence) {
        BusConfig config = bus.config();
        this.bus = bus;
        this.spec = spec;
        this.publication = publication;
        this.grant = grant;
        this.maxPayload = maxPayload;
        clock = config.clock();
        envelope = new EnvelopeWriter(
                        spec.topic(),
                        config.instance(),
                        spec.payloadSchema(),
                        spec.payloadVersion(),
                        spec.contentType())
                .always(config.publishesReplayed() ? EnvelopeLayout.FLAG_REPLAYED : 0);
        TopicNaming naming = publication.naming();
        announces = naming == TopicNaming.ANNOUNCED;
        alwaysNamed = naming == TopicNaming.IN_ENVELOPE;
        session = publication.session();
        this.sequence = lastSequence;
        firstSequence = lastSequence + 1;
        resends = spec.profile() == Profile.DURABLE ? new ResendBuffer(config.resendBufferBytes(), lastSequence) : null;
    }

    /** What it publishes under. */
    public Topic topic() {
        return spec.topic();
    }

    /** Publishes a message that starts a trace, happening now. */
    public long offer(DirectBuffer payload, int offset, int length) {
        long now = clock.nanoTime();
        long ready = ready(now, length);
        if (ready < 0) {
            return ready;
        }
        boolean named = named(now);
        long next = sequence + 1;
        envelope.schema(spec.payloadSchema(), spec.payloadVersion());
        UnsafeBuffer header = envelope.write(named, 0, next, now, now, now);
        int headerLength = header.capacity();
        long position = publication.offer(header, headerLength, payload, offset, length);
        if (position < 0) {
            return refused(position);
        }
        return accepted(position, next, now, named, header, headerLength, payload, offset, length);
    }

    /** Publishes a message with a context: times, trace, cause, correlation. */
    public long offer(MessageContext context, DirectBuffer payload, int offset, int length) {
        long now = clock.nanoTime();
        long ready = ready(now, length);
        if (ready < 0) {
            return ready;
        }
        boolean named = named(now);
        long next = sequence + 1;
        long init = context.initTime() == 0 ? now : context.initTime();
        long event = context.eventTime() == 0 ? init : context.eventTime();
        boolean present = context.isPresent();
        if (context.saysSchema()) {
            envelope.schema(context.payloadSchema(), context.payloadVersion());
        } else {
            envelope.schema(spec.payloadSchema(), spec.payloadVersion());
        }
        UnsafeBuffer header = present
                ? envelope.write(named, context.flags(), next, now, init, event, context)
                : envelope.write(named, context.flags(), next, now, init, event);
        int headerLength = envelope.length(named, present);
        long position = publication.offer(header, headerLength, payload, offset, length);
        if (position < 0) {
            return refused(position);
        }
        return accepted(position, next, now, named, header, headerLength, payload, offset, length);
    }

    /**
     * Claims room for a payload of {@code length} bytes to be written in place, without a copy where the engine allows.
     *
     * @return a positive number when there is room (the sequence is given by the commit), or a result code
     */
    public long tryClaim(int length, MessageClaim claim) {
        if (claimOpen) {
            throw new IllegalStateException("topic=" + topic() + " has an open claim: commit or abort it first");
        }
        long now = clock.nanoTime();
        long ready = ready(now, length);
        if (ready < 0) {
            return ready;
        }
        boolean named = named(now);
        int headerLength = envelope.length(named, false);
        int frameLength = headerLength + length;
        long position =
                publication.canClaim() ? publication.tryClaim(frameLength, claim.region) : PublishResult.TOO_LARGE;
        if (position == PublishResult.TOO_LARGE) {
            // Not claimable: written into a buffer of our own, and offered on commit.
            claimInScratch(frameLength, claim);
            position = -1;
        } else if (position < 0) {
            return refused(position);
        }
        claimPosition = position;
        claimTimeNs = now;
        claimOpen = true;
        claim.open(this, headerLength, length);
        return sequence + 1;
    }

    private void claimInScratch(int frameLength, MessageClaim claim) {
        if (claimScratch == null || claimScratch.capacity() < frameLength) {
            claimScratch = new UnsafeBuffer(new byte[Math.max(frameLength, 4096)]);
        }
        claim.region.wrap(claimScratch, 0, frameLength);
    }

    long commitClaim(MessageClaim claim) {
        claimOpen = false;
        long now = claimTimeNs;
        boolean named = named(now);
        long next = sequence + 1;
        envelope.schema(spec.payloadSchema(), spec.payloadVersion());
        UnsafeBuffer header = envelope.write(named, 0, next, now, now, now);
        int headerLength = header.capacity();
        UnsafeBuffer payload = claim.payload();
        long position = claimPosition;
        if (position >= 0) {
            claim.region.putBytes(0, header, 0, headerLength);
            if (resends != null) {
                resends.append(position, next, header, headerLength, payload, 0, payload.capacity());
            }
            publication.commitClaim();
            return counted(next, now, named, payload.capacity());
        }
        position = publication.offer(header, headerLength, payload, 0, payload.capacity());
        if (position < 0) {
            return refused(position);
        }
        return accepted(position, next, now, named, header, headerLength, payload, 0, payload.capacity());
    }

    void abortClaim() {
        claimOpen = false;
        if (claimPosition >= 0) {
            publication.abortClaim();
        }
    }

    /** Positive when a message of this length may be offered now. */
    private long ready(long now, int length) {
        if (closed) {
            return PublishResult.CLOSED;
        }
        if (!grant.allowed(now)) {
            return denied();
        }
        if (length > maxPayload) {
            return PublishResult.TOO_LARGE;
        }
        return resends == null ? 1 : readyToKeep(length);
    }

    private long readyToKeep(int length) {
        service();
        int frameLength = envelope.length(true, true) + length;
        if (!resends.fits(frameLength)) {
            return PublishResult.TOO_LARGE;
        }
        if (resends.isResending()) {
            // Whoever waits wants to know whether it is for room or for a server.
            return refused(resendResult);
        }
        return resends.makeRoom(frameLength) ? 1 : refused(PublishResult.BACK_PRESSURED);
    }

    private boolean named(long now) {
        return alwaysNamed || (announces && now >= announceAtNs);
    }

    private long accepted(
            long position,
            long next,
            long now,
            boolean named,
            UnsafeBuffer header,
            int headerLength,
            DirectBuffer payload,
            int offset,
            int length) {
        if (resends != null) {
            resends.append(position, next, header, headerLength, payload, offset, length);
        }
        return counted(next, now, named, length);
    }

    private long counted(long next, long now, boolean named, int length) {
        if (named) {
            announceAtNs = now + ANNOUNCE_INTERVAL_NS;
        }
        if (refusedInEpisode != 0) {
            backPressureEnded();
        }
        bytes += length;
        sequence = next;
        return next;
    }

    private long refused(long code) {
        if (code == PublishResult.BACK_PRESSURED) {
            refused++;
            if (refusedInEpisode++ == 0) {
                bus.tell(listener -> listener.onBackPressure(topic()));
            }
        }
        return code;
    }

    private void backPressureEnded() {
        long count = refusedInEpisode;
        refusedInEpisode = 0;
        bus.tell(listener -> listener.onBackPressureEnded(topic(), count));
    }

    private long denied() {
        denied++;
        if (!deniedBefore) {
            deniedBefore = true;
            bus.tell(listener ->
                    listener.onDenied(topic(), grant.explain(clock.nanoTime()).toString()));
        }
        return PublishResult.DENIED;
    }

    /** Moves on what was confirmed, and offers again what a lost connection may have dropped. */
    private void service() {
        int current = publication.session();
        if (current != session) {
            session = current;
            resends.beginResend();
        }
        if (resends.isResending()) {
            resendResult = resends.resend(publication);
        }
        resends.confirm(publication.confirmedPosition());
    }

    /**
     * The sequence up to which every message is acknowledged at the profile's level. On the fast profile an accepted
     * message has all the acknowledgement it will get. For the owning thread.
     */
    public long confirmed() {
        if (resends == null) {
            return sequence;
        }
        if (!closed) {
            service();
        }
        return resends.confirm(Long.MIN_VALUE);
    }

    /** The sequence of the last message accepted. */
    public long sequence() {
        return sequence;
    }

    /** How many messages were accepted. */
    public long published() {
        return sequence - firstSequence + 1;
    }

    /** How many bytes of payload were accepted. */
    public long publishedBytes() {
        return bytes;
    }

    /** How many attempts found no grant. */
    public long deniedCount() {
        return denied;
    }

    /** How many attempts found no room. */
    public long backPressured() {
        return refused;
    }

    /**
     * Waits until everything accepted is confirmed.
     *
     * @return whether it was, before {@code timeoutNs} passed
     */
    public boolean drain(long timeoutNs) {
        IdleStrategy idle = bus.config().idleStrategy().get();
        long deadlineNs = System.nanoTime() + timeoutNs;
        while (confirmed() < sequence) {
            if (closed || System.nanoTime() - deadlineNs > 0) {
                return false;
            }
            idle.idle();
        }
        return true;
    }

    /** Idempotent. Does not wait: call {@link #drain} first where what was accepted must be acknowledged. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            publication.close();
            bus.released(this);
        }
    }
}
