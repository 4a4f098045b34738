package io.meridian.bus.nats;

import io.meridian.bus.delivery.StartAt;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.ZonedDateTime;
import org.agrona.concurrent.EpochNanoClock;

/**
 * Nobody keeps it but this object: messages come in order from a consumer that is thrown away whenever anything is wrong,
 * and made anew right after the last message received. So there is neither a gap nor a repeat.
 */
final class UnnamedCursor implements Cursor {
    private final Consumers consumers;
    private final DeploymentStream stream;
    private final Failures failures;
    private final String filter;
    private final String inbox;
    private final StartAt start;
    private final EpochNanoClock clock;

    private volatile long lastSequence;
    private long beginAt;
    private ZonedDateTime streamMade;
    private String consumer;
    private long consumerSequence;

    UnnamedCursor(
            Consumers consumers,
            DeploymentStream stream,
            Failures failures,
            String filter,
            String inbox,
            StartAt start,
            EpochNanoClock clock) {
        this.consumers = consumers;
        this.stream = stream;
        this.failures = failures;
        this.filter = filter;
        this.inbox = inbox;
        this.start = start;
        this.clock = clock;
    }

    @Override
    public boolean isKept() {
        return false;
    }

    @Override
    public PullInbox open(Session session) throws IOException, JetStreamApiException {
        StreamInfo info = stream.info(session);
        if (streamMade != null && !streamMade.equals(info.getCreateTime())) {
            failures.tell(stream.name(), NamedCursor.streamReplaced(stream.name()));
            lastSequence = 0;
            beginAt = 1;
        }
        streamMade = info.getCreateTime();
        if (beginAt == 0 && start.kind() == StartAt.Kind.LATEST) {
            beginAt = info.getStreamState().getLastSequence() + 1;
        }
        String old = consumer;
        consumer = consumers.createUnnamed(session, filter, from());
        if (old != null) {
            consumers.deleteUnnamed(session, old);
        }
        return new PullInbox(session, stream.name(), consumer, inbox);
    }

    private Consumers.StartPoint from() {
        if (lastSequence > 0) {
            return Consumers.StartPoint.sequence(lastSequence + 1);
        }
        return beginAt > 0 ? Consumers.StartPoint.sequence(beginAt) : StartTimes.point(start, clock);
    }

    @Override
    public void started() {
        consumerSequence = 0;
    }

    @Override
    public Receipt receive(AckSubject place) {
        if (place.consumerSequence() != consumerSequence + 1) {
            return Receipt.BROKEN;
        }
        consumerSequence++;
        if (place.streamSequence() <= lastSequence) {
            return Receipt.OLD;
        }
        lastSequence = place.streamSequence();
        return Receipt.NEW;
    }

    @Override
    public void confirmed(long streamSequence) {}

    @Override
    public void dropRequests(Session session) {}

    @Override
    public void end(Session session) {
        if (consumer != null) {
            consumers.deleteUnnamed(session, consumer);
        }
    }
}
