package io.meridian.sidecar.session;

import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.UnsupportedByEngineException;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.envelope.EnvelopeLayout;
import io.meridian.bus.envelope.MessageContext;
import io.meridian.bus.grant.Action;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.plugin.contract.proto.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;

/** The topics the plugin publishes on. Outlives its sessions, so that sequences go on. For the loop's thread. */
final class PublishDesk {
    private final Guard guard;
    private final Map<String, PublishTopic> byName = new HashMap<>();
    private final List<PublishTopic> topics = new ArrayList<>();
    private PublishTopic[] byHandle = new PublishTopic[64];

    PublishDesk(Guard guard) {
        this.guard = guard;
    }

    int resolve(String name, Profile profile) {
        PublishTopic known = byName.get(name);
        if (known == null) {
            if (topics.size() >= guard.limits.topics()) {
                return Refusals.INVALID;
            }
            Topic topic;
            try {
                topic = Topic.of(name);
            } catch (IllegalArgumentException notOne) {
                return Refusals.INVALID;
            }
            known = add(topic, profile == null ? Profile.FAST : profile);
        } else if (profile != null && profile != known.profile) {
            close(known);
            known.profile = profile;
        }
        return known.handle;
    }

    private PublishTopic add(Topic topic, Profile profile) {
        TopicPattern pattern = TopicPattern.of(topic);
        int handle = topics.size() + 1;
        PublishTopic added = new PublishTopic(
                handle,
                topic,
                profile,
                guard.handle(Action.PUBLISH, pattern),
                guard.shadowHandle(Action.PUBLISH, pattern),
                guard.gate.bearsOrders(topic),
                guard.observer.slot(topic));
        topics.add(added);
        byName.put(topic.name(), added);
        if (handle >= byHandle.length) {
            byHandle = java.util.Arrays.copyOf(byHandle, byHandle.length * 2);
        }
        byHandle[handle] = added;
        return added;
    }

    PublishTopic topic(int handle) {
        return handle > 0 && handle < byHandle.length ? byHandle[handle] : null;
    }

    /** Publishes, when all has been checked. */
    long offer(
            PublishTopic topic,
            MessageContext context,
            boolean repeated,
            DirectBuffer payload,
            int offset,
            int length) {
        Publisher publisher = topic.publisher;
        if (publisher == null) {
            publisher = open(topic);
            if (publisher == null) {
                return Refusals.UNSUPPORTED;
            }
        }
        if (repeated) {
            context.flags(EnvelopeLayout.FLAG_DUPLICATE_POSSIBLE);
        }
        return Refusals.ofBus(publisher.offer(context, payload, offset, length));
    }

    void contentType(PublishTopic topic, String contentType) {
        if (!topic.contentType.equals(contentType)) {
            close(topic);
            topic.contentType = contentType;
        }
    }

    private Publisher open(PublishTopic topic) {
        if (topic.broken != null) {
            return null;
        }
        PublisherSpec spec =
                topic.profile == Profile.FAST ? PublisherSpec.fast(topic.topic) : PublisherSpec.durable(topic.topic);
        try {
            topic.publisher = guard.bus.publisher(spec.contentType(topic.contentType));
        } catch (UnsupportedByEngineException cannot) {
            topic.broken = Refusals.of(Refusal.Code.UNSUPPORTED, cannot.getMessage());
        } catch (EngineException | IllegalStateException | IllegalArgumentException wrong) {
            topic.broken = Refusals.of(Refusal.Code.INVALID, "topic=" + topic.topic + ": " + wrong.getMessage());
            guard.observer.onError("publisher_open");
        }
        return topic.publisher;
    }

    private static void close(PublishTopic topic) {
        topic.broken = null;
        if (topic.publisher != null) {
            topic.publisher.close();
            topic.publisher = null;
        }
    }

    /** Lets durable publishers move on what was confirmed. Returns whether all is. */
    boolean isDrained() {
        boolean drained = true;
        for (int i = 0; i < topics.size(); i++) {
            Publisher publisher = topics.get(i).publisher;
            if (publisher != null && topics.get(i).profile == Profile.DURABLE) {
                drained &= publisher.confirmed() >= publisher.sequence();
            }
        }
        return drained;
    }

    /** What could not be opened may be tried anew by the next session. */
    void forgetFailures() {
        for (PublishTopic topic : topics) {
            topic.broken = null;
        }
    }

    void close() {
        topics.forEach(PublishDesk::close);
    }
}
