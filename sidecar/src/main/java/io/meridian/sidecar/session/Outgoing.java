package io.meridian.sidecar.session;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.envelope.MessageContext;
import io.meridian.plugin.contract.proto.Refusal;
import org.agrona.DirectBuffer;

/** What one session publishes: checked, stamped, counted, and followed until it is stored. Allocates nothing in the steady state. */
final class Outgoing {
    private final Guard guard;
    private final PublishDesk publishing;
    private final Incoming incoming;
    private final StoredTags tags = new StoredTags();
    private boolean retrying;
    private long retryTag;
    private int retryHandle;
    private PublishTopic unresolved;

    Outgoing(Guard guard, PublishDesk publishing, Incoming incoming) {
        this.guard = guard;
        this.publishing = publishing;
        this.incoming = incoming;
    }

    int resolve(String topic, Profile profile) {
        int handle = publishing.resolve(topic, profile);
        if (handle > 0) {
            PublishTopic known = publishing.topic(handle);
            guard.compareWithProposed(known.proposed);
            if (!known.grant.allowed(guard.nowNs())) {
                known.denial = guard.denied(known.grant);
                known.denialEpoch = guard.book.table().epoch();
                unresolved = known;
                return Refusals.ACL_DENIED;
            }
        }
        return handle;
    }

    Refusal resolveRefusal(String topic, int code) {
        PublishTopic known = code == Refusals.ACL_DENIED ? unresolved : null;
        return known != null
                ? known.denial
                : Refusals.of(
                        Refusals.code(code),
                        "topic=" + topic + " cannot be published on: it is no topic, or there are more than "
                                + guard.limits.topics() + " (sidecar.max.topics)");
    }

    long publish(int handle, long tag, MessageContext context, DirectBuffer payload, int offset, int length) {
        PublishTopic topic = publishing.topic(handle);
        if (topic == null) {
            return Refusals.INVALID;
        }
        return topic.contentType.isEmpty()
                ? publish(topic, tag, context, payload, offset, length)
                : publish(handle, tag, context, "", payload, offset, length);
    }

    long publish(
            int handle,
            long tag,
            MessageContext context,
            String contentType,
            DirectBuffer payload,
            int offset,
            int length) {
        PublishTopic topic = publishing.topic(handle);
        if (topic == null) {
            return Refusals.INVALID;
        }
        publishing.contentType(topic, contentType);
        return publish(topic, tag, context, payload, offset, length);
    }

    private long publish(
            PublishTopic topic, long tag, MessageContext context, DirectBuffer payload, int offset, int length) {
        long now = guard.nowNs();
        if (!topic.grant.allowed(now)) {
            return refused(topic, Refusals.ACL_DENIED);
        }
        guard.compareWithProposed(topic.proposed);
        boolean again = retrying && retryTag == tag && retryHandle == topic.handle;
        retrying = false;
        if (!again) {
            int admitted = guard.gate.admit(topic.bearsOrders, length, now);
            if (admitted < 0) {
                return refused(topic, admitted);
            }
        } else if (topic.bearsOrders && guard.gate.isLatched()) {
            return refused(topic, Refusals.LATCHED);
        }
        if (context.causationSequence() != 0 && (context.traceHigh() | context.traceLow()) == 0) {
            incoming.continueTrace(context);
        }
        long result = publishing.offer(topic, context, incoming.handlesRepeat(), payload, offset, length);
        if (result > 0) {
            topic.backPressured = false;
            guard.observer.onPublished(topic.slot, length);
            if (topic.profile == Profile.DURABLE) {
                tags.add(tag, topic, result);
            }
            return result;
        }
        if (result == Refusals.BACK_PRESSURED || result == Refusals.NOT_CONNECTED && topic.profile == Profile.DURABLE) {
            if (!topic.backPressured) {
                topic.backPressured = true;
                guard.observer.onBackPressure(topic.slot);
            }
            retrying = true;
            retryTag = tag;
            retryHandle = topic.handle;
            return result;
        }
        return refused(topic, (int) result);
    }

    private int refused(PublishTopic topic, int code) {
        guard.observer.onRefused(topic.slot, code);
        if (code == Refusals.ACL_DENIED
                && topic.denialEpoch == guard.book.table().epoch()) {
            guard.countDenial();
            guard.observer.onDeniedAgain(topic.slot);
        } else if (code == Refusals.ACL_DENIED) {
            topic.denial = guard.denied(topic.grant);
            topic.denialEpoch = guard.book.table().epoch();
        }
        return code;
    }

    boolean waitsFor(int handle) {
        PublishTopic topic = publishing.topic(handle);
        return topic != null && topic.profile == Profile.DURABLE;
    }

    Refusal refusal(long code, int handle) {
        PublishTopic topic = publishing.topic(handle);
        if (code == Refusals.ACL_DENIED && topic != null && topic.denial != null) {
            return topic.denial;
        }
        if (code == Refusals.UNSUPPORTED && topic != null && topic.broken != null) {
            return topic.broken;
        }
        if (code == Refusals.LATCHED || code == Refusals.RATE_LIMITED) {
            return Refusal.newBuilder()
                    .setCode(Refusals.code(code))
                    .setText(guard.gate.why((int) code))
                    .setRetryAfterMs(code == Refusals.RATE_LIMITED ? guard.gate.retryAfterMs() : 0)
                    .build();
        }
        String where = topic == null ? "handle=" + handle : "topic=" + topic.topic;
        return Refusals.of(Refusals.code(code), where + " " + Words.why(code, guard));
    }

    /** The tag up to which all is stored since it was last asked, or {@code none}. */
    long stored(long none) {
        return tags.isEmpty() ? none : tags.stored(none);
    }

    boolean isAllStored() {
        return tags.isEmpty();
    }

    /** Names what was published by now, for {@link #isStored}. */
    long mark() {
        return tags.mark();
    }

    /** Whether all durable messages from before the mark are stored. */
    boolean isStored(long mark) {
        return tags.isStored(mark);
    }
}
