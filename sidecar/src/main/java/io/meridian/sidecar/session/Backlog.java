package io.meridian.sidecar.session;

import io.meridian.bus.topic.TopicPattern;

/** How many messages of a subscription wait for the plugin: tells the observer whenever that has changed. */
final class Backlog {
    /** A plugin that is behind decides one now and then, and another comes in its place. */
    private static final double NEARLY_ALL = 0.9;

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
        if (full != (now >= NEARLY_ALL * most)) {
            full = !full;
            observer.onFull(slot, full ? 1 : -1);
        }
    }
}
