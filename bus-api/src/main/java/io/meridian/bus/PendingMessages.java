package io.meridian.bus;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The undecided messages of one subscription, oldest first. Everything before the oldest of them is done with, which is
 * what may be confirmed to the engine.
 */
final class PendingMessages {
    private final List<PendingMessage> inOrder = new ArrayList<>();
    private final Long2ObjectHashMap<PendingMessage> byToken = new Long2ObjectHashMap<>();
    private final ArrayDeque<PendingMessage> pool = new ArrayDeque<>();

    int size() {
        return inOrder.size();
    }

    PendingMessage add(TopicState topic, Message message, long position, long token) {
        PendingMessage pending = pool.isEmpty() ? new PendingMessage() : pool.pop();
        pending.topic = topic;
        pending.envelopeLength = message.envelope.length();
        pending.payloadLength = message.length();
        pending.bytes.putBytes(0, message.envelope.buffer(), 0, pending.envelopeLength);
        pending.bytes.putBytes(pending.envelopeLength, message.buffer(), message.offset(), pending.payloadLength);
        pending.position = position;
        pending.token = token;
        pending.attempt = 1;
        inOrder.add(pending);
        byToken.put(token, pending);
        return pending;
    }

    PendingMessage byToken(long token) {
        return byToken.get(token);
    }

    PendingMessage get(int index) {
        return inOrder.get(index);
    }

    void remove(PendingMessage pending) {
        inOrder.remove(pending);
        byToken.remove(pending.token);
        pending.reason = null;
        pool.push(pending);
    }

    /** The position up to which nothing is undecided, when frames up to {@code handedOver} have been seen. */
    long decidedUpTo(long handedOver) {
        return inOrder.isEmpty() ? handedOver : inOrder.get(0).position - 1;
    }
}
