package io.meridian.bus.memory;

import io.meridian.bus.delivery.Overflow;
import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.SubscriptionRequest;
import io.meridian.bus.topic.Topic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/**
 * The traffic of one deployment in one space. One lock guards everything, which makes an offer to many subscriptions one
 * step that happened or did not; handlers are never called under it.
 */
final class Exchange {
    final ReentrantLock lock = new ReentrantLock();

    private final Condition arrived = lock.newCondition();
    private final List<FastQueue> queues = new ArrayList<>();
    private final List<Frame> log = new ArrayList<>();
    private final Map<String, Cursor> cursors = new HashMap<>();
    private long fastFrames;
    private volatile long fastVersion;

    /** Changes whenever a fast subscription comes or goes, so publications know when to match again. */
    long fastVersion() {
        return fastVersion;
    }

    List<FastQueue> queuesOf(Topic topic) {
        lock.lock();
        try {
            return queues.stream()
                    .filter(queue -> queue.pattern().matches(topic))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Gives the frame to all or, when one of them must not lose it and is full, to none. */
    long offerFast(
            Topic topic,
            List<FastQueue> targets,
            DirectBuffer header,
            int headerLength,
            DirectBuffer payload,
            int offset,
            int length) {
        lock.lock();
        try {
            for (FastQueue target : targets) {
                if (target.refuses()) {
                    return PublishResult.BACK_PRESSURED;
                }
            }
            if (!targets.isEmpty()) {
                Frame frame = Frame.copyOf(topic, header, headerLength, payload, offset, length);
                targets.forEach(target -> target.add(frame));
                arrived.signalAll();
            }
            return ++fastFrames;
        } finally {
            lock.unlock();
        }
    }

    long append(Topic topic, DirectBuffer header, int headerLength, DirectBuffer payload, int offset, int length) {
        Frame frame = Frame.copyOf(topic, header, headerLength, payload, offset, length);
        lock.lock();
        try {
            log.add(frame);
            arrived.signalAll();
            return log.size();
        } finally {
            lock.unlock();
        }
    }

    FastMember joinFast(SubscriptionRequest request, int losslessLimit, Consumer<AutoCloseable> onClose) {
        int limit = request.overflow() == Overflow.LOSSLESS ? losslessLimit : Math.max(1, request.bufferLimit());
        lock.lock();
        try {
            FastQueue queue = request.name() == null ? null : sharedQueue(request);
            if (queue == null) {
                queue = new FastQueue(request.name(), request.pattern(), request.overflow(), limit);
                queues.add(queue);
                fastVersion++;
            }
            return queue.join(this, onClose);
        } finally {
            lock.unlock();
        }
    }

    private FastQueue sharedQueue(SubscriptionRequest request) {
        for (FastQueue queue : queues) {
            if (request.name().equals(queue.name()) && request.pattern().equals(queue.pattern())) {
                if (queue.overflow() != request.overflow()) {
                    throw new EngineException("group name=" + request.name() + " on pattern=" + request.pattern()
                            + " is " + queue.overflow() + ", so a member that is " + request.overflow()
                            + " cannot join it. Give all members of the group the same overflow, or another name.");
                }
                return queue;
            }
        }
        return null;
    }

    /** Holds the lock. */
    void remove(FastQueue queue) {
        queues.remove(queue);
        fastVersion++;
    }

    DurableMember joinDurable(SubscriptionRequest request, Consumer<AutoCloseable> onClose) {
        lock.lock();
        try {
            Cursor cursor = request.name() == null ? null : cursors.get(request.name());
            if (cursor == null) {
                int next = request.start().kind() == StartAt.Kind.LATEST ? log.size() : 0;
                cursor = new Cursor(
                        request.name(), request.pattern(), request.shared(), Collections.unmodifiableList(log), next);
                if (request.name() != null) {
                    cursors.put(request.name(), cursor);
                }
            }
            return cursor.join(this, request, onClose);
        } finally {
            lock.unlock();
        }
    }

    /** Holds the lock. */
    void wakeAll() {
        arrived.signalAll();
    }

    /** Holds the lock, and gives it up while it waits. */
    long awaitArrival(long timeoutNs) throws InterruptedException {
        return arrived.awaitNanos(timeoutNs);
    }
}
