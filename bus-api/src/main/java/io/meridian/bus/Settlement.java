package io.meridian.bus;

import io.meridian.bus.topic.Topic;
import org.agrona.concurrent.EpochNanoClock;

/**
 * What becomes of delivered messages on the durable profile: accepted, held, delivered again, or put under the dead
 * letters. Knows up to where everything is decided. For the polling thread.
 */
final class Settlement {
    private final Bus bus;
    private final SubscriptionSpec spec;
    private final MessageHandler handler;
    private final DeadLetters deadLetters;
    private final EpochNanoClock clock;
    private final Message message;
    private final PendingMessages pending = new PendingMessages();
    /** How many of the pending ones are due some time, so that those that are only held cost nothing. */
    private int restless;

    private long handlerFailures;
    private long redelivered;
    private long deadLettered;

    Settlement(Bus bus, SubscriptionSpec spec, MessageHandler handler, DeadLetters deadLetters, Message message) {
        this.bus = bus;
        this.spec = spec;
        this.handler = handler;
        this.deadLetters = deadLetters;
        this.message = message;
        clock = bus.config().clock();
    }

    /** Delivers the message that stands in the window for the first time. */
    void deliver(TopicState topic, long position, long token) {
        Verdict verdict = verdict();
        if (verdict != Verdict.ACCEPT) {
            PendingMessage kept = pending.add(topic, message, position, token);
            decide(kept, verdict, message.reason());
        }
    }

    /** Delivers on the fast profile, where what is refused is gone. */
    void deliverOnce() {
        try {
            if (handler.onMessage(message) != Verdict.ACCEPT) {
                handlerFailed(new IllegalStateException(
                        "verdict is not ACCEPT: the fast profile has no second delivery, so the message is gone"));
            }
        } catch (RuntimeException failure) {
            handlerFailed(failure);
        }
    }

    /** What the handler says; an exception means RETRY, with its text as reason. */
    private Verdict verdict() {
        try {
            return handler.onMessage(message);
        } catch (RuntimeException failure) {
            handlerFailed(failure);
            message.because(failure.toString());
            return Verdict.RETRY;
        }
    }

    private void handlerFailed(RuntimeException failure) {
        handlerFailures++;
        Topic topic = message.topic();
        int source = message.source();
        long sequence = message.sequence();
        bus.tell(listener -> listener.onHandlerFailed(topic, source, sequence, failure));
    }

    private void decide(PendingMessage kept, Verdict verdict, String reason) {
        switch (verdict) {
            case ACCEPT -> remove(kept);
            case HOLD -> become(kept, PendingMessage.State.HELD);
            case RETRY -> {
                if (kept.attempt >= spec.maxAttempts()) {
                    die(kept, reason == null ? "refused " + kept.attempt + " times" : reason);
                } else {
                    become(kept, PendingMessage.State.RETRYING);
                    kept.dueNs = clock.nanoTime() + spec.retryDelayNs();
                }
            }
            case REJECT -> die(kept, reason == null ? "rejected by the subscriber" : reason);
        }
    }

    private void become(PendingMessage kept, PendingMessage.State state) {
        restless += (isRestless(state) ? 1 : 0) - (isRestless(kept.state) ? 1 : 0);
        kept.state = state;
    }

    private void remove(PendingMessage kept) {
        become(kept, null);
        pending.remove(kept);
    }

    private static boolean isRestless(PendingMessage.State state) {
        return state == PendingMessage.State.RETRYING || state == PendingMessage.State.DYING;
    }

    private void die(PendingMessage kept, String reason) {
        become(kept, PendingMessage.State.DYING);
        kept.reason = reason;
        kept.deadLetterSequence = deadLetters.offer(kept);
    }

    /** Decides a message that its handler held; false when the token names none. */
    boolean settle(long token, Verdict verdict, String reason) {
        PendingMessage kept = pending.byToken(token);
        if (kept == null || kept.state != PendingMessage.State.HELD) {
            return false;
        }
        decide(kept, verdict, reason);
        return true;
    }

    /** Delivers again what is due, when {@code mayDeliver}, and follows dead letters; at most {@code limit} of them. */
    int service(int limit, boolean mayDeliver) {
        int done = 0;
        int at = 0;
        while (restless > 0 && at < pending.size() && done < limit) {
            PendingMessage kept = pending.get(at);
            boolean moved = switch (kept.state) {
                case HELD -> false;
                case RETRYING -> mayDeliver && kept.dueNs <= clock.nanoTime() && redeliver(kept);
                case DYING -> bury(kept);
            };
            done += moved ? 1 : 0;
            boolean gone = at >= pending.size() || pending.get(at) != kept;
            at += gone ? 0 : 1;
        }
        return done;
    }

    private boolean redeliver(PendingMessage kept) {
        kept.attempt++;
        redelivered++;
        show(kept);
        message.delivery(true, kept.attempt, kept.token);
        decide(kept, verdict(), message.reason());
        return true;
    }

    private void show(PendingMessage kept) {
        message.envelope.wrap(kept.bytes, 0, kept.envelopeLength + kept.payloadLength);
        message.set(kept.topic.topic, kept.bytes, kept.envelopeLength, kept.payloadLength);
    }

    /** A refused message is done with only when its dead letter is stored. */
    private boolean bury(PendingMessage kept) {
        if (kept.deadLetterSequence <= 0) {
            kept.deadLetterSequence = deadLetters.offer(kept);
            return false;
        }
        Topic topic = kept.topic.topic;
        if (!deadLetters.isStored(topic, kept.deadLetterSequence)) {
            return false;
        }
        deadLettered++;
        show(kept);
        int source = message.source();
        long sequence = message.sequence();
        int attempts = kept.attempt;
        String reason = kept.reason;
        remove(kept);
        bus.tell(listener -> listener.onDeadLetter(topic, source, sequence, attempts, reason));
        return true;
    }

    long decidedUpTo(long handedOver) {
        return pending.decidedUpTo(handedOver);
    }

    int inFlight() {
        return pending.size();
    }

    long handlerFailures() {
        return handlerFailures;
    }

    long redelivered() {
        return redelivered;
    }

    long deadLettered() {
        return deadLettered;
    }
}
