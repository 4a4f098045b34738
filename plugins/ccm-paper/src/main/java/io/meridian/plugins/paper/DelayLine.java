package io.meridian.plugins.paper;

import java.util.ArrayDeque;

/** Commands on their way. They go over one session, so none overtakes another, however long each takes. */
final class DelayLine {
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    private record Waiting(long dueNs, Runnable command) {}

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** @return when it is due: then, or when the one before it is */
    long add(long dueNs, Runnable command) {
        long orderlyNs = waiting.isEmpty() ? dueNs : Math.max(dueNs, waiting.getLast().dueNs);
        waiting.add(new Waiting(orderlyNs, command));
        return orderlyNs;
    }

    void release(long nowNs) {
        while (!waiting.isEmpty() && waiting.getFirst().dueNs <= nowNs) {
            waiting.poll().command.run();
        }
    }
}
