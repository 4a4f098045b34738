package io.meridian.bus.nats;

import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.SubscriptionRequest;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.ZonedDateTime;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochNanoClock;

/**
 * Kept by the server as a durable consumer of the subscription's name, each message acknowledged by itself.
 *
 * <p>With one member at a time messages stay in the stream's order: whenever it attaches, what was handed out and not
 * acknowledged is asked for again first and gathered, since the server gives it in any order when a member was killed while
 * it got such messages; and what this subscription has had already is left out. The server counts what it hands out, so what
 * went to somebody who is gone is noticed, and asked for again. In a group the server hands unacknowledged messages of a
 * dead member to another after {@code nats.ack.wait}.
 */
final class NamedCursor implements Cursor {
    private final Consumers consumers;
    private final DeploymentStream stream;
    private final Failures failures;
    private final NatsSettings settings;
    private final SubscriptionRequest request;
    private final String filter;
    private final String inbox;
    private final EpochNanoClock clock;
    private final NameLock lock;

    private volatile long lastSequence;
    private volatile long confirmedSequence;
    private ZonedDateTime streamMade;
    private boolean opened;
    private Session lockedOn;
    private long quietUntilNs;
    private volatile long unacknowledged;
    private volatile long unacknowledgedUpTo;
    private volatile long handedOut;
    private long toComeFirst;
    private long nextHandedOut;

    NamedCursor(
            Consumers consumers,
            DeploymentStream stream,
            Failures failures,
            NatsSettings settings,
            SubscriptionRequest request,
            String filter,
            String inbox,
            EpochNanoClock clock,
            NameLock lock) {
        this.consumers = consumers;
        this.stream = stream;
        this.failures = failures;
        this.settings = settings;
        this.request = request;
        this.filter = filter;
        this.inbox = inbox;
        this.clock = clock;
        this.lock = lock;
    }

    @Override
    public boolean isKept() {
        return true;
    }

    @Override
    public PullInbox open(Session session) throws IOException, JetStreamApiException, InterruptedException {
        if (quietUntilNs != 0 && System.nanoTime() - quietUntilNs < 0) {
            return null;
        }
        StreamInfo info = stream.info(session);
        if (!request.shared() && lockedOn != session) {
            String holder = lock.takeOrTellHolder(session);
            if (holder != null) {
                throw DurableSubscription.inUse(request.name(), holder);
            }
            lockedOn = session;
        }
        noticeNewStream(info.getCreateTime());
        ConsumerInfo found = consumers.find(session, request.name());
        unacknowledged = 0;
        handedOut = 0;
        if (found == null) {
            make(session, info);
        } else {
            consumers.check(found, filter, request.shared());
            if (!request.shared() && quietUntilNs == 0 && !consumers.requeueUnacknowledged(session, found)) {
                // Until the server's time-out has passed, older messages could come behind newer ones.
                quietUntilNs = System.nanoTime() + settings.ackWait().toNanos() + TimeUnit.SECONDS.toNanos(1);
                return null;
            }
            unacknowledged = found.getNumAckPending();
            unacknowledgedUpTo = found.getDelivered().getStreamSequence();
            handedOut = found.getDelivered().getConsumerSequence();
        }
        quietUntilNs = 0;
        opened = true;
        return new PullInbox(session, stream.name(), request.name(), inbox);
    }

    private void noticeNewStream(ZonedDateTime made) {
        if (streamMade != null && !streamMade.equals(made)) {
            failures.tell(stream.name(), streamReplaced(stream.name()));
            lastSequence = 0;
            confirmedSequence = 0;
            opened = false;
        }
        streamMade = made;
    }

    static EngineException streamReplaced(String stream) {
        return new EngineException(
                "the stream " + stream + " was deleted and made again while it was in use: the durable messages it"
                        + " held are gone. Subscriptions go on with what is in the new one. Find out"
                        + " who deleted it; a backup can be restored with nats stream restore.");
    }

    private void make(Session session, StreamInfo info) throws IOException, JetStreamApiException {
        Consumers.StartPoint from;
        if (opened) {
            long next = confirmedSequence + 1;
            from = confirmedSequence > 0 ? Consumers.StartPoint.sequence(next) : Consumers.StartPoint.earliest();
            failures.tell(
                    "cursor " + request.name(),
                    new EngineException("the consumer " + request.name() + " of the stream " + stream.name()
                            + " was deleted on the server, and its cursor with it. It is made again, and begins at"
                            + " stream"
                            + " sequence"
                            + " " + next + ", after what was confirmed here. Find out who deleted it."));
        } else if (request.start().kind() == StartAt.Kind.LATEST) {
            from = Consumers.StartPoint.sequence(info.getStreamState().getLastSequence() + 1);
        } else {
            from = StartTimes.point(request.start(), clock);
        }
        consumers.create(session, request.name(), filter, request.shared(), from);
    }

    @Override
    public void started() {
        toComeFirst = request.shared() ? 0 : unacknowledged;
        nextHandedOut = handedOut + 1;
    }

    @Override
    public boolean isGathering() {
        return toComeFirst > 0;
    }

    @Override
    public void gathered(int count) {
        if (count >= toComeFirst) {
            toComeFirst = 0;
        }
    }

    @Override
    public Receipt receive(AckSubject place) {
        if (request.shared()) {
            return Receipt.NEW;
        }
        if (place.consumerSequence() != nextHandedOut) {
            return Receipt.BROKEN;
        }
        nextHandedOut++;
        if (toComeFirst > 0) {
            return place.streamSequence() > unacknowledgedUpTo ? Receipt.BROKEN : Receipt.EARLY;
        }
        return receiveInOrder(place);
    }

    @Override
    public Receipt receiveInOrder(AckSubject place) {
        if (place.streamSequence() <= lastSequence) {
            return Receipt.OLD;
        }
        lastSequence = place.streamSequence();
        return Receipt.NEW;
    }

    @Override
    public void confirmed(long streamSequence) {
        confirmedSequence = Math.max(confirmedSequence, streamSequence);
    }

    /**
     * A server of 2.9 that is refused a message while the only requests it has are dead ones takes the message off its
     * list and then finds nobody to give it to: it comes only after the time-out. Asking about the consumer has the server
     * look through its requests.
     */
    @Override
    public void dropRequests(Session session) {
        try {
            consumers.find(session, request.name());
        } catch (IOException | JetStreamApiException | IllegalStateException e) {
            // Then it comes after the time-out.
        }
    }

    @Override
    public void end(Session session) {
        lock.release();
    }
}
