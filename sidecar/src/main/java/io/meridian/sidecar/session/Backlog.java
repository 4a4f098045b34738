package io.meridian.sidecar.session;

import io.meridian.bus.topic.TopicPattern;

/** How many messages of a subscription wait for the plugin: tells the observer whenever that has changed. */
final class Backlog {
    private static final double NEARLY_ALL = 0.9;
    /** A plugin that is behind takes many at once now and then, and others come in their place. */
    private static final double HALF = 0.5;

    private final SessionObserver observer;
    private final int slot;
    private final int most;
    private int waiting;
    private boolean full;

    /** @param most so many may wait; what comes beyond stays on the bus, or is dropped */
    Backlog(SessionObserver observer, TopicPattern pattern, int most) {
        this.observer = observer;
        this.most = most;
        slot = observer.slot(pattern);
    }

    void is(int now) {
        if (now == waiting) {
            return;
        }
        observer.onWaiting(slot, now - waiting);
        waiting = now;
        if (full ? now <= HALF * most : now >= NEARLY_ALL * most) {
            full = !full;
            observer.onFull(slot, full ? 1 : -1);
        }
    }
}
