package io.meridian.bus;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.engine.EnginePublication.TopicNaming;
import io.meridian.bus.envelope.EnvelopeLayout;
import io.meridian.bus.envelope.EnvelopeWriter;
import io.meridian.bus.topic.Topic;
import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Publishes messages again under their own ids: from one engine to another, or from a record. For platform processes; a
 * relay stamps nothing and asks for no grant. For one thread.
 */
public final class Relay implements AutoCloseable {
    private final Bus bus;
    private final Profile profile;
    private final Map<Topic, EnginePublication> publications = new HashMap<>();
    private final UnsafeBuffer header = new UnsafeBuffer(new byte[EnvelopeLayout.MAX_LENGTH]);
    private boolean closed;

    Relay(Bus bus, Profile profile) {
        this.bus = bus;
        this.profile = profile;
    }

    /**
     * Publishes {@code message} as it is.
     *
     * @param addedFlags bits of {@link EnvelopeLayout}, such as replayed or duplicate possible
     * @return the engine's position, not negative, to be compared with {@link #confirmed}; or a result code
     */
    public long offer(Message message, int addedFlags) {
        if (closed) {
            return PublishResult.CLOSED;
        }
        EnginePublication publication =
                publications.computeIfAbsent(message.topic(), topic -> bus.openPublication(topic, profile, this));
        boolean named = publication.naming() != TopicNaming.BY_ENGINE;
        int length = EnvelopeWriter.copy(message.envelope, message.topic(), named, addedFlags, header);
        return publication.offer(header, length, message.buffer(), message.offset(), message.length());
    }

    /** The position confirmed on {@code topic}, or -1 when nothing was relayed there. */
    public long confirmed(Topic topic) {
        EnginePublication publication = publications.get(topic);
        return publication == null ? -1 : publication.confirmedPosition();
    }

    /** Changes when what was offered on {@code topic} and not confirmed may be lost, and should be offered again. */
    public int session(Topic topic) {
        EnginePublication publication = publications.get(topic);
        return publication == null ? 0 : publication.session();
    }

    /** Idempotent. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            publications.values().forEach(EnginePublication::close);
            bus.released(this);
        }
    }
}
