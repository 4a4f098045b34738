package io.meridian.bus.testkit.example;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Where the engines of one process meet: it stands for the server that a real engine has. */
final class LoopbackHub {
    private static final Map<String, LoopbackHub> HUBS = new ConcurrentHashMap<>();

    private final List<LoopbackSubscription> subscriptions = new CopyOnWriteArrayList<>();

    static LoopbackHub of(String name) {
        return HUBS.computeIfAbsent(name, ignored -> new LoopbackHub());
    }

    void add(LoopbackSubscription subscription) {
        subscriptions.add(subscription);
    }

    void remove(LoopbackSubscription subscription) {
        subscriptions.remove(subscription);
    }

    /** One frame at a time, so that all subscribers see the frames of a topic in the same order. */
    synchronized void publish(byte[] frame) {
        for (LoopbackSubscription subscription : subscriptions) {
            subscription.take(frame);
        }
    }
}
