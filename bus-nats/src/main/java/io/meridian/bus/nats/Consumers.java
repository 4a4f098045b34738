package io.meridian.bus.nats;

import io.meridian.bus.engine.EngineException;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Finds and makes the consumers of one deployment's stream. A named one is never deleted or changed. */
final class Consumers {
    private static final int NOT_FOUND = 404;
    private static final String SHARED = "Meridian, shared by a group";
    private static final String EXCLUSIVE = "Meridian, one member at a time";
    private static final Duration FORGET_AFTER = Duration.ofMinutes(5);
    /** More requests than members; each member has two at most. */
    private static final int MAX_WAITING = 512;
    /** How many stream sequences may lie between the first and last unacknowledged message to ask for each by number. */
    private static final long WIDEST_SPAN = 1 << 17;

    private static final byte[] NOT_ACKNOWLEDGED = "-NAK".getBytes(StandardCharsets.US_ASCII);

    private final NatsSettings settings;
    private final String stream;

    Consumers(NatsSettings settings, String stream) {
        this.settings = settings;
        this.stream = stream;
    }

    /** The named consumer, or null. */
    ConsumerInfo find(Session session, String name) throws IOException, JetStreamApiException {
        try {
            return session.management().getConsumerInfo(stream, name);
        } catch (JetStreamApiException e) {
            if (e.getErrorCode() == NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    /** Refuses a consumer of this name that was made for something else. */
    void check(ConsumerInfo found, String filter, boolean shared) {
        ConsumerConfiguration config = found.getConsumerConfiguration();
        String problem = null;
        if (config.getDeliverSubject() != null) {
            problem = "it is a push consumer";
        } else if (config.getAckPolicy() != AckPolicy.Explicit) {
            problem = "its ack_policy=" + config.getAckPolicy() + " must be explicit";
        } else if (!filter.equals(config.getFilterSubject())) {
            problem = "it is for filter_subject=" + config.getFilterSubject() + ", not " + filter;
        } else if (config.getMaxDeliver() > 0) {
            problem = "its max_deliver=" + config.getMaxDeliver() + " would skip messages";
        } else if (description(!shared).equals(config.getDescription())) {
            problem = shared
                    ? "it was made for one member at a time, and is now opened as a group"
                    : "it was made for a group, and is now opened for one member alone";
        }
        if (problem != null) {
            throw new EngineException(
                    "the durable name " + found.getName() + " is taken by another kind of subscription: "
                            + problem
                            + ". Choose another name, or, if its cursor may be lost, delete the old one: nats consumer"
                            + " rm "
                            + stream + ' ' + found.getName());
        }
    }

    private static String description(boolean shared) {
        return shared ? SHARED : EXCLUSIVE;
    }

    /** Makes a named consumer that begins here. */
    void create(Session session, String name, String filter, boolean shared, StartPoint start)
            throws IOException, JetStreamApiException {
        ConsumerConfiguration.Builder config = ConsumerConfiguration.builder()
                .durable(name)
                .description(description(shared))
                .filterSubject(filter)
                .ackPolicy(AckPolicy.Explicit)
                .ackWait(settings.ackWait())
                .maxAckPending(-1)
                .maxPullWaiting(MAX_WAITING);
        start.apply(config);
        session.management().addOrUpdateConsumer(stream, config.build());
    }

    /** Makes a consumer without a name that keeps nothing, and tells what the server called it. */
    String createUnnamed(Session session, String filter, StartPoint start) throws IOException, JetStreamApiException {
        ConsumerConfiguration.Builder config = ConsumerConfiguration.builder()
                .filterSubject(filter)
                .ackPolicy(AckPolicy.None)
                .inactiveThreshold(FORGET_AFTER)
                .memStorage(true)
                .numReplicas(1)
                .maxPullWaiting(MAX_WAITING);
        start.apply(config);
        return session.management().addOrUpdateConsumer(stream, config.build()).getName();
    }

    /** Deletes a consumer without a name, if it is still there. */
    void deleteUnnamed(Session session, String name) {
        try {
            session.management().deleteConsumer(stream, name);
        } catch (IOException | JetStreamApiException | IllegalStateException e) {
            // The server forgets it by itself.
        }
    }

    /**
     * Has the server hand out at once, in order and before anything newer, what was handed out and never acknowledged;
     * otherwise it would come late, behind newer messages. For this each such message is refused by number, and the answer
     * to the last refusal is waited for: requests for messages do not wait behind refusals in the server.
     *
     * @return false when that would take too many numbers, so only waiting for the server's own time-out helps
     */
    boolean requeueUnacknowledged(Session session, ConsumerInfo info) throws IOException, InterruptedException {
        if (info.getNumAckPending() == 0) {
            return true;
        }
        long first = info.getAckFloor().getStreamSequence() + 1;
        long last = info.getDelivered().getStreamSequence();
        if (last - first > WIDEST_SPAN) {
            return false;
        }
        long consumerSequence = info.getDelivered().getConsumerSequence();
        for (long sequence = first; sequence < last; sequence++) {
            session.send(AckSubject.of(stream, info.getName(), sequence, consumerSequence), null, NOT_ACKNOWLEDGED);
        }
        session.ask(AckSubject.of(stream, info.getName(), last, consumerSequence), NOT_ACKNOWLEDGED);
        return true;
    }

    /** Where a consumer begins. */
    record StartPoint(DeliverPolicy policy, long sequence, java.time.ZonedDateTime time) {
        static StartPoint earliest() {
            return new StartPoint(DeliverPolicy.All, 0, null);
        }

        static StartPoint sequence(long sequence) {
            return new StartPoint(DeliverPolicy.ByStartSequence, sequence, null);
        }

        static StartPoint time(java.time.ZonedDateTime time) {
            return new StartPoint(DeliverPolicy.ByStartTime, 0, time);
        }

        void apply(ConsumerConfiguration.Builder config) {
            config.deliverPolicy(policy);
            switch (policy) {
                case ByStartSequence -> config.startSequence(sequence);
                case ByStartTime -> config.startTime(time);
                default -> {}
            }
        }
    }
}
