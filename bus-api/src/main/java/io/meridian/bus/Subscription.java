package io.meridian.bus;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.FrameHandler;
import io.meridian.bus.envelope.EnvelopeReader;
import io.meridian.bus.grant.GrantHandle;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.IdleStrategy;

/**
 * Delivers messages to one handler, on the thread that polls. One thread polls; any thread may close.
 *
 * <p>On the durable profile a message is confirmed once its handler accepted it, or once it is a dead letter that is itself
 * stored. A subscription with a name, closed or killed, goes on after the last message confirmed; those delivered but not
 * confirmed come again.
 */
public final class Subscription implements AutoCloseable {
    private static final int IDLE = 0;
    private static final int BUSY = 1;
    private static final int CLOSED = 2;
    private static final int CLOCK_EVERY_POLLS = 64;

    private final Bus bus;
    private final SubscriptionSpec spec;
    private final EngineSubscription engine;
    private final GrantHandle grant;
    private final EpochNanoClock clock;
    private final FrameHandler frames = new Frames();
    private final Message message = new Message();
    private final Long2ObjectHashMap<TopicState> topics = new Long2ObjectHashMap<>();
    private final Settlement settlement;
    private final AtomicInteger guard = new AtomicInteger(IDLE);
    private final boolean durable;
    private final boolean countsSequences;
    private final long onlyHash;
    private final boolean concrete;

    private long lastHash;
    private TopicState lastTopic;
    private long handedOver = -1;
    private long confirmed = -1;
    private long confirmLimit = Long.MAX_VALUE;
    private long nextToken = 1;
    private long nowNs;
    private long polls;
    private long delivered;
    private long lost;
    private long duplicates;
    private long malformed;
    private long unnamed;
    private long droppedSeen;
    private boolean revoked;
    private volatile boolean paused;
    private volatile boolean closing;

    Subscription(
            Bus bus,
            SubscriptionSpec spec,
            EngineSubscription engine,
            MessageHandler handler,
            GrantHandle grant,
            DeadLetters deadLetters) {
        this.bus = bus;
        this.spec = spec;
        this.engine = engine;
        this.grant = grant;
        settlement = new Settlement(bus, spec, handler, deadLetters, message);
        clock = bus.config().clock();
        nowNs = clock.nanoTime();
        durable = spec.profile() == Profile.DURABLE;
        countsSequences = !spec.shared();
        TopicPattern pattern = spec.pattern();
        concrete = pattern.isConcrete();
        onlyHash = concrete ? pattern.topic().hash() : 0;
        if (concrete) {
            topics.put(onlyHash, new TopicState(pattern.topic()));
        }
    }

    /** Which topics it delivers. */
    public TopicPattern pattern() {
        return spec.pattern();
    }

    /**
     * Delivers at most {@code limit} messages that are there. Never blocks.
     *
     * @return how much was done; 0 when there was nothing, when paused, and when closed
     */
    public int poll(int limit) {
        if (!guard.compareAndSet(IDLE, BUSY)) {
            return 0;
        }
        try {
            return closing ? 0 : work(limit);
        } finally {
            guard.setRelease(IDLE);
            if (closing) {
                closeNow();
            }
        }
    }

    /**
     * As {@link #poll(int)}, but when there is nothing waits up to {@code waitNs} for something, once. On an engine in shared memory it returns at once, as such
     * an engine has nothing to wait on: rest between two calls that bring nothing, or this spins.
     */
    public int poll(int limit, long waitNs) {
        int done = poll(limit);
        if (done == 0 && waitNs > 0 && !closing) {
            engine.await(waitNs);
            done = poll(limit);
        }
        return done;
    }

    private int work(int limit) {
        int done = 0;
        boolean delivers = !paused && mayDeliver();
        if (settlement.inFlight() > 0) {
            done = settlement.service(limit, delivers);
        }
        int room = Math.min(limit - done, spec.maxInFlight() - settlement.inFlight());
        if (room > 0 && delivers) {
            done += engine.poll(frames, room);
            reportDrops();
        }
        confirmDecided();
        return done;
    }

    /**
     * Asked once a poll: a revoked grant stops the next poll. The clock is only needed for expiry, and reading it costs as
     * much as all the rest of an empty poll, so an idle poller reads it now and then.
     */
    private boolean mayDeliver() {
        if ((++polls & CLOCK_EVERY_POLLS - 1) == 0) {
            nowNs = clock.nanoTime();
        }
        if (grant.allowed(nowNs)) {
            revoked = false;
            return true;
        }
        if (!revoked) {
            revoked = true;
            bus.tell(listener ->
                    listener.onRevoked(pattern(), grant.explain(nowNs).toString()));
        }
        return false;
    }

    private void confirmDecided() {
        if (!durable) {
            return;
        }
        long decided = Math.min(settlement.decidedUpTo(handedOver), confirmLimit);
        if (decided > confirmed) {
            confirmed = decided;
            engine.confirm(decided);
        }
    }

    private void reportDrops() {
        long dropped = engine.dropped();
        if (dropped > droppedSeen) {
            droppedSeen = dropped;
            bus.tell(listener -> listener.onSlowConsumer(pattern(), dropped));
        }
    }

    private final class Frames implements FrameHandler {
        @Override
        public void onFrame(DirectBuffer frame, int offset, int length, Topic topic, long position, boolean repeated) {
            String wrong = message.envelope.wrap(frame, offset, length);
            if (wrong != null) {
                skipMalformed(wrong, position);
                return;
            }
            int envelopeLength = message.envelope.length();
            receive(topic, frame, offset + envelopeLength, length - envelopeLength, position, repeated);
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
            String wrong = message.envelope.wrap(header, headerOffset, headerLength);
            if (wrong != null) {
                skipMalformed(wrong, position);
                return;
            }
            receive(topic, payload, payloadOffset, payloadLength, position, repeated);
        }
    }

    private void skipMalformed(String why, long position) {
        handedOver = position;
        malformed++;
        bus.tell(listener -> listener.onMalformed(pattern(), why));
    }

    private void receive(Topic named, DirectBuffer payload, int offset, int length, long position, boolean repeated) {
        handedOver = position;
        EnvelopeReader envelope = message.envelope;
        long hash = envelope.topicHash();
        TopicState state = hash == lastHash && lastTopic != null ? lastTopic : topicState(hash, named);
        if (state == TopicState.UNWANTED || state == null) {
            return;
        }
        StartAt start = spec.start();
        if (!start.includes(envelope.sequence(), envelope.publishTime())) {
            return;
        }
        boolean duplicate = repeated;
        if (countsSequences) {
            long missing = state.observe(envelope.source(), envelope.sequence());
            if (missing > 0) {
                reportGap(state.topic, envelope.source(), envelope.sequence(), missing);
            } else if (missing == SequenceCounter.SEEN) {
                duplicates++;
                duplicate = true;
                if (spec.suppressDuplicates()) {
                    return;
                }
            }
        }
        message.set(state.topic, payload, offset, length);
        long token = nextToken++;
        message.delivery(duplicate, 1, token);
        delivered++;
        if (durable) {
            settlement.deliver(state, position, token);
        } else {
            settlement.deliverOnce();
        }
    }

    private TopicState topicState(long hash, Topic named) {
        if (concrete && hash != onlyHash) {
            return TopicState.UNWANTED;
        }
        TopicState state = topics.get(hash);
        if (state == null) {
            state = learn(hash, named);
            if (state == null) {
                unnamed++;
                return null;
            }
            topics.put(hash, state);
        }
        lastHash = hash;
        lastTopic = state;
        return state;
    }

    /** A topic met for the first time: by the name the engine gives, or the name in the envelope, or not yet at all. */
    private TopicState learn(long hash, Topic named) {
        Topic topic = named;
        if (topic == null) {
            EnvelopeReader envelope = message.envelope;
            if (envelope.topicLength() == 0) {
                return null;
            }
            try {
                topic = Topic.of(envelope.buffer(), envelope.topicOffset(), envelope.topicLength());
            } catch (IllegalArgumentException badName) {
                malformed++;
                bus.tell(listener -> listener.onMalformed(pattern(), badName.getMessage()));
                return null;
            }
        }
        if (topic.hash() != hash) {
            malformed++;
            String why = "topic=" + topic + " does not have the hash in its envelope";
            bus.tell(listener -> listener.onMalformed(pattern(), why));
            return null;
        }
        return pattern().matches(topic) ? new TopicState(topic) : TopicState.UNWANTED;
    }

    private void reportGap(Topic topic, int source, long sequence, long missing) {
        lost += missing;
        bus.tell(listener -> listener.onGap(topic, source, sequence - missing, sequence));
    }

    /**
     * Decides a message that its handler held.
     *
     * @param token from {@link Message#token}
     * @param reason why not, kept with a dead letter; may be null
     * @return false when the token names nothing undecided
     */
    public boolean settle(long token, Verdict verdict, String reason) {
        boolean settled = settlement.settle(token, verdict, reason);
        if (settled && !closing) {
            confirmDecided();
        }
        return settled;
    }

    /**
     * Confirms nothing more to the engine by itself, however much is decided, but only up to marks given to {@link
     * #confirmUpTo}. For a subscriber that is done with a message only once its own state is kept. For the polling thread.
     */
    public void deferConfirmation() {
        confirmLimit = confirmed;
    }

    /** A mark of what is decided by now: all messages up to the first undecided one. For the polling thread. */
    public long decidedMark() {
        return settlement.decidedUpTo(handedOver);
    }

    /** Confirms what was decided when {@code mark} was taken. For the polling thread. */
    public void confirmUpTo(long mark) {
        if (mark > confirmLimit) {
            confirmLimit = mark;
            if (!closing) {
                confirmDecided();
            }
        }
    }

    /** Stops delivering until {@link #resume}; nothing is lost on a lossless subscription. */
    public void pause() {
        paused = true;
    }

    /** Goes on delivering. */
    public void resume() {
        paused = false;
    }

    /**
     * Takes nothing new and waits until everything delivered is decided. For the polling thread.
     *
     * @return whether all was decided before {@code timeoutNs} passed
     */
    public boolean drain(long timeoutNs) {
        IdleStrategy idle = bus.config().idleStrategy().get();
        long deadlineNs = System.nanoTime() + timeoutNs;
        while (settlement.inFlight() > 0 && !closing) {
            int done = settlement.service(Integer.MAX_VALUE, mayDeliver());
            if (System.nanoTime() - deadlineNs > 0) {
                break;
            }
            idle.idle(done);
        }
        confirmDecided();
        return settlement.inFlight() == 0;
    }

    /** How many messages were delivered for the first time. */
    public long delivered() {
        return delivered;
    }

    /** How many messages were missing when the next one came, judged by their sequences; a few may have come late. */
    public long lost() {
        return lost;
    }

    /** How many messages came that had been seen before. */
    public long duplicates() {
        return duplicates;
    }

    /** How many frames were not whole messages. */
    public long malformed() {
        return malformed;
    }

    /** How many messages were skipped because the name of their topic was not known yet. */
    public long unnamed() {
        return unnamed;
    }

    /** How often the handler threw, or refused on the fast profile. */
    public long handlerFailures() {
        return settlement.handlerFailures();
    }

    /** How many deliveries were second or later ones. */
    public long redelivered() {
        return settlement.redelivered();
    }

    /** How many messages became dead letters. */
    public long deadLettered() {
        return settlement.deadLettered();
    }

    /** How many delivered messages are undecided. For the polling thread. */
    public int inFlight() {
        return settlement.inFlight();
    }

    /** Idempotent, from any thread. A named subscription keeps its place. */
    @Override
    public void close() {
        closing = true;
        closeNow();
    }

    /** Closes unless a poll is under way, which then does it on its way out. */
    private void closeNow() {
        if (guard.compareAndSet(IDLE, CLOSED)) {
            engine.close();
            bus.released(this);
        }
    }

    /** Whether it is closed or about to be. */
    public boolean isClosed() {
        return closing;
    }
}
