package io.meridian.bus.memory;

import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.SubscriptionRequest;
import io.meridian.bus.topic.TopicPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * How far a durable subscription got in the log. A frame is ahead of the cursor, in the hands of one member, given back by
 * a member that left without confirming it, or done. Guarded by the exchange's lock.
 */
final class Cursor {
    private final String name;
    private final TopicPattern pattern;
    private final boolean shared;
    private final List<Frame> log;
    private final TreeSet<Integer> givenBack = new TreeSet<>();
    private final List<DurableMember> members = new ArrayList<>();
    private int next;

    Cursor(String name, TopicPattern pattern, boolean shared, List<Frame> log, int next) {
        this.name = name;
        this.pattern = pattern;
        this.shared = shared;
        this.log = log;
        this.next = next;
    }

    DurableMember join(Exchange exchange, SubscriptionRequest request, Consumer<AutoCloseable> onClose) {
        if (!pattern.equals(request.pattern())) {
            throw new EngineException("durable subscription name=" + name + " exists for pattern=" + pattern
                    + ", not for pattern=" + request.pattern()
                    + ". Subscribe with the pattern it was made with, or choose another name.");
        }
        if (shared != request.shared()) {
            throw new EngineException("durable subscription name=" + name + " was made "
                    + (shared
                            ? "as a group, so all its members must join it as one."
                            : "for one member, so it cannot be joined as a group.")
                    + " Ask for the same kind, or choose another name.");
        }
        if (!shared && !members.isEmpty()) {
            throw new EngineException("durable subscription name=" + name + " is open already, and it is not a group. "
                    + "Close the other one first, make it a group, or choose another name.");
        }
        DurableMember member = new DurableMember(exchange, this, onClose);
        members.add(member);
        return member;
    }

    void leave(DurableMember member, Iterable<Integer> unconfirmed) {
        members.remove(member);
        unconfirmed.forEach(givenBack::add);
    }

    /** The index of the next frame to hand out, or -1. Frames given back go first, in the order of the log. */
    int take() {
        Integer back = givenBack.pollFirst();
        if (back != null) {
            return back;
        }
        skipOthers();
        return next < log.size() ? next++ : -1;
    }

    boolean hasGivenBack() {
        return !givenBack.isEmpty();
    }

    Frame frame(int index) {
        return log.get(index);
    }

    int fairShare(int limit) {
        int enough = limit * members.size();
        int available = Math.min(enough, givenBack.size());
        skipOthers();
        for (int i = next; i < log.size() && available < enough; i++) {
            if (pattern.matches(log.get(i).topic())) {
                available++;
            }
        }
        return MemoryMember.share(available, members.size(), limit);
    }

    private void skipOthers() {
        while (next < log.size() && !pattern.matches(log.get(next).topic())) {
            next++;
        }
    }
}
