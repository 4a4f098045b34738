package io.meridian.bus.memory;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.engine.PublicationRequest;
import io.meridian.bus.topic.Topic;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/** Puts frames of one topic where they belong before {@code offer} returns: what is accepted is confirmed. */
final class MemoryPublication implements EnginePublication {
    private final Exchange exchange;
    private final Topic topic;
    private final boolean durable;
    private final int maxPayload;
    private final Consumer<AutoCloseable> onClose;
    private volatile boolean closed;
    private volatile long position;
    private List<FastQueue> targets = List.of();
    private long targetsVersion = -1;

    MemoryPublication(Exchange exchange, PublicationRequest request, int maxPayload, Consumer<AutoCloseable> onClose) {
        this.onClose = onClose;
        this.exchange = exchange;
        this.maxPayload = maxPayload;
        topic = request.topic();
        durable = request.profile() == Profile.DURABLE;
    }

    @Override
    public TopicNaming naming() {
        return TopicNaming.BY_ENGINE;
    }

    @Override
    public long offer(DirectBuffer header, int headerLength, DirectBuffer payload, int offset, int length) {
        if (closed) {
            return PublishResult.CLOSED;
        }
        if (length > maxPayload) {
            return PublishResult.TOO_LARGE;
        }
        long result = durable
                ? exchange.append(topic, header, headerLength, payload, offset, length)
                : exchange.offerFast(topic, targets(), header, headerLength, payload, offset, length);
        if (result > 0) {
            position = result;
        }
        return result;
    }

    private List<FastQueue> targets() {
        long version = exchange.fastVersion();
        if (version != targetsVersion) {
            targets = exchange.queuesOf(topic);
            targetsVersion = version;
        }
        return targets;
    }

    @Override
    public long confirmedPosition() {
        return position;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            onClose.accept(this);
        }
    }
}
