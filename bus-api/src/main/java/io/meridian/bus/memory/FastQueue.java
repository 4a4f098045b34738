package io.meridian.bus.memory;

import io.meridian.bus.delivery.Overflow;
import io.meridian.bus.topic.TopicPattern;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The frames that wait for one fast subscription, or for all members of a group. Guarded by the exchange's lock. */
final class FastQueue {
    private final String name;
    private final TopicPattern pattern;
    private final Overflow overflow;
    private final int limit;
    private final ArrayDeque<Frame> waiting = new ArrayDeque<>();
    private final List<FastMember> members = new ArrayList<>();

    FastQueue(String name, TopicPattern pattern, Overflow overflow, int limit) {
        this.name = name;
        this.pattern = pattern;
        this.overflow = overflow;
        this.limit = limit;
    }

    String name() {
        return name;
    }

    TopicPattern pattern() {
        return pattern;
    }

    Overflow overflow() {
        return overflow;
    }

    FastMember join(Exchange exchange, Consumer<AutoCloseable> onClose) {
        FastMember member = new FastMember(exchange, this, onClose);
        members.add(member);
        return member;
    }

    void leave(FastMember member, Exchange exchange) {
        members.remove(member);
        if (members.isEmpty()) {
            waiting.clear();
            exchange.remove(this);
        }
    }

    /** Whether a publisher must wait for room. */
    boolean refuses() {
        return overflow == Overflow.LOSSLESS && waiting.size() >= limit && !members.isEmpty();
    }

    void add(Frame frame) {
        if (members.isEmpty()) {
            return;
        }
        if (waiting.size() < limit) {
            waiting.add(frame);
        } else {
            members.getFirst().countDropped();
        }
    }

    Frame take() {
        return waiting.poll();
    }

    int fairShare(int limit) {
        return MemoryMember.share(waiting.size(), members.size(), limit);
    }
}
